/**
 * A small value that survives crashes: an epoch, a promise, a mark. One file of a disk with two slots, each in sectors of
 * its own, each with its own checksum.
 *
 *     slot: 0 magic   4 sequence   10 length   14 value   14 + length CRC of file name, slot and all before   ... padding
 *
 * Promise: what {@link DurableCell.store} acknowledged is what the next open returns, or something stored after it, also
 * when one slot at a time is damaged. The cell never returns an older value and never one that nobody stored.
 *
 * **Both slots get every value**: one, fsync, read back, then the other likewise, and only then the answer. The usual way,
 * one slot a time in turns, cannot keep that promise: after a crash a slot that fails its checksum may be a torn write that
 * nobody was told of, or the acknowledged newest value gone bad, and going back to the other slot is right in the first
 * case and loses an acknowledged value in the second. Here the two cases need not be told apart:
 * - Nothing under way: both slots hold the last acknowledged value. Whichever fails, the other is right.
 * - A crash while one slot was written: the other holds the last acknowledged value if this was the first of the two, else
 *   the new one, safe since its fsync. The higher sequence wins, and what is illegible was never the only copy.
 * So that it never is, a store first reads the slot that it means to keep, and begins with that one if it is damaged.
 * Reading back finds the write that went to a wrong place, which would leave a slot legible and old.
 *
 * Before an open answers it writes the value it chose over the slot that differs: so two opens agree even if a slot that
 * did not read the first time reads the second time, and single damages do not add up to a double one.
 *
 * **Empty or unreadable.** The very first store writes the second slot after the fsync of the first. So a file that ends
 * before the second slot was never acknowledged anything: with no legible first slot the cell is `empty`. A file that
 * reaches the second slot, with no legible slot, held a value: it is `unreadable`, and the node must come back as a new
 * incarnation.
 *
 * Not promised: two slots damaged at once (`unreadable`, never a guess), and anything on a disk whose fsync lies. Reads must
 * come from the disk and not from a cache. The checksum covers the file's name and the slot, so that a sector of another
 * cell, or of the other slot, in a wrong place is damage and not a value.
 */
import type { DiskPort } from '../ports/disk.ts';
import { readUint32, readUint48, writeUint32, writeUint48 } from './byte-codec.ts';
import { crc32c } from './crc32c.ts';

const MAGIC = 0x6c6c6543;
const HEADER_BYTES = 14;
const CRC_BYTES = 4;
/** What goes to or comes from a wrong place goes to or comes from the right one the next time. */
const ATTEMPTS = 4;
const NOTHING = new Uint8Array(0);
const FIRST_THEN_SECOND = [0, 1] as const;
const SECOND_THEN_FIRST = [1, 0] as const;

export interface OpenedCell {
  readonly cell: DurableCell;
  /** `io-error`: the disk failed while the cell repaired itself, and the caller must exit. */
  readonly content: Uint8Array | 'empty' | 'unreadable' | 'io-error';
}

/**
 * Opens the cell in `file`, which nobody else has open, for values of at most `valueBytesMax` bytes; that bound must be the
 * same at every open. After `empty` or `unreadable` the cell takes new values.
 */
export async function openDurableCell(disk: DiskPort, file: string, valueBytesMax: number): Promise<OpenedCell> {
  const cell = new DurableCell(disk, file, valueBytesMax);
  return { cell, content: await cell.recover() };
}

interface Slot {
  readonly sequence: number;
  readonly value: Uint8Array;
}

