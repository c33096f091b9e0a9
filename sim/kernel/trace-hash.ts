/**
 * The hash that every run carries: two 32-bit lanes, folded from integers as events happen. Same plan, same hash, on any
 * machine. Strings are folded by content, which is cheaper for the short ones of a run than to remember them.
 */
import { mix } from './mix.ts';

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
  const { length } = text;
  let h = 0x811c9dc5;
  let i = 0;
  for (; i + 1 < length; i += 2) {
    h = Math.imul(h ^ text.charCodeAt(i) ^ (text.charCodeAt(i + 1) << 16), 0x01000193);
    h ^= h >>> 15;
  }
  if (i < length) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, length, 3) | 0;
}

function wordOf(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

export class TraceHash {
  #high = 0x6a09e667;
  #low = 0xbb67ae85 | 0;

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
    this.#foldWord(contentHash(text));
  }

  /** Folds the length and the first bytes, where workloads keep what is unique; paranoid runs hash messages whole. */
  foldBytes(bytes: Uint8Array): void {
    const { length } = bytes;
    this.foldInteger(length);
    if (length < PREFIX_BYTES) for (let i = 0; i < length; i += 1) this.#foldWord(bytes[i] as number);
    else {
      this.#foldWord(wordOf(bytes, 0));
      this.#foldWord(wordOf(bytes, 4));
    }
  }

  /**
   * Folds a flat or nested record by the values of its fields in their order, which is part of what a run must repeat.
   * The names are left out: the kind of the record, which it names itself, implies them.
   */
  foldRecord(record: object): void {
    const fields = record as Record<string, unknown>;
    // This loop is fast as long as it never meets a list.
    for (const name in fields) this.#foldValue(fields[name]);
    this.#foldWord(END);
  }

  #foldList(list: readonly unknown[]): void {
    for (const value of list) this.#foldValue(value);
    this.#foldWord(END);
  }

  #foldValue(value: unknown): void {
    if (typeof value === 'number') this.foldInteger(value);
    else if (typeof value === 'string') this.foldString(value);
    else this.#foldOther(value);
  }

  #foldOther(value: unknown): void {
    if (value === null || value === undefined) this.#foldWord(ABSENT);
    else if (typeof value === 'boolean') this.#foldWord(value ? TRUE : FALSE);
    else if (value instanceof Uint8Array) this.foldBytes(value);
    else if (typeof value === 'object') {
      this.#foldWord(BEGIN);
      if (Array.isArray(value)) this.#foldList(value);
      else this.foldRecord(value);
    } else this.foldString(typeof value);
  }

  digest(): string {
    const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
    return hex(mix(this.#high >>> 0, this.#low, 4)) + hex(mix(this.#low >>> 0, this.#high, 5));
  }
}
