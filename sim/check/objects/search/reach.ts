/** Which numbers some of several amounts come to, from one number on: exactly while they are whole and few, otherwise by the least and the most. */

/** Sums that lie farther apart are not told one by one. */
const spanMax = 1 << 14;

export class Reach {
  #least: number;
  #most: number;
  /** By how much it is above the least: whether some amounts come to it. */
  #sums: bigint | undefined;

  constructor(from: number) {
    this.#least = from;
    this.#most = from;
    this.#sums = Number.isInteger(from) ? 1n : undefined;
  }

  /** One more amount, to be added or not. */
  add(amount: number): void {
    if (amount < 0) this.#least += amount;
    else this.#most += amount;
    if (this.#sums === undefined) return;
    const isListed = Number.isInteger(amount) && this.#most - this.#least <= spanMax;
    this.#sums = isListed ? this.#sums | (this.#sums << BigInt(Math.abs(amount))) : undefined;
  }

  has(wanted: number): boolean {
    if (wanted < this.#least || wanted > this.#most) return false;
    if (this.#sums === undefined) return true;
    return Number.isInteger(wanted) && ((this.#sums >> BigInt(wanted - this.#least)) & 1n) === 1n;
  }
}
