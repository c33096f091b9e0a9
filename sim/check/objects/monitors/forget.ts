/**
 * Cuts a contradiction down to the fewest operations that show it. To forget an operation is to let it have happened at any time, with
 * the answer that it gave, or never: whatever is legal stays legal then, and what is illegal without it is illegal with it. So an
 * operation that changes nothing is left out, and one that changes the object is called before everything else and returns at infinity;
 * unless none of the remaining operations has to do with the value that it brings or takes away.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import { minimise } from '../../minimise.ts';
import { type AnyOperation, anything } from '../model.ts';
import type { Value } from '../operations/value.ts';
import type { Judge, Recorded } from './recorded.ts';

/** What operations have to do with values. */
export interface Touch<Op extends AnyOperation> {
  /** The value that the operation brings or takes away, if it took effect; `anything` if it can be any; `undefined` if it changes nothing. */
  changes(operation: Op): Value | typeof anything | undefined;
  /** The values besides that one that the operation must have found. */
  finds(operation: Op): readonly Value[];
}

interface Restricted<Op extends AnyOperation> {
  readonly recorded: Recorded<Op>;
  /** Where each operation stands in the history that this one was cut from. */
  readonly indices: readonly number[];
}

/** The operations at the ascending indices `kept`, in their order, and after them those that are forgotten but may have happened. */
const restrict = <Op extends AnyOperation>(
  { history, names }: Recorded<Op>,
  kept: readonly number[],
  touch: Touch<Op>,
): Restricted<Op> => {
  const isKept = new Set(kept);
  const changers = new Changers(history, touch);
  const few = kept.map((index): Op => history[index]!);
  const indices = [...kept];
  const values = new Set<Value>();
  const want = (operation: Op): void => {
    const changed = touch.changes(operation);
    if (changed !== undefined && changed !== anything) values.add(changed);
    for (const found of touch.finds(operation)) values.add(found);
  };
  const takeForgotten = (index: number): void => {
    const operation = { ...history[index]!, call: -Infinity };
    if (operation.outcome === 'ok') Object.assign(operation, { return: Infinity });
    few.push(operation);
    indices.push(index);
    // What it found must have come from somewhere, too.
    want(operation);
  };
  few.forEach(want);
  for (const value of values) for (const index of changers.of(value)) if (!isKept.has(index)) takeForgotten(index);
  // More than one for each value can take nothing away.
  const takers = changers.of(anything).filter((index) => !isKept.has(index));
  for (const index of takers.slice(0, values.size)) takeForgotten(index);
  return { recorded: { history: few, names: indices.map((index) => names?.[index] ?? index) }, indices };
};

/** Which operations bring or take away a value, linked through an array: histories are long and most values have few of them. */
class Changers {
  private readonly first = new Map<Value | typeof anything, number>();
  private readonly next: Int32Array;

  constructor(history: readonly AnyOperation[], touch: Touch<never>) {
    this.next = new Int32Array(history.length);
    for (let index = history.length - 1; index >= 0; index--) {
      const operation = history[index]!;
      if (operation.outcome === 'fail') continue;
      const changed = touch.changes(operation as never);
      if (changed === undefined) continue;
      this.next[index] = this.first.get(changed) ?? -1;
      this.first.set(changed, index);
    }
  }

  of(value: Value | typeof anything): number[] {
    const all: number[] = [];
    for (let index = this.first.get(value) ?? -1; index !== -1; index = this.next[index]!) all.push(index);
    return all;
  }
}

/** The verdict of `judge`; if it is illegal, of the fewest of the operations that it named. */
export const judgeAndMinimise = <Op extends AnyOperation>(
  recorded: Recorded<Op>,
  judge: Judge<Op>,
  touch: Touch<Op>,
): HistoryVerdict | undefined => {
  const verdict = judge(recorded);
  if (verdict?.verdict !== 'illegal') return verdict;
  // What the rest has to do with these few is looked up once, not at every attempt.
  const small = restrict(recorded, verdict.operations, touch);
  const restrictTo = (few: readonly number[]): Restricted<Op> => restrict(small.recorded, few, touch);
  const fewest = minimise(
    verdict.operations.map((_, at) => at),
    (few) => judge(restrictTo(few).recorded)?.verdict === 'illegal',
  );
  const { recorded: few, indices } = restrictTo(fewest);
  const final = judge(few);
  if (final?.verdict !== 'illegal') return verdict;
  const indexOf = (operation: number): number => small.indices[indices[operation]!]!;
  return {
    ...final,
    operations: fewest.map((at) => verdict.operations[at]!),
    chain: final.chain.map((link) => ({ ...link, operation: indexOf(link.operation) })),
  };
};
