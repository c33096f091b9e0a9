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
 * A refused fill says that the position was not below the tail, hence not written yet. It says nothing about trims: one
 * may have poisoned the position.
 */
import { isRefusedFill, sightingOf } from './resolve.ts';
import type { Bound, LogGraph } from './log-graph.ts';
import { earlierBound, unboundedAbove, unboundedBelow } from './log-graph.ts';
import { mayHaveFilled, outcomeOf } from './outcome.ts';

export interface CellNodes {
  /** Comes before the cell is written or made junk, and after whatever forbids that; -1 if the cell holds nothing. */
  readonly beforeContent: Int32Array;
  /** The observation of each operation that has one; -1 otherwise. */
  readonly observation: Int32Array;
}

/** The interval of the append that wrote a cell, as far as it bounds its points. */
export const writerBounds = (graph: LogGraph, writer: number): { low: Bound; high: Bound } => {
  const op = graph.history[writer]!;
  return {
    low: graph.enforces('writtenAfterCall') ? { time: op.call, operation: writer } : unboundedBelow,
    high:
      outcomeOf(op) === 'ok' && graph.enforces('writtenBeforeReturn')
        ? { time: op.return!, operation: writer }
        : unboundedAbove,
  };
};

export const buildCells = (graph: LogGraph): CellNodes => {
  const { history, cells, cellOf, trims } = graph;
  const beforeContent = new Int32Array(cells.length).fill(-1);
  const observation = new Int32Array(history.length).fill(-1);
  const trimNode = new Int32Array(cells.length).fill(-1);
  const lastSighting = cells.map(({ position }) =>
    graph.enforces('trimAcknowledged') ? trims.acknowledged(position) : unboundedAbove,
  );

  for (const [index, { content, writer }] of cells.entries()) {
    if (content === 'data') {
      const { low, high } = writerBounds(graph, writer);
      const node = graph.point('write', writer, index, low, earlierBound(high, lastSighting[index]!));
      graph.contentNode[index] = node;
      beforeContent[index] = node;
    } else if (content === 'junk') {
      const node = graph.point('junk', -1, index, unboundedBelow, lastSighting[index]!);
      const ready = graph.helper(index);
      graph.contentNode[index] = node;
      beforeContent[index] = ready;
      graph.link(ready, node);
      if (!graph.enforces('filled')) continue;
      const author = graph.firstOf(index);
      const append = graph.filler(-1, index);
      graph.link(ready, append);
      graph.edge(append, author, 'filled');
      graph.edge(author, node, 'filled');
      graph.authorNode.set(index, author);
    }
  }

  const trimOf = (cell: number): number => {
    if (trimNode[cell] === -1) {
      const called: Bound = graph.enforces('trimmedByTrim') ? trims.called(cells[cell]!.position) : unboundedBelow;
      trimNode[cell] = graph.point('trim', called.operation, cell, called, lastSighting[cell]!);
      const content = graph.contentNode[cell]!;
      if (content !== -1) graph.edge(content, trimNode[cell], 'trimmedForGood');
    }
    return trimNode[cell]!;
  };

  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (op.op !== 'read' && op.op !== 'fill') continue;
    const cell = cellOf[index]!;
    if (cell === -1) continue;
    const author = graph.authorNode.get(cell);
    if (author !== undefined && mayHaveFilled(op)) graph.edge(graph.filler(index, cell), author, 'filled');
    const content = graph.contentNode[cell]!;
    const what = sightingOf(op);
    if (what === 'data' || what === 'junk') {
      observation[index] = graph.observation(index, cell, lastSighting[cell]!);
      if (content !== -1) graph.edge(content, observation[index]!, 'seenAfterWritten');
    } else if (what === 'unwritten') {
      observation[index] = graph.observation(index, cell, lastSighting[cell]!);
      if (content !== -1) graph.edge(observation[index]!, beforeContent[cell]!, 'unwrittenBefore');
    } else if (what === 'trimmed') {
      observation[index] = graph.observation(index, cell, unboundedAbove);
      graph.edge(trimOf(cell), observation[index]!, 'trimmedByTrim');
    } else if (isRefusedFill(op)) {
      observation[index] = graph.observation(index, cell, unboundedAbove);
      if (content !== -1) graph.edge(observation[index]!, beforeContent[cell]!, 'unwrittenBefore');
    }
  }
  // Unwritten sightings precede the trim too; only now is it known which cells anybody has seen trimmed.
  for (let index = 0; index < history.length; index++) {
    const cell = cellOf[index]!;
    if (cell === -1 || trimNode[cell] === -1 || sightingOf(history[index]!) !== 'unwritten') continue;
    graph.edge(observation[index]!, trimNode[cell]!, 'trimmedForGood');
  }
  return { beforeContent, observation };
};
