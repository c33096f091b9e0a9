import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concurrentPairs } from '../../../../sim/check/judge/concurrent-pairs.ts';
import { judgeHistory } from '../../../../sim/check/judge/judge-history.ts';
import { read } from '../formats/read.ts';

const judge = (lines: readonly object[], configurationsMax?: number) =>
  judgeHistory(read(lines.map((line) => JSON.stringify(line)).join('\n')), { configurationsMax, isolation: undefined });

it('counts pairs that overlap, as comparing each with each does', () => {
  const interval = fc
    .record({ call: fc.nat(12), length: fc.option(fc.nat(6)) })
    .map(({ call, length }) => ({ call, return: length === null ? null : call + length }));
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 12 }), (intervals) => {
      const overlap = (a: number, b: number): boolean =>
        intervals[a]!.call <= (intervals[b]!.return ?? Infinity) &&
        intervals[b]!.call <= (intervals[a]!.return ?? Infinity);
      let pairs = 0;
      for (let a = 0; a < intervals.length; a++) for (let b = 0; b < a; b++) if (overlap(a, b)) pairs += 1;
      expect(concurrentPairs(intervals)).toBe(pairs);
    }),
  );
});

describe('a report', () => {
  const common = { kind: 'register', key: 'x' };

  it('says what was not judged, and how much was', () => {
    const report = judge([
      { ...common, client: 0, op: 'write', arg: 1, out: null, call: 1, return: null },
      { ...common, client: 1, op: 'write', arg: 2, out: null, call: 2, return: null },
      { ...common, client: 2, op: 'write', arg: 3, out: null, outcome: 'fail', call: 3, return: 4 },
      { ...common, client: 2, op: 'read', out: 1, call: 5, return: 6 },
    ]);
    expect(report).toMatchObject({ verdict: 'ok', size: 4 });
    expect(report.counts).toEqual([
      { count: 1, noun: 'answer', rest: ' with data' },
      { count: 1, noun: 'operation', rest: ' resolved without an answer' },
      { count: 5, noun: 'concurrent pair', rest: '' },
    ]);
    expect(report.notChecked).toEqual([
      '1 operation got no answer, and nobody saw an effect.',
      '1 operation failed, which is taken to mean: without any effect.',
    ]);
  });

  it('of a search that gave up has no proof', () => {
    const writes = Array.from({ length: 12 }, (_, client) => ({
      ...common,
      client,
      op: 'write',
      arg: client % 3,
      out: null,
      call: 1,
      return: 99,
    }));
    const reads = [0, 1, 2, 0, 1, 2].map((out, i) => ({
      ...common,
      client: 20 + i,
      op: 'cas',
      arg: `${out},${(out + 1) % 3}`,
      out: 'ok',
      call: 2,
      return: 98,
    }));
    expect(judge([...writes, ...reads], 3)).toMatchObject({
      verdict: 'unknown',
      operations: [],
      witness: null,
      rule: null,
    });
  });

  it('of a log says what its spec does not judge', () => {
    const log = { kind: 'log', client: 0 };
    const report = judge([
      { header: true, spec: 'cells', kind: 'log' },
      { ...log, op: 'append', arg: 'a', out: 'ok', outPos: 3, call: 1, return: 2 },
      { ...log, op: 'tail', out: 'open', outPos: 0, call: 3, return: 4 },
      { ...log, op: 'seal', out: 'ok', call: 5, return: 6 },
      { ...log, op: 'append', arg: 'b', out: 'unknown', call: 7, return: 8 },
    ]);
    expect(report.verdict).toBe('ok');
    expect(report.notChecked).toEqual([
      '1 append got no answer, and nobody saw a value of theirs.',
      'Tails, which the spec "cells" does not know.',
      'Seals, which the spec "cells" does not know.',
      'Gaps: positions that nobody took may be missing.',
    ]);
  });

  it('of a log does not take an append that was refused, and adopted, for one without an answer', () => {
    const log = { kind: 'log', client: 0 };
    const report = judge([
      { header: true, sealed: 'indeterminate', kind: 'log' },
      { ...log, op: 'append', arg: 'a', out: 'sealed', call: 1, return: 2 },
      { ...log, op: 'seal', out: 'ok', client: 1, call: 1, return: 2 },
      { ...log, op: 'read', pos: 0, out: 'data', outVal: 'a', call: 3, return: 4 },
    ]);
    expect(report.verdict).toBe('ok');
    expect(report.notChecked).toEqual([]);
  });
});
