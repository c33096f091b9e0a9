/**
 * The spare area of a flash page: what the page is, apart from the record in it.
 *
 *     0 own descriptor   24 descriptor of the page appended before   48 completion marker   64
 *
 *     descriptor: 0 sequence   6 position   12 page   16 erases of the block   19 record type   20 CRC
 *
 * A page whose record is destroyed must still say whose record it was, or the unit would have to distrust every address that
 * it does not know. So the descriptor is on flash three times in different words: here, in the record's header, and in
 * the next page. The two in spare areas survive three flipped bits each.
 *
 * The marker is programmed last. Where it is missing, power was lost during the program and nobody was told of the page;
 * where it is there, the page was complete and what is wrong with it came later. Half a marker is noise: a program or an
 * erase that failed. The marker is long, so that a few flipped bits never turn one of these into another.
 */
import { crc32c } from '../log/crc32c.ts';
import { readUint16, readUint32, readUint48, writeUint16, writeUint32, writeUint48 } from '../log/byte-codec.ts';
import { type RecordType, codeOfType, typeOfCode } from '../log/record.ts';

export interface PageDescriptor {
  /** Counts the pages ever appended by this unit; the pages of one block have consecutive numbers. */
  readonly sequence: number;
  readonly position: number;
  /** Where the page is: one that says something else is not the page that was asked for. */
  readonly page: number;
  /** How often its block had been erased. */
  readonly erases: number;
  readonly type: RecordType;
}

const DESCRIPTOR_BYTES = 24;
const MARKER_AT = 2 * DESCRIPTOR_BYTES;
const MARKER_BYTES = 16;
const MARKER_BITS = 8 * MARKER_BYTES;
/** What bytes that were never programmed would say. */
const ERASED_SEQUENCE = 2 ** 48 - 1;
/** What a flash page must have beside its data, in bytes. */
export const SPARE_BYTES_MIN = MARKER_AT + MARKER_BYTES;

/** Writes a whole spare area at `spare`. Without a previous page its place stays erased. */
export function encodeSpare(
  bytes: Uint8Array,
  spare: number,
  own: PageDescriptor,
  previous: PageDescriptor | undefined,
): void {
  encodeDescriptor(bytes, spare, own);
  if (previous === undefined) bytes.fill(0xff, spare + DESCRIPTOR_BYTES, spare + MARKER_AT);
  else encodeDescriptor(bytes, spare + DESCRIPTOR_BYTES, previous);
  bytes.fill(0, spare + MARKER_AT, spare + SPARE_BYTES_MIN);
}

/**
 * Fills the unused data area of a tombstone with copies of its descriptor. An unknown address that may have had a record can
 * be distrusted; but a record whose tombstone vanished without a name would be readable again.
 */
export function repeatDescriptor(bytes: Uint8Array, spare: number, from: number, to: number): void {
  for (let at = from; at + DESCRIPTOR_BYTES <= to; at += DESCRIPTOR_BYTES) {
    bytes.copyWithin(at, spare, spare + DESCRIPTOR_BYTES);
  }
}

/** What a tombstone says it is, bit by bit by majority of all copies. */
export function decodeRepeated(bytes: Uint8Array, spare: number, from: number, to: number): PageDescriptor | undefined {
  const majority = new Uint8Array(DESCRIPTOR_BYTES);
  for (let bit = 0; bit < 8 * DESCRIPTOR_BYTES; bit += 1) {
    let votes = bitAt(bytes, spare, bit);
    let voters = 1;
    for (let at = from; at + DESCRIPTOR_BYTES <= to; at += DESCRIPTOR_BYTES) {
      votes += bitAt(bytes, at, bit);
      voters += 1;
    }
    if (2 * votes > voters) flip(majority, bit);
  }
  const descriptor = decodeDescriptor(majority, 0);
  return descriptor?.type === 'trim' ? descriptor : undefined;
}

function bitAt(bytes: Uint8Array, at: number, bit: number): number {
  return ((bytes[at + (bit >> 3)] as number) >> (bit & 7)) & 1;
}

function encodeDescriptor(bytes: Uint8Array, at: number, descriptor: PageDescriptor): void {
  writeUint48(bytes, at, descriptor.sequence);
  writeUint48(bytes, at + 6, descriptor.position);
  writeUint32(bytes, at + 12, descriptor.page);
  writeUint16(bytes, at + 16, descriptor.erases);
  bytes[at + 18] = descriptor.erases >>> 16;
  bytes[at + 19] = codeOfType(descriptor.type);
  writeUint32(bytes, at + 20, crc32c(bytes, at, at + 20));
}

