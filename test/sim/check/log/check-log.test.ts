import { describe, expect, it } from 'vitest';
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import { timeline } from '../../../../sim/check/log/timeline.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { realisticHistory } from '../../../bench/realistic-history.ts';
import { append, appendWithout, fill, read, readData, tail, trim, trimCell } from './operations.ts';

const verdictOf = (history: LogHistory, spec: 'corfu' | 'cells' = 'corfu') => checkLog(history, { spec });

describe('what the CORFU client view permits', () => {
  const legal: Record<string, LogHistory> = {
    'nothing at all': [],
    'a visible hole': [
      append([1, 9], 'a', 5),
      append([1, 3], 'b', 6),
      readData([4, 5], 6, 'b'),
      read([6, 7], 5, 'unwritten'),
    ],
    'a higher position decided first': [append([1, 9], 'a', 5), append([2, 3], 'b', 6)],
    'a lost token leaves a gap': [append([1, 2], 'a', 0), append([3, 4], 'b', 7)],
    'an append that found junk and took another token': [
      append([1, 9], 'a', 4),
      fill([2, 3], 0, 'junk'),
      append([4, 5], 'b', 2),
      read([6, 7], 0, 'junk'),
    ],
    'an append that filled its own position and nobody else did': [append([1, 9], 'a', 4), read([2, 3], 0, 'junk')],
    'junk from an append that was given up long ago': [
      appendWithout([1, 2], 'a', 'unknown'),
      read([3, 4], 0, 'unwritten'),
      read([5, 6], 0, 'junk'),
    ],
    'an append that ended unknown and shows up later': [
      appendWithout([1, 2], 'a', 'unknown'),
      read([3, 4], 0, 'unwritten'),
      readData([5, 6], 0, 'a'),
    ],
    'an append that ended unknown and was trimmed': [
      appendWithout([1, 2], 'a', 'unknown'),
      trimCell([3, 4], 0),
      read([5, 6], 0, 'trimmed'),
    ],
    'a tail far above every position: tokens were lost': [append([1, 2], 'a', 0), tail([3, 4], 1000)],
    'a tail that a failover lowered': [
      append([1, 2], 'a', 0),
      tail([3, 4], 9, 1),
      tail([5, 6], 1, 2),
      append([7, 8], 'b', 1),
    ],
    'a tail of 0 before anything': [tail([1, 2], 0)],
    'a tail off 0 after a failover above a trim': [trim([1, 2], 5), tail([3, 4], 5)],
    'a fill that nobody answered': [append([1, 2], 'a', 1), fill([3, null], 0, null), read([5, 6], 0, 'junk')],
    'a fill that was given up': [
      append([1, 2], 'a', 1),
      fill([3, 4], 0, 'failed'),
      read([5, 6], 0, 'unwritten'),
      read([7, 8], 0, 'junk'),
    ],
    'a refused fill, then an append there': [fill([1, 2], 0, 'unwritten'), append([3, 4], 'a', 0)],
    'a refused fill of a position that a trim has poisoned': [
      trimCell([1, null], 3, null),
      read([2, 3], 3, 'trimmed'),
      fill([4, 5], 3, 'unwritten'),
    ],
    'a prefix trim that reaches a higher cell first': [
      append([1, 2], 'a', 0),
      append([3, 4], 'b', 1),
      trim([5, 20], 2),
      read([6, 7], 1, 'trimmed'),
      readData([8, 9], 0, 'a'),
    ],
    'trimmed, then the same value, while the trim is not acknowledged': [
      append([1, 2], 'a', 0),
      trim([3, null], 1, null),
      read([4, 5], 0, 'trimmed'),
      readData([6, 7], 0, 'a'),
    ],
    'answers that say nothing': [
      read([1, 2], 0, 'failed'),
      read([1, null], 0, null),
      fill([1, 2], 0, 'failed'),
      trim([3, 4], 9, 'failed'),
    ],
    'intervals that only touch': [append([1, 4], 'a', 3), append([4, 6], 'b', 2)],
  };
  it.each(Object.entries(legal))('%s', (_title, history) => {
    const verdict = verdictOf(history);
    expect(verdict).toMatchObject({ verdict: 'ok' });
    expect(verdict.verdict === 'ok' && verifyWitness(history, verdict.witness, { spec: 'corfu' })).toBe(null);
  });
});

