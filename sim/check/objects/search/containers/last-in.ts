/**
 * What goes in last comes out first. What has happened is then a row of stretches, each of which leaves the stack as it was, and whatever is
 * still to be placed stands in a gap between two of them, or at the end.
 *
 * To place an insertion whose value comes out next is to wrap all stretches behind its gap into one; the gaps among them are gone. Of the
 * gaps into which an insertion fits the last one is as good as any: it leaves more gaps, and these as wide.
 */
import { type Contents, nobody } from './contents.ts';
import type { Ahead, Discipline } from './discipline.ts';
import { Row, start } from './row.ts';

/**
 * Two numbers per gap, the last of which is the end. First a time by which all that stands ahead of it was called: what goes here must not
 * return earlier. Then a time before which nothing returns that stands behind it: what goes here must not be called later. Both ascend.
 */
type Gaps = Int32Array;

/** Behind the end stands nothing. */
const never = 0x7fff_ffff;

export function lastIn(contents: Contents): Discipline<Gaps> {
  const { call, return: returns } = contents;

  /** Where the last gap is that is not too late for the insertion; -1 if that one is too early, as all before it. */
  const gapOf = (gaps: Gaps, insertion: number): number => {
    let at = gaps.length - 2;
    while (at >= 0 && gaps[at]! > returns[insertion]!) at -= 2;
    return at >= 0 && call[insertion]! <= gaps[at + 1]! ? at : -1;
  };

  return {
    start: Int32Array.of(0, never),
    choose(insertions, removal, gaps, end, ahead) {
      let open = 0;
      while (open < insertions.length && returns[insertions[open]!]! < end) open += 1;
      const atEnd = firstOf(contents, insertions.slice(open), removal, gaps, end, ahead);
      return open === 0 ? atEnd : [...latestOf(contents, insertions.slice(0, open)), ...atEnd];
    },
    compare: (a, b) => returns[b]! - returns[a]!,
    take(gaps, insertion, removedBy, end) {
      const at = gapOf(gaps, insertion);
      if (at === -1) return undefined;
      const by = Math.min(returns[insertion]!, removedBy);
      const left = new Int32Array(at + 4);
      for (let gap = 0; gap <= at; gap += 2) {
        left[gap] = gaps[gap]!;
        left[gap + 1] = Math.min(gaps[gap + 1]!, by);
      }
      left[at + 2] = end;
      left[at + 3] = never;
      return left;
    },
    empty: (_gaps, end) => Int32Array.of(end, never),
    settle(gaps, insertions) {
      const stranded: number[] = [];
      // Whatever fits into a gap that is not the last one for any of them fits into one behind it.
      const kept = new Int32Array(gaps.length);
      let count = 0;
      let [at, keptAt] = [0, -1];
      for (const insertion of insertions) {
        while (at + 2 < gaps.length && gaps[at + 2]! <= returns[insertion]!) at += 2;
        if (gaps[at]! > returns[insertion]! || call[insertion]! > gaps[at + 1]!) stranded.push(insertion);
        else if (keptAt !== at && at + 2 < gaps.length) {
          keptAt = at;
          // Nothing that returns before this one fits in here.
          kept[count++] = returns[insertion]!;
          kept[count++] = gaps[at + 1]!;
        }
      }
      kept[count++] = gaps.at(-2)!;
      kept[count++] = gaps.at(-1)!;
      return { places: kept.subarray(0, count), stranded };
    },
    narrow(gaps, ahead) {
      if (gaps.length === 2) return gaps;
      const narrowed = gaps.slice();
      for (let at = 0; at < gaps.length - 2; at += 2) narrowed[at + 1] = ahead.lastCall(gaps[at + 1]!);
      return narrowed;
    },
    above(gaps, insertions, insertion) {
      const by = gaps[gapOf(gaps, insertion) + 1]!;
      return insertions.filter((op) => call[op]! > by);
    },
    isAsGood(gaps, others) {
      // Each of the others must lie in a gap at least as wide. The first one that ends late enough begins earliest, and if insertions
      // always go there, what is wrapped behind it in `gaps` is no more than in `others`.
      let at = 0;
      for (let other = 0; other < others.length; other += 2) {
        while (at < gaps.length && gaps[at + 1]! < others[other + 1]!) at += 2;
        if (at === gaps.length || gaps[at]! > others[other]!) return false;
      }
      return true;
    },
    order(taken, staying) {
      const row = new Row();
      let gaps: Gaps = Int32Array.of(0, never);
      /** By gap, the operation right ahead of it. */
      let ahead: readonly number[] = [start];
      let end = 0;
      for (const { insertion, removal } of taken) {
        const at = insertion === nobody ? -1 : gapOf(gaps, insertion);
        end = Math.max(end, call[removal]!, insertion === nobody ? 0 : call[insertion]!);
        if (at !== -1) row.insert(ahead[at / 2]!, insertion);
        row.append(removal);
        gaps = insertion === nobody ? this.empty(gaps, end) : this.take(gaps, insertion, returns[removal]!, end)!;
        ahead = [...ahead.slice(0, at === -1 ? 0 : at / 2 + 1), removal];
      }
      for (const insertion of staying.toSorted((a, b) => returns[b]! - returns[a]!))
        row.insert(ahead[gapOf(gaps, insertion) / 2]!, insertion);
      return row.operations();
    },
  };
}

/**
 * Of insertions that returned before the end, those that are not both called and returned before another: that one lies above it, or
 * could as well; and who takes it first leaves the one that can lie deeper. Those that returned last come first.
 */
function latestOf({ call }: Contents, old: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (let at = old.length - 1, latestCall = -1; at >= 0; at -= 1) {
    if (call[old[at]!]! <= latestCall) continue;
    latestCall = call[old[at]!]!;
    kept.push(old[at]!);
  }
  return kept;
}

/**
 * Of insertions that can stand at the end, right before the removal, those that no other one can stand in for, and be missed less later on:
 * one that returns no later, and can go wherever the other one can.
 */
function firstOf(
  { call, return: returns, completedCount }: Contents,
  open: readonly number[],
  removal: number,
  gaps: Gaps,
  end: number,
  ahead: Ahead,
): readonly number[] {
  if (open.length < 2) return open;
  const called = Math.max(end, call[removal]!);
  const standsIn = (op: number, other: number): boolean => {
    if (returns[op]! < Math.max(called, call[op]!, call[other]!)) return false;
    if (call[op]! > Math.max(called, call[other]!)) return false;
    if (other >= completedCount || call[other]! <= call[op]!) return true;
    const [from, to] = [call[op]!, call[other]!];
    return !ahead.returnsIn(from, to) && !gaps.some((by, at) => at % 2 === 1 && from <= by && by < to);
  };
  return open.filter((other, at) => !open.slice(0, at).some((op) => standsIn(op, other)));
}
