/**
 * For every rule of every monitor that has it a good history and a bad one that differs from it in one place, with the operations and the
 * sentence that the monitor must give. Without the rule the bad one is no longer rejected: nothing else covers for it.
 */
import { keyValue } from '../../../../../sim/check/objects/models/key-value.ts';
import type { KeyValueOperation } from '../../../../../sim/check/objects/operations/key-value.ts';
import { priorityQueue } from '../../../../../sim/check/objects/models/priority-queue.ts';
import type { PriorityQueueOperation } from '../../../../../sim/check/objects/operations/priority-queue.ts';
import { queue } from '../../../../../sim/check/objects/models/queue.ts';
import type { QueueOperation } from '../../../../../sim/check/objects/operations/queue.ts';
import { register } from '../../../../../sim/check/objects/models/register.ts';
import type { RegisterOperation } from '../../../../../sim/check/objects/operations/register.ts';
import { set } from '../../../../../sim/check/objects/models/set.ts';
import type { SetOperation } from '../../../../../sim/check/objects/operations/set.ts';
import { stack } from '../../../../../sim/check/objects/models/stack.ts';
import type { StackOperation } from '../../../../../sim/check/objects/operations/stack.ts';
import type { AnyOperation, Model } from '../../../../../sim/check/objects/model.ts';
import { monitorKeyValue } from '../../../../../sim/check/objects/monitors/key-value.ts';
import { monitorPriorityQueue } from '../../../../../sim/check/objects/monitors/priority-queue.ts';
import { monitorQueue } from '../../../../../sim/check/objects/monitors/queue.ts';
import { monitorRegister } from '../../../../../sim/check/objects/monitors/register.ts';
import { type DisabledRules, type MonitorRule, noneDisabled } from '../../../../../sim/check/objects/monitors/rules.ts';
import { monitorSet } from '../../../../../sim/check/objects/monitors/set.ts';
import { monitorStack } from '../../../../../sim/check/objects/monitors/stack.ts';
import type { HistoryVerdict } from '../../../../../sim/check/verdict.ts';
import { flawOf } from './differential.ts';
import { info, ok } from './operations.ts';

export interface RuleCase {
  readonly monitor: string;
  readonly rule: MonitorRule;
  readonly title: string;
  readonly operations: readonly number[];
  readonly message: string;
  readonly judgeGood: () => HistoryVerdict | undefined;
  readonly judgeBad: (disabled: DisabledRules) => HistoryVerdict | undefined;
  /** What is wrong with the proofs of both verdicts; null if nothing is. */
  readonly flaw: () => string | null;
}

interface Written<Op> {
  readonly rule: MonitorRule;
  readonly title: string;
  readonly good: readonly Op[];
  readonly bad: readonly Op[];
  readonly operations: readonly number[];
  readonly message: string;
}

const casesOf = <Op extends AnyOperation, State = unknown>(
  monitor: string,
  model: Model<State, Op>,
  judge: (history: readonly Op[], disabled: DisabledRules) => HistoryVerdict | undefined,
  cases: readonly Written<Op>[],
): RuleCase[] =>
  cases.map(({ good, bad, ...told }) => ({
    monitor,
    ...told,
    judgeGood: () => judge(good, noneDisabled),
    judgeBad: (disabled) => judge(bad, disabled),
    flaw: () => flawOf(model, good, judge(good, noneDisabled)) ?? flawOf(model, bad, judge(bad, noneDisabled)),
  }));

const read = { op: 'read' } as const;
const write = (value: number): { op: 'write'; value: number } => ({ op: 'write', value });
const cas = (from: number | string, to: number): { op: 'cas'; from: number | string; to: number } => ({
  op: 'cas',
  from,
  to,
});

