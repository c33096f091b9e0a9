/**
 * What the clients of a run know together, and what symbolic positions mean at a moment: "the third last acknowledged", "the
 * oldest hole". Clients would learn such things from each other in an application; here they share them directly.
 */
import type { PlannedOperation } from '../model/plan.ts';

export class Knowledge {
  readonly #acknowledged: number[] = [];
  readonly #trimmed: number[] = [];
  /** Positions seen unwritten below a tail, oldest sighting first. */
  readonly #holes = new Set<number>();
  #tail = 0;
  /** Everything below was trimmed, or is about to be. */
  #trimmedBelow = 0;

  sawTail(tail: number): void {
    if (tail > this.#tail) this.#tail = tail;
  }

  sawAcknowledged(position: number): void {
    this.#acknowledged.push(position);
    this.sawDecided(position);
    this.sawTail(position + 1);
  }

  sawUnwritten(position: number): void {
    if (position < this.#tail) this.#holes.add(position);
  }

  sawDecided(position: number): void {
    this.#holes.delete(position);
  }

  sawTrimmed(position: number): void {
    this.#trimmed.push(position);
    this.sawDecided(position);
  }

  sawPrefixTrimmed(end: number): void {
    if (end > 0) this.sawTrimmed(end - 1);
    this.#trimmedBelow = Math.max(this.#trimmedBelow, end);
  }

  /** Half way between what is trimmed and the tail: where to trim for room. */
  get middle(): number {
    return Math.ceil((this.#trimmedBelow + this.#tail) / 2);
  }

  /** The position that `operation` means now; the first of the log when nothing fits. */
  resolve(operation: PlannedOperation): number {
    const { of, back } = operation;
    switch (of) {
      case 'acknowledged':
        return this.#acknowledged.at(-1 - back) ?? this.#belowTail(back);
      case 'tail':
        return this.#belowTail(back);
      case 'trimmed':
        return this.#trimmed.at(-1 - back) ?? this.#belowTail(back);
      case 'hole': {
        let left = back;
        for (const position of this.#holes) {
          if (left === 0) return position;
          left -= 1;
        }
        return this.#belowTail(back);
      }
    }
  }

  #belowTail(back: number): number {
    return Math.max(0, this.#tail - 1 - back);
  }
}
