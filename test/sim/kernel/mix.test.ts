import { describe, expect, it } from 'vitest';
import { below, happens, hashString, mix, seedOf } from '../../../sim/kernel/mix.ts';
import { countPairs, deviation } from '../../support/chi-squared.ts';

const SAMPLES = 100_000;
/** Beyond four standard deviations in either direction counts are too uneven, or too even, to be random. */
const DEVIATION_MAX = 4;
/** The lowest, a middle and the highest bits: multiplication mixes upwards, so that weak mixers have weak low bits. */
const SHIFTS = [0, 14, 28];

function expectIndependent(pair: (sample: number) => readonly [number, number]): void {
  for (const shift of SHIFTS) {
    expect(Math.abs(deviation(countPairs(shift, SAMPLES, pair))), `bits from ${shift}`).toBeLessThan(DEVIATION_MAX);
  }
}

describe('the test itself', () => {
  it('finds counts that are not uniform, and pairs that are not independent', () => {
    expect(deviation(Array.from({ length: 256 }, (_, cell) => (cell === 0 ? 800 : 400)))).toBeGreaterThan(
      DEVIATION_MAX,
    );
    const weak = (seed: number, number: number): number => Math.imul(seed ^ number, 0x9e3779b1) >>> 0;
    expect(deviation(countPairs(28, SAMPLES, (n) => [weak(1, n), weak(2, n)]))).toBeGreaterThan(DEVIATION_MAX);
  });
});

describe('mix', () => {
  it.each([0, 1, 0x7fff_ffff, 0xffff_ffff])('draws uniformly for consecutive numbers, seed %i', (seed) => {
    expectIndependent((n) => [mix(seed, 2 * n, 21), mix(seed, 2 * n + 1, 21)]);
  });

  it('draws independently for consecutive seeds', () => {
    expectIndependent((n) => [mix(7, n, 21), mix(8, n, 21)]);
    expectIndependent((seed) => [mix(2 * seed, 0, 1), mix(2 * seed + 1, 0, 1)]);
  });

  it('draws independently for consecutive purposes', () => {
    expectIndependent((n) => [mix(7, n, 21), mix(7, n, 22)]);
    expectIndependent((purpose) => [mix(7, 3, 2 * purpose), mix(7, 3, 2 * purpose + 1)]);
  });

  it('draws independently when seed and number change together', () => {
    expectIndependent((n) => [mix(n, n, 21), mix(n + 1, n + 1, 21)]);
    expectIndependent((n) => [mix(n, n + 1, 21), mix(n + 1, n, 21)]);
  });

  it('changes half of the bits when one bit of its input changes', () => {
    for (let bit = 0; bit < 32; bit += 1) {
      let flipped = 0;
      for (let n = 0; n < 1000; n += 1) {
        flipped += ones(mix(n, 5, 9) ^ mix(n ^ (1 << bit), 5, 9)) + ones(mix(5, n, 9) ^ mix(5, n ^ (1 << bit), 9));
      }
      expect(flipped / 2000, `bit ${bit}`).toBeGreaterThan(15.5);
      expect(flipped / 2000, `bit ${bit}`).toBeLessThan(16.5);
    }
  });
});

describe('draws from a mix', () => {
  it.each([37, 100, 1000])('are uniform below %i', (bound) => {
    const counts = new Uint32Array(bound);
    for (let n = 0; n < SAMPLES; n += 1) {
      const drawn = below(mix(3, n, 4), bound);
      counts[drawn] = (counts[drawn] as number) + 1;
    }
    expect(counts.length).toBe(bound);
    expect(Math.abs(deviation(counts))).toBeLessThan(DEVIATION_MAX);
  });

  it.each([1_000, 300_000, 999_000])('happen at a rate of %i ppm', (ratePpm) => {
    let hits = 0;
    for (let n = 0; n < SAMPLES; n += 1) if (happens(mix(3, n, 4), ratePpm)) hits += 1;
    const expected = (SAMPLES * ratePpm) / 1_000_000;
    const standardDeviation = Math.sqrt(expected * (1 - ratePpm / 1_000_000));
    expect(Math.abs(hits - expected)).toBeLessThan(DEVIATION_MAX * standardDeviation);
  });

  it('happen never at 0 ppm and always at 1,000,000', () => {
    for (const draw of [0, 1, 0xffff_ffff]) {
      expect(happens(draw, 0)).toBe(false);
      expect(happens(draw, 1_000_000)).toBe(true);
    }
  });
});

describe('seeds by label', () => {
  it('are independent between neighbouring seeds and labels', () => {
    expectIndependent((seed) => [seedOf(2 * seed, 'net'), seedOf(2 * seed + 1, 'net')]);
    expectIndependent((seed) => [seedOf(seed, 'flash-1'), seedOf(seed, 'flash-2')]);
  });

  it('use all 53 bits of a seed', () => {
    const seeds = [1, 1 + 2 ** 32, 1 + 2 ** 52].map((seed) => seedOf(seed, 'net'));
    expect(new Set(seeds).size).toBe(3);
  });

  it('differ between strings of one length', () => {
    const hashes = new Set(Array.from({ length: 10_000 }, (_, i) => hashString(`label-${String(i).padStart(5, '0')}`)));
    // Among 10,000 draws of 32 bits one pair in 86 such sets coincides.
    expect(hashes.size).toBeGreaterThanOrEqual(9_999);
  });
});

function ones(word: number): number {
  let rest = word >>> 0;
  let count = 0;
  for (; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count += 1;
  return count;
}