const registerCases = casesOf<RegisterOperation>(
  'register',
  register(),
  (history, disabled) => monitorRegister(history, '', undefined, disabled),
  [
    {
      rule: 'unwritten-value',
      title: 'a value from nowhere',
      good: [ok([1, 2], write(1)), ok([3, 4], read, 1)],
      bad: [ok([1, 2], write(1)), ok([3, 4], read, 7)],
      operations: [1],
      message: 'read #1 found 7, which nobody had written.',
    },
    {
      rule: 'read-before-write',
      title: 'a value from the future',
      good: [ok([1, 3], read, 1), ok([3, 5], write(1))],
      bad: [ok([1, 2], read, 1), ok([3, 5], write(1))],
      operations: [0, 1],
      message: 'read #0 of 1 returned before write #1 of 1 was called.',
    },
    {
      rule: 'register-zones',
      title: 'a value that was overwritten',
      good: [ok([1, 2], write(1)), ok([3, 5], write(2)), ok([5, 6], read, 1)],
      bad: [ok([1, 2], write(1)), ok([3, 4], write(2)), ok([5, 6], read, 1)],
      operations: [0, 1, 2],
      message: 'write #1 of 2 lies wholly between write #0 of 1 and read #2 of 1, and 1 was written only once.',
    },
    {
      rule: 'register-zones',
      title: 'two values that each come first',
      good: [
        info(0, write(1)),
        info(0, write(2)),
        ok([1, 2], read, 1),
        ok([1, 5], read, 2),
        ok([4, 6], read, 1),
        ok([5, 7], read, 2),
      ],
      bad: [
        info(0, write(1)),
        info(0, write(2)),
        ok([1, 2], read, 1),
        ok([1, 3], read, 2),
        ok([4, 6], read, 1),
        ok([5, 7], read, 2),
      ],
      operations: [2, 3, 4, 5],
      message:
        'read #2 of 1 returned before read #5 of 2 was called and read #3 of 2 before read #4 of 1, but each value was written only once.',
    },
    {
      rule: 'register-zones',
      title: 'the initial value after a write',
      good: [ok([1, 3], write(1)), ok([3, 4], read, '')],
      bad: [ok([1, 2], write(1)), ok([3, 4], read, '')],
      operations: [0, 1],
      message: 'read #1 found the initial value, but write #0 of 1 had returned before it was called.',
    },
    {
      rule: 'version-order',
      title: 'the old value after the new one',
      good: [ok([1, 2], write(1)), ok([1, 9], cas(1, 2), true), ok([3, 5], read, 2), ok([5, 6], read, 1)],
      bad: [ok([1, 2], write(1)), ok([1, 9], cas(1, 2), true), ok([3, 4], read, 2), ok([5, 6], read, 1)],
      operations: [2, 3],
      message: 'read #2 of 2 returned before read #3 of 1 was called, but 2 comes after 1.',
    },
    {
      rule: 'cas-twice',
      title: 'a value that two replaced',
      good: [ok([1, 2], write(1)), ok([3, 8], cas(1, 2), true), ok([3, 8], cas(2, 3), true)],
      bad: [ok([1, 2], write(1)), ok([3, 8], cas(1, 2), true), ok([3, 8], cas(1, 3), true)],
      operations: [1, 2],
      message: 'cas #1 and cas #2 both replaced 1, which was written only once.',
    },
    {
      rule: 'cas-cycle',
      title: 'each found what the other wrote',
      good: [ok([1, 8], cas('', 2), true), ok([1, 8], cas(2, 1), true)],
      bad: [ok([1, 8], cas(1, 2), true), ok([1, 8], cas(2, 1), true)],
      operations: [0],
      message:
        'cas #0, cas #1 each found what the next of them wrote, and the last what the first wrote: none can have been the first.',
    },
  ],
);

const get = { op: 'get', key: 'k' } as const;
const put = (value: string): { op: 'put'; key: string; value: string } => ({ op: 'put', key: 'k', value });
const append = (value: string): { op: 'append'; key: string; value: string } => ({ op: 'append', key: 'k', value });

