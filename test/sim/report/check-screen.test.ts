import { describe, expect, it } from 'vitest';
import type { HistoryReport } from '../../../sim/check/judge/history-report.ts';
import { judgeHistory } from '../../../sim/check/judge/judge-history.ts';
import { certificate } from '../../../sim/report/certificate.ts';
import { checkScreen } from '../../../sim/report/check-screen.ts';
import { plain } from '../../../sim/report/style.ts';
import { read } from '../check/formats/read.ts';

const report: HistoryReport = {
  verdict: 'illegal',
  rule: 'G1a',
  message: 'G1a: #1 read "\u001b[2J", which #0 had taken back.',
  operations: [0, 1],
  chain: [{ point: '#0 fails \u0007', reason: 'as recorded', operation: 0 }],
  timeline: ['a  |--|', 'b  |--|'],
  against: 'serializable transactions over lists',
  size: 1234,
  counts: [
    { count: 1, noun: 'commit', rest: '' },
    { count: 2000, noun: 'read', rest: ' with data' },
  ],
  notChecked: ['2 operations failed.'],
  witness: null,
};

describe('the screen of a history', () => {
  it('says verdict, reason, operations, lines, counts and what was left out, in this order', () => {
    const shown = { name: 'h', report, lines: ['#0 at line 2', '#1 at lines 3 and 5'], certificate: 'proof.json' };
    expect(checkScreen(shown, plain)).toEqual([
      String.raw`✗ h: illegal (G1a): #1 read "\u001b[2J", which #0 had taken back.`,
      String.raw`    #0 fails \u0007: as recorded`,
      '',
      'a  |--|',
      'b  |--|',
      '',
      '  Where: #0 at line 2, #1 at lines 3 and 5',
      '  Judged as serializable transactions over lists: 1,234 operations, 1 commit, 2,000 reads with data.',
      '  Not judged: 2 operations failed.',
      '  Certificate: proof.json',
    ]);
  });

  it('marks each verdict', () => {
    const marks = (['ok', 'illegal', 'unknown'] as const).map((verdict) => {
      const shown = { name: 'h', report: { ...report, verdict, rule: null }, lines: [], certificate: null };
      return checkScreen(shown, plain)[0]?.slice(0, 3 + verdict.length + 3);
    });
    expect(marks).toEqual(['✓ h: ok: ', '✗ h: illegal: ', '? h: unknown: '].map((mark) => expect.stringContaining(mark.trimEnd()) as string)); // prettier-ignore
  });
});

it('a certificate is JSON, also when nothing happened in the witness', () => {
  const history = read('{"client":0,"kind":"log","op":"append","arg":1,"out":"failed","call":1,"return":2}');
  const { witness, ...rest } = judgeHistory(history, { configurationsMax: undefined, isolation: undefined });
  expect(JSON.parse(certificate(history, rest, witness))).toEqual({
    format: 1,
    kind: 'log',
    against: 'a log (atomic)',
    verdict: 'ok',
    spec: 'atomic',
    witness: [],
  });
});
