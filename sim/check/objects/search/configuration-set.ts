/**
 * A set of configurations, each known by 128 bits: the exclusive or of random numbers for the operations applied and for the state
 * (Zobrist 1970), kept up to date in constant time per step.
 *
 * Two configurations with the same bits would be taken for one, and a verdict could be wrong. Among N of them that happens with
 * probability N * N / 2^129: for the ten million that fit into memory, once in 10^24 histories.
 */
import { mix } from '../../../kernel/mix.ts';

/** 32-bit numbers per key. */
const lanes = 4;

/** What random numbers are for: an operation applied, the state, the operation applied last, the state before it. */
export const purposes = { applied: 0, state: lanes, last: 2 * lanes, before: 3 * lanes } as const;

/** The key of the configuration at hand. */
export class ConfigurationKey {
  readonly lanes = new Int32Array(lanes);

  /** Adds a part, or takes it away again. */
  toggle(part: number, purpose: number): void {
    for (let lane = 0; lane < lanes; lane += 1) this.lanes[lane]! ^= mix(0x5eed, part, purpose + lane);
  }

  /** Sets this to `key`. */
  copy(key: ConfigurationKey): void {
    this.lanes.set(key.lanes);
  }
}

export class ConfigurationSet {
  /** Open addressing; four zeros are a free slot. */
  #slots = new Int32Array(lanes * 64);
  #size = 0;
  #sizeMost = 0;

  /** The most configurations that it ever held. */
  get sizeMost(): number {
    return Math.max(this.#size, this.#sizeMost);
  }

  has(key: ConfigurationKey): boolean {
    return this.#slots[this.#find(key.lanes, 0)] !== 0;
  }

  add(key: ConfigurationKey): void {
    if (this.#size * 2 * lanes >= this.#slots.length) this.#grow();
    this.#insert(key.lanes, 0);
  }

  clear(): void {
    if (this.#size === 0) return;
    this.#sizeMost = this.sizeMost;
    this.#size = 0;
    if (this.#slots.length > lanes * 4096) this.#slots = new Int32Array(lanes * 64);
    else this.#slots.fill(0);
  }

  #insert(from: Int32Array, at: number): void {
    const slot = this.#find(from, at);
    if (this.#slots[slot] !== 0) return;
    this.#size += 1;
    this.#slots[slot] = from[at] === 0 ? 1 : from[at]!;
    for (let lane = 1; lane < lanes; lane += 1) this.#slots[slot + lane] = from[at + lane]!;
  }

  /** The slot of a key, or the free one where it belongs. */
  #find(from: Int32Array, at: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    // Zero marks free slots.
    const a = from[at] === 0 ? 1 : from[at]!;
    const b = from[at + 1]!;
    const c = from[at + 2]!;
    const d = from[at + 3]!;
    for (let slot = (b * lanes) & mask; ; slot = (slot + lanes) & mask) {
      if (slots[slot] === 0) return slot;
      if (slots[slot] === a && slots[slot + 1] === b && slots[slot + 2] === c && slots[slot + 3] === d) return slot;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#size = 0;
    for (let slot = 0; slot < old.length; slot += lanes) if (old[slot] !== 0) this.#insert(old, slot);
  }
}