describe('the cells alone', () => {
  it('know no tokens and no tails', () => {
    const history = [append([1, 2], 'a', 5), append([3, 4], 'b', 3), tail([5, 6], 0)];
    expect(verdictOf(history, 'cells').verdict).toBe('ok');
    expect(verdictOf(history, 'corfu').verdict).toBe('illegal');
  });

  it('take a refused fill for a position that is not written yet', () => {
    const history = [append([1, 2], 'a', 0), fill([3, 4], 0, 'unwritten')];
    expect(verdictOf(history, 'cells')).toMatchObject({ verdict: 'illegal', rule: 'W3', operations: [0, 1] });
  });
});

describe('a fill that found data which nobody read', () => {
  it('needs an append of unknown outcome', () => {
    expect(verdictOf([appendWithout([1, null], 'a', null), fill([2, 3], 0, 'data')]).verdict).toBe('ok');
    expect(verdictOf([appendWithout([1, 4], 'a', 'failed'), fill([2, 3], 0, 'data')])).toMatchObject({
      verdict: 'illegal',
      rule: 'W1',
      operations: [1],
      message: 'fill #1 had found data at position 0, but no append is left that can have written it.',
    });
  });

  it('needs one append per position', () => {
    const history = [appendWithout([1, null], 'a', null), fill([2, 3], 0, 'data'), fill([2, 3], 1, 'data')];
    expect(verdictOf(history)).toMatchObject({ verdict: 'illegal', rule: 'W1', operations: [1, 2] });
    expect(verdictOf([...history, appendWithout([2, null], 'b', null)]).verdict).toBe('ok');
  });

  it('gives earlier appends to lower positions', () => {
    const appends = [appendWithout([5, null], 'a', null), appendWithout([1, null], 'b', null)];
    expect(verdictOf([...appends, fill([2, 3], 0, 'data'), fill([6, 7], 1, 'data')]).verdict).toBe('ok');
    expect(verdictOf([...appends, fill([6, 7], 0, 'data'), fill([2, 3], 1, 'data')])).toMatchObject({
      verdict: 'illegal',
      operations: [0, 2, 3],
    });
    expect(verdictOf([...appends, fill([6, 7], 0, 'data'), fill([2, 3], 1, 'data')], 'cells').verdict).toBe('ok');
  });
});

describe('what cannot be judged is said to be unknown', () => {
  it.each<[string, LogHistory]>([
    [
      'append #0 and append #1 carry the same value (1 values in 2 appends), so a read does not say which it saw and ' +
        'nothing was judged: give each append a value of its own, or, if these are attempts at one append, say whether ' +
        'retries take effect `once` or each may and readers keep the `first`',
      [append([1, 2], 'a', 0), append([3, 4], 'a', 1)],
    ],
    [
      'append #0 was acknowledged without a position',
      [{ client: 0, op: 'append', arg: 'a', out: 'ok', call: 1, return: 2 }],
    ],
    ['read #0 returns before its call', [read([2, 1], 3, 'unwritten')]],
    ['read #0 returned data without a value', [{ client: 0, op: 'read', pos: 3, out: 'data', call: 1, return: 2 }]],
    ['checkTail #0 returned no position', [{ client: 0, op: 'tail', out: 'open', call: 1, return: 2 }]],
  ])('%s', (message, history) => {
    expect(verdictOf(history)).toEqual({ verdict: 'unknown', message });
  });

  it('but numbers and strings are different values', () => {
    expect(verdictOf([append([1, 2], 1, 0), append([3, 4], '1', 1), readData([5, 6], 1, '1')]).verdict).toBe('ok');
  });
});

