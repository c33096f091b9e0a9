/**
 * Judges a history of a shared log exactly, in near-linear time, with a proof either way: a witness that
 * `verify-witness.ts` replays, or a few operations that contradict each other, of which none can be spared, that
 * `verify-contradiction.ts` tries in every order.
 *
 * What a spec promises stands at the head of its builder: `cells.ts`, `corfu-view.ts`, `atomic.ts`.
 */
import type { LogHistory } from '../../model/history.ts';
import { appendsOf } from './append-gate.ts';
import { coverageOf } from './coverage.ts';
import { judge } from './judge.ts';
import { minimalContradiction } from './minimal.ts';
import { relaxed } from './relax.ts';
import { type LogCheckOptions, termsOf } from './terms.ts';
import type { LogVerdict } from './verdict.ts';
import { witnessOf } from './witness.ts';

export const checkLog = (recorded: LogHistory, options: LogCheckOptions): LogVerdict => {
  const terms = termsOf(options);
  const history = terms.serializable ? relaxed(recorded) : recorded;
  const judgement = judge({ history, spare: 0, appends: appendsOf(history) }, terms);
  if (judgement.verdict === 'unknown') return judgement;
  if (judgement.verdict === 'illegal') return minimalContradiction(history, terms, judgement.contradiction);
  const { graph, propagation } = judgement;
  // Campaigns judge many histories and look at no proof of what is legal.
  return {
    verdict: 'ok',
    get witness() {
      return witnessOf(graph, propagation);
    },
    get coverage() {
      return coverageOf(history, graph.cells);
    },
  };
};
