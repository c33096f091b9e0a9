/**
 * Pearson's chi-squared test that `counts` are those of equally likely cells. A generator that passes is not proven
 * random, but one that fails is proven not to be. Seeds of the tests are fixed, so a test fails always or never.
 */

/** How far chi-squared lies above its expectation, in standard deviations; about normal for 30 cells and more. */
export function deviation(counts: ArrayLike<number>): number {
  const cells = Array.from(counts);
  const total = cells.reduce((sum, count) => sum + count, 0);
  const expected = total / cells.length;
  const chiSquared = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = cells.length - 1;
  return (chiSquared - freedom) / Math.sqrt(2 * freedom);
}

/**
 * Counts pairs of draws by their bits `shift` to `shift + 3`: 256 cells, equally full when both are uniform and neither
 * says anything of the other.
 */
export function countPairs(
  shift: number,
  samples: number,
  pair: (sample: number) => readonly [number, number],
): Uint32Array {
  const counts = new Uint32Array(256);
  for (let sample = 0; sample < samples; sample += 1) {
    const [first, second] = pair(sample);
    const cell = ((first >>> shift) & 15) * 16 + ((second >>> shift) & 15);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}
