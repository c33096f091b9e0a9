/**
 * The hash that every run carries: two 32-bit lanes, folded from integers as events happen. Same plan, same hash, on any
 * machine. Strings are folded by content, and remembered, since a run repeats few of them.
 */
import { mix } from './mix.ts';

const STRING_CACHE_MAX = 4096;
const PREFIX_BYTES = 8;
/** What is no number folds as one that no field is likely to hold. */
const UPPER_HALF = 0x5851f42d;
const ABSENT = 0x6c078965;
const FALSE = 0x2545f491;
const TRUE = 0x14057b7e;
/** Around the fields of a record inside another, so that they are never taken for fields of that one. */
const BEGIN = 0x1b873593;
const END = 0x41c64e6d;

function contentHash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length, 3) | 0;
}

export class TraceHash {
  #high = 0x6a09e667;
  #low = 0xbb67ae85 | 0;
  readonly #strings = new Map<string, number>();

  foldInteger(n: number): void {
    const word = n | 0;
    this.#foldWord(word);
    // Numbers over 32 bits (times, positions) fold their upper half too, and a number that is no integer its text.
    if (word !== n) this.#foldWord(n % 1 === 0 ? Math.floor(n / 0x1_0000_0000) ^ UPPER_HALF : contentHash(String(n)));
  }

  #foldWord(word: number): void {
    this.#high = Math.imul(this.#high ^ word, 0x01000193);
    this.#low = Math.imul(((this.#low << 13) | (this.#low >>> 19)) ^ word, 0x85ebca6b) + this.#high;
    this.#low |= 0;
  }

  foldString(text: string): void {
    let hash = this.#strings.get(text);
    if (hash === undefined) {
      hash = contentHash(text);
      if (this.#strings.size < STRING_CACHE_MAX) this.#strings.set(text, hash);
    }
    this.foldInteger(hash);
  }

  /** Folds the length and the first bytes, where workloads keep what is unique; paranoid runs hash messages whole. */
  foldBytes(bytes: Uint8Array): void {
    const length = bytes.length;
    this.foldInteger(length);
    const end = length < PREFIX_BYTES ? length : PREFIX_BYTES;
    for (let i = 0; i < end; i += 1) this.foldInteger(bytes[i] as number);
  }

  /**
   * Folds a flat or nested record by the values of its fields in their order, which is part of what a run must repeat.
   * The names are left out: the kind of the record, which it names itself, implies them.
   */
  foldRecord(record: object): void {
    const fields = record as Record<string, unknown>;
    for (const name in fields) {
      const value = fields[name];
      if (typeof value === 'number') this.foldInteger(value);
      else if (typeof value === 'string') this.foldString(value);
      else this.#foldOther(value);
    }
    this.#foldWord(END);
  }

  #foldOther(value: unknown): void {
    if (value === null || value === undefined) this.#foldWord(ABSENT);
    else if (typeof value === 'boolean') this.#foldWord(value ? TRUE : FALSE);
    else if (value instanceof Uint8Array) this.foldBytes(value);
    else if (typeof value === 'object') {
      this.#foldWord(BEGIN);
      this.foldRecord(value);
    } else this.foldString(typeof value);
  }

  digest(): string {
    const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
    return hex(mix(this.#high >>> 0, this.#low, 4)) + hex(mix(this.#low >>> 0, this.#high, 5));
  }
}
