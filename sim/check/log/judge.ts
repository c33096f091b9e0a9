/** One pass over a history: who wrote what, a graph of points with lower and upper bounds, earliest times. */
import type { LogHistory } from '../../model/history.ts';
import { AppendGate, type Appends } from './append-gate.ts';
import { buildAtomic, markBoundaries } from './atomic.ts';
import { buildCells } from './cells.ts';
import { buildCorfuView } from './corfu-view.ts';
import { fillGaps } from './dense.ts';
import { explain } from './explain.ts';
import { type DeadlineOf, atomicDeadlines, cellDeadlines, corfuDeadlines } from './deadlines.ts';
import { extentOf } from './extent.ts';
import type { Judgement } from './judgement.ts';
import { LogGraph } from './log-graph.ts';
import { neededTrims } from './needed-trims.ts';
import { propagate } from './propagate.ts';
import { type Resolution, resolve } from './resolve.ts';
import type { Terms } from './terms.ts';
import { TrimIndex } from './trim-index.ts';
import { chooseWriters, settleContests } from './writers.ts';

/** A history to judge, or a part of one. */
export interface Case {
  readonly history: LogHistory;
  /**
   * How many more appends than the history shows may have taken effect, at any time, at positions of which nobody knows
   * what they hold: so many others there were when a part is judged.
   */
  readonly spare: number;
  /** All appends that may have left junk or moved a tail, those of the whole history among them. */
  readonly appends: Appends;
}

export const judge = ({ history, spare, appends }: Case, terms: Terms): Judgement => {
  const resolution = resolve(history, terms);
  if ('verdict' in resolution) return resolution;
  const graph =
    terms.spec === 'atomic'
      ? atomicGraph({ history, spare, appends }, terms, resolution)
      : corfuGraph({ history, spare, appends }, terms, resolution);
  if ('verdict' in graph) return graph;
  const propagation = propagate(graph.constraints);
  if (propagation.violated === -1) return { verdict: 'ok', graph, propagation };
  return { verdict: 'illegal', contradiction: explain(graph, propagation) };
};

const atomicGraph = ({ history, spare, appends }: Case, terms: Terms, resolution: Resolution): LogGraph | Judgement => {
  const { cells, cellOf } = resolution;
  const trims = new TrimIndex(history);
  const needed = neededTrims(history);
  const extent = extentOf(history, needed, resolution);
  const deadlines = lazy(() => atomicDeadlines(history, needed));
  const deadlineOf: DeadlineOf = (cell) => deadlines()(cells.position[cell]!);
  const isDense = terms.dense && !terms.disabled.has('dense');
  const unwritten =
    settleContests(history, resolution, deadlineOf) ??
    (isDense
      ? fillGaps(history, terms, resolution, needed, extent, spare)
      : chooseWriters(history, terms, resolution, deadlineOf, spare));
  if (unwritten !== null) return unwritten;
  markBoundaries(history, cells, needed);
  const graph = new LogGraph({
    history,
    terms,
    hasSpare: spare > 0,
    cells,
    cellOf,
    trims,
    appends: new AppendGate(appends),
  });
  return buildAtomic(graph, needed, extent) ?? graph;
};

const corfuGraph = ({ history, spare, appends }: Case, terms: Terms, resolution: Resolution): LogGraph | Judgement => {
  const { cells, cellOf } = resolution;
  const trims = new TrimIndex(history);
  const deadlinesOf = terms.spec === 'cells' ? cellDeadlines : corfuDeadlines;
  const deadlines = lazy(() => deadlinesOf(history, resolution, trims));
  const deadlineOf: DeadlineOf = (cell) => deadlines()(cell);
  const unwritten =
    settleContests(history, resolution, deadlineOf) ?? chooseWriters(history, terms, resolution, deadlineOf, spare);
  if (unwritten !== null) return unwritten;
  const graph = new LogGraph({
    history,
    terms,
    hasSpare: spare > 0,
    cells,
    cellOf,
    trims,
    appends: new AppendGate(appends),
  });
  const observation = buildCells(graph);
  if (terms.spec === 'corfu') buildCorfuView(graph, observation);
  return graph;
};

/** Deadlines are needed only where somebody has to be chosen, which is rare. */
const lazy = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
