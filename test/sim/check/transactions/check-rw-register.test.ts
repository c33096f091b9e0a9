import { describe, expect, it } from 'vitest';
import { checkRwRegister } from '../../../../sim/check/transactions/check-rw-register.ts';
import type { Isolation, TransactionRule } from '../../../../sim/check/transactions/isolation.ts';
import type { RegisterHistory } from '../../../../sim/check/transactions/transaction.ts';
import { verifyContradiction } from '../../../../sim/check/transactions/verify-contradiction.ts';
import { registers } from './shorthand.ts';

interface Anomaly {
  readonly rule: string;
  readonly history: RegisterHistory;
  readonly operations: readonly number[];
  readonly message: string;
  /** Without it the history passes, or is told less clearly. */
  readonly needs: TransactionRule;
  readonly isolation?: Isolation;
}

const anomalies: readonly Anomaly[] = [
  {
    // Accepted by Elle (elle#8), because nobody reads what was written.
    rule: 'garbage-read',
    history: registers(['wx1', { at: [1, 2], client: 0 }], ['rx2', { at: [3, 4], client: 0 }]),
    operations: [1],
    message: 'garbage-read: #1 read 2 from "x", but nobody ever wrote that.',
    needs: 'garbage-read',
  },
  {
    rule: 'G1a',
    history: registers(['wx1', { outcome: 'fail' }], 'rx1'),
    operations: [0, 1],
    message: 'G1a: #1 read 1 from "x", but #0, which wrote it, had aborted.',
    needs: 'G1a',
  },
  {
    rule: 'dirty-update',
    history: registers(['wx1', { outcome: 'fail' }], 'rx1 wx2'),
    operations: [0, 1],
    message: 'dirty-update: #1 read 1 from "x", but #0, which wrote it, had aborted, and overwrote it.',
    needs: 'dirty-update',
  },
  {
    rule: 'G1b',
    history: registers('wx1 wx2', 'rx1'),
    operations: [0, 1],
    message: 'G1b: #1 read 1 from "x", which #0 overwrote itself.',
    needs: 'G1b',
  },
  {
    rule: 'internal',
    history: registers('wx1 rx'),
    operations: [0],
    message: 'internal: #0 read nothing from "x", where it had read or written 1 itself.',
    needs: 'internal',
  },
  {
    rule: 'future-read',
    history: registers('rx1 wx1'),
    operations: [0],
    message: 'future-read: #0 read 1 from "x", which it wrote itself only later.',
    needs: 'future-read',
  },
  {
    rule: 'lost-update',
    history: registers('rx wx1', 'rx wx2'),
    operations: [0, 1],
    message: 'lost-update: #0 and #1 both read nothing from "x", and then both overwrote it.',
    needs: 'lost-update',
  },
  {
    rule: 'G1c',
    history: registers('wx1 ry1', 'wy1 rx1'),
    operations: [0, 1],
    message:
      'G1c: #0 < #1, because #1 observed #0\'s write of 1 to "x"; however, #1 < #0, because #0 observed #1\'s write of 1 to "y": a contradiction.',
    needs: 'wr',
  },
  {
    rule: 'G-single',
    history: registers('wx1 wy1', 'rx1 ry'),
    operations: [0, 1],
    message:
      'G-single: #0 < #1, because #1 observed #0\'s write of 1 to "x"; however, #1 < #0, because #1 found "y" unwritten, and #0 wrote it: a contradiction.',
    needs: 'rw',
  },
  {
    rule: 'G2-item',
    history: registers('rx wy1', 'ry wx1'),
    operations: [0, 1],
    message:
      'G2-item: #0 < #1, because #0 found "x" unwritten, and #1 wrote it; however, #1 < #0, because #1 found "y" unwritten, and #0 wrote it: a contradiction.',
    needs: 'rw',
    isolation: 'serializable',
  },
  {
    rule: 'G-single-process',
    history: registers(['wx1', { at: [1, 2], client: 7 }], ['rx', { at: [3, 4], client: 7 }]),
    operations: [0, 1],
    message:
      'G-single-process: #0 < #1, because client 7 called #1 after #0 had returned to it; however, #1 < #0, because #1 found "x" unwritten, and #0 wrote it: a contradiction.',
    needs: 'process',
  },
  {
    // Two reads of one write with another write between them: the order of the writes follows from the reads.
    rule: 'G-single-realtime',
    history: registers(['wx1', { at: [1, 2] }], ['wx2', { at: [3, 4] }], ['rx1', { at: [5, 6] }]),
    operations: [0, 1, 2],
    message:
      'G-single-realtime: #1 < #2, because #1 had returned before #2 was called; however, #2 < #1, because #2 observed #0\'s write of 1 to "x", which #1 overwrote later (#0 < #1): a contradiction.',
    needs: 'realtime',
  },
];

