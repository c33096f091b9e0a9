/**
 * Where the record of each position is, in memory: rebuilt by the scan at a start. Positions are sparse. A position with no page
 * that is not gone was never decided here, as far as this map knows.
 */
export class AddressMap {
  /** Every position below is trimmed. */
  prefixTrim = 0;
  /**
   * The highest position ever decided or trimmed here, -1 for none (the papers' local tail is one more). It only rises:
   * reclaiming the pages of trimmed positions does not lower it, nor does a restart, since what held it up is kept: a
   * record, a tombstone on flash or folded, or the prefix trim mark.
   */
  hwm = -1;
  readonly #pages = new Map<number, number>();
  /** Trimmed one by one, with the tombstone off flash. */
  readonly #folded = new Set<number>();

  pageOf(position: number): number | undefined {
    return this.#pages.get(position);
  }

  /** Trimmed, and no page is needed to know it. */
  isGone(position: number): boolean {
    return position < this.prefixTrim || this.#folded.has(position);
  }

  /** Sets the page of a position; returns the one it had. */
  put(position: number, page: number): number | undefined {
    const before = this.#pages.get(position);
    this.#pages.set(position, page);
    this.cover(position);
    return before;
  }

  cover(position: number): void {
    if (position > this.hwm) this.hwm = position;
  }

  get folded(): Iterable<number> {
    return this.#folded;
  }

  /** The positions that have a page, in no particular order. */
  get positions(): Iterable<number> {
    return this.#pages.keys();
  }

  /** The tombstone of `position` is off flash; returns the page that had it. */
  fold(position: number): number | undefined {
    const page = this.#pages.get(position);
    this.#pages.delete(position);
    if (position >= this.prefixTrim) this.#folded.add(position);
    this.cover(position);
    return page;
  }

  /** Forgets all positions below `upTo`; returns their pages. */
  trimBelow(upTo: number): readonly number[] {
    const pages: number[] = [];
    if (upTo <= this.prefixTrim) return pages;
    this.prefixTrim = upTo;
    this.cover(upTo - 1);
    for (const [position, page] of this.#pages) {
      if (position >= upTo) continue;
      this.#pages.delete(position);
      pages.push(page);
    }
    for (const position of this.#folded) if (position < upTo) this.#folded.delete(position);
    return pages;
  }

  /** Forgets everything; returns the pages of all positions. */
  clear(): readonly number[] {
    const pages = [...this.#pages.values()];
    this.#pages.clear();
    this.#folded.clear();
    this.prefixTrim = 0;
    this.hwm = -1;
    return pages;
  }
}
