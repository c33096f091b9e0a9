/**
 * What queues, stacks and priority queues have in common: every value goes in once and comes out at most once. Each value has two
 * intervals, of the point where it goes in and of the point where it comes out:
 *
 *     insertFrom ---- insertBy
 *              removeFrom ---- removeBy
 *
 * `insertBy` is the earlier of both returns and `removeFrom` the later of both calls, for it goes in before it comes out. If
 * `insertBy < removeFrom`, the value is in the container throughout the time between: its *zone*. A value that is never removed
 * has a zone without an end.
 *
 * All three containers stay legal when every operation of one value is left out of a legal order. Hence what is left out here is
 * left out safely:
 * - an insertion of unknown outcome whose value nobody removed: take both it and whatever removed it out of the order;
 * - what failed.
 * An insertion of unknown outcome whose value was removed took effect, at the latest when the value came out. A removal of unknown
 * outcome may have taken any value that was in, or none: each monitor says what it makes of these. One that is forgotten (forget.ts) took
 * its value out at any time, or never.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { PriorityQueueOperation } from '../operations/priority-queue.ts';
import type { QueueOperation } from '../operations/queue.ts';
import type { StackOperation } from '../operations/stack.ts';
import type { Value } from '../operations/value.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller, hasReturned, returnOf } from './recorded.ts';
import type { DisabledRules, MonitorRule } from './rules.ts';

export type ContainerOperation = QueueOperation | StackOperation | PriorityQueueOperation;

/** The return of an operation that never returned, when it must have taken effect: after everything else, but not never. */
export const atLast = Number.MAX_VALUE;

export class Elements {
  /** Per value, the operation that put it in. */
  readonly insertion: Int32Array;
  /** Per value, the operation that took it out; -1 if it is not known to have come out. */
  readonly removal: Int32Array;
  readonly insertFrom: Float64Array;
  readonly insertBy: Float64Array;
  readonly removeFrom: Float64Array;
  readonly removeBy: Float64Array;
  /** The removals that found nothing. */
  readonly empties: Int32Array;
  /** The removals of unknown outcome, by call. */
  readonly unknownRemovals: Int32Array;
  private readonly history: readonly ContainerOperation[];

  constructor(
    history: readonly ContainerOperation[],
    insertion: Int32Array,
    removal: Int32Array,
    empties: Int32Array,
    unknownRemovals: Int32Array,
  ) {
    this.history = history;
    this.empties = empties;
    this.unknownRemovals = unknownRemovals;
    this.insertion = insertion;
    this.removal = removal.slice();
    const count = insertion.length;
    this.insertFrom = new Float64Array(count);
    this.insertBy = new Float64Array(count);
    this.removeFrom = new Float64Array(count).fill(Infinity);
    this.removeBy = new Float64Array(count).fill(Infinity);
    for (let value = 0; value < count; value++) {
      const op = history[insertion[value]!]!;
      this.insertFrom[value] = op.call;
      this.insertBy[value] = Math.min(returnOf(op), atLast);
      if (removal[value] !== -1) this.remove(value, removal[value]!);
    }
  }

  get count(): number {
    return this.insertion.length;
  }

  valueOf(value: number): Value {
    const { input } = this.history[this.insertion[value]!]!;
    return 'value' in input ? input.value : null;
  }

  remove(value: number, operation: number): void {
    const op = this.history[operation]!;
    const by = Math.min(returnOf(op), atLast);
    this.removal[value] = operation;
    this.removeFrom[value] = Math.max(op.call, this.insertFrom[value]!);
    this.removeBy[value] = by;
    this.insertBy[value] = Math.min(this.insertBy[value]!, by);
  }

  /** Lets the value stay in for good. */
  keep(value: number): void {
    this.removal[value] = -1;
    this.removeFrom[value] = Infinity;
    this.removeBy[value] = Infinity;
  }

