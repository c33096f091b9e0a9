import { describe, expect, it } from 'vitest';
import { compareOracles } from '../../../../sim/check/transactions/compare-oracles.ts';
import type {
  CommitRecord,
  LoggedRead,
  LoggedTransaction,
  LoggedWrite,
  TransactionLog,
} from '../../../../sim/check/transactions/logged-transaction.ts';
import { type ReplayRule, replayTransactions } from '../../../../sim/check/transactions/replay-transactions.ts';
import { randomLog, spoil } from './random-log.ts';

const read = (object: string, version: number, value: LoggedRead['value']): LoggedRead => ({
  f: 'r',
  object,
  key: null,
  version,
  value,
});
const append = (object: string, value: number): LoggedWrite => ({ f: 'append', object, key: null, value });
const write = (object: string, value: number, key: string | null = null): LoggedWrite => ({
  f: 'w',
  object,
  key,
  value,
});

/** With the record that a correct client appends at `position`; `null` for none. */
const transaction = (
  position: number | null,
  operations: readonly (LoggedRead | LoggedWrite)[],
  more: Partial<LoggedTransaction> = {},
): LoggedTransaction => {
  const record: CommitRecord | null =
    position === null
      ? null
      : {
          position,
          reads: operations
            .filter((one) => one.f === 'r')
            .map(({ object, key, version }) => ({ object, key, version })),
          writes: operations.filter((one) => one.f !== 'r').map(({ object, key }) => ({ object, key })),
          isVoid: false,
        };
  return { client: 0, call: 0, return: 1000, outcome: 'ok', operations, record, ...more };
};

const logOf = (transactions: readonly LoggedTransaction[], more: Partial<TransactionLog> = {}): TransactionLog => ({
  transactions,
  decisions: [],
  playbacks: [],
  ...more,
});

const aborting = transaction(4, [read('x', 0, [1]), append('x', 3)], { outcome: 'fail' });
/** #0 and #1 commit, #2 loses to #1. */
const race = [transaction(0, [append('x', 1)]), transaction(2, [read('x', 0, [1]), append('x', 2)]), aborting];

interface Case {
  readonly rule: ReplayRule;
  readonly title: string;
  readonly good: TransactionLog;
  readonly bad: TransactionLog;
  readonly operations: readonly number[];
  readonly message: string;
}

const playback = (...positions: number[]): Partial<TransactionLog> => ({
  playbacks: [{ host: 'B', object: 'x', positions }],
});
const decision = (position: number, committed: boolean): Partial<TransactionLog> => ({
  decisions: [{ host: 'B', position, committed }],
});