const keyValueCases = casesOf<KeyValueOperation>(
  'key-value',
  keyValue(),
  (history, disabled) => monitorKeyValue(history, '', undefined, disabled),
  [
    {
      rule: 'unwritten-value',
      title: 'a string that was not put together so',
      good: [ok([1, 2], put('a')), ok([1, 2], append('b')), ok([3, 4], get, 'ab')],
      bad: [ok([1, 2], put('a')), ok([1, 2], append('b')), ok([3, 4], get, 'aa')],
      operations: [2],
      message: 'get #2 returned "aa", which is not what was put and appended.',
    },
    {
      rule: 'append-prefix',
      title: 'two orders of appends',
      good: [info(0, append('a')), info(0, append('b')), ok([1, 9], get, 'a'), ok([1, 9], get, 'ab')],
      bad: [info(0, append('a')), info(0, append('b')), ok([1, 9], get, 'b'), ok([1, 9], get, 'ab')],
      operations: [2, 3],
      message: 'get #2 returned "b" and get #3 "ab": neither is a beginning of the other.',
    },
    {
      rule: 'append-twice',
      title: 'one append after two puts',
      good: [info(0, put('p')), info(0, put('q')), info(0, append('a')), ok([1, 9], get, 'pa'), ok([1, 9], get, 'q')],
      bad: [info(0, put('p')), info(0, put('q')), info(0, append('a')), ok([1, 9], get, 'pa'), ok([1, 9], get, 'qa')],
      operations: [3, 4],
      message: 'get #4 found "a" also after another put, though it was appended once.',
    },
    {
      rule: 'read-before-write',
      title: 'an append from the future',
      good: [ok([1, 3], get, 'a'), ok([3, 4], append('a'))],
      bad: [ok([1, 2], get, 'a'), ok([3, 4], append('a'))],
      operations: [0, 1],
      message: 'get #0 of "…a" returned before append #1 of "…a" was called.',
    },
    {
      rule: 'version-order',
      title: 'an append is forgotten again',
      good: [ok([1, 2], append('a')), ok([1, 9], append('b')), ok([3, 5], get, 'ab'), ok([5, 6], get, 'a')],
      bad: [ok([1, 2], append('a')), ok([1, 9], append('b')), ok([3, 4], get, 'ab'), ok([5, 6], get, 'a')],
      operations: [2, 3],
      message: 'get #2 of "…b" returned before get #3 of "…a" was called, but "…b" comes after "…a".',
    },
    {
      rule: 'register-zones',
      title: 'what was put before',
      good: [ok([1, 2], put('p')), ok([3, 5], put('q')), ok([5, 6], get, 'p')],
      bad: [ok([1, 2], put('p')), ok([3, 4], put('q')), ok([5, 6], get, 'p')],
      operations: [0, 1, 2],
      message: 'put #1 of "q" lies wholly between put #0 of "p" and get #2 of "p", and "p" was written only once.',
    },
  ],
);

const add = (value: number): { op: 'add'; value: number } => ({ op: 'add', value });
const remove = (value: number): { op: 'remove'; value: number } => ({ op: 'remove', value });
const contains = (value: number): { op: 'contains'; value: number } => ({ op: 'contains', value });

const setCases = casesOf<SetOperation>('set', set(), (history, disabled) => monitorSet(history, undefined, disabled), [
  {
    rule: 'unwritten-value',
    title: 'an element from nowhere',
    good: [ok([1, 2], add(1), true), ok([3, 4], contains(2), false)],
    bad: [ok([1, 2], add(1), true), ok([3, 4], contains(2), true)],
    operations: [1],
    message: 'contains #1 found 2, which nobody had added.',
  },
  {
    rule: 'read-before-write',
    title: 'an element from the future',
    good: [ok([1, 3], contains(1), true), ok([3, 4], add(1), true)],
    bad: [ok([1, 2], contains(1), true), ok([3, 4], add(1), true)],
    operations: [0, 1],
    message: 'contains #0 found 1 before add #1 of 1 was called.',
  },
  {
    rule: 'removed-twice',
    title: 'an element that two removed',
    good: [ok([1, 2], add(1), true), ok([3, 9], remove(1), true), ok([3, 9], remove(1), false)],
    bad: [ok([1, 2], add(1), true), ok([3, 9], remove(1), true), ok([3, 9], remove(1), true)],
    operations: [1, 2],
    message: 'remove #1 and remove #2 both removed 1, which was added once.',
  },
  {
    rule: 'set-presence',
    title: 'an element that is lost',
    good: [ok([1, 3], add(1), true), ok([3, 4], contains(1), false)],
    bad: [ok([1, 2], add(1), true), ok([3, 4], contains(1), false)],
    operations: [0, 1],
    message:
      'contains #1 did not find 1, but add #0 had added it before contains #1 was called, and nobody can have removed it by then.',
  },
  {
    rule: 'set-presence',
    title: 'an element that is away for a while',
    good: [ok([1, 2], add(1), true), ok([3, 5], contains(1), false), ok([4, 6], remove(1), true)],
    bad: [ok([1, 2], add(1), true), ok([3, 4], contains(1), false), ok([5, 6], remove(1), true)],
    operations: [0, 1, 2],
    message:
      'contains #1 did not find 1, but add #0 had added it before contains #1 was called, and remove #2 removed it after contains #1 had returned.',
  },
  {
    rule: 'set-presence',
    title: 'an element that is there after it was removed',
    good: [ok([1, 2], add(1), true), ok([3, 5], remove(1), true), ok([5, 6], contains(1), true)],
    bad: [ok([1, 2], add(1), true), ok([3, 4], remove(1), true), ok([5, 6], contains(1), true)],
    operations: [1, 2],
    message: 'contains #2 found 1, but remove #1 had removed it before contains #2 was called.',
  },
  {
    rule: 'set-presence',
    title: 'nobody can have removed it yet',
    good: [ok([1, 2], add(1), true), ok([3, 5], contains(1), false), info(5, remove(1))],
    bad: [ok([1, 2], add(1), true), ok([3, 4], contains(1), false), info(5, remove(1))],
    operations: [0, 1, 2],
    message:
      'contains #1 did not find 1, but add #0 had added it before contains #1 was called, and nobody can have removed it by then.',
  },
]);

