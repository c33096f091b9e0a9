/**
 * What a position can hold, interned: one object per entry, so that "the same entry" is `===` from there on. Two entries with
 * one write identity and different bytes are two contents: taking them for one would hide a damaged payload.
 */
import { type EntryStreams, headerOf, streamId } from '../../../src/log/stream.ts';
import type { Value } from '../../model/history.ts';
import { decodePayload } from '../../workload/payload.ts';

export class Content {
  readonly kind: 'data' | 'junk';
  readonly writer: number;
  readonly writeNumber: number;
  /** Messages and pages never change, so this needs no copy. */
  readonly payload: Uint8Array;
  /** Of data that belongs to streams. */
  readonly streams: EntryStreams | undefined;
  /** Some client asked for this very entry; otherwise a unit made it up. */
  asked = false;
  #value: Value | undefined;

  constructor(kind: 'data' | 'junk', writer: number, writeNumber: number, payload: Uint8Array, streams?: EntryStreams) {
    this.kind = kind;
    this.writer = writer;
    this.writeNumber = writeNumber;
    this.payload = payload;
    this.streams = streams;
  }

  belongsTo(stream: number): boolean {
    return headerOf(this.streams, streamId(stream)) !== undefined;
  }

  /** The value that histories know the payload by. */
  get value(): Value {
    this.#value ??= decodePayload(this.payload);
    return this.#value;
  }

  /** As reports spell it. */
  get name(): string {
    return this.kind === 'junk' ? 'junk' : `write ${this.writer}.${this.writeNumber}`;
  }
}

export const JUNK_CONTENT = new Content('junk', 0, 0, new Uint8Array(0));

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
