/**
 * The valid name that somebody probably meant. Names are short and few, so the plain dynamic program over letters is enough.
 */

/** Insertions, deletions, changes and swaps of neighbours that lead from `a` to `b`. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const change = (last[j - 1] as number) + (same ? 0 : 1);
      const swap = swapped ? (beforeLast[j - 2] as number) + 1 : Infinity;
      row.push(Math.min(change, swap, (last[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}

/** Whether all letters of `part` stand in `whole`, in their order. */
function isLeftOf(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of whole) if (letter === part[at]) at += 1;
  return at === part.length;
}

/**
 * The nearest of `valid`, if it is near enough to be meant. A part behind a dot (`drop` of `network.drop`) counts. Of two that are as
 * near, it is the one of which only letters are left out: that happens more often than to hit a wrong one.
 */
export function nearestName(name: string, valid: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length * 0.4)) + 0.5;
  for (const candidate of valid) {
    const whole = candidate.toLowerCase();
    const part = whole.slice(whole.lastIndexOf('.') + 1);
    const edits = Math.min(editDistance(wanted, whole), editDistance(wanted, part));
    const distance = isLeftOf(wanted, whole) ? edits - 0.5 : edits;
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `unknown fault "network.dorp"; did you mean "network.drop"?`, or the list of what is valid when nothing is near. */
export function unknownName(what: string, name: string, valid: readonly string[]): string {
  const nearest = nearestName(name, valid);
  const hint = nearest === undefined ? `valid: ${valid.join(', ')}` : `did you mean "${nearest}"?`;
  return `unknown ${what} "${name}"; ${hint}`;
}
