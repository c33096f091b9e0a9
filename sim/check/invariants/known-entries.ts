/**
 * What readers of a stream may rely on: its entries that somebody was told of, the writer by an acknowledgement or a
 * reader by being given them, and that nobody asked to trim.
 */
import { AskedTrims } from './asked-trims.ts';
import type { Ledger } from './ledger.ts';
import type { ClientOperation, OperationResponse } from './watcher.ts';

export interface KnownEntry {
  readonly position: number;
  /** When somebody was told of it first. */
  readonly step: number;
}

export class KnownEntries {
  readonly #ledger: Ledger;
  /** By stream, lowest position first. */
  readonly #entries = new Map<number, KnownEntry[]>();
  readonly trims = new AskedTrims();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Every stream that has any. */
  get streams(): Iterable<number> {
    return this.#entries.keys();
  }

  /** To be told of every response. */
  responded({ op, streams = [] }: ClientOperation, { out, outPos, positions = [] }: OperationResponse): void {
    if (out !== 'ok') return;
    for (const stream of streams) {
      if (op === 'append' && outPos !== undefined) this.#add(stream, outPos);
      if (op === 'readStream') for (const position of positions) this.#add(stream, position);
    }
  }

  #add(stream: number, position: number): void {
    const entries = this.#entries.get(stream) ?? [];
    this.#entries.set(stream, entries);
    let at = entries.length;
    while (at > 0 && (entries[at - 1] as KnownEntry).position > position) at -= 1;
    if (entries[at - 1]?.position === position) return;
    entries.splice(at, 0, { position, step: this.#ledger.at.step });
  }

  /** The highest entry of `stream` above `above`, known before `step`, that `isFound` does not find. */
  highestMissing(
    stream: number,
    step: number,
    above: number,
    isFound: (position: number) => boolean,
  ): KnownEntry | undefined {
    return this.#entries
      .get(stream)
      ?.findLast(
        (entry) =>
          entry.step < step && entry.position > above && !isFound(entry.position) && !this.trims.cover(entry.position),
      );
  }
}
