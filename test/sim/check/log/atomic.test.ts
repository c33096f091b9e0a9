import { describe, expect, it } from 'vitest';
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import type { LogCheckOptions } from '../../../../sim/check/log/terms.ts';
import { verifyContradiction } from '../../../../sim/check/log/verify-contradiction.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { atomicHistory } from '../../../bench/realistic-history.ts';
import {
  append,
  appendWithout,
  attempt,
  fill,
  read,
  readData,
  seal,
  sealedTail,
  tail,
  trim,
  trimCell,
} from './operations.ts';

const atomic: LogCheckOptions = { spec: 'atomic' };
const gaps: LogCheckOptions = { spec: 'atomic', dense: false };

const expectLegal = (history: LogHistory, options: LogCheckOptions): void => {
  const verdict = checkLog(history, options);
  expect(verdict).toMatchObject({ verdict: 'ok' });
  expect(verdict.verdict === 'ok' && verifyWitness(history, verdict.witness, options)).toBe(null);
};

const expectIllegal = (history: LogHistory, options: LogCheckOptions, rule: string, operations: number[]): void => {
  expect(checkLog(history, options)).toMatchObject({ verdict: 'illegal', rule, operations });
  expect(verifyContradiction(history, operations, options)).toBe(null);
};

describe('what the atomic log permits', () => {
  const legal: Record<string, LogHistory> = {
    'nothing at all': [],
    'appends that overlap, in either order': [append([1, 9], 'a', 1), append([2, 8], 'b', 0)],
    'an append that nobody heard of below one that was read': [
      appendWithout([1, null], 'a', null),
      append([2, 3], 'b', 1),
    ],
    'a hole that a fill left': [fill([1, 2], 0, 'junk'), append([3, 4], 'a', 1), read([5, 6], 0, 'junk')],
    'a fill that was given up, below an append': [fill([1, 2], 0, 'failed'), append([3, 4], 'a', 1)],
    'a fill that finds data': [append([1, 2], 'a', 0), fill([3, 4], 0, 'data', 'a'), fill([3, 4], 0, 'data')],
    'a trim of nothing': [trim([1, 2], 0)],
    'a position trimmed alone': [append([1, 2], 'a', 0), trimCell([3, 4], 0), read([5, 6], 0, 'trimmed')],
    'a seal that nobody heard of': [seal([1, null], null), sealedTail([2, 3], 0), appendWithout([4, 5], 'a', 'sealed')],
    'an append that overlaps the seal': [seal([1, 9]), append([2, 3], 'a', 0), sealedTail([10, 11], 1)],
    'reads and trims of a sealed log': [
      append([1, 2], 'a', 0),
      seal([3, 4]),
      readData([5, 6], 0, 'a'),
      trim([7, 8], 1),
      read([9, 10], 0, 'trimmed'),
    ],
    // The trim reaches position 1, so position 1 was taken: by the append that nobody heard of.
    'a trim that nobody heard of, above all positions that anybody saw': [
      append([1, 2], 'a', 0),
      appendWithout([1, null], 'b', null),
      trim([3, null], 2, null),
      read([4, 5], 0, 'trimmed'),
    ],
    'of two such trims the one that needs less': [
      append([1, 2], 'a', 0),
      trim([3, null], 9, null),
      trim([3, null], 1, null),
      read([4, 5], 0, 'trimmed'),
      tail([6, 7], 1),
    ],
    'answers that say nothing': [
      read([1, 2], 0, 'failed'),
      trim([1, 2], 7, 'failed'),
      seal([1, 2], 'failed'),
      appendWithout([1, 2], 'a', 'failed'),
      tail([3, 4], 0),
    ],
  };
  it.each(Object.entries(legal))('%s', (_title, history) => expectLegal(history, atomic));

  it('but not a trim whose positions nobody can have taken', () => {
    const history = [append([1, 2], 'a', 0), trim([3, null], 2, null), read([4, 5], 0, 'trimmed')];
    expectIllegal(history, atomic, 'D1', [2]);
    expectLegal(history, gaps);
  });
});

describe('who takes a position that nobody is known to have taken', () => {
  // Position 0 must be taken early, position 1 may be taken late; the fill of 0 comes late.
  const early = [append([1, 3], 'c', 2), tail([1, 9], 3)];
  it('is an append, where the fill of the position comes too late', () => {
    expectLegal(
      [appendWithout([1, null], 'a', null), fill([5, null], 0, null), fill([1, null], 1, null), ...early],
      atomic,
    );
  });

  it('is the fill of the position, where it comes in time, since appends are needed elsewhere', () => {
    const fillFirst = fill([2, null], 0, null);
    expectLegal([appendWithout([1, null], 'a', null), fillFirst, ...early], atomic);
    expectIllegal([fillFirst, ...early], atomic, 'D1', [1]);
  });
});

describe('a log with gaps', () => {
  it('skips positions, which read as junk from then on', () => {
    const history = [append([1, 2], 'a', 5), read([3, 4], 2, 'junk'), tail([5, 6], 9), append([7, 8], 'b', 9)];
    expectLegal(history, gaps);
    expect(checkLog(history, atomic).verdict).toBe('illegal');
    expectIllegal([append([1, 2], 'a', 5), read([3, 4], 2, 'unwritten')], gaps, 'O3', [0, 1]);
    expectIllegal([tail([1, 2], 9), append([3, 4], 'a', 5)], gaps, 'T1', [0, 1]);
  });
});

