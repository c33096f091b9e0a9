/** Compares a monitor with the oracle on one random history, and judges both of its proofs. */
import type { HistoryVerdict } from '../../../../../sim/check/verdict.ts';
import type { AnyOperation, Model } from '../../../../../sim/check/objects/model.ts';
import { isLegal, wrongWitness } from './every-order.ts';
import { type Vocabulary, randomHistory } from './random-history.ts';

/** An object and its monitor. */
export interface Subject<State, Op extends AnyOperation> {
  readonly vocabulary: Vocabulary<State, Op>;
  readonly monitor: (history: readonly Op[]) => HistoryVerdict | undefined;
}

export interface Comparison {
  readonly legal: boolean;
  /** The rule that the monitor sees broken; `ok` if none, `declined` if it has no opinion. */
  readonly said: string;
  readonly hasPending: boolean;
  /** What does not fit; null if all does. */
  readonly mismatch: string | null;
}

export const compare = <State, Op extends AnyOperation>(subject: Subject<State, Op>, seed: number): Comparison => {
  const { model } = subject.vocabulary;
  const history = randomHistory(subject.vocabulary, seed);
  const legal = isLegal(model, history);
  const verdict = subject.monitor(history);
  const said = verdict === undefined ? 'declined' : verdict.verdict === 'illegal' ? verdict.rule : verdict.verdict;
  const hasPending = history.some(({ outcome }) => outcome === 'info');
  const flaw = flawOf(model, history, verdict);
  if (flaw === null) return { legal, said, hasPending, mismatch: null };
  const lines = history.map((operation, index) => `#${index} ${JSON.stringify(operation)}`);
  const mismatch = `seed ${seed}: ${flaw}\n${JSON.stringify(verdict, null, 1)}\n${lines.join('\n')}`;
  return { legal, said, hasPending, mismatch };
};

/** What is wrong with a verdict or its proof; null if nothing is. */
export const flawOf = <State, Op extends AnyOperation>(
  model: Model<State, Op>,
  history: readonly Op[],
  verdict: HistoryVerdict | undefined,
): string | null => {
  if (verdict === undefined) return null;
  if (verdict.verdict === 'unknown') return 'a monitor is never in doubt';
  if (verdict.verdict === 'ok') {
    const wrong = wrongWitness(model, history, verdict.witness);
    return wrong === null ? null : `bad witness: ${wrong}`;
  }
  const isContradictory = (kept: readonly number[]): boolean => !isLegal(model, forgetAllBut(history, kept));
  if (!isContradictory(verdict.operations)) return 'the operations named do not contradict each other';
  const superfluous = verdict.operations.find((index) =>
    isContradictory(verdict.operations.filter((other) => other !== index)),
  );
  return superfluous === undefined ? null : `#${superfluous} is superfluous`;
};

/** All other operations may have happened, with the answer that they gave, at any time; or never. */
const forgetAllBut = <Op extends AnyOperation>(history: readonly Op[], kept: readonly number[]): Op[] =>
  history.map((operation, index) => {
    if (kept.includes(index) || operation.outcome === 'fail') return operation;
    const forgotten = { ...operation, call: -Infinity };
    return operation.outcome === 'ok' ? { ...forgotten, return: Infinity } : forgotten;
  });
