/**
 * The failure detector: asks everybody from time to time, and suspects who has not answered several times in a row. It is
 * advisory. A wrong suspicion costs a reconfiguration, never an entry, so it may be as hasty as suits; but one that changes its
 * mind at every lost message would keep the log busy with nothing else. Hence the count, and one answer that clears it.
 */
import type { Micros, NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import { type Layout, unitsOf } from './layout.ts';
import type { SequencerReply, SequencerRequest } from './sequencer-messages.ts';
import type { TailReply, TailRequest } from './unit-messages.ts';

/** How many answers may be missing in a row. */
const MISSES_MAX = 3;

/** What a node said of itself, or that it said nothing for too long. */
export type Health =
  | 'well'
  /** It answers, and cannot serve: a sequencer without a tail, a unit that has lost its devices. */
  | 'not-ready'
  | 'suspected';

export class FailureDetector {
  readonly #rpc: RpcEndpoint;
  readonly #timeout: Micros;
  readonly #misses = new Map<NodeId, number>();
  readonly #notReady = new Set<NodeId>();

  constructor(rpc: RpcEndpoint, timeout: Micros) {
    this.#rpc = rpc;
    this.#timeout = timeout;
  }

  healthOf(node: NodeId): Health {
    if ((this.#misses.get(node) ?? 0) >= MISSES_MAX) return 'suspected';
    return this.#notReady.has(node) ? 'not-ready' : 'well';
  }

  /** Asks the sequencer and all units of `layout`, and those of `others`; resolves when all have answered or had the time to. */
  async look(layout: Layout, others: readonly NodeId[]): Promise<void> {
    const { epoch, sequencer } = layout;
    const units = new Set([...unitsOf(layout), ...others]);
    await Promise.all([
      this.#ask(sequencer, { kind: 'sequencer/query', epoch }),
      ...[...units].map((unit) => this.#ask(unit, { kind: 'unit/tail', epoch })),
    ]);
  }

  async #ask(node: NodeId, request: SequencerRequest | TailRequest): Promise<void> {
    const reply = await this.#rpc.call<SequencerReply | TailReply>(node, request, this.#timeout);
    if (reply === 'timeout') {
      this.#misses.set(node, (this.#misses.get(node) ?? 0) + 1);
      return;
    }
    this.#misses.set(node, 0);
    if (reply.status === 'not-ready') this.#notReady.add(node);
    else this.#notReady.delete(node);
  }
}
