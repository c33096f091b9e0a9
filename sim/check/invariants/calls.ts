/**
 * Every call ever sent, by who waits for it and its number, so that a reply seen on the wire can be held against its request.
 * Copies of a request are one call. What matters about the state of a unit is how it was when the *first* copy arrived: an
 * answer may be worked out before a change and sent after it, so that a later copy proves nothing about it.
 */
import type { StreamHeader } from '../../../src/log/stream.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import type { Content } from './content.ts';
import type { LogCell } from './log-cell.ts';

/** A request, with its content interned. Sets of units are bit masks, see {@link bitOf}. */
export interface Call {
  readonly kind: string;
  readonly caller: NodeId;
  /** Of the sender's layout; of a ballot: the one to come. */
  readonly epoch: number;
  /** For requests that name a position. */
  readonly cell: LogCell | undefined;
  /** For writes, fills and repairs. */
  readonly content: Content | undefined;
  /** For prefix trims: the mark; for token requests: how many; for ballots: the rank. */
  readonly amount: number;
  /** For requests to the sequencer that name some. */
  readonly streams: readonly number[] | undefined;
  /** For the bootstrap of a sequencer: what it is told of streams. */
  readonly table: readonly StreamHeader[] | undefined;
  /** The units that it passes, when it comes with a route; else it goes to one unit only. */
  readonly route: readonly NodeId[] | undefined;
  readonly sentStep: number;
  /** Positions up to here had been acknowledged to clients when the call was sent. */
  readonly acknowledgedBefore: number;
  /** Units that the request has reached. */
  arrived: number;
  /** Units that the request reached more than once. */
  arrivedAgain: number;
  /** Units that it reached after they had said that its epoch is over. */
  arrivedStale: number;
  /** Units that it reached after they had said to hold an entry at its position. */
  arrivedDecided: number;
  /** Units that it reached after they had said that its position alone is trimmed, */
  arrivedTrimmed: number;
  /** or that it is below their prefix mark. */
  arrivedBelowMark: number;
  /** When it reached a unit for the first time, the last one that it did; -1: not yet. */
  arrivedStep: number;
  /** What the unit reached last had said before: its highest position, */
  highestBefore: number;
  /** and its prefix mark. */
  markBefore: number;
}

/** The bit of `unit` in the masks of `call`. */
export function bitOf(call: Call, unit: NodeId): number {
  return call.route === undefined ? 1 : 1 << call.route.indexOf(unit);
}

/** What `unit` had said before does not bind it any more: it was wiped between the request and the answer. */
export function releaseFrom(call: Call, unit: NodeId): void {
  const others = ~bitOf(call, unit);
  call.arrivedStale &= others;
  call.arrivedDecided &= others;
  call.arrivedTrimmed &= others;
  call.arrivedBelowMark &= others;
  call.highestBefore = -1;
  call.markBefore = 0;
}

export class CallTable {
  readonly #byCaller: (Map<number, Call[]> | undefined)[] = [];

  find(caller: number, incarnation: number, number: number): Call | undefined {
    return this.#byCaller[caller]?.get(incarnation)?.[number];
  }

  add(incarnation: number, number: number, call: Call): void {
    const lives = (this.#byCaller[call.caller] ??= new Map<number, Call[]>());
    let calls = lives.get(incarnation);
    if (calls === undefined) {
      calls = [];
      lives.set(incarnation, calls);
    }
    calls[number] = call;
  }
}
