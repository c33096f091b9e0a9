/** Compares `checkHistory` with the brute force on one random history, and judges both of its proofs. */
import { checkHistory } from '../../../../sim/check/check-history.ts';
import type { AnyOperation, Model } from '../../../../sim/check/objects/model.ts';
import { verifyContradiction, verifyWitness } from '../../../../sim/check/objects/verify.ts';
import { isLegal } from './brute-force.ts';
import { randomHistory } from './random-history.ts';
import type { Toy } from './toys.ts';

export interface Comparison {
  readonly legal: boolean;
  readonly hasPending: boolean;
  /** What does not fit; null if all does. */
  readonly mismatch: string | null;
}

/** Whether there is a monitor for it or not, a model can be searched. */
export function withoutMonitor(model: Model<unknown, AnyOperation>): Model<unknown, AnyOperation> {
  const searched = { ...model };
  delete searched.monitor;
  return searched;
}

export function compare(toy: Toy, seed: number): Comparison {
  const history = randomHistory(toy, seed);
  const legal = isLegal(toy, history);
  const model = withoutMonitor(toy.model);
  const verdict = checkHistory(model, history);
  const hasPending = history.some(({ outcome }) => outcome === 'info');
  const wrong = whatIsWrong();
  if (wrong === null) return { legal, hasPending, mismatch: null };
  const lines = history.map((operation, index) => `#${index} ${JSON.stringify(operation)}`);
  const mismatch = `${toy.name}, seed ${seed}: ${wrong}\n${JSON.stringify(verdict, null, 1)}\n${lines.join('\n')}`;
  return { legal, hasPending, mismatch };

  function whatIsWrong(): string | null {
    if (verdict.verdict === 'unknown') return 'unknown';
    if (verdict.verdict === 'ok') {
      return legal ? verifyWitness(model, history, verdict.witness) : 'accepted, but no order explains it';
    }
    if (legal) return 'rejected, but there is an order that explains it';
    if (verdict.chain.length === 0) return 'rejected without a reason';
    return verifyContradiction(model, history, verdict.operations);
  }
}