/** Is this the page with this sequence, at this place? Three flipped bits in its descriptor are forgiven. */
export function isPage(bytes: Uint8Array, spare: number, sequence: number, page: number): boolean {
  if (syndromeOf(bytes, spare) === 0) {
    return readUint48(bytes, spare) === sequence && readUint32(bytes, spare + 12) === page;
  }
  const descriptor = decodeOwn(bytes, spare);
  return descriptor?.sequence === sequence && descriptor.page === page;
}

/** What the page says it is. */
export function decodeOwn(bytes: Uint8Array, spare: number): PageDescriptor | undefined {
  return decodeDescriptor(bytes, spare);
}

/** What the page says that the one appended before it was. */
export function decodePrevious(bytes: Uint8Array, spare: number): PageDescriptor | undefined {
  return decodeDescriptor(bytes, spare + DESCRIPTOR_BYTES);
}

function decodeDescriptor(bytes: Uint8Array, at: number): PageDescriptor | undefined {
  const syndrome = syndromeOf(bytes, at);
  if (syndrome === 0) return descriptorAt(bytes, at);
  if (readUint48(bytes, at) === ERASED_SEQUENCE) return undefined;
  const flips = flipsThatExplain(syndrome);
  if (flips === undefined) return undefined;
  const copy = bytes.slice(at, at + DESCRIPTOR_BYTES);
  for (const bit of flips) flip(copy, bit);
  return descriptorAt(copy, 0);
}

/** 0 for an intact descriptor. Each flipped bit adds (by exclusive or) what it would add to any other descriptor. */
function syndromeOf(bytes: Uint8Array, at: number): number {
  return (crc32c(bytes, at, at + 20) ^ readUint32(bytes, at + 20)) >>> 0;
}

/** What each bit of a descriptor adds to a syndrome, */
const syndromeOfBit: readonly number[] = Array.from({ length: 8 * DESCRIPTOR_BYTES }, (_, bit) => {
  const zeros = new Uint8Array(DESCRIPTOR_BYTES);
  const before = syndromeOf(zeros, 0);
  flip(zeros, bit);
  return (before ^ syndromeOf(zeros, 0)) >>> 0;
});

/** and the bit that adds it. */
const bitOfSyndrome: ReadonlyMap<number, number> = new Map(syndromeOfBit.map((added, bit) => [added, bit]));

/**
 * At most three flipped bits. At this length CRC-32C keeps two descriptors at least eight bits apart, so that at most one
 * explanation of three bits exists, and none at all when four are flipped. Five may, once in thousands, look like three.
 */
function flipsThatExplain(syndrome: number): readonly number[] | undefined {
  const one = bitOfSyndrome.get(syndrome);
  if (one !== undefined) return [one];
  for (const [bit, added] of syndromeOfBit.entries()) {
    const two = bitOfSyndrome.get((syndrome ^ added) >>> 0);
    if (two !== undefined) return [bit, two];
  }
  for (let bit = 0; bit < syndromeOfBit.length; bit += 1) {
    const rest = syndrome ^ (syndromeOfBit[bit] as number);
    for (let two = 0; two < bit; two += 1) {
      const three = bitOfSyndrome.get((rest ^ (syndromeOfBit[two] as number)) >>> 0);
      if (three !== undefined) return [bit, two, three];
    }
  }
  return undefined;
}

function flip(bytes: Uint8Array, bit: number): void {
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
}

function descriptorAt(bytes: Uint8Array, at: number): PageDescriptor | undefined {
  const type = typeOfCode(bytes[at + 19] as number);
  if (type === undefined) return undefined;
  return {
    sequence: readUint48(bytes, at),
    position: readUint48(bytes, at + 6),
    page: readUint32(bytes, at + 12),
    erases: readUint16(bytes, at + 16) + (bytes[at + 18] as number) * 0x1_0000,
    type,
  };
}

/**
 * - `complete`: the program ended; `frayed`: it ended, but for the marker's last bits, or they have gone since.
 * - `torn`: power was lost before it ended. `noise`: the program, or an erase of the block, failed.
 */
export type Completion = 'complete' | 'frayed' | 'torn' | 'noise';

export function completionOf(bytes: Uint8Array, spare: number): Completion {
  let programmed = 0;
  for (let at = spare + MARKER_AT; at < spare + SPARE_BYTES_MIN; at += 1) {
    let erased = bytes[at] as number;
    programmed += 8;
    for (; erased !== 0; erased &= erased - 1) programmed -= 1;
  }
  if (programmed === MARKER_BITS) return 'complete';
  if (4 * programmed >= 3 * MARKER_BITS) return 'frayed';
  return 4 * programmed <= MARKER_BITS ? 'torn' : 'noise';
}