const enqueue = (value: number): { op: 'enqueue'; value: number } => ({ op: 'enqueue', value });
const dequeue = { op: 'dequeue' } as const;

const queueCases = casesOf<QueueOperation>(
  'queue',
  queue(),
  (history, disabled) => monitorQueue(history, undefined, disabled),
  [
    {
      rule: 'unwritten-value',
      title: 'an element from nowhere',
      good: [ok([1, 2], enqueue(1)), ok([3, 4], dequeue, 1)],
      bad: [ok([1, 9], enqueue(1)), ok([3, 4], dequeue, 2)],
      operations: [1],
      message: 'dequeue #1 returned 2, which nobody had put in.',
    },
    {
      rule: 'read-before-write',
      title: 'an element from the future',
      good: [ok([1, 3], dequeue, 1), ok([3, 4], enqueue(1))],
      bad: [ok([1, 2], dequeue, 1), ok([3, 4], enqueue(1))],
      operations: [0, 1],
      message: 'dequeue #0 returned 1 before enqueue #1 of 1 was called.',
    },
    {
      rule: 'removed-twice',
      title: 'an element that two took',
      good: [ok([1, 2], enqueue(1)), ok([3, 9], dequeue, 1), ok([3, 9], dequeue, undefined)],
      bad: [ok([1, 2], enqueue(1)), ok([3, 9], dequeue, 1), ok([3, 9], dequeue, 1)],
      operations: [1, 2],
      message: 'dequeue #1 and dequeue #2 both returned 1, which went in once.',
    },
    {
      rule: 'fifo-order',
      title: 'the second comes out first',
      good: [ok([1, 3], enqueue(1)), ok([3, 4], enqueue(2)), ok([5, 6], dequeue, 2), ok([7, 8], dequeue, 1)],
      bad: [ok([1, 2], enqueue(1)), ok([3, 4], enqueue(2)), ok([5, 6], dequeue, 2), ok([7, 8], dequeue, 1)],
      operations: [0, 1, 2, 3],
      message:
        'dequeue #2 returned 2 before dequeue #3, which returned 1, was called, but enqueue #0 of 1 had returned before enqueue #1 of 2 was called.',
    },
    {
      rule: 'fifo-order',
      title: 'the first is lost',
      good: [ok([1, 3], enqueue(1)), ok([3, 4], enqueue(2)), ok([5, 6], dequeue, 2)],
      bad: [ok([1, 2], enqueue(1)), ok([3, 4], enqueue(2)), ok([5, 6], dequeue, 2)],
      operations: [0, 1, 2],
      message:
        'dequeue #2 returned 2, and nobody can have taken 1 out before, but enqueue #0 of 1 had returned before enqueue #1 of 2 was called.',
    },
    {
      rule: 'fifo-order',
      title: 'nobody can have taken the first yet',
      good: [ok([1, 2], enqueue(1)), ok([3, 4], enqueue(2)), ok([5, 7], dequeue, 2), info(7, dequeue)],
      bad: [ok([1, 2], enqueue(1)), ok([3, 4], enqueue(2)), ok([5, 6], dequeue, 2), info(7, dequeue)],
      operations: [0, 1, 2, 3],
      message:
        'dequeue #2 returned 2, and nobody can have taken 1 out before, but enqueue #0 of 1 had returned before enqueue #1 of 2 was called.',
    },
    {
      rule: 'never-empty',
      title: 'nothing is found while two are in by turns',
      good: [
        ok([1, 2], enqueue(1)),
        ok([4, 6], enqueue(2)),
        ok([3, 8], dequeue, undefined),
        ok([5, 7], dequeue, 1),
        ok([9, 10], dequeue, 2),
      ],
      bad: [
        ok([1, 2], enqueue(1)),
        ok([3, 4], enqueue(2)),
        ok([3, 8], dequeue, undefined),
        ok([5, 7], dequeue, 1),
        ok([9, 10], dequeue, 2),
      ],
      operations: [0, 1, 2, 3, 4],
      message: 'dequeue #2 found nothing, but 1 and 2 were in by turns throughout.',
    },
  ],
);

