/**
 * The erase blocks: which are free, which are full of live and dead pages, which have gone bad, and how worn each is. Only the
 * factory's list of bad blocks is known at a start. A block that went bad in an earlier life is found out again by its next
 * failure, before anything is acknowledged that lies in it, so remembering it durably would gain nothing but that failure.
 */
import type { PageTable } from './page-table.ts';

/** `open`: being appended to. `closed`: not appended to any more; its dead pages come back when it is erased. */
export type BlockState = 'free' | 'open' | 'closed' | 'bad';

export class BlockTable {
  freeCount = 0;
  /** Blocks that have not gone bad. */
  goodCount: number;
  readonly #states: BlockState[];
  readonly #erases: Float64Array;
  readonly #firstSequences: Float64Array;

  /** All blocks begin closed, which is what an unknown block is; the scan and {@link set} say more. */
  constructor(blocks: number, factoryBadBlocks: readonly number[]) {
    this.goodCount = blocks;
    this.#states = Array.from({ length: blocks }, () => 'closed');
    this.#erases = new Float64Array(blocks);
    this.#firstSequences = new Float64Array(blocks).fill(Number.NaN);
    for (const block of factoryBadBlocks) this.set(block, 'bad');
  }

  get count(): number {
    return this.#states.length;
  }

  stateOf(block: number): BlockState {
    return this.#states[block] as BlockState;
  }

  set(block: number, state: BlockState): void {
    const before = this.stateOf(block);
    if (before === 'free') this.freeCount -= 1;
    if (before === 'bad') this.goodCount += 1;
    if (state === 'free') this.freeCount += 1;
    if (state === 'bad') this.goodCount -= 1;
    this.#states[block] = state;
  }

  erasesOf(block: number): number {
    return this.#erases[block] as number;
  }

  setErases(block: number, erases: number): void {
    this.#erases[block] = erases;
  }

  /** The sequence of the block's first page; NaN when no page of it could be read, which equals no sequence. */
  firstSequenceOf(block: number): number {
    return this.#firstSequences[block] as number;
  }

  setFirstSequence(block: number, sequence: number): void {
    this.#firstSequences[block] = sequence;
  }

  /** The free block that has been erased least often, so that all wear out alike. */
  leastWornFree(): number | undefined {
    let best: number | undefined;
    for (let block = 0; block < this.count; block += 1) {
      if (this.stateOf(block) !== 'free') continue;
      if (best === undefined || this.erasesOf(block) < this.erasesOf(best)) best = block;
    }
    return best;
  }

  /** The closed block whose collection moves the fewest pages; among equals the least worn. */
  cheapestVictim(pages: PageTable): number | undefined {
    let best: number | undefined;
    for (let block = 0; block < this.count; block += 1) {
      if (this.stateOf(block) !== 'closed') continue;
      const difference = best === undefined ? -1 : pages.liveIn(block) - pages.liveIn(best);
      if (difference > 0) continue;
      if (difference < 0 || this.erasesOf(block) < this.erasesOf(best as number)) best = block;
    }
    return best;
  }
}