describe.each(anomalies)(
  '$rule: $message',
  ({ rule, history, operations, message, needs, isolation = 'strict-serializable' }) => {
    it('is caught under its name, with the fewest transactions that show it', () => {
      expect(checkRwRegister(history, { isolation })).toMatchObject({ verdict: 'illegal', rule, operations, message });
      expect(verifyContradiction(history, operations, isolation)).toBe(null);
    });

    it('is lost without its rule', () => {
      const verdict = checkRwRegister(history, { isolation, disabledRules: [needs] });
      expect(verdict.verdict === 'illegal' && verdict.rule === rule).toBe(false);
    });
  },
);

describe('where the order of writes must be searched', () => {
  it('finds that a reader saw two writers from different sides', () => {
    const history = registers('wx1 wy1', 'wx2 wy2', 'rx1 ry2', 'rx2 ry1');
    expect(checkRwRegister(history, { isolation: 'serializable' })).toMatchObject({
      verdict: 'illegal',
      rule: 'G-single',
      operations: [0, 1, 2],
    });
    expect(verifyContradiction(history, [0, 1, 2], 'serializable')).toBe(null);
  });

  it('says not-serializable where only trying both orders of two writes shows it', () => {
    const writers = ['wx1 wa1', 'wx2 wb1', 'wy1 wc1', 'wy2 wd1', 'wz1 we1', 'wz2 wf1'];
    // x1 before x2: then who wrote y1 and y2 comes before both of their readers. x2 before x1: then who wrote z1 and z2 does.
    const readers = ['rx1 rc1 rd1', 'rx2 re1 rf1', 'ry1 rb1', 'ry2 rb1', 'rz1 ra1', 'rz2 ra1'];
    const history = registers(...writers, ...readers);
    const verdict = checkRwRegister(history, { isolation: 'serializable' });
    expect(verdict).toMatchObject({ verdict: 'illegal', rule: 'not-serializable', chain: [] });
    const operations = verdict.verdict === 'illegal' ? verdict.operations : [];
    expect(verifyContradiction(history, operations, 'serializable')).toBe(null);
    for (const index of operations) {
      const fewer = operations.filter((other) => other !== index);
      expect(verifyContradiction(history, fewer, 'serializable')).not.toBe(null);
    }
    expect(checkRwRegister(history.toSpliced(11, 1), { isolation: 'serializable' }).verdict).toBe('ok');
  });

  it('takes any order that explains the reads, whatever the times of the writes suggest', () => {
    const history = registers(['wx1', { at: [1, 9] }], ['wx2', { at: [2, 3] }], ['rx1', { at: [10, 11] }]);
    expect(checkRwRegister(history)).toEqual({ verdict: 'ok', witness: [1, 0, 2] });
  });

  it('accepts under snapshot isolation whatever is serializable, and is undecided about the rest', () => {
    expect(checkRwRegister(registers('wx1', 'rx1'), { isolation: 'snapshot-isolation' })).toEqual({
      verdict: 'ok',
      witness: [0, 0, 1, 1],
    });
    expect(checkRwRegister(registers('rx wy1', 'ry wx1'), { isolation: 'snapshot-isolation' }).verdict).toBe('unknown');
  });

  it('cannot tell which of two equal values was read', () => {
    expect(checkRwRegister(registers('wx1', 'wx1', 'rx1'))).toEqual({
      verdict: 'unknown',
      message:
        '#0 and #1 write 1 to "x" more than once, so that nobody can tell which was read: write every value once.',
    });
  });
});