const push = (value: number): { op: 'push'; value: number } => ({ op: 'push', value });
const pop = { op: 'pop' } as const;

const stackCases = casesOf<StackOperation>(
  'stack',
  stack(),
  (history, disabled) => monitorStack(history, undefined, disabled),
  [
    {
      rule: 'unwritten-value',
      title: 'an element from nowhere',
      good: [ok([1, 2], push(1)), ok([3, 4], pop, 1)],
      bad: [ok([1, 9], push(1)), ok([3, 4], pop, 2)],
      operations: [1],
      message: 'pop #1 returned 2, which nobody had put in.',
    },
    {
      rule: 'read-before-write',
      title: 'an element from the future',
      good: [ok([1, 3], pop, 1), ok([3, 4], push(1))],
      bad: [ok([1, 2], pop, 1), ok([3, 4], push(1))],
      operations: [0, 1],
      message: 'pop #0 returned 1 before push #1 of 1 was called.',
    },
    {
      rule: 'removed-twice',
      title: 'an element that two took',
      good: [ok([1, 2], push(1)), ok([3, 9], pop, 1), ok([3, 9], pop, undefined)],
      bad: [ok([1, 2], push(1)), ok([3, 9], pop, 1), ok([3, 9], pop, 1)],
      operations: [1, 2],
      message: 'pop #1 and pop #2 both returned 1, which went in once.',
    },
    {
      rule: 'lifo-order',
      title: 'the first comes out first',
      good: [ok([1, 3], push(1)), ok([3, 4], push(2)), ok([5, 6], pop, 1), ok([7, 8], pop, 2)],
      bad: [ok([1, 2], push(1)), ok([3, 4], push(2)), ok([5, 6], pop, 1), ok([7, 8], pop, 2)],
      operations: [0, 1, 2, 3],
      message:
        'From the return of push #0 until pop #3 was called the stack always held 1 or 2, but none of them can have been at its bottom throughout.',
    },
    {
      rule: 'lifo-order',
      title: 'the bottom changes while three are in by turns',
      good: [
        ok([1, 2], push(1)),
        ok([1, 5], push(2)),
        ok([6, 7], pop, 1),
        ok([2, 9], push(3)),
        ok([8, 12], pop, 2),
        ok([11, 12], pop, 3),
      ],
      bad: [
        ok([1, 2], push(1)),
        ok([1, 5], push(2)),
        ok([6, 7], pop, 1),
        ok([3, 8], push(3)),
        ok([9, 10], pop, 2),
        ok([11, 12], pop, 3),
      ],
      operations: [0, 1, 2, 3, 4, 5],
      message:
        'From the return of push #0 until pop #5 was called the stack always held 1, 2 or 3, but none of them can have been at its bottom throughout.',
    },
    {
      rule: 'left-over',
      title: 'more is gone than can have been taken',
      good: [ok([1, 2], push(1)), ok([3, 4], push(2)), ok([5, 6], pop, undefined), info(0, pop), info(6, pop)],
      bad: [ok([1, 2], push(1)), ok([3, 4], push(2)), ok([5, 6], pop, undefined), info(0, pop), info(7, pop)],
      operations: [0, 1, 2, 4],
      message:
        'By t=6 what 2 operations put in was all out, and nobody is known to have taken it; only 1 of unknown outcome had been called.',
    },
    {
      rule: 'never-empty',
      title: 'nothing is found while one is in',
      good: [ok([1, 3], push(1)), ok([3, 4], pop, undefined), ok([5, 6], pop, 1)],
      bad: [ok([1, 2], push(1)), ok([3, 4], pop, undefined), ok([5, 6], pop, 1)],
      operations: [0, 1, 2],
      message: 'pop #1 found nothing, but 1 was in throughout.',
    },
  ],
);

