/**
 * Tells a contradiction by as few operations as it takes: all that remain contradict each other, and no longer once any
 * one of them is forgotten (`forget.ts` says what that means).
 *
 * The causes that the propagation kept name a handful of operations, which then are judged again, and again without
 * each of them. Forgetting only permits more, so a set that is contradictory without an operation stays so when the
 * operation is gone altogether; a second pass finds what that made needless.
 */
import type { LogHistory } from '../../model/history.ts';
import { minimise } from '../minimise.ts';
import { partOf } from './forget.ts';
import { judge } from './judge.ts';
import type { Contradiction, Judgement } from './judgement.ts';
import { Narrator } from './narrator.ts';
import type { Terms } from './terms.ts';
import type { IllegalLog } from './verdict.ts';

/**
 * Bounds the work, in operations judged or looked through, where all of a long history has to be cut down: half a
 * minute's worth. What was reached until then is contradictory still, but perhaps not minimal.
 */
const workMax = 50_000_000;

export const minimalContradiction = (history: LogHistory, terms: Terms, found: Contradiction): IllegalLog => {
  let work = 0;
  const judgePart = (kept: readonly number[], forgotten: readonly number[]): Judgement => {
    const part = partOf(history, terms, kept, forgotten);
    work += history.length + 10 * part.history.length;
    return judge(part, terms);
  };
  let kept = found.operations;
  // A universal claim ("no fill was called in time") may rest on operations that no chain names: then begin with all.
  if (judgePart(kept, []).verdict !== 'illegal') kept = [...history.keys()];
  for (let before = -1; kept.length !== before;) {
    before = kept.length;
    const all = kept;
    const isContradictory = (few: readonly number[]): boolean => {
      const rest = new Set(few);
      const forgotten = all.filter((index) => !rest.has(index));
      return judgePart(few, forgotten).verdict === 'illegal';
    };
    kept = minimise(all, isContradictory, () => work > workMax);
  }
  const part = partOf(history, terms, kept, []);
  const judgement = judge(part, terms);
  if (judgement.verdict !== 'illegal') throw new Error('a part that was just found illegal is legal');
  const { contradiction } = judgement;
  const narrator = new Narrator(history, part.numbers);
  return {
    verdict: 'illegal',
    rule: contradiction.rule,
    message: contradiction.message(narrator),
    operations: kept,
    chain: contradiction.chain(narrator),
  };
};
