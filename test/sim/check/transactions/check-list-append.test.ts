import { describe, expect, it } from 'vitest';
import { checkListAppend } from '../../../../sim/check/transactions/check-list-append.ts';
import type { Isolation, TransactionRule } from '../../../../sim/check/transactions/isolation.ts';
import type { ListHistory } from '../../../../sim/check/transactions/transaction.ts';
import { verifyContradiction } from '../../../../sim/check/transactions/verify-contradiction.ts';
import { verifyOrder } from '../../../../sim/check/transactions/verify-order.ts';
import { lists } from './shorthand.ts';

interface Anomaly {
  readonly rule: string;
  readonly history: ListHistory;
  readonly operations: readonly number[];
  readonly message: string;
  /** Without it the history passes, or is told less clearly. */
  readonly needs: TransactionRule;
  readonly isolation?: Isolation;
}

const client = 7;

const anomalies: readonly Anomaly[] = [
  {
    rule: 'garbage-read',
    history: lists('ax1', 'rx12'),
    operations: [1],
    message: 'garbage-read: #1 read "x" as [1 2], but nobody ever appended 2.',
    needs: 'garbage-read',
  },
  {
    rule: 'duplicate-elements',
    history: lists('ax1', 'rx11'),
    operations: [1],
    message: 'duplicate-elements: #1 read "x" as [1 1], with 1 twice.',
    needs: 'duplicate-elements',
  },
  {
    rule: 'G1a',
    history: lists(['ax1', { outcome: 'fail' }], 'rx1'),
    operations: [0, 1],
    message: 'G1a: #1 read "x" as [1], but #0, which appended 1, had aborted.',
    needs: 'G1a',
  },
  {
    rule: 'dirty-update',
    history: lists(['ax1', { outcome: 'fail' }], 'ax2', 'rx12'),
    operations: [0, 2],
    message:
      'dirty-update: #2 read "x" as [1 2]: somebody appended 2 to it on top of 1, which #0 had appended and aborted.',
    needs: 'dirty-update',
  },
  {
    rule: 'G1b',
    history: lists('ax1 ax2', 'rx1', 'rx12'),
    operations: [0, 1],
    message: 'G1b: #1 read "x" as [1], which ends amid the appends of #0.',
    needs: 'G1b',
  },
  {
    rule: 'internal',
    history: lists('ax1', 'rx rx1'),
    operations: [1],
    message: 'internal: #1 read "x" as [1], which contradicts its own read of [].',
    needs: 'internal',
  },
  {
    rule: 'internal',
    history: lists('ax1 rx'),
    operations: [0],
    message: 'internal: #0 read "x" as [], which contradicts what it had appended itself.',
    needs: 'internal',
  },
  {
    rule: 'future-read',
    history: lists('rx1 ax1'),
    operations: [0],
    message: 'future-read: #0 read "x" as [1], which shows what it appended only later.',
    needs: 'future-read',
  },
  {
    rule: 'incompatible-order',
    history: lists('ax1', 'ax2', 'rx12', 'rx21'),
    operations: [2, 3],
    message: 'incompatible-order: #3 read "x" as [2 …], and #2 read it as [1 …].',
    needs: 'incompatible-order',
  },
  {
    rule: 'incompatible-order',
    history: lists('ax1 ax2', 'rx2'),
    operations: [0, 1],
    message: 'incompatible-order: #1 read "x" as [2], not in the order in which #0 appended.',
    needs: 'incompatible-order',
  },
  {
    rule: 'lost-update',
    history: lists('ax1', 'rx1 ax2', 'rx1 ax3', 'rx123'),
    operations: [1, 2],
    message: 'lost-update: #1 and #2 both read "x" as [1], and then both appended to it.',
    needs: 'lost-update',
  },
  {
    rule: 'G0',
    history: lists('ax1 ay1', 'ax2 ay2', 'rx12', 'ry21'),
    operations: [0, 1, 2, 3],
    message:
      'G0: #0 < #1, because #1 appended 2 after #0 appended 1 to "x"; however, #1 < #0, because #0 appended 1 after #1 appended 2 to "y": a contradiction.',
    needs: 'ww',
  },
  {
    // The example of Elle's demonstration.
    rule: 'G1c',
    history: lists('ax2 ay1', 'ax1 ry1', 'rx12 ry1'),
    operations: [0, 1, 2],
    message:
      'G1c: #0 < #1, because #1 observed #0\'s append of 1 to "y"; however, #1 < #0, because #0 appended 2 after #1 appended 1 to "x": a contradiction.',
    needs: 'wr',
  },
  {
    rule: 'G-single',
    history: lists('ax1 ay1', 'rx1 ry'),
    operations: [0, 1],
    message:
      'G-single: #0 < #1, because #1 observed #0\'s append of 1 to "x"; however, #1 < #0, because #1 did not observe #0\'s append of 1 to "y": a contradiction.',
    needs: 'rw',
  },
  {
    rule: 'G-nonadjacent',
    history: lists('ax1', 'rx1 ry', 'ay1', 'ry1 rx'),
    operations: [1, 3],
    message:
      'G-nonadjacent: #1 < #3, because #1 did not observe the append of 1 to "y", which #3 observed; however, #3 < #1, because #3 did not observe the append of 1 to "x", which #1 observed: a contradiction.',
    needs: 'rw',
    isolation: 'snapshot-isolation',
  },
  {
    rule: 'G2-item',
    history: lists('rx ay1', 'ry ax1'),
    operations: [0, 1],
    message:
      'G2-item: #0 < #1, because #0 did not observe #1\'s append of 1 to "x"; however, #1 < #0, because #1 did not observe #0\'s append of 1 to "y": a contradiction.',
    needs: 'unseen',
    isolation: 'serializable',
  },
  {
    rule: 'G-single-process',
    history: lists(['ax1', { at: [1, 2], client }], ['rx', { at: [3, 4], client }]),
    operations: [0, 1],
    message:
      'G-single-process: #0 < #1, because client 7 called #1 after #0 had returned to it; however, #1 < #0, because #1 did not observe #0\'s append of 1 to "x": a contradiction.',
    needs: 'process',
  },
  {
    rule: 'G1c-process',
    history: lists(['ry1', { at: [1, 2], client }], ['ax1', { at: [3, 4], client }], 'rx1 ay1'),
    operations: [0, 1, 2],
    message:
      'G1c-process: #0 < #1, because client 7 called #1 after #0 had returned to it; #1 < #2, because #2 observed #1\'s append of 1 to "x"; however, #2 < #0, because #0 observed #2\'s append of 1 to "y": a contradiction.',
    needs: 'process',
    isolation: 'strong-session-serializable',
  },
  {
    rule: 'G0-realtime',
    history: lists(['ax1', { at: [1, 2] }], ['ax2', { at: [3, 4] }], 'rx21'),
    operations: [0, 1, 2],
    message:
      'G0-realtime: #0 < #1, because #0 had returned before #1 was called; however, #1 < #0, because #0 appended 1 after #1 appended 2 to "x": a contradiction.',
    needs: 'realtime',
  },
  {
    rule: 'G-single-realtime',
    history: lists(['ax1', { at: [1, 2] }], ['rx', { at: [3, 4] }]),
    operations: [0, 1],
    message:
      'G-single-realtime: #0 < #1, because #0 had returned before #1 was called; however, #1 < #0, because #1 did not observe #0\'s append of 1 to "x": a contradiction.',
    needs: 'realtime',
  },
];