const cases: readonly Case[] = [
  {
    rule: 'T-NoFalseCommit',
    title: 'a host commits what conflicts',
    good: logOf(race, decision(4, false)),
    bad: logOf(race, decision(4, true)),
    operations: [1, 2],
    message:
      'T-NoFalseCommit: B committed the record at position 4, but #1 had overwritten at position 2 what it had read.',
  },
  {
    rule: 'T-NoFalseCommit',
    title: 'a client is told of a commit of which no record is in the log',
    good: logOf([transaction(null, [append('x', 1)], { outcome: 'info', return: null })]),
    bad: logOf([transaction(null, [append('x', 1)])]),
    operations: [0],
    message: 'T-NoFalseCommit: #0 was told that it committed, but no commit record is there.',
  },
  {
    rule: 'T-NoFalseCommit',
    title: 'a forced abort is ignored',
    good: logOf([transaction(0, [append('x', 1)])]),
    bad: logOf([
      transaction(0, [append('x', 1)], {
        record: { position: 0, reads: [], writes: [{ object: 'x', key: null }], isVoid: true },
      }),
    ]),
    operations: [0],
    message: 'T-NoFalseCommit: #0 was told that it committed, but a forced abort stands before it.',
  },
  {
    rule: 'T-DecisionAgree',
    title: 'a host aborts what commits',
    good: logOf(race, decision(2, true)),
    bad: logOf(race, decision(2, false)),
    operations: [1],
    message: 'T-DecisionAgree: B aborted #1 at position 2, which commits.',
  },
  {
    rule: 'T-AbortNoEffect',
    title: 'a client is told of an abort of what commits',
    good: logOf([transaction(0, [append('x', 1)], { outcome: 'info', return: null })]),
    bad: logOf([transaction(0, [append('x', 1)], { outcome: 'fail' })]),
    operations: [0],
    message: 'T-AbortNoEffect: #0 was told that it aborted, but its record at 0 commits.',
  },
  {
    rule: 'T-AbortNoEffect',
    title: 'a host applies what aborted',
    good: logOf(race, playback(0, 2)),
    bad: logOf(race, playback(0, 2, 4)),
    operations: [2],
    message:
      'T-AbortNoEffect: B applied the record at position 4 to "x", but #1 had overwritten at position 2 what it had read.',
  },
  {
    rule: 'O-OrderedExactlyOnceApply',
    title: 'a host applies a record twice',
    good: logOf(race, playback(0)),
    bad: logOf(race, playback(0, 2, 2)),
    operations: [1],
    message: 'O-OrderedExactlyOnceApply: B applied the record at position 2 to "x" after that at 2.',
  },
  {
    rule: 'O-NoSilentGap',
    title: 'a host skips a record',
    good: logOf(race, playback(0, 2)),
    bad: logOf(race, playback(2)),
    operations: [0, 1],
    message: 'O-NoSilentGap: B applied the record at position 2 to "x" without that of #0 at 0.',
  },
  {
    rule: 'T-Atomic',
    title: 'a commit record leaves out a write',
    good: logOf([transaction(0, [append('x', 1), append('y', 1)])]),
    bad: logOf([
      transaction(0, [append('x', 1), append('y', 1)], {
        record: { position: 0, reads: [], writes: [{ object: 'x', key: null }], isVoid: false },
      }),
    ]),
    operations: [0],
    message: 'T-Atomic: #0 wrote "y", but its commit record does not say so.',
  },
  {
    rule: 'T-NoDirtyRead',
    title: 'a version of an aborted record',
    good: logOf([...race, transaction(null, [read('x', 2, [1, 2])])]),
    bad: logOf([...race, transaction(null, [read('x', 4, [1, 2])])]),
    operations: [2, 3],
    message: 'T-NoDirtyRead: #3 read "x" in version 4, but no committed record writes it at that position.',
  },
  {
    rule: 'T-ReadOwnWrites',
    title: 'a list without its own append',
    good: logOf([transaction(0, [append('x', 1), read('x', -1, [1])])]),
    bad: logOf([transaction(0, [append('x', 1), read('x', -1, [])])]),
    operations: [0],
    message: 'T-ReadOwnWrites: #0 read "x" as [] without its own appends.',
  },
  {
    rule: 'T-ReadOwnWrites',
    title: 'a register without its own write',
    good: logOf([transaction(0, [write('x', 1), read('x', -1, 1)])]),
    bad: logOf([transaction(0, [write('x', 1), read('x', -1, null)])]),
    operations: [0],
    message: 'T-ReadOwnWrites: #0 read nothing from "x" after its own write of 1.',
  },
  {
    rule: 'O-SamePrefix',
    title: 'a list that the log does not have in that version',
    good: logOf([...race, transaction(null, [read('x', 2, [1, 2])])]),
    bad: logOf([...race, transaction(null, [read('x', 2, [1, 3])])]),
    operations: [1, 3],
    message: 'O-SamePrefix: #3 read "x" in version 2 as [1 3], where it holds [1 2].',
  },
  {
    rule: 'O-SamePrefix',
    title: 'a register that the log does not have in that version',
    good: logOf([transaction(0, [write('x', 1)]), transaction(null, [read('x', 0, 1)])]),
    bad: logOf([transaction(0, [write('x', 1)]), transaction(null, [read('x', 0, 2)])]),
    operations: [0, 1],
    message: 'O-SamePrefix: #1 read "x" in version 0 as 2, where it holds 1.',
  },
  {
    rule: 'T-Opacity',
    title: 'an aborted transaction saw two prefixes',
    good: logOf([
      transaction(0, [append('x', 1)]),
      transaction(1, [append('y', 1)]),
      transaction(null, [read('x', 0, [1]), read('y', -1, [])], { outcome: 'fail' }),
    ]),
    bad: logOf([
      transaction(0, [append('x', 1)]),
      transaction(1, [append('y', 1)]),
      transaction(null, [read('x', -1, []), read('y', 1, [1])], { outcome: 'fail' }),
    ]),
    operations: [0, 1, 2],
    message:
      'T-Opacity: #2 read "x" as it was before #0 overwrote it at position 0, and "y" as it was only from position 1 on.',
  },
  {
    rule: 'T-StrictSerializable',
    title: 'a commit record leaves out a read that was overwritten',
    good: logOf(race),
    bad: logOf([
      ...race.slice(0, 2),
      transaction(4, [read('x', 0, [1]), append('y', 3)], {
        record: { position: 4, reads: [], writes: [{ object: 'y', key: null }], isVoid: false },
      }),
    ]),
    operations: [1, 2],
    message:
      'T-StrictSerializable: #2 committed at position 4, but what it read of "x" was overwritten by #1 at position 2.',
  },
  {
    rule: 'T-StrictSerializable',
    title: 'a commit below one that had returned',
    good: logOf([transaction(5, [append('x', 1)], { return: 10 }), transaction(6, [append('y', 1)], { call: 20 })]),
    bad: logOf([transaction(5, [append('x', 1)], { return: 10 }), transaction(3, [append('y', 1)], { call: 20 })]),
    operations: [0, 1],
    message:
      'T-StrictSerializable: #0 returned before #1 was called, and took effect at position 5, but #1 committed at position 3.',
  },
  {
    rule: 'T-StrictSerializable',
    title: 'a stale read of what only reads',
    good: logOf([
      transaction(5, [append('x', 1)], { return: 10 }),
      transaction(null, [read('x', -1, [])], { call: 10 }),
    ]),
    bad: logOf([
      transaction(5, [append('x', 1)], { return: 10 }),
      transaction(null, [read('x', -1, [])], { call: 20 }),
    ]),
    operations: [0, 1],
    message:
      'T-StrictSerializable: #0 returned before #1 was called, and took effect at position 5, but #1 read what #0 had overwritten at position 5.',
  },
  {
    rule: 'T-StrictSerializable',
    title: 'two that only read see the log go back',
    good: logOf([
      transaction(5, [append('x', 1)]),
      transaction(null, [read('x', -1, [])], { return: 10 }),
      transaction(null, [read('x', 5, [1])], { call: 20 }),
    ]),
    bad: logOf([
      transaction(5, [append('x', 1)]),
      transaction(null, [read('x', 5, [1])], { return: 10 }),
      transaction(null, [read('x', -1, [])], { call: 20 }),
    ]),
    operations: [0, 1, 2],
    message:
      'T-StrictSerializable: #1 returned before #2 was called, and took effect at position 5, but #2 read what #0 had overwritten at position 5.',
  },
];

