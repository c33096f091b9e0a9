/**
 * Streams of random numbers for what is drawn in sequence: plans, workloads, subsets of faults. One stream per (seed,
 * label), so that drawing more from one moves no other. Decisions inside a run are keyed instead, see `mix.ts`.
 *
 * The generator is tychei of seedrandom, a 128-bit state of adds, rotations and xors. It takes the seed as text, digit
 * by digit with a round after each and 20 rounds more; streams of neighbouring seeds and labels are tested to be
 * independent. (xor128, xorwow and xorshift7 are nearly linear between neighbouring seeds, and the first draws of alea
 * are correlated.)
 */
import seedrandom from 'seedrandom';

/**
 * What fast-check takes as a source of randomness. `next` is a uniform 32-bit integer with sign, and moves the stream
 * on.
 */
export interface Generator {
  next(): number;
  clone(): Generator;
  /** Moves on to another stream. fast-check copies a source that cannot jump by sharing it, so this must be here. */
  jump(): void;
  getState(): readonly number[];
}

/** The stream of `label` under `seed`, a non-negative integer of up to 53 bits. */
export function generatorFor(seed: number, label: string): Generator {
  return new Tychei(seedrandom.tychei(`${seed}/${label}`, { state: true }));
}

class Tychei implements Generator {
  #source: seedrandom.StatefulPRNG<seedrandom.State.Tychei>;

  constructor(source: seedrandom.StatefulPRNG<seedrandom.State.Tychei>) {
    this.#source = source;
  }

  next(): number {
    return this.#source.int32();
  }

  clone(): Generator {
    return new Tychei(seedrandom.tychei('', { state: this.#source.state() }));
  }

  jump(): void {
    this.#source = seedrandom.tychei(`${this.getState().join('/')}/jump`, { state: true });
  }

  getState(): readonly number[] {
    const { a, b, c, d } = this.#source.state();
    return [a, b, c, d];
  }
}
