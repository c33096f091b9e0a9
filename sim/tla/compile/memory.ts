/**
 * What was found for values that were met before. Most of a state is as it was in many other states, so a question about two variables of
 * ten has few different answers to find: invariants, definitions and implied steps are asked for the values that they read.
 *
 * The values are compared themselves, not their hashes. Each combination has one place, in which the last one to come is kept. A question that
 * is hardly ever repeated is not worth the asking, so a memory that does not help gives up.
 */

/** No answer of `recall`: no handle and no truth value. */
export const nothing = -2;

const placesMin = 1 << 6;
const placesMax = 1 << 14;
/** So many questions are put before a memory may give up. */
const trial = 1 << 14;
/** One of so many questions must have been asked before. */
const usefulness = 3;

export class Memory {
  /** The values of which something is asked next. */
  readonly key: Int32Array;
  /** False once it is known not to help. */
  isUseful = true;
  readonly #width: number;
  #keys: Int32Array;
  #answers: Int32Array;
  #mask = placesMin - 1;
  #asked = 0;
  #missed = 0;
  #missedSinceGrowth = 0;

  constructor(width: number) {
    this.key = new Int32Array(width);
    this.#width = width;
    this.#keys = new Int32Array(placesMin * width);
    this.#answers = new Int32Array(placesMin).fill(nothing);
  }

  /** The answer for the values in `key`, or `nothing`. */
  recall(): number {
    const { key } = this;
    const width = this.#width;
    const at = this.#placeOf(key, 0);
    this.#asked++;
    const keys = this.#keys;
    const start = at * width;
    for (let i = 0; i < width; i++) if (keys[start + i] !== key[i]) return nothing;
    return this.#answers[at]!;
  }

  /** What `recall` did not know: the answer for the values from `from` on. */
  keep(words: Int32Array, from: number, answer: number): void {
    if (!this.isUseful) return;
    this.#missed++;
    if (++this.#missedSinceGrowth > this.#mask && this.#mask + 1 < placesMax) this.#grow();
    this.#put(words, from, answer);
    if (this.#asked >= trial) {
      if (this.#asked > usefulness * (this.#asked - this.#missed)) this.#giveUp();
      this.#asked = 0;
      this.#missed = 0;
    }
  }

  #put(words: Int32Array, from: number, answer: number): void {
    const at = this.#placeOf(words, from);
    const start = at * this.#width;
    for (let i = 0; i < this.#width; i++) this.#keys[start + i] = words[from + i]!;
    this.#answers[at] = answer;
  }

  #placeOf(words: Int32Array, from: number): number {
    let hash = 0x2545f491;
    for (let i = from; i < from + this.#width; i++) {
      hash = Math.imul(hash ^ words[i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & this.#mask;
  }

  #grow(): void {
    const [keys, answers, width] = [this.#keys, this.#answers, this.#width];
    const places = answers.length * 4;
    this.#mask = places - 1;
    this.#keys = new Int32Array(places * width);
    this.#answers = new Int32Array(places).fill(nothing);
    this.#missedSinceGrowth = 0;
    for (const [place, answer] of answers.entries()) if (answer !== nothing) this.#put(keys, place * width, answer);
  }

  #giveUp(): void {
    this.isUseful = false;
    this.#keys = new Int32Array(0);
    this.#answers = this.#keys;
  }
}
