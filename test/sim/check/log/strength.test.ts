/** What tails, and positions found unwritten, are held to: to the time of the call, or to any time before the return. */
import { describe, expect, it } from 'vitest';
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import type { LogCheckOptions } from '../../../../sim/check/log/terms.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { append, appendWithout, fill, read, readData, tail, trimCell } from './operations.ts';

type Spec = LogCheckOptions['spec'];

const verdicts = (history: LogHistory, spec: Spec = 'corfu'): Record<string, string> =>
  Object.fromEntries(
    (['confirmed', 'leased', 'serializable'] as const).map((strength) => {
      const options = { spec, strength };
      const verdict = checkLog(history, options);
      if (verdict.verdict === 'ok') expect(verifyWitness(history, verdict.witness, options)).toBe(null);
      return [strength, verdict.verdict === 'illegal' ? verdict.rule : verdict.verdict];
    }),
  );

const written = append([1, 4], 'a', 0);

describe('a stale answer', () => {
  it.each<[string, LogHistory, string]>([
    ['tail', [written, tail([5, 6], 0)], 'T1c'],
    ['tail of an epoch that goes on', [written, tail([5, 6], 1, 1), tail([7, 8], 0, 1)], 'T1c'],
    ['position that is unwritten', [written, read([5, 6], 0, 'unwritten')], 'W3'],
    ['refused fill', [written, fill([5, 6], 0, 'unwritten')], 'T1c'],
  ])('%s is legal where it is serializable, and nowhere else', (_what, history, rule) => {
    expect(verdicts(history)).toEqual({ confirmed: rule, leased: rule, serializable: 'ok' });
  });

  it('is judged so in an atomic log, too', () => {
    const stale = { confirmed: 'T1', leased: 'T1', serializable: 'ok' };
    expect(verdicts([written, tail([5, 6], 0)], 'atomic')).toEqual(stale);
    const gone = { confirmed: 'W3', leased: 'W3', serializable: 'ok' };
    expect(verdicts([written, read([5, 6], 0, 'unwritten')], 'atomic')).toEqual(gone);
  });
});

describe('what no strength permits', () => {
  it.each<[string, Spec, LogHistory, string]>([
    ['a tail of what was appended only later', 'atomic', [tail([1, 2], 1), append([3, 4], 'a', 0)], 'T1'],
    ['a tail off 0 before anything was called', 'corfu', [tail([1, 2], 3), append([3, 4], 'a', 0)], 'T1c'],
    [
      'two tails at once that were never true of one log',
      'atomic',
      [append([1, 2], 'a', 0), append([3, 4], 'b', 1), tail([5, 6], 3)],
      'D1',
    ],
    ['data that turns to junk', 'corfu', [written, read([5, 6], 0, 'junk')], 'W2'],
    ['data before it was appended', 'corfu', [readData([1, 2], 0, 'a'), append([3, 4], 'a', 0)], 'W3'],
    [
      'a value of an append that failed',
      'corfu',
      [appendWithout([1, 2], 'a', 'failed'), readData([3, 4], 0, 'a')],
      'U1',
    ],
  ])('%s', (_what, spec, history, rule) => {
    expect(verdicts(history, spec)).toEqual({ confirmed: rule, leased: rule, serializable: rule });
  });
});

describe('data that was trimmed', () => {
  const seen = [written, trimCell([5, 6], 0), readData([7, 8], 0, 'a')];

  it('is seen where trims linger, and nowhere else', () => {
    expect(checkLog(seen, { spec: 'corfu' })).toMatchObject({ verdict: 'illegal', rule: 'P1c' });
    expect(checkLog(seen, { spec: 'corfu', trims: 'lingering' }).verdict).toBe('ok');
  });

  it('is never unwritten again, nor something else', () => {
    const options = { spec: 'corfu', trims: 'lingering' } as const;
    const unwritten = [written, trimCell([5, 6], 0), read([7, 8], 0, 'unwritten')];
    const other = [written, trimCell([5, 6], 0), read([7, 8], 0, 'junk')];
    expect(checkLog(unwritten, options).verdict).toBe('illegal');
    expect(checkLog(other, options)).toMatchObject({ verdict: 'illegal', rule: 'W2' });
  });
});
