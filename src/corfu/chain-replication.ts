/**
 * Chain replication of one position: the head decides, the others copy, and a value is committed when the tail has it. There are
 * two ways down a chain, behind one interface, and they may be mixed in one log, since units take writes from anybody.
 *
 * - Client-driven (CORFU): the client writes to each unit in turn, each after the acknowledgement of the one before. Two
 *   messages and a round trip a unit, and units that know nothing of each other.
 * - Forwarded (van Renesse and Schneider): the client writes to the head, each unit hands the write on, and the tail answers.
 *   One message and half a round trip a unit, and one more.
 */
import type { UnitReply, UnitRequest } from './unit-messages.ts';
import type { Chain } from './layout.ts';
import type { NodeId } from '../ports/units.ts';
import type { Micros } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';

/** `refused`: the unit `chain[hop]` answered something that does not let the write pass. */
export type ChainOutcome =
  | { readonly status: 'ok' }
  | { readonly status: 'refused'; readonly hop: number; readonly reply: UnitReply }
  | { readonly status: 'timeout' };

export interface ChainReplication {
  /** Sends `request` to chain[from], chain[from + 1], ... in this order, and stops at the first unit that refuses. */
  send(chain: Chain, from: number, request: UnitRequest): Promise<ChainOutcome>;
}

/** A request on its way down a chain: who comes next, and which hop this is. */
export interface Routed {
  readonly route?: readonly NodeId[];
  readonly hop?: number;
}

const COMMITTED: ChainOutcome = Object.freeze({ status: 'ok' });
const TIMED_OUT: ChainOutcome = Object.freeze({ status: 'timeout' });

/**
 * May a request go on to the next unit after `reply`? At the head only an acknowledgement will do: the head decides. Behind
 * it, a unit that has the same entry already was helped by somebody else, and one that is trimmed will never serve another.
 */
export function passes(hop: number, request: UnitRequest, reply: UnitReply): boolean {
  if (reply.status === 'ok') return true;
  if (hop === 0) return false;
  if (reply.status === 'trimmed') return true;
  if (reply.status !== 'overwritten') return false;
  if (request.kind === 'unit/fill') return reply.stored === 'junk';
  if (request.kind !== 'unit/write') return false;
  return reply.stored === 'data' && reply.writer === request.writer && reply.writeNumber === request.writeNumber;
}

export class ClientDrivenChain implements ChainReplication {
  readonly #rpc: RpcEndpoint;
  readonly #timeout: Micros;

  constructor(rpc: RpcEndpoint, timeout: Micros) {
    this.#rpc = rpc;
    this.#timeout = timeout;
  }

  async send(chain: Chain, from: number, request: UnitRequest): Promise<ChainOutcome> {
    for (let hop = from; hop < chain.length; hop += 1) {
      const reply = await this.#rpc.call<UnitReply>(chain[hop] as NodeId, request, this.#timeout);
      if (reply === 'timeout') return TIMED_OUT;
      if (!this.passes(hop, request, reply)) return { status: 'refused', hop, reply };
    }
    return COMMITTED;
  }

  protected passes(hop: number, request: UnitRequest, reply: UnitReply): boolean {
    return passes(hop, request, reply);
  }
}

export class ForwardedChain implements ChainReplication {
  readonly #rpc: RpcEndpoint;
  readonly #timeout: Micros;

  constructor(rpc: RpcEndpoint, timeout: Micros) {
    this.#rpc = rpc;
    this.#timeout = timeout;
  }

  async send(chain: Chain, from: number, request: UnitRequest): Promise<ChainOutcome> {
    const first = chain[from];
    if (first === undefined) return COMMITTED;
    const routed = { ...request, route: chain.slice(from + 1), hop: from };
    const patience = (this.#timeout * (chain.length - from)) as Micros;
    const reply = await this.#rpc.call<UnitReply & Routed>(first, routed, patience);
    if (reply === 'timeout') return TIMED_OUT;
    if (reply.hop === undefined) return COMMITTED;
    return { status: 'refused', hop: reply.hop, reply };
  }
}