describe.each(anomalies)(
  '$rule: $message',
  ({ rule, history, operations, message, needs, isolation = 'strict-serializable' }) => {
    it('is caught under its name, with the fewest transactions that show it', () => {
      expect(checkListAppend(history, { isolation })).toMatchObject({ verdict: 'illegal', rule, operations, message });
      expect(verifyContradiction(history, operations, isolation)).toBe(null);
    });

    it('is lost without its rule', () => {
      const verdict = checkListAppend(history, { isolation, disabledRules: [needs] });
      expect(verdict.verdict === 'illegal' && verdict.rule === rule).toBe(false);
    });
  },
);

describe('what an isolation level permits', () => {
  const legal: Record<string, readonly [ListHistory, Isolation]> = {
    'nothing at all': [lists(), 'strict-serializable'],
    'a write skew under snapshot isolation': [lists('rx ay1', 'ry ax1'), 'snapshot-isolation'],
    'a stale read of another client': [
      lists(['ax1', { at: [1, 2] }], ['rx', { at: [3, 4] }]),
      'strong-session-serializable',
    ],
    'a stale read of the same client': [
      lists(['ax1', { at: [1, 2], client }], ['rx', { at: [3, 4], client }]),
      'serializable',
    ],
    'transactions that share an instant, in any order': [
      lists(['ax1', { at: [1, 2] }], ['rx', { at: [2, 3] }]),
      'strict-serializable',
    ],
    'an append of which nobody knows, seen long after': [
      lists(['ax1', { outcome: 'info', at: [1, 1] }], ['rx', { at: [2, 3] }], ['rx1', { at: [4, 5] }]),
      'strict-serializable',
    ],
    'an append of which nobody knows, never seen': [
      lists(['ax1', { outcome: 'info', at: [1, 1] }], ['rx', { at: [2, 3] }]),
      'strict-serializable',
    ],
    'appends that nobody read': [lists('ax1', 'ax2', 'ax3 rx3', 'rx3'), 'strict-serializable'],
    'a value tried again after an abort': [lists(['ax1', { outcome: 'fail' }], 'ax1', 'rx1'), 'strict-serializable'],
    'reads between its own appends': [lists('ax1 rx1 ax2 rx12', 'rx12 ax3'), 'strict-serializable'],
  };

  it.each(Object.entries(legal))('%s', (_, [history, isolation]) => {
    const verdict = checkListAppend(history, { isolation });
    expect(verdict.verdict).toBe('ok');
    expect(verdict.verdict === 'ok' && verifyOrder(history, verdict.witness, isolation)).toBe(null);
  });

  it('keeps the order of real time over what nobody read', () => {
    const history = lists(['ax1', { at: [1, 2] }], ['ax2', { at: [5, 6] }], ['ay1', { at: [3, 4] }]);
    expect(checkListAppend(history)).toEqual({ verdict: 'ok', witness: [0, 2, 1] });
  });
});

