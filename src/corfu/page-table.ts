/**
 * What each page of the device holds for us now, in memory only: whose record, of which type, and how many live pages
 * each block has, which is what the collector chooses by. A page that holds nothing is dead or was never programmed.
 */
import type { FlashGeometry } from '../ports/flash.ts';
import { type RecordType, codeOfType, typeOfCode } from '../log/record.ts';

export class PageTable {
  /** Pages with a live record, on the whole device. */
  liveCount = 0;
  readonly #pagesPerBlock: number;
  readonly #types: Uint8Array;
  readonly #positions: Float64Array;
  readonly #liveInBlock: Int32Array;

  constructor(geometry: FlashGeometry) {
    const pages = geometry.blocks * geometry.pagesPerBlock;
    this.#pagesPerBlock = geometry.pagesPerBlock;
    this.#types = new Uint8Array(pages);
    this.#positions = new Float64Array(pages);
    this.#liveInBlock = new Int32Array(geometry.blocks);
  }

  blockOf(page: number): number {
    return Math.floor(page / this.#pagesPerBlock);
  }

  isLive(page: number): boolean {
    return this.#types[page] !== 0;
  }

  /** `undefined` for a page that holds nothing. */
  typeOf(page: number): RecordType | undefined {
    return typeOfCode(this.#types[page] as number);
  }

  positionOf(page: number): number {
    return this.#positions[page] as number;
  }

  liveIn(block: number): number {
    return this.#liveInBlock[block] as number;
  }

  hold(page: number, type: RecordType, position: number): void {
    this.#types[page] = codeOfType(type);
    this.#positions[page] = position;
    this.#count(page, 1);
  }

  release(page: number): void {
    if (!this.isLive(page)) return;
    this.#types[page] = 0;
    this.#count(page, -1);
  }

  #count(page: number, change: number): void {
    const block = this.blockOf(page);
    this.#liveInBlock[block] = this.liveIn(block) + change;
    this.liveCount += change;
  }
}
