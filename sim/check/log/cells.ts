/**
 * The write-once cells (L0 of the spec family): every position goes from unwritten to data or junk, and from there, or
 * directly, to trimmed. Cells are independent of each other (Herlihy and Wing 1990, locality).
 *
 * Per cell, with s = the instant at which it is written and m = the instant at which the first trim reaches it:
 *
 *     unwritten reads --> s --> sightings of data or junk
 *            |            |
 *            +--> m <-----+        m --> sightings of "trimmed"
 *
 * A prefix trim is one independent trim per cell. While it is not acknowledged, some replicas have it and others do
 * not: a reader may see "trimmed" and a later one still the same value. After the acknowledgement nothing of the cell
 * is seen or written any more, so the acknowledgement is an upper bound of all other points (`trimAcknowledged`). Since
 * its time is a constant, that is a box and no disjunction. An acknowledged trim that overlaps s or m puts its own
 * point after them.
 *
 * Where trims linger, an acknowledged one is no upper bound of sightings of data or junk: a unit that a reconfiguration gave up may
 * have missed it, and goes on showing what it has to a reader who has not heard of that either. Nothing is written there any more, and
 * nobody is told that it is unwritten.
 *
 * Junk comes from a fill of the position, at any time from its call on, or from an append that is in progress.
 *
 * A refused fill says that the position was not below the tail, hence not written yet. It says nothing about trims: one
 * may have poisoned the position.
 */
import { holds } from './cell-table.ts';
import type { Bound, LogGraph } from './log-graph.ts';
import { earlierBound, unboundedAbove, unboundedBelow } from './log-graph.ts';
import { isRefusedFill, mayHaveFilled, sightingOf } from './outcome.ts';

/** The interval of the append that wrote a cell, as far as it bounds its points. */
export const writerBounds = (graph: LogGraph, cell: number): { low: Bound; high: Bound } => {
  const writer = graph.cells.writer[cell]!;
  const acknowledgement = graph.cells.acknowledgement[cell]!;
  return {
    low:
      writer !== -1 && graph.enforces('writtenAfterCall')
        ? { time: graph.history[writer]!.call, operation: writer }
        : unboundedBelow,
    high:
      acknowledgement !== -1 && graph.enforces('writtenBeforeReturn')
        ? { time: graph.history[acknowledgement]!.return!, operation: acknowledgement }
        : unboundedAbove,
  };
};

/** Gives back the observation of each operation that has one; -1 otherwise. */
export const buildCells = (graph: LogGraph): Int32Array => {
  const { history, cells, cellOf, trims, contentNode } = graph;
  const observation = new Int32Array(history.length).fill(-1);
  const trim = new Int32Array(cells.size).fill(-1);
  const lastSightingOf = (cell: number): Bound =>
    graph.enforces('trimAcknowledged') ? trims.acknowledged(cells.position[cell]!) : unboundedAbove;

  for (let cell = 0; cell < cells.size; cell++) {
    if (cells.content[cell] === holds.data) {
      const { low, high } = writerBounds(graph, cell);
      const writer = cells.writer[cell]!;
      contentNode[cell] = graph.point('write', writer, cell, low, earlierBound(high, lastSightingOf(cell)));
    } else if (cells.content[cell] === holds.junk) {
      contentNode[cell] = graph.point('junk', -1, cell, unboundedBelow, lastSightingOf(cell));
    }
  }
  if (graph.enforces('filled')) shutJunk(graph);

  const trimOf = (cell: number): number => {
    if (trim[cell] === -1) {
      const called = graph.enforces('trimmedByTrim') ? trims.called(cells.position[cell]!) : unboundedBelow;
      trim[cell] = graph.point('trim', called.operation, cell, called, lastSightingOf(cell));
      const content = contentNode[cell]!;
      if (content !== -1) graph.edge(content, trim[cell], 'trimmedForGood');
    }
    return trim[cell]!;
  };

  for (let index = 0; index < history.length; index++) {
    const cell = cellOf[index]!;
    if (cell === -1) continue;
    const op = history[index]!;
    const what = sightingOf(op);
    if (what === 'trimmed') {
      observation[index] = graph.observation(index, cell, unboundedAbove);
      graph.edge(trimOf(cell), observation[index]!, 'trimmedByTrim');
    } else if (what === 'data' || what === 'junk') {
      const high = graph.terms.trimsLinger ? unboundedAbove : lastSightingOf(cell);
      observation[index] = graph.observation(index, cell, high);
      if (contentNode[cell] !== -1) graph.edge(contentNode[cell]!, observation[index]!, 'seenAfterWritten');
    } else if (what === 'unwritten' || isRefusedFill(op)) {
      const high = what === 'unwritten' ? lastSightingOf(cell) : unboundedAbove;
      observation[index] = graph.observation(index, cell, high);
      if (contentNode[cell] !== -1) graph.edge(observation[index]!, contentNode[cell]!, 'unwrittenBefore');
    }
  }
  // Unwritten sightings precede the trim too; only now is it known which cells anybody has seen trimmed.
  for (let index = 0; index < history.length; index++) {
    const cell = cellOf[index]!;
    if (cell === -1 || trim[cell] === -1 || sightingOf(history[index]!) !== 'unwritten') continue;
    graph.edge(observation[index]!, trim[cell]!, 'trimmedForGood');
  }
  return observation;
};

/** Junk comes once the first fill of its position is called, or earlier while an append is in progress. */
const shutJunk = (graph: LogGraph): void => {
  const { history, cells, cellOf, contentNode, constraints, fillOf } = graph;
  for (let cell = 0; cell < cells.size; cell++) {
    if (cells.content[cell] !== holds.junk) continue;
    // One of the other appends may be below a tail, if all that is known of the position is that it is written.
    if (graph.hasSpare && history[cells.proof[cell]!]!.op === 'tail') continue;
    constraints.shut(contentNode[cell]!, Infinity);
  }
  for (let index = 0; index < history.length; index++) {
    const cell = cellOf[index]!;
    if (cell === -1 || cells.content[cell] !== holds.junk) continue;
    const op = history[index]!;
    if (!mayHaveFilled(op) || !(op.call < constraints.opens[contentNode[cell]!]!)) continue;
    constraints.shut(contentNode[cell]!, op.call);
    fillOf.set(cell, index);
  }
};
