/**
 * Delta debugging (Zeller and Hildebrandt 2002): the smallest part of a list for which a test still fails, up to single removals.
 * Chunks of halving size are removed one after the other, so that a list with few culprits is done in few tests.
 *
 * A generator, because one who runs the tests waits for them and another does not: it yields what is to be tried, is told whether
 * the test still fails for it, and returns what is left.
 */
export function* reductions<T>(items: readonly T[]): Generator<readonly T[], readonly T[], boolean> {
  let kept = items;
  let size = Math.ceil(kept.length / 2);
  while (size >= 1 && kept.length > 0) {
    let removedAny = false;
    // From the end: what happens late matters least for what happens early.
    for (let end = kept.length; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      const fewer = [...kept.slice(0, start), ...kept.slice(end)];
      if (yield fewer) {
        kept = fewer;
        removedAny = true;
      }
    }
    if (size === 1 && !removedAny) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return kept;
}
