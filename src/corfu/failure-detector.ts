/**
 * The failure detector: asks everybody from time to time, and suspects who has not answered several times in a row. It is
 * advisory. A wrong suspicion costs a reconfiguration, never an entry, so it may be as hasty as suits; but one that changes its
 * mind at every lost message would keep the log busy with nothing else. Hence the count, and one answer that clears it.
 */
import { type LogPosition, logPosition } from '../log/position.ts';
import type { Micros, NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import { type Layout, unitsOf } from './layout.ts';
import type { GetLayoutRequest, LayoutFound, LayoutUnknown } from './layout-messages.ts';
import type { SequencerReply, SequencerRequest } from './sequencer-messages.ts';
import type { TailReply, TailRequest } from './unit-messages.ts';

/** How many answers may be missing in a row. */
const MISSES_MAX = 3;

/** What a node said of itself, or that it said nothing for too long. */
export type Health =
  | 'well'
  /** It answers, and cannot serve: a sequencer without a tail, a unit or a layout server that has lost its devices. */
  | 'not-ready'
  | 'suspected';

type Answer = SequencerReply | TailReply | LayoutFound | LayoutUnknown;

/** Nodes to ask besides those of the layout that serve the log itself. */
export interface AlsoWatched {
  readonly units: readonly NodeId[];
  readonly layoutServers: readonly NodeId[];
  /** The epoch below which layout servers are known to confirm none. */
  readonly sealed: number;
}

export class FailureDetector {
  readonly #rpc: RpcEndpoint;
  readonly #timeout: Micros;
  readonly #misses = new Map<NodeId, number>();
  readonly #notReady = new Set<NodeId>();
  #trimMark = logPosition(0);
  /** An epoch that somebody has begun to end, and in how many looks it was still the newest. */
  #ending = { epoch: 0, looks: 0 };

  constructor(rpc: RpcEndpoint, timeout: Micros) {
    this.#rpc = rpc;
    this.#timeout = timeout;
  }

  healthOf(node: NodeId): Health {
    if ((this.#misses.get(node) ?? 0) >= MISSES_MAX) return 'suspected';
    return this.#notReady.has(node) ? 'not-ready' : 'well';
  }

  /** Below, some unit said that everything was given up. */
  get trimMark(): LogPosition {
    return this.#trimMark;
  }

  /**
   * Whether somebody has begun to end `epoch` and seems to have died over it: a seal cannot be undone, so nothing works until the
   * next epoch begins, whether or not anything of this one is gone.
   */
  isAbandoned(epoch: number): boolean {
    return this.#ending.epoch === epoch && this.#ending.looks >= MISSES_MAX;
  }

  /** Asks the sequencer and all units of `layout`, and `others`; resolves when all have answered or had the time to. */
  async look(layout: Layout, others: AlsoWatched): Promise<void> {
    const { epoch, sequencer } = layout;
    const units = unitsOf(layout);
    const spares = others.units.filter((unit) => !units.includes(unit));
    const [statuses] = await Promise.all([
      Promise.all([
        this.#ask(sequencer, { kind: 'sequencer/query', epoch }),
        ...units.map((unit) => this.#ask(unit, { kind: 'unit/tail', epoch })),
      ]),
      ...spares.map((unit) => this.#ask(unit, { kind: 'unit/tail', epoch })),
      ...others.layoutServers.map((server) => this.#ask(server, { kind: 'layout/get' })),
    ]);
    const isEnding = others.sealed > epoch || statuses.includes('sealed');
    const looksBefore = this.#ending.epoch === epoch ? this.#ending.looks : 0;
    this.#ending = { epoch, looks: isEnding ? looksBefore + 1 : 0 };
  }

  async #ask(
    node: NodeId,
    request: SequencerRequest | TailRequest | GetLayoutRequest,
  ): Promise<Answer['status'] | 'timeout'> {
    const reply = await this.#rpc.call<Answer>(node, request, this.#timeout);
    if (reply === 'timeout') {
      this.#misses.set(node, (this.#misses.get(node) ?? 0) + 1);
      return reply;
    }
    this.#misses.set(node, 0);
    if (reply.status === 'not-ready') this.#notReady.add(node);
    else this.#notReady.delete(node);
    if ('upTo' in reply && reply.upTo > this.#trimMark) this.#trimMark = reply.upTo;
    return reply.status;
  }
}
