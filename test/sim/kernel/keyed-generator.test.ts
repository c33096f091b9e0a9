import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Generator, generatorFor } from '../../../sim/kernel/keyed-generator.ts';
import { countPairs, deviation } from '../../support/chi-squared.ts';

const DEVIATION_MAX = 4;
const SHIFTS = [0, 14, 28];

function drawn(generator: Generator, count: number): number[] {
  return Array.from({ length: count }, () => generator.next());
}

describe('generatorFor', () => {
  it('gives the same stream for the same seed and label, today and always', () => {
    expect(drawn(generatorFor(1, 'plan'), 4)).toEqual(drawn(generatorFor(1, 'plan'), 4));
    expect(drawn(generatorFor(1, 'plan'), 3)).toMatchInlineSnapshot(`
      [
        629475190,
        177555405,
        -1110309917,
      ]
    `);
  });

  it('gives 32-bit integers with sign', () => {
    const numbers = drawn(generatorFor(1, 'plan'), 10_000);
    expect(numbers.every((n) => Number.isInteger(n) && n >= -0x8000_0000 && n <= 0x7fff_ffff)).toBe(true);
    expect(Math.min(...numbers)).toBeLessThan(-0x7f00_0000);
    expect(Math.max(...numbers)).toBeGreaterThan(0x7f00_0000);
  });

  it('draws uniformly, each number independent of the one before', () => {
    const generator = generatorFor(42, 'faults');
    for (const shift of SHIFTS) {
      const counts = countPairs(shift, 100_000, () => [generator.next(), generator.next()]);
      expect(Math.abs(deviation(counts)), `bits from ${shift}`).toBeLessThan(DEVIATION_MAX);
    }
  });

  it.each([0, 1, 7])('draws independently for neighbouring seeds, at draw %i', (skipped) => {
    for (const shift of SHIFTS) {
      const counts = countPairs(shift, 20_000, (sample) => [
        drawn(generatorFor(2 * sample, 'plan'), skipped + 1)[skipped] as number,
        drawn(generatorFor(2 * sample + 1, 'plan'), skipped + 1)[skipped] as number,
      ]);
      expect(Math.abs(deviation(counts)), `bits from ${shift}`).toBeLessThan(DEVIATION_MAX);
    }
  });

  it('draws independently for the labels of one seed', () => {
    for (const shift of SHIFTS) {
      const counts = countPairs(shift, 20_000, (seed) => [
        generatorFor(seed, 'plan').next(),
        generatorFor(seed, 'faults').next(),
      ]);
      expect(Math.abs(deviation(counts)), `bits from ${shift}`).toBeLessThan(DEVIATION_MAX);
    }
  });

  it('clones: the copy and the original go on alike and apart', () => {
    const original = generatorFor(5, 'plan');
    original.next();
    const copy = original.clone();
    const expected = drawn(original, 5);
    expect(drawn(copy, 5)).toEqual(expected);
    expect(copy.getState()).toEqual(original.getState());
  });

  it('jumps to another stream', () => {
    const [jumped, stayed] = [generatorFor(5, 'plan'), generatorFor(5, 'plan')];
    jumped.jump();
    expect(drawn(jumped, 4)).not.toEqual(drawn(stayed, 4));
  });

  it('drives fast-check, which leaves it as it was', () => {
    const generator = generatorFor(5, 'plan');
    const before = generator.getState();
    const [first, again] = [new fc.Random(generator), new fc.Random(generator)].map((random) => {
      const copy = random.clone();
      return [random.nextInt(0, 1000), random.nextInt(0, 1000), copy.nextInt(0, 1000)];
    });
    expect(first).toEqual(again);
    expect(first?.[2]).toBe(first?.[0]);
    expect(generator.getState()).toEqual(before);
  });
});
