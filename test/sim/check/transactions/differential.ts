/** Compares the checkers with the brute force on one random history, and judges both of their proofs. */
import { checkListAppend } from '../../../../sim/check/transactions/check-list-append.ts';
import { checkRwRegister } from '../../../../sim/check/transactions/check-rw-register.ts';
import type { Isolation } from '../../../../sim/check/transactions/isolation.ts';
import type { ListHistory, RegisterHistory } from '../../../../sim/check/transactions/transaction.ts';
import { verifyContradiction } from '../../../../sim/check/transactions/verify-contradiction.ts';
import { verifyOrder } from '../../../../sim/check/transactions/verify-order.ts';
import { forgetting, isLegal } from './brute-force.ts';
import { randomHistory, record } from './random-history.ts';

export interface Comparison {
  readonly legal: boolean;
  readonly verdict: 'ok' | 'illegal' | 'unknown';
  readonly rule: string | null;
  readonly hasPending: boolean;
  /** What does not fit; null if all does. */
  readonly mismatch: string | null;
}

export const compare = (seed: number, workload: 'list-append' | 'rw-register', isolation: Isolation): Comparison => {
  // Every transaction has two points under snapshot isolation: one transaction less takes the oracle as long.
  const history = record(randomHistory(seed, workload).slice(0, isolation === 'snapshot-isolation' ? 4 : 5));
  const legal = isLegal(history, isolation);
  const verdict =
    workload === 'list-append'
      ? checkListAppend(history as ListHistory, { isolation })
      : checkRwRegister(history as RegisterHistory, { isolation });
  const comparison = {
    legal,
    verdict: verdict.verdict,
    rule: verdict.verdict === 'illegal' ? verdict.rule : null,
    hasPending: history.some(({ outcome }) => outcome === 'info'),
    mismatch: null,
  };
  const report = (what: string): Comparison => {
    const lines = history.map((operation, index) => `#${index} ${JSON.stringify(operation)}`);
    const mismatch = `seed ${seed}, ${workload}, ${isolation}: ${what}\n${JSON.stringify(verdict, null, 1)}\n${lines.join('\n')}`;
    return { ...comparison, mismatch };
  };
  if (verdict.verdict === 'unknown') return comparison;
  if (verdict.verdict === 'ok') {
    if (!legal) return report('accepted, but no order explains it');
    const wrong = verifyOrder(history, verdict.witness, isolation);
    return wrong === null ? comparison : report(`bad witness: ${wrong}`);
  }
  if (legal) return report('rejected, but there is an order that explains it');
  const { operations } = verdict;
  const doubt = verifyContradiction(history, operations, isolation);
  if (doubt !== null) return report(`bad contradiction: ${doubt}`);
  if (isLegal(forgetting(history, operations), isolation)) return report('the transactions named are legal alone');
  for (const index of operations) {
    const fewer = operations.filter((other) => other !== index);
    if (!isLegal(forgetting(history, fewer), isolation)) return report(`#${index} is superfluous`);
  }
  return comparison;
};
