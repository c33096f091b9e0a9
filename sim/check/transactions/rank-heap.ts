/** A binary min-heap of small integers. */
export class RankHeap {
  size = 0;
  private readonly ranks: number[] = [];

  push(rank: number): void {
    const { ranks } = this;
    let slot = this.size++;
    for (;;) {
      const parent = (slot - 1) >> 1;
      if (slot === 0 || ranks[parent]! <= rank) break;
      ranks[slot] = ranks[parent]!;
      slot = parent;
    }
    ranks[slot] = rank;
  }

  /** The heap must not be empty. */
  least(): number {
    return this.ranks[0]!;
  }

  /** Removes the least. The heap must not be empty. */
  pop(): number {
    const { ranks } = this;
    const least = ranks[0]!;
    const rank = ranks[--this.size]!;
    let slot = 0;
    for (;;) {
      let child = slot * 2 + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && ranks[child + 1]! < ranks[child]!) child += 1;
      if (ranks[child]! >= rank) break;
      ranks[slot] = ranks[child]!;
      slot = child;
    }
    ranks[slot] = rank;
    return least;
  }
}