describe.each(cases)('$rule: $title', ({ rule, good, bad, operations, message }) => {
  it('accepts the good log, and so do its clients', () => {
    expect(replayTransactions(good).verdict).toBe('ok');
    expect(compareOracles(good).verdict).toBe('ok');
  });

  it('rejects the bad log, and says why', () => {
    expect(replayTransactions(bad)).toEqual({ verdict: 'illegal', rule, message, operations, chain: [] });
  });

  it('is lost without its rule', () => {
    const verdict = replayTransactions(bad, [rule]);
    expect(verdict.verdict === 'illegal' && verdict.rule === rule).toBe(false);
  });
});

describe('keys of an object', () => {
  const first = transaction(0, [write('m', 1, 'a')]);
  const onKey = (key: string | null, position = 1) => transaction(position, [write('m', 2, key)]);
  const reader = (key: string | null) =>
    transaction(2, [{ f: 'r', object: 'm', key, version: 0, value: key === null ? null : 1 }, write('n', 1)], {
      outcome: 'fail',
    });

  it('conflict with themselves and with the whole, not with each other', () => {
    const commits = (written: string | null, seen: string | null): boolean => {
      const verdict = replayTransactions(logOf([first, onKey(written), reader(seen)]));
      return verdict.verdict === 'illegal' && verdict.rule === 'T-AbortNoEffect';
    };
    expect(commits('a', 'a')).toBe(false);
    expect(commits('b', 'a')).toBe(true);
    expect(commits(null, 'a')).toBe(false);
    expect(commits('b', null)).toBe(false);
  });
});

it('refuses a log with two records at one position', () => {
  const log = logOf([transaction(0, [append('x', 1)]), transaction(0, [append('x', 2)])]);
  expect(() => replayTransactions(log)).toThrow('#0 and #1 both have a commit record at 0');
});

it('decides an indeterminate commit by the log', () => {
  const log = logOf([
    transaction(3, [append('x', 1)], { outcome: 'info', return: null }),
    transaction(null, [append('x', 2)], { outcome: 'info', return: null }),
    transaction(null, [read('x', 3, [1])]),
  ]);
  expect(replayTransactions(log)).toEqual({ verdict: 'ok', witness: [0, 2] });
});

describe('both oracles', () => {
  it('agree on random logs; a spoilt one that the replay accepts has an order for its clients too', () => {
    const rules = new Set<string>();
    let accepted = 0;
    for (let seed = 1; seed <= 5000; seed++) {
      const { log, below } = randomLog(seed);
      expect([seed, compareOracles(log)]).toMatchObject([seed, { verdict: 'ok' }]);
      const verdict = compareOracles(spoil(log, below));
      expect(verdict.verdict).not.toBe('unknown');
      if (verdict.verdict === 'illegal') rules.add(verdict.rule);
      else accepted += 1;
    }
    expect(rules.has('oracles-disagree')).toBe(false);
    expect(rules.size).toBeGreaterThan(6);
    expect(accepted).toBeGreaterThan(500);
  });

  it('disagree as soon as the replay overlooks something that clients can see', () => {
    const log = logOf([...race, transaction(null, [read('x', 2, [1, 3])])]);
    expect(compareOracles(log, ['O-SamePrefix'])).toMatchObject({ verdict: 'illegal', rule: 'oracles-disagree' });
  });
});
