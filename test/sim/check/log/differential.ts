/** Compares the checker with the exhaustive search on one random history, and judges its proof. */
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import { isLegal } from '../../../../sim/check/log/exhaustive/is-legal.ts';
import { type LogCheckOptions, termsOf } from '../../../../sim/check/log/terms.ts';
import { verifyContradiction } from '../../../../sim/check/log/verify-contradiction.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { randomAtomicHistory } from './random-atomic-history.ts';
import { randomHistory } from './random-history.ts';

/** Every spec, and every option of each. */
export const variants: Readonly<Record<string, LogCheckOptions>> = {
  cells: { spec: 'cells' },
  'cells, each attempt at its own position': { spec: 'cells', retries: 'first' },
  corfu: { spec: 'corfu' },
  'corfu, slow tails': { spec: 'corfu', tails: 'slow' },
  'corfu, refused appends indeterminate': { spec: 'corfu', sealed: 'indeterminate' },
  'corfu, attempts take effect once': { spec: 'corfu', retries: 'once' },
  'corfu, each attempt at its own position': { spec: 'corfu', retries: 'first' },
  'corfu, trims that linger': { spec: 'corfu', trims: 'lingering' },
  'corfu, serializable': { spec: 'corfu', strength: 'serializable' },
  'atomic, serializable': { spec: 'atomic', strength: 'serializable' },
  atomic: { spec: 'atomic' },
  'atomic with gaps': { spec: 'atomic', dense: false },
  'atomic, refused appends indeterminate': { spec: 'atomic', sealed: 'indeterminate' },
  'atomic, attempts take effect once': { spec: 'atomic', retries: 'once' },
  'atomic, each attempt at its own position': { spec: 'atomic', retries: 'first' },
  'atomic with gaps, each attempt at its own position': { spec: 'atomic', dense: false, retries: 'first' },
};

export interface Comparison {
  readonly verdict: 'ok' | 'illegal' | 'unknown';
  readonly rule: string | null;
  readonly hasPending: boolean;
  /** What does not fit; null if all does. */
  readonly mismatch: string | null;
}

export const compare = (seed: number, options: LogCheckOptions): Comparison => {
  const hasRetries = options.retries !== undefined;
  const history =
    options.spec === 'atomic'
      ? randomAtomicHistory(seed, { hasGaps: options.dense === false, hasRetries })
      : randomHistory(seed, hasRetries);
  const verdict = checkLog(history, options);
  const hasPending = history.some((op) => op.return === null || op.out === 'unknown');
  const rule = verdict.verdict === 'illegal' ? verdict.rule : null;
  const wrong = mismatch(history, options, verdict);
  if (wrong === null) return { verdict: verdict.verdict, rule, hasPending, mismatch: null };
  const lines = history.map((op, index) => `#${index} ${JSON.stringify(op)}`);
  const report = `seed ${seed}, ${JSON.stringify(options)}: ${wrong}\n${JSON.stringify(verdict, null, 1)}\n${lines.join('\n')}`;
  return { verdict: verdict.verdict, rule, hasPending, mismatch: report };
};

const mismatch = (
  history: LogHistory,
  options: LogCheckOptions,
  verdict: ReturnType<typeof checkLog>,
): string | null => {
  if (verdict.verdict === 'unknown') return null;
  const legal = isLegal(history, { ...termsOf(options), spare: 0, bystanders: null });
  if (verdict.verdict === 'ok') {
    if (!legal) return 'accepted, but no order of points explains it';
    const wrong = verifyWitness(history, verdict.witness, options);
    return wrong === null ? null : `bad witness: ${wrong}`;
  }
  if (legal) return 'rejected, but there is an order of points that explains it';
  const wrong = verifyContradiction(history, verdict.operations, options);
  return wrong === null ? null : `bad contradiction: ${wrong}`;
};
