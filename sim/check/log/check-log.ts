/**
 * Judges a history of a shared log exactly, in near-linear time, with a proof either way.
 *
 * `cells`: every position is a write-once register; tails are not judged. `corfu`: the CORFU client view (Balakrishnan
 * et al., NSDI 2012), cells and a sequencer. What a spec promises stands at the head of its builder. Seals are not
 * judged here.
 *
 * The way: resolve who wrote which position, build a graph of points with lower and upper bounds, propagate earliest
 * times.
 */
import type { LogHistory } from '../../model/history.ts';
import { AppendGate } from './append-gate.ts';
import { buildCells } from './cells.ts';
import type { ClauseName } from './clauses.ts';
import { buildCorfuView } from './corfu-view.ts';
import { coverageOf } from './coverage.ts';
import { explain, explainStarved } from './explain.ts';
import { LogGraph } from './log-graph.ts';
import { propagate } from './propagate.ts';
import { resolve } from './resolve.ts';
import { TrimIndex } from './trim-index.ts';
import type { LogVerdict } from './verdict.ts';
import { witnessOf } from './witness.ts';
import { chooseWriters } from './writers.ts';

export interface LogCheckOptions {
  readonly spec: 'corfu' | 'cells';
  /** Clauses to leave out. Only the checker's own tests do, to show that each clause is needed. */
  readonly disabledClauses?: readonly ClauseName[];
}

export const checkLog = (history: LogHistory, { spec, disabledClauses = [] }: LogCheckOptions): LogVerdict => {
  const disabled = new Set(disabledClauses);
  const resolution = resolve(history, disabled);
  if ('verdict' in resolution) return resolution;
  const { cells, cellOf } = resolution;
  const trims = new TrimIndex(history);
  const chosen = chooseWriters(history, resolution, trims, spec === 'corfu' ? 'positions' : 'deadlines');
  if (chosen.starved !== -1) return explainStarved(history, cells, chosen);

  const appends = new AppendGate(history);
  const graph = new LogGraph({ history, cells, cellOf, trims, appends, chosen, disabled });
  const nodes = buildCells(graph);
  if (spec === 'corfu') buildCorfuView(graph, nodes);
  const propagation = propagate(graph.constraints);
  if (propagation.violated !== -1) return explain(graph, propagation);
  // Campaigns judge many histories and look at no proof of what is legal.
  return {
    verdict: 'ok',
    get witness() {
      return witnessOf(graph, propagation);
    },
    get coverage() {
      return coverageOf(history, cells);
    },
  };
};
