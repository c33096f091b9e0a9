/**
 * Messages as bytes: a tagged encoding of flat records behind a length and a CRC-32C. A simulated network passes messages as
 * objects and comes here only to corrupt one; a real transport sends every message this way.
 *
 * Layout: crc u32 of all that follows, then one value. A value is a tag byte and its content: numbers as float64, strings
 * and byte arrays behind a u32 length, lists and records behind a u32 count, field names as strings without tag.
 */
import { crc32c } from '../log/crc32c.ts';
import type { WireRecord, WireValue } from '../ports/network.ts';

const TAG_NULL = 0;
const TAG_FALSE = 1;
const TAG_TRUE = 2;
const TAG_NUMBER = 3;
const TAG_STRING = 4;
const TAG_BYTES = 5;
const TAG_LIST = 6;
const TAG_RECORD = 7;

class Writer {
  bytes = new Uint8Array(256);
  length = 4;
  #view = new DataView(this.bytes.buffer);

  room(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes);
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length] = value;
    this.length += 1;
  }

  count(value: number): void {
    this.room(4);
    this.#view.setUint32(this.length, value);
    this.length += 4;
  }

  float(value: number): void {
    this.room(8);
    this.#view.setFloat64(this.length, value);
    this.length += 8;
  }

  /** UTF-16 code units, two bytes each: protocol strings are short and ASCII, and no encoder exists in this layer. */
  text(value: string): void {
    this.count(value.length);
    this.room(2 * value.length);
    for (let i = 0; i < value.length; i += 1) this.#view.setUint16(this.length + 2 * i, value.charCodeAt(i));
    this.length += 2 * value.length;
  }

  value(value: WireValue): void {
    if (value === null) this.byte(TAG_NULL);
    else if (typeof value === 'boolean') this.byte(value ? TAG_TRUE : TAG_FALSE);
    else if (typeof value === 'number') {
      this.byte(TAG_NUMBER);
      this.float(value);
    } else if (typeof value === 'string') {
      this.byte(TAG_STRING);
      this.text(value);
    } else if (value instanceof Uint8Array) {
      this.byte(TAG_BYTES);
      this.count(value.length);
      this.room(value.length);
      this.bytes.set(value, this.length);
      this.length += value.length;
    } else if (isList(value)) {
      this.byte(TAG_LIST);
      this.count(value.length);
      for (const item of value) this.value(item);
    } else this.record(value);
  }

  record(record: WireRecord): void {
    const fields = Object.entries(record).filter(([, value]) => value !== undefined);
    this.byte(TAG_RECORD);
    this.count(fields.length);
    for (const [name, value] of fields) {
      this.text(name);
      this.value(value as WireValue);
    }
  }

  finish(): Uint8Array {
    this.#view.setUint32(0, crc32c(this.bytes, 4, this.length));
    return this.bytes.slice(0, this.length);
  }
}

function isList(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 4;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  count(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4);
  }

  text(): string {
    const length = this.count();
    let text = '';
    for (let i = 0; i < length; i += 1) text += String.fromCharCode(this.#view.getUint16(this.#at + 2 * i));
    this.#at += 2 * length;
    return text;
  }

  value(): WireValue {
    const tag = this.#bytes[this.#at];
    this.#at += 1;
    switch (tag) {
      case TAG_NULL:
        return null;
      case TAG_FALSE:
        return false;
      case TAG_TRUE:
        return true;
      case TAG_NUMBER:
        this.#at += 8;
        return this.#view.getFloat64(this.#at - 8);
      case TAG_STRING:
        return this.text();
      case TAG_BYTES: {
        const length = this.count();
        this.#at += length;
        return this.#bytes.slice(this.#at - length, this.#at);
      }
      case TAG_LIST:
        return Array.from({ length: this.count() }, () => this.value());
      default:
        // Not by assignment, which takes a field named `__proto__` for something else.
        return Object.fromEntries(Array.from({ length: this.count() }, () => [this.text(), this.value()]));
    }
  }
}

export function encodeWire(record: WireRecord): Uint8Array {
  const writer = new Writer();
  writer.record(record);
  return writer.finish();
}

/** The record, or `corrupt` when the checksum does not match. */
export function decodeWire(bytes: Uint8Array): WireRecord | 'corrupt' {
  if (bytes.length < 9) return 'corrupt';
  const stored = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  if (crc32c(bytes, 4, bytes.length) !== stored) return 'corrupt';
  return new Reader(bytes).value() as WireRecord;
}
