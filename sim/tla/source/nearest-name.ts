/**
 * The valid name that somebody probably meant. This folder stands on its own, so it does not share the one that
 * scenarios use; names of operators are many and short, so one mistake in five letters is what is forgiven.
 */

/** Insertions, deletions and changes that lead from `a` to `b`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** `; did you mean "Next"?`, or nothing when no valid name is near. */
export function suggestion(name: string, valid: Iterable<string>): string {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = 2 + Math.floor(name.length / 5);
  for (const candidate of valid) {
    const away = distance(wanted, candidate.toLowerCase());
    if (away < bestDistance && away < name.length) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best === undefined ? '' : `; did you mean "${best}"?`;
}
