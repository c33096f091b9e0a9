/**
 * Recovers what a lost sequencer knew of streams, from the records themselves, by a scan of the log backwards from its
 * tail (Tango, SOSP 2013, section 5.2).
 *
 * It is done in the new epoch, before its sequencer serves. Then the units of the layout are sealed against every older
 * epoch, and nobody has a token of the new one: what the scan finds at a position below the tail is final, once a
 * position found empty was filled. A hole that it merely passed over could become an entry behind its back.
 *
 * **Why nothing is missed although nobody knows how many streams there are.** The newest entry of any stream says how
 * many streams its sequencer knew when it granted the position. Those are all that have an entry at or below it: what
 * was granted before it in its own epoch the sequencer granted itself, and what was there when its epoch began was
 * recovered like this. So the scan may stop when it has met so many. Streams whose entries were all trimmed are never
 * met, and then it ends at the trim mark. Junk says nothing of any stream and ends nothing: behind K entries of junk
 * the stream goes on.
 *
 * One meeting with a stream is enough, since its newest entry says what came before it there: entries of the stream, or
 * positions that were granted to it and filled, from which a reader finds on by itself.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import { type LogPosition, logPosition } from '../log/position.ts';
import type { StreamId } from '../log/stream.ts';
import type { ChainClient, PositionState } from './chain-client.ts';
import type { ReconfigurationEvent } from './events.ts';
import type { Layout } from './layout.ts';
import type { StreamTails } from './stream-table.ts';

/** Positions that are read at a time. */
const WINDOW = 16;
/** Tries of one position, before the whole scan is given up. */
const ATTEMPTS = 3;

export class StreamRecovery {
  protected readonly chains: ChainClient;
  readonly #ports: NodePorts;

  constructor(ports: NodePorts, chains: ChainClient) {
    this.#ports = ports;
    this.chains = chains;
  }

  /**
   * The last `backpointers` positions below `tail` of every stream that still has an entry. `unknown`: a unit did not
   * answer, or a newer epoch has begun.
   */
  async scan(layout: Layout, tail: LogPosition, backpointers: number): Promise<StreamTails | 'unknown'> {
    const findings = new Findings(backpointers);
    for (let end: number = tail; end > 0 && !findings.isComplete; end -= WINDOW) {
      const states = await this.#settleBelow(layout, end);
      for (const [index, state] of states.entries()) {
        const position = logPosition(end - 1 - index);
        if (state.status === 'unknown' || state.status === 'unwritten') return 'unknown';
        if (this.isEnd(position, state)) findings.isComplete = true;
        if (findings.isComplete) break;
        findings.take(position, state);
      }
    }
    const { tails, junkInARowMax } = findings;
    const { epoch } = layout;
    this.emit({ event: 'streams-recovered', epoch, tail, streams: tails.last.length, junkInARowMax });
    return tails;
  }

  /** Whether nothing is left below `position`. */
  protected isEnd(position: LogPosition, { status }: PositionState): boolean {
    return status === 'trimmed' && position < this.chains.trimMark;
  }

  protected emit(event: ReconfigurationEvent): void {
    this.#ports.trace.emit(event);
  }

  /** The next positions below `end`, highest first. */
  #settleBelow(layout: Layout, end: number): Promise<readonly PositionState[]> {
    const count = Math.min(WINDOW, end);
    return Promise.all(
      Array.from({ length: count }, (_unused, index) => this.#settle(layout, logPosition(end - 1 - index))),
    );
  }

  /** Reads a position; if it is empty, sees to it that it never holds anything but what is found then. */
  async #settle(layout: Layout, position: LogPosition): Promise<PositionState> {
    let state: PositionState = { status: 'unknown' };
    for (let attempt = 0; attempt < ATTEMPTS && !isSettled(state); attempt += 1) {
      state = await this.chains.read(layout, position);
      if (state.status === 'unwritten') state = await this.chains.fill(layout, position);
    }
    return state;
  }
}

function isSettled({ status }: PositionState): boolean {
  return status !== 'unknown' && status !== 'unwritten';
}

class Findings {
  /** So many streams were met as the newest entry knew of, or the log has ended. */
  isComplete = false;
  junkInARowMax = 0;
  readonly #backpointers: number;
  readonly #last = new Map<StreamId, readonly LogPosition[]>();
  #known: number | undefined;
  #junkInARow = 0;

  constructor(backpointers: number) {
    this.#backpointers = backpointers;
  }

  get tails(): StreamTails {
    const last = [...this.#last].map(([stream, backpointers]) => ({ stream, backpointers }));
    return { backpointers: this.#backpointers, last };
  }

  take(position: LogPosition, state: PositionState): void {
    this.#junkInARow = state.status === 'junk' ? this.#junkInARow + 1 : 0;
    this.junkInARowMax = Math.max(this.junkInARowMax, this.#junkInARow);
    if (state.status !== 'data' || state.streams === undefined) return;
    const { known, headers } = state.streams;
    for (const { stream, backpointers } of headers) {
      if (!this.#last.has(stream)) this.#last.set(stream, [position, ...backpointers].slice(0, this.#backpointers));
    }
    this.#known ??= known;
    this.isComplete = this.#last.size >= this.#known;
  }
}