describe('what nobody can tell', () => {
  it('which of two equal values was read', () => {
    expect(checkListAppend(lists('ax1', 'ax1', 'rx1'))).toEqual({
      verdict: 'unknown',
      message:
        '#0 and #1 append 1 to "x" more than once, so that nobody can tell which was read: append every value once.',
    });
  });

  it('in which order snapshots were written to that nobody read', () => {
    const history = lists('ax1 ry', 'ax2 ay1 rz', 'ax3 az1 ry');
    expect(checkListAppend(history, { isolation: 'snapshot-isolation' })).toMatchObject({
      verdict: expect.stringMatching(/ok|unknown/),
    });
  });
});

describe("issues of Elle's", () => {
  it('finds the contradiction of the paper, which takes an append that nobody read (elle#20)', () => {
    const append = (key: number, ...values: number[]) => values.map((value) => ({ f: 'append', key, value }));
    const read = (key: number, ...value: number[]) => ({ f: 'r', key, value });
    const history = [
      [...append(253, 1, 3, 4), ...append(255, 2, 3, 4, 5), ...append(256, 1, 2)],
      [...append(255, 8), read(253, 1, 3, 4)],
      [...append(256, 4), read(255, 2, 3, 4, 5, 8), read(256, 1, 2, 4), read(253, 1, 3, 4)],
      [...append(250, 10), read(253, 1, 3, 4), read(255, 2, 3, 4, 5), ...append(256, 3)],
    ].map((output, at) => ({
      client: at,
      outcome: 'ok',
      call: 0,
      return: 1,
      input: output,
      output,
    })) as unknown as ListHistory;
    const verdict = checkListAppend(history, { isolation: 'serializable' });
    expect(verdict).toMatchObject({ verdict: 'illegal', rule: 'G-single', operations: [2, 3] });
    expect(verifyContradiction(history, [2, 3], 'serializable')).toBe(null);
  });

  it('finds a cycle through two reads of one client (elle#21)', () => {
    const history = lists(
      ['rx1 ay1', { client: 1 }],
      ['ry1', { at: [1, 2], client: 2 }],
      ['ax1', { at: [3, 4], client: 2 }],
    );
    expect(checkListAppend(history)).toMatchObject({ verdict: 'illegal', rule: 'G1c-process', operations: [0, 1, 2] });
  });
});