  /** Without the values that are not known to have come out. */
  withoutLeft(): Elements {
    const kept = this.removal.map((_, value) => value).filter((value) => this.removal[value] !== -1);
    const insertion = kept.map((value) => this.insertion[value]!);
    const removal = kept.map((value) => this.removal[value]!);
    return new Elements(this.history, insertion, removal, this.empties, this.unknownRemovals);
  }

  copy(): Elements {
    return new Elements(this.history, this.insertion, this.removal, this.empties, this.unknownRemovals);
  }

  /** The values that are not known to have come out. */
  left(): number[] {
    const left: number[] = [];
    for (let value = 0; value < this.count; value++) if (this.removal[value] === -1) left.push(value);
    return left;
  }
}

/** `undefined` if a value went in twice. */
export const elementsOf = (
  recorded: Recorded<ContainerOperation>,
  disabled: DisabledRules,
): Elements | HistoryVerdict | undefined => {
  const { history } = recorded;
  const valueOf = new Map<Value, number>();
  const insertion = new Int32Array(history.length);
  let count = 0;
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.outcome === 'fail' || !('value' in op.input)) continue;
    if (valueOf.has(op.input.value)) return undefined;
    valueOf.set(op.input.value, count);
    insertion[count++] = index;
  }

  const removal = new Int32Array(count).fill(-1);
  const empties: number[] = [];
  const unknown: number[] = [];
  const forgotten: number[] = [];
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.outcome === 'fail' || 'value' in op.input) continue;
    if (op.outcome === 'info') {
      unknown.push(index);
    } else if (!hasReturned(op)) {
      forgotten.push(index);
    } else if (op.output === undefined) {
      empties.push(index);
    } else {
      const value = valueOf.get(op.output);
      const broken =
        value === undefined
          ? 'unwritten-value'
          : brokenBy(op.return, history[insertion[value]!]!.call, removal[value]!);
      if (broken === null) removal[value!] = index;
      else if (!disabled.has(broken))
        return explainSource(recorded, broken, index, op.output, insertion[value!]!, removal[value!]!);
    }
  }

  for (const index of forgotten) {
    const op = history[index]!;
    const value = op.outcome === 'ok' && op.output !== undefined ? valueOf.get(op.output) : undefined;
    if (value !== undefined && removal[value] === -1) removal[value] = index;
  }

  let kept = 0;
  for (let value = 0; value < count; value++) {
    const isCertain = removal[value] !== -1 && hasReturned(history[removal[value]!]!);
    if (!isCertain && !hasReturned(history[insertion[value]!]!)) continue;
    insertion[kept] = insertion[value]!;
    removal[kept++] = removal[value]!;
  }
  const calls = Float64Array.from(unknown, (index) => history[index]!.call);
  const unknownRemovals = ascending(calls).map((rank) => unknown[rank]!);
  return new Elements(
    history,
    insertion.slice(0, kept),
    removal.subarray(0, kept),
    Int32Array.from(empties),
    unknownRemovals,
  );
};

const brokenBy = (returned: number, insertionCalled: number, otherRemoval: number): MonitorRule | null => {
  if (returned < insertionCalled) return 'read-before-write';
  return otherRemoval === -1 ? null : 'removed-twice';
};

const explainSource = (
  recorded: Recorded<ContainerOperation>,
  rule: MonitorRule,
  removal: number,
  value: Value,
  insertion: number,
  otherRemoval: number,
): HistoryVerdict => {
  const teller = new Teller(recorded);
  const returned = `${teller.name(removal)} returned ${JSON.stringify(value)}`;
  if (rule === 'unwritten-value') return teller.illegal(rule, `${returned}, which nobody had put in.`, [removal]);
  if (rule === 'removed-twice') {
    const message = `${teller.name(otherRemoval)} and ${teller.name(removal)} both returned ${JSON.stringify(value)}, which went in once.`;
    return teller.illegal(rule, message, [otherRemoval, removal]);
  }
  teller.called(insertion).returned(removal, 'a value comes out only after it went in');
  return teller.illegal(rule, `${returned} before ${teller.nameWith(insertion, value)} was called.`, [
    insertion,
    removal,
  ]);
};
