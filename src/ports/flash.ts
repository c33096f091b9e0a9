/**
 * Raw NAND flash, as a controller sees it: no file system, no translation layer.
 *
 * - A page is programmed once after its block was erased, and pages of a block are programmed in ascending order.
 * - Erasing works on whole blocks and wears them out.
 * - A page has `pageBytes` of data and `spareBytes` of spare area, programmed together, data first.
 * - The controller's ECC corrects a few flipped bits and says so; beyond that it says `uncorrectable` and hands over
 *   what it read, since the spare area may still be recognisable.
 * - Power loss during a program leaves a torn page: a prefix of the bytes (data, then spare) holds, the rest is erased.
 *
 * Nothing rejects. Every failure is a value, because a controller that ignores one is a bug worth finding.
 */
export interface FlashGeometry {
  readonly blocks: number;
  readonly pagesPerBlock: number;
  readonly pageBytes: number;
  readonly spareBytes: number;
}

/**
 * `bytes` at `offset` holds the page's data followed at once by its spare area. It is a read-only view into the
 * device that never changes afterwards. An erased page reads as 0xFF everywhere, with status `erased`.
 */
export interface PageRead {
  readonly status: 'ok' | 'erased' | 'uncorrectable';
  readonly bytes: Uint8Array;
  readonly offset: number;
  /** Bits that ECC corrected: a page with many is about to be lost and should be moved. */
  readonly correctedBits: number;
}

/** `failed`: the device reports a program or erase failure; the block has gone bad and its pages must be moved. */
export type FlashOutcome = 'ok' | 'failed';

export interface FlashPort {
  readonly geometry: FlashGeometry;
  /** Blocks marked bad at the factory; they must never be used. */
  readonly factoryBadBlocks: readonly number[];
  /** `page` counts from 0 over the whole device: block * pagesPerBlock + index. */
  read(page: number): Promise<PageRead>;
  /** `bytes` holds pageBytes + spareBytes from offset 0; it is copied before this returns. */
  program(page: number, bytes: Uint8Array): Promise<FlashOutcome>;
  erase(block: number): Promise<FlashOutcome>;
}