export class DurableCell {
  readonly #disk: DiskPort;
  readonly #file: string;
  readonly #valueBytesMax: number;
  readonly #slotBytes: number;
  /** The checksum of the file's name and the slot's index, for each slot. */
  readonly #seeds: readonly [number, number];
  /** Where slots are composed, which the disk copies: long enough for all so far. */
  #composed = NOTHING;
  #sequence = 0;
  #failed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(disk: DiskPort, file: string, valueBytesMax: number) {
    this.#disk = disk;
    this.#file = file;
    this.#valueBytesMax = valueBytesMax;
    this.#slotBytes = Math.ceil((HEADER_BYTES + valueBytesMax + CRC_BYTES) / disk.sectorBytes) * disk.sectorBytes;
    const name = new Uint8Array(file.length);
    for (let i = 0; i < file.length; i += 1) name[i] = file.charCodeAt(i);
    const nameCrc = crc32c(name, 0, name.length);
    this.#seeds = [crc32c(Uint8Array.of(0), 0, 1, nameCrc), crc32c(Uint8Array.of(1), 0, 1, nameCrc)];
  }

  /** Finds the value and repairs the slots; once, before any store. */
  async recover(): Promise<OpenedCell['content']> {
    const first = await this.#read(0);
    const second = await this.#read(1);
    const newest = newer(first, second);
    if (newest === undefined) return second === 'absent' ? 'empty' : 'unreadable';
    this.#sequence = newest.sequence;
    if (!isSame(first, newest) && !(await this.#write(0, newest))) return 'io-error';
    if (!isSame(second, newest) && !(await this.#write(1, newest))) return 'io-error';
    return newest.value;
  }

  /**
   * Makes a copy of `value` durable, after all stores before it. `io-error`: the next open may find the value or may not, and
   * the caller must exit; the cell refuses everything from then on. Throws `RangeError` for a value beyond the bound.
   */
  store(value: Uint8Array): Promise<'ok' | 'io-error'> {
    if (value.length > this.#valueBytesMax)
      throw new RangeError(`${value.length} bytes for the durable cell ${this.#file}`);
    const copy = new Uint8Array(value);
    const stored = this.#last.then(() => this.#storeNow(copy));
    this.#last = stored;
    return stored;
  }

  async #storeNow(value: Uint8Array): Promise<'ok' | 'io-error'> {
    if (this.#failed) return 'io-error';
    const order = await this.#order();
    this.#sequence += 1;
    const slot = { sequence: this.#sequence, value };
    // The fsync between the slots is what the promise above rests on.
    if ((await this.#write(order[0], slot)) && (await this.#write(order[1], slot))) return 'ok';
    this.#failed = true;
    return 'io-error';
  }

  /** The slot that may be lost goes first: while it is written, the other is all there is. */
  async #order(): Promise<readonly [0 | 1, 0 | 1]> {
    if (this.#sequence === 0) return FIRST_THEN_SECOND;
    const second = await this.#read(1);
    return typeof second === 'string' ? SECOND_THEN_FIRST : FIRST_THEN_SECOND;
  }

  /** Writes `slot` until it reads back. */
  async #write(index: 0 | 1, slot: Slot): Promise<boolean> {
    const bytes = this.#compose(index, slot);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if ((await this.#disk.write(this.#file, index * this.#slotBytes, bytes)) !== 'ok') return false;
      if ((await this.#disk.fsync(this.#file)) !== 'ok') return false;
      if (isSame(await this.#read(index), slot)) return true;
    }
    return false;
  }

  /** As many sectors of the slot as the value needs. */
  #compose(index: 0 | 1, { sequence, value }: Slot): Uint8Array {
    const end = HEADER_BYTES + value.length;
    const { sectorBytes } = this.#disk;
    const length = Math.ceil((end + CRC_BYTES) / sectorBytes) * sectorBytes;
    if (this.#composed.length < length) this.#composed = new Uint8Array(length);
    const bytes = this.#composed.subarray(0, length);
    writeUint32(bytes, 0, MAGIC);
    writeUint48(bytes, 4, sequence);
    writeUint32(bytes, 10, value.length);
    bytes.set(value, HEADER_BYTES);
    writeUint32(bytes, end, crc32c(bytes, 0, end, this.#seeds[index]));
    bytes.fill(0, end + CRC_BYTES);
    return bytes;
  }

  /** `absent`: the file ends before this slot. */
  async #read(index: 0 | 1): Promise<Slot | 'absent' | 'damaged'> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { status, bytes } = await this.#disk.read(this.#file, index * this.#slotBytes, this.#slotBytes);
      if (status === 'ok' && bytes.length === 0) return 'absent';
      const slot = status === 'ok' ? this.#decode(index, bytes) : undefined;
      if (slot !== undefined) return slot;
    }
    return 'damaged';
  }

  #decode(index: 0 | 1, bytes: Uint8Array): Slot | undefined {
    if (bytes.length < HEADER_BYTES + CRC_BYTES || readUint32(bytes, 0) !== MAGIC) return undefined;
    const length = readUint32(bytes, 10);
    const end = HEADER_BYTES + length;
    if (length > this.#valueBytesMax || end + CRC_BYTES > bytes.length) return undefined;
    if (readUint32(bytes, end) !== crc32c(bytes, 0, end, this.#seeds[index])) return undefined;
    return { sequence: readUint48(bytes, 4), value: bytes.subarray(HEADER_BYTES, end) };
  }
}

function newer(a: Slot | string, b: Slot | string): Slot | undefined {
  if (typeof a === 'string') return typeof b === 'string' ? undefined : b;
  return typeof b === 'string' || a.sequence >= b.sequence ? a : b;
}

/** Two legible slots of one sequence hold the same value: a sequence is given out again only when no slot has it. */
function isSame(found: Slot | string, slot: Slot): boolean {
  return typeof found !== 'string' && found.sequence === slot.sequence;
}
