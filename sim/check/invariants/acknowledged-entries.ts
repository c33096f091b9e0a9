/** What readers of a stream may rely on: its entries whose append was acknowledged, and nobody asked to trim. */
import { AskedTrims } from './asked-trims.ts';
import type { Ledger } from './ledger.ts';
import type { ClientOperation, OperationResponse } from './watcher.ts';

export interface AcknowledgedEntry {
  readonly position: number;
  /** When its client was told. */
  readonly step: number;
}

export class AcknowledgedEntries {
  readonly #ledger: Ledger;
  /** By stream, lowest position first. */
  readonly #entries = new Map<number, AcknowledgedEntry[]>();
  readonly trims = new AskedTrims();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Every stream that has any. */
  get streams(): Iterable<number> {
    return this.#entries.keys();
  }

  /** To be told of every response. */
  responded({ op, streams }: ClientOperation, { out, outPos }: OperationResponse): void {
    if (op !== 'append' || out !== 'ok' || outPos === undefined || streams === undefined) return;
    for (const stream of streams) {
      const entries = this.#entries.get(stream) ?? [];
      this.#entries.set(stream, entries);
      let at = entries.length;
      while (at > 0 && (entries[at - 1] as AcknowledgedEntry).position > outPos) at -= 1;
      entries.splice(at, 0, { position: outPos, step: this.#ledger.at.step });
    }
  }

  /** The highest entry of `stream` above `above`, acknowledged before `step`, that `isFound` does not find. */
  highestMissing(
    stream: number,
    step: number,
    above: number,
    isFound: (position: number) => boolean,
  ): AcknowledgedEntry | undefined {
    return this.#entries
      .get(stream)
      ?.findLast(
        (entry) =>
          entry.step < step && entry.position > above && !isFound(entry.position) && !this.trims.cover(entry.position),
      );
  }
}
