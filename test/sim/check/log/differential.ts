/** Compares the checker with the brute force on one random history, and judges both of its proofs. */
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { isLegal } from './brute-force.ts';
import { randomHistory } from './random-history.ts';

export interface Comparison {
  readonly legal: boolean;
  readonly rule: string | null;
  readonly hasPending: boolean;
  /** What does not fit; null if all does. */
  readonly mismatch: string | null;
}

export const compare = (seed: number, spec: 'corfu' | 'cells'): Comparison => {
  const history = randomHistory(seed);
  const legal = isLegal(history, spec);
  const verdict = checkLog(history, { spec });
  const hasPending = history.some((op) => op.return === null || op.out === 'unknown');
  const report = (what: string): Comparison => {
    const lines = history.map((op, index) => `#${index} ${JSON.stringify(op)}`);
    const mismatch = `seed ${seed}, ${spec}: ${what}\n${JSON.stringify(verdict, null, 1)}\n${lines.join('\n')}`;
    return { legal, rule: null, hasPending, mismatch };
  };
  if (verdict.verdict === 'unknown') return report('unknown');
  if (verdict.verdict === 'ok') {
    if (!legal) return report('accepted, but no order of points explains it');
    const wrong = verifyWitness(history, verdict.witness, spec);
    return wrong === null ? { legal, rule: null, hasPending, mismatch: null } : report(`bad witness: ${wrong}`);
  }
  if (legal) return report('rejected, but there is an order of points that explains it');
  const few = verdict.operations.map((index) => history[index]!) as LogHistory;
  if (isLegal(few, spec)) return report('the operations named are legal alone');
  const alone = checkLog(few, { spec });
  if (alone.verdict !== 'illegal') return report('the checker itself accepts the operations named');
  return { legal, rule: verdict.rule, hasPending, mismatch: null };
};
