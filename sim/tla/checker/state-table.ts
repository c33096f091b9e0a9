/**
 * The states found so far, each once, exactly: no fingerprints. A state is found again by its key, which is the state itself unless a VIEW
 * or a symmetry says otherwise. Indices count from 0 in the order of discovery, so that a breadth-first search needs no other queue.
 */
export class StateTable {
  readonly #width: number;
  readonly #keyWidth: number;
  #states: Int32Array;
  /** The same array if states are their own keys. */
  #keys: Int32Array;
  #parents: Int32Array;
  #slots = new Int32Array(1 << 12).fill(-1);
  #count = 0;

  /** `keyWidth` is null if states are their own keys. */
  constructor(width: number, keyWidth: number | null) {
    this.#width = width;
    this.#keyWidth = keyWidth ?? width;
    this.#states = new Int32Array(1024 * width);
    this.#keys = keyWidth === null ? this.#states : new Int32Array(1024 * keyWidth);
    this.#parents = new Int32Array(1024);
  }

  get count(): number {
    return this.#count;
  }

  /** The state from which this one was reached first; -1 for an initial one. */
  parentOf(index: number): number {
    return this.#parents[index]!;
  }

  /** Copies a state to where it is evaluated. */
  copyTo(index: number, target: Int32Array): void {
    const start = index * this.#width;
    for (let i = 0; i < this.#width; i++) target[i] = this.#states[start + i]!;
  }

  /** Whether a state is this one, word by word. */
  is(index: number, state: Int32Array): boolean {
    const start = index * this.#width;
    for (let i = 0; i < this.#width; i++) if (this.#states[start + i] !== state[i]) return false;
    return true;
  }

  /** The index of the state with this key; -1 if there is none. */
  find(key: Int32Array): number {
    return this.#slots[this.#slotOf(key)]!;
  }

  /** The index of the state: a new one, which is then `count - 1`, or that of the state with the same key. */
  add(state: Int32Array, key: Int32Array, parent: number): number {
    const slot = this.#slotOf(key);
    const known = this.#slots[slot]!;
    if (known !== -1) return known;
    const index = this.#count++;
    if (index === this.#parents.length) this.#grow();
    this.#slots[slot] = index;
    this.#parents[index] = parent;
    const start = index * this.#width;
    for (let i = 0; i < this.#width; i++) this.#states[start + i] = state[i]!;
    if (this.#keys !== this.#states) {
      for (let i = 0; i < this.#keyWidth; i++) this.#keys[index * this.#keyWidth + i] = key[i]!;
    }
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  #slotOf(key: Int32Array): number {
    const width = this.#keyWidth;
    const mask = this.#slots.length - 1;
    const slots = this.#slots;
    const keys = this.#keys;
    let at = hashOf(key, 0, width) & mask;
    for (let index = slots[at]!; index !== -1; index = slots[at]!) {
      const start = index * width;
      let i = 0;
      while (i < width && keys[start + i] === key[i]) i++;
      if (i === width) return at;
      at = (at + 1) & mask;
    }
    return at;
  }

  #grow(): void {
    const own = this.#keys === this.#states;
    this.#states = doubled(this.#states);
    this.#keys = own ? this.#states : doubled(this.#keys);
    this.#parents = doubled(this.#parents);
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#count; index++) {
      let at = hashOf(this.#keys, index * this.#keyWidth, this.#keyWidth) & mask;
      while (slots[at] !== -1) at = (at + 1) & mask;
      slots[at] = index;
    }
    this.#slots = slots;
  }
}

export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(16, array.length * 2));
  wider.set(array);
  return wider;
}

/** Handles are even or odd and mostly near each other: the mixing spreads them. */
function hashOf(words: Int32Array, start: number, count: number): number {
  let hash = 0x2545f491;
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ words[start + i]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
