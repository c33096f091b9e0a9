/**
 * The cells of a flash chip: what is stored, without time, queues or faults. Bytes are real. Each erase block has one
 * array, which an erase drops and the next program allocates anew, and within an array a page's bytes are written once:
 * so views that reads have handed out never change.
 */
import type { FlashGeometry } from '../../src/ports/flash.ts';
import { fillWithGarbage } from './bit-flips.ts';

/** `unreadable`: beyond what the ECC corrects, until the block is erased. */
type PageState = typeof ERASED | typeof READABLE | typeof UNREADABLE;
const ERASED = 0;
const READABLE = 1;
const UNREADABLE = 2;

interface Generation {
  readonly bytes: Uint8Array;
  readonly states: Uint8Array;
}

export class FlashCells {
  /** Data and spare area of one page. */
  readonly pageSize: number;
  readonly erasedPage: Uint8Array;
  readonly #geometry: FlashGeometry;
  /** By block; absent as long as nothing was programmed there. */
  readonly #bytes: (Uint8Array | undefined)[] = [];
  readonly #states: Uint8Array;
  /** When each page was programmed, as a count of programs; 0 for an erased one. */
  readonly #ages: Float64Array;
  readonly #previous = new Map<number, Generation>();
  #programs = 0;

  constructor(geometry: FlashGeometry) {
    this.#geometry = geometry;
    this.pageSize = geometry.pageBytes + geometry.spareBytes;
    this.erasedPage = new Uint8Array(this.pageSize).fill(0xff);
    this.#states = new Uint8Array(geometry.blocks * geometry.pagesPerBlock);
    this.#ages = new Float64Array(geometry.blocks * geometry.pagesPerBlock);
  }

  blockOf(page: number): number {
    return Math.floor(page / this.#geometry.pagesPerBlock);
  }

  /** The array and offset where `page` lives; for an erased page, an erased one. */
  bytesOf(page: number): Uint8Array {
    return this.#bytes[this.blockOf(page)] ?? this.erasedPage;
  }

  offsetOf(page: number): number {
    return (page % this.#geometry.pagesPerBlock) * this.pageSize;
  }

  isErased(page: number): boolean {
    return this.#states[page] === ERASED;
  }

  isReadable(page: number): boolean {
    return this.#states[page] === READABLE;
  }

  /** How many pages of `block`, from its first, are programmed or lie before one that is. */
  pagesInUse(block: number): number {
    const first = block * this.#geometry.pagesPerBlock;
    let count = this.#geometry.pagesPerBlock;
    while (count > 0 && this.#states[first + count - 1] === ERASED) count -= 1;
    return count;
  }

  /** Puts `bytes` in place. The page still counts as erased, and reads so, until the program is settled, torn or spoiled. */
  load(page: number, bytes: Uint8Array): void {
    const block = this.blockOf(page);
    let array = this.#bytes[block];
    if (array === undefined) {
      array = new Uint8Array(this.#geometry.pagesPerBlock * this.pageSize);
      this.#bytes[block] = array;
    }
    array.set(bytes, this.offsetOf(page));
  }

  /** The loaded page is programmed completely. */
  settle(page: number): void {
    this.#mark(page, READABLE);
  }

  /**
   * The loaded page holds its first `prefix` bytes only, the rest is erased. Returns what that amounts to: a page whose
   * lost bytes were 0xFF anyway is whole, one that kept none but such bytes is still erased.
   */
  tear(page: number, prefix: number, legible: boolean): 'whole' | 'torn' | 'erased' {
    const array = this.bytesOf(page);
    const offset = this.offsetOf(page);
    let last = this.pageSize;
    while (last > 0 && array[offset + last - 1] === 0xff) last -= 1;
    if (prefix >= last) {
      this.settle(page);
      return 'whole';
    }
    array.fill(0xff, offset + prefix, offset + this.pageSize);
    let first = 0;
    while (first < prefix && array[offset + first] === 0xff) first += 1;
    if (first === prefix) return 'erased';
    this.#mark(page, legible ? READABLE : UNREADABLE);
    return 'torn';
  }

  /** The loaded page failed to program: noise that no ECC corrects. */
  spoil(page: number, key: number): void {
    fillWithGarbage(this.bytesOf(page), this.offsetOf(page), this.pageSize, key);
    this.#mark(page, UNREADABLE);
  }

  /** `remember`: keep this generation, so that a stale read can return it. */
  erase(block: number, remember: boolean): void {
    const first = block * this.#geometry.pagesPerBlock;
    const last = first + this.#geometry.pagesPerBlock;
    const bytes = this.#bytes[block];
    if (remember && bytes !== undefined) this.#previous.set(block, { bytes, states: this.#states.slice(first, last) });
    else this.#previous.delete(block);
    this.#bytes[block] = undefined;
    this.#states.fill(ERASED, first, last);
    this.#ages.fill(0, first, last);
  }

  /** An erase that power loss cut short: every page of the block is noise until it is erased again. */
  halfErase(block: number, key: number): void {
    const array = new Uint8Array(this.#geometry.pagesPerBlock * this.pageSize);
    fillWithGarbage(array, 0, array.length, key);
    this.#bytes[block] = array;
    const first = block * this.#geometry.pagesPerBlock;
    this.#states.fill(UNREADABLE, first, first + this.#geometry.pagesPerBlock);
  }

  /** The readable page programmed `age` programs before the last such page, counting round and round; -1 if there is none. */
  recentPage(age: number): number {
    const pages: number[] = [];
    for (let page = 0; page < this.#states.length; page += 1) if (this.#states[page] === READABLE) pages.push(page);
    pages.sort((a, b) => (this.#ages[b] as number) - (this.#ages[a] as number));
    return pages[age % pages.length] ?? -1;
  }

  /** What a stale read of `page` finds: its content before the last erase, else another page of the block; or nothing. */
  stale(page: number, draw: number): { readonly bytes: Uint8Array; readonly offset: number } | undefined {
    const { pagesPerBlock } = this.#geometry;
    const block = this.blockOf(page);
    const index = page % pagesPerBlock;
    const previous = this.#previous.get(block);
    if (previous !== undefined && previous.states[index] === READABLE) {
      return { bytes: previous.bytes, offset: index * this.pageSize };
    }
    for (let step = 0; step < pagesPerBlock; step += 1) {
      const other = block * pagesPerBlock + ((draw + step) % pagesPerBlock);
      if (other !== page && this.isReadable(other)) return { bytes: this.bytesOf(other), offset: this.offsetOf(other) };
    }
    return undefined;
  }

  #mark(page: number, state: PageState): void {
    this.#programs += 1;
    this.#ages[page] = this.#programs;
    this.#states[page] = state;
  }
}