describe('the report', () => {
  const history = [
    append([1, 30], 'x', 40),
    append([2, 3754], 'a', 44),
    append([5, 6], 'y', 39),
    tail([3755, 3800], 41),
    appendWithout([7, null], 'z', null),
  ];

  it('names the operations, and chains from a call to an earlier return', () => {
    expect(verdictOf(history)).toEqual({
      verdict: 'illegal',
      rule: 'T1c',
      message: 'checkTail #3 returned 41, but append #1 had returned position 44 before it was called.',
      operations: [1, 3],
      chain: [
        { operation: 3, point: 'checkTail #3 is called (t=3755)', reason: 'as recorded' },
        { operation: 3, point: 'checkTail #3 sees 41', reason: 'inside its interval' },
        {
          operation: 1,
          point: 'append #1 takes token 44',
          reason: 'no token from the tail on, that was ever used, had been handed out',
        },
        { operation: 1, point: 'append #1 returns (t=3754)', reason: 'inside its interval' },
      ],
    });
  });

  it('leaves out the tokens in the middle', () => {
    const chained = [append([1, 2], 'd', 9), append([1, 99], 'c', 7), append([1, 99], 'b', 5), append([3, 4], 'a', 3)];
    const verdict = verdictOf(chained);
    expect(verdict).toMatchObject({ verdict: 'illegal', rule: 'O1', operations: [0, 3] });
    expect(verdict.verdict === 'illegal' && verdict.chain.map(({ point }) => point)).toEqual([
      'append #3 is called (t=3)',
      'append #3 takes token 3',
      'append #0 takes token 9',
      'append #0 returns (t=2)',
    ]);
  });

  it('draws the operations as lanes', () => {
    expect(timeline(history, [1, 3, 4])).toEqual([
      'client 0: append #1 at position 44 -> ok [2, 3754]    |---------------------|',
      'client 0: append #4 (never returned) -> ? [7, never]             |--------------------------------->',
      'client 0: checkTail #3 -> 41 [3755, 3800]                                              |----------|',
    ]);
  });

  it('never draws wider than 100 columns', () => {
    const wide = [readData([1, 2], 3, 'v'.repeat(200)), readData([3, 3], 3, 'w'), appendWithout([3, null], 'u', null)];
    for (const line of timeline(wide, [0, 1, 2])) expect(line.length).toBeLessThanOrEqual(100);
    expect(timeline(wide, [])).toEqual([]);
  });

  it('says how much there was to judge', () => {
    const verdict = verdictOf([
      append([1, 2], 'a', 0),
      appendWithout([1, 2], 'b', 'unknown'),
      appendWithout([1, null], 'c', null),
      readData([3, 4], 1, 'b'),
      read([3, 4], 2, 'unwritten'),
      tail([3, 4], 2),
    ]);
    expect(verdict).toMatchObject({
      coverage: {
        appendsAcknowledged: 1,
        appendsResolved: 1,
        appendsUnseen: 1,
        dataSeen: 1,
        junkSeen: 0,
        unwrittenSeen: 1,
        trimmedSeen: 0,
        tails: 1,
      },
    });
  });
});

describe('a long history', () => {
  const history = realisticHistory(50, 20_000);

  it('has a witness', () => {
    const verdict = verdictOf(history);
    expect(verdict.verdict).toBe('ok');
    expect(verdict.verdict === 'ok' && verifyWitness(history, verdict.witness, { spec: 'corfu' })).toBe(null);
    expect(verdict.verdict === 'ok' && Math.min(...Object.values(verdict.coverage))).toBeGreaterThanOrEqual(0);
  });

  it('is found out by one stale answer among all', () => {
    const last = history.findLastIndex((op) => op.op === 'append' && op.out === 'ok');
    const { outPos } = history[last] as Extract<LogHistory[number], { op: 'append' }>;
    const stale = [...history, read([1e9, 1e9 + 1], outPos!, 'unwritten')];
    expect(verdictOf(stale)).toMatchObject({ verdict: 'illegal', rule: 'W3', operations: [last, history.length] });
  });
});
