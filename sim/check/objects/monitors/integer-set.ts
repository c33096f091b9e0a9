/** A set of the integers in [0, capacity) that finds the next and the previous element in a few steps: words of 32 bits, in levels. */
export class IntegerSet {
  /** `levels[0]` has a bit per integer; each further level has a bit per word below it that is not 0. */
  private readonly levels: Int32Array[] = [];

  constructor(capacity: number) {
    for (let size = capacity; this.levels.length === 0 || size > 1;) {
      size = (size + 31) >>> 5;
      this.levels.push(new Int32Array(Math.max(size, 1)));
    }
  }

  add(element: number): void {
    let bit = element;
    for (const words of this.levels) {
      words[bit >>> 5]! |= 1 << (bit & 31);
      bit >>>= 5;
    }
  }

  /** The least element above `integer`; -1 if there is none. */
  after(integer: number): number {
    let bit = integer;
    for (let level = 0; level < this.levels.length; level++) {
      const words = this.levels[level]!;
      const word = bit >>> 5;
      const above = (bit & 31) === 31 ? 0 : words[word]! & (-1 << ((bit & 31) + 1));
      if (above !== 0) return this.descend(level, word, above, true);
      bit = word;
    }
    return -1;
  }

  /** The greatest element below `integer`; -1 if there is none. */
  before(integer: number): number {
    let bit = integer;
    for (let level = 0; level < this.levels.length; level++) {
      const words = this.levels[level]!;
      const word = bit >>> 5;
      const below = words[word]! & ((1 << (bit & 31)) - 1);
      if (below !== 0) return this.descend(level, word, below, false);
      bit = word;
    }
    return -1;
  }

  private descend(level: number, word: number, bits: number, least: boolean): number {
    let element = (word << 5) | pickBit(bits, least);
    for (let below = level - 1; below >= 0; below--) {
      element = (element << 5) | pickBit(this.levels[below]![element]!, least);
    }
    return element;
  }
}

const pickBit = (bits: number, least: boolean): number => 31 - Math.clz32(least ? bits & -bits : bits);