describe('a refused append', () => {
  const history = [appendWithout([1, 5], 'a', 'sealed'), seal([1, 2]), readData([6, 7], 0, 'a')];

  it('has no effect, unless it may have', () => {
    expectIllegal(history, atomic, 'U1', [0, 2]);
    expectLegal(history, { spec: 'atomic', sealed: 'indeterminate' });
  });
});

describe('attempts at one append', () => {
  it('are found where one of them was, if they take effect once', () => {
    const once: LogCheckOptions = { spec: 'atomic', retries: 'once' };
    const history = [appendWithout([1, null], 'a', null), append([5, 6], 'a', 0), readData([2, 3], 0, 'a')];
    expectLegal(history, once);
    expectLegal([attempt(appendWithout([1, 2], 'a1', 'unknown'), 7), attempt(append([3, 4], 'a2', 0), 7)], once);
  });

  it('may each be somewhere, if readers keep the first', () => {
    const first: LogCheckOptions = { spec: 'atomic', retries: 'first' };
    const attempts = [appendWithout([1, null], 'a', null), append([5, 6], 'a', 1)];
    expectLegal([...attempts, readData([7, 8], 0, 'a'), readData([7, 8], 1, 'a')], first);
    expectIllegal([...attempts, readData([7, 8], 2, 'a')], first, 'D1', [2]);
  });

  it('leave the earliest of them to positions of which nobody knows what they hold', () => {
    const first: LogCheckOptions = { spec: 'atomic', retries: 'first' };
    const attempts = [appendWithout([1, null], 'a', null), appendWithout([4, null], 'a', null)];
    expectLegal([...attempts, tail([1, 3], 1), readData([7, 8], 1, 'a')], first);
  });
});

describe('a long history', () => {
  const history = atomicHistory(50, 20_000);

  it('has a witness', () => expectLegal(history, atomic));

  it('is found out by one stale answer among all, and told by two operations', () => {
    const last = history.findLastIndex((op) => op.op === 'append' && op.return !== null);
    const { outPos } = history[last] as Extract<LogHistory[number], { op: 'append' }>;
    const stale = [...history, read([1e9, 1e9 + 1], outPos!, 'unwritten')];
    const verdict = checkLog(stale, atomic);
    expect(verdict).toMatchObject({ verdict: 'illegal', operations: [expect.any(Number), history.length] });
  });

  it('is found out by a seal that came before its end', () => {
    const verdict = checkLog([...history, seal([5, 6])], atomic);
    expect(verdict).toMatchObject({ verdict: 'illegal', rule: 'S1', operations: [expect.any(Number), history.length] });
  });
});

describe('the proof of a contradiction', () => {
  const history = [append([1, 2], 'a', 0), tail([3, 4], 0), append([5, 6], 'b', 1)];

  it('is refused without any one of its operations, and with one more', () => {
    expect(verifyContradiction(history, [0, 1], atomic)).toBe(null);
    expect(verifyContradiction(history, [1], atomic)).toBe('the operations 1 are legal alone');
    expect(verifyContradiction(history, [0, 2], atomic)).toBe('the operations 0, 2 are legal alone');
    expect(verifyContradiction(history, [0, 1, 2], atomic)).toBe('operation 2 is not needed');
  });
});

describe('the witness of an atomic log', () => {
  const history: LogHistory = [
    append([1, 10], 'a', 0),
    append([2, 20], 'b', 2),
    read([0, 4], 0, 'unwritten'),
    readData([11, 30], 0, 'a'),
    fill([5, 15], 1, 'junk'),
    tail([12, 40], 3),
    trim([31, 50], 1),
    read([32, 60], 0, 'trimmed'),
    seal([51, 70]),
    appendWithout([55, 80], 'c', 'sealed'),
    sealedTail([60, 90], 3),
  ];
  const verdict = checkLog(history, atomic);
  const witness = verdict.verdict === 'ok' ? verdict.witness : [];

  it('is refused without any one of its steps, with one twice, and with one outside its interval', () => {
    expect(verifyWitness(history, witness, atomic)).toBe(null);
    for (const [at, step] of witness.entries()) {
      expect(verifyWitness(history, witness.toSpliced(at, 1), atomic), `without ${at}`).not.toBe(null);
      expect(verifyWitness(history, witness.toSpliced(at, 0, step), atomic), `twice ${at}`).not.toBe(null);
      expect(verifyWitness(history, witness.with(at, { ...step, at: 1000 }), atomic)).not.toBe(null);
      expect(verifyWitness(history, witness.with(at, { ...step, at: -1 }), atomic)).not.toBe(null);
    }
  });

  it('is refused for a history that says something else', () => {
    const others: LogHistory = [
      append([1, 10], 'z', 0),
      append([2, 20], 'b', 1),
      read([0, 4], 0, 'junk'),
      readData([11, 30], 0, 'b'),
      fill([5, 15], 1, 'trimmed'),
      tail([12, 40], 2),
      trim([31, 50], 0),
      read([32, 60], 1, 'trimmed'),
      seal([51, 70], 'failed'),
      append([55, 80], 'c', 3),
      sealedTail([60, 90], 2),
    ];
    for (const [index, other] of others.entries()) {
      expect(verifyWitness(history.with(index, other), witness, atomic), `operation ${index}`).not.toBe(null);
    }
  });
});