const insert = (value: number): { op: 'insert'; value: number } => ({ op: 'insert', value });
const deleteMin = { op: 'deleteMin' } as const;

const priorityQueueCases = casesOf<PriorityQueueOperation>(
  'priority queue',
  priorityQueue(),
  (history, disabled) => monitorPriorityQueue(history, undefined, disabled),
  [
    {
      rule: 'unwritten-value',
      title: 'an element from nowhere',
      good: [ok([1, 2], insert(1)), ok([3, 4], deleteMin, 1)],
      bad: [ok([1, 9], insert(1)), ok([3, 4], deleteMin, 2)],
      operations: [1],
      message: 'deleteMin #1 returned 2, which nobody had put in.',
    },
    {
      rule: 'read-before-write',
      title: 'an element from the future',
      good: [ok([1, 3], deleteMin, 1), ok([3, 4], insert(1))],
      bad: [ok([1, 2], deleteMin, 1), ok([3, 4], insert(1))],
      operations: [0, 1],
      message: 'deleteMin #0 returned 1 before insert #1 of 1 was called.',
    },
    {
      rule: 'removed-twice',
      title: 'an element that two took',
      good: [ok([1, 2], insert(1)), ok([3, 9], deleteMin, 1), ok([3, 9], deleteMin, undefined)],
      bad: [ok([1, 2], insert(1)), ok([3, 9], deleteMin, 1), ok([3, 9], deleteMin, 1)],
      operations: [1, 2],
      message: 'deleteMin #1 and deleteMin #2 both returned 1, which went in once.',
    },
    {
      rule: 'least-first',
      title: 'the greater comes out first',
      good: [ok([1, 2], insert(2)), ok([1, 4], insert(1)), ok([3, 5], deleteMin, 2), ok([6, 7], deleteMin, 1)],
      bad: [ok([1, 2], insert(2)), ok([1, 2], insert(1)), ok([3, 5], deleteMin, 2), ok([6, 7], deleteMin, 1)],
      operations: [1, 2, 3],
      message: 'deleteMin #2 returned 2, but 1 was in at any time at which it can have come out.',
    },
    {
      rule: 'least-first',
      title: 'lesser values are in by turns',
      good: [
        ok([1, 2], insert(3)),
        ok([1, 2], insert(1)),
        ok([4, 7], insert(2)),
        ok([3, 8], deleteMin, 3),
        ok([6, 7], deleteMin, 1),
        ok([9, 10], deleteMin, 2),
      ],
      bad: [
        ok([1, 2], insert(3)),
        ok([1, 2], insert(1)),
        ok([4, 5], insert(2)),
        ok([3, 8], deleteMin, 3),
        ok([6, 7], deleteMin, 1),
        ok([9, 10], deleteMin, 2),
      ],
      operations: [1, 2, 3, 4, 5],
      message: 'deleteMin #3 returned 3, but 1 and 2 were by turns in at any time at which it can have come out.',
    },
    {
      rule: 'left-over',
      title: 'more is gone than can have been taken',
      good: [
        ok([1, 2], insert(1)),
        ok([3, 4], insert(2)),
        ok([5, 6], deleteMin, undefined),
        info(0, deleteMin),
        info(6, deleteMin),
      ],
      bad: [
        ok([1, 2], insert(1)),
        ok([3, 4], insert(2)),
        ok([5, 6], deleteMin, undefined),
        info(0, deleteMin),
        info(7, deleteMin),
      ],
      operations: [0, 1, 2, 4],
      message:
        'By t=6 what 2 operations put in was all out, and nobody is known to have taken it; only 1 of unknown outcome had been called.',
    },
    {
      rule: 'never-empty',
      title: 'nothing is found while one is in',
      good: [ok([1, 3], insert(1)), ok([3, 4], deleteMin, undefined), ok([5, 6], deleteMin, 1)],
      bad: [ok([1, 2], insert(1)), ok([3, 4], deleteMin, undefined), ok([5, 6], deleteMin, 1)],
      operations: [0, 1, 2],
      message: 'deleteMin #1 found nothing, but 1 was in throughout.',
    },
  ],
);

export const ruleCases: readonly RuleCase[] = [
  ...registerCases,
  ...keyValueCases,
  ...setCases,
  ...queueCases,
  ...stackCases,
  ...priorityQueueCases,
];
