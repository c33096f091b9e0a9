/**
 * The CORFU client view (L1): write-once cells and a sequencer. An append is two points: it takes the token of its
 * position, then writes there, both within its interval. Holes are visible: position 6 may hold data while 5 is still
 * unwritten.
 *
 * Tokens of positions that hold data were handed out in increasing order. This survives failovers: a new sequencer
 * starts above every written position, and what an older one handed out below that start and left unwritten is handed
 * out again. So the token that counts is the last one for its position. Gaps are free: lost tokens, retries and
 * failovers skip positions.
 *
 * Tails. Whatever checkTail finds at or above its answer t had not been handed out, at least not with a token that was
 * ever used: tokens of data at positions >= t, and junk at positions >= t, come after it. A refused fill of p is a tail
 * <= p. Within one epoch tails do not go back; after a failover they may, down to the first position not written.
 *
 * The upper bound "t <= 1 + the highest token handed out" binds only a log that nobody has appended to. As soon as one
 * append was called, the number of tokens handed out has no bound: an append whose position was filled takes another
 * token, a duplicated or retransmitted request burns one, and the network may deliver it long after the append
 * returned. A first trim counts likewise, since a failover starts above what was trimmed.
 *
 * A tail that says `sealed` counts like any other, if it gives a position.
 *
 * Not judged, because it would be a disjunction on upper bounds: that a position below a tail of epoch e was handed out
 * before that tail or in a later epoch (appends do not carry their epoch). Where junk lies relative to tokens is not
 * judged either. The invariants that read the sequencer's own steps cover both.
 */
import type { CellNodes } from './cells.ts';
import { writerBounds } from './cells.ts';
import type { LogGraph } from './log-graph.ts';
import { earlierBound, laterBound } from './log-graph.ts';
import { outcomeOf } from './outcome.ts';
import { isRefusedFill } from './resolve.ts';

interface Tail {
  readonly node: number;
  readonly tail: number;
}

export const buildCorfuView = (graph: LogGraph, nodes: CellNodes): void => {
  const { cells } = graph;
  const ascending = [...cells.keys()].sort((a, b) => cells[a]!.position - cells[b]!.position);
  const tails = buildTails(graph, nodes);

  // The tokens of the positions that hold data, each after the one before and after every tail that did not cover it.
  let previous = -1;
  let next = 0;
  for (const cell of ascending) {
    const { content, writer, position } = cells[cell]!;
    if (content !== 'data') continue;
    const { low, high } = writerBounds(graph, writer);
    const token = graph.point('token', writer, cell, low, high);
    graph.edge(token, graph.contentNode[cell]!, 'tokenBeforeWrite');
    if (previous !== -1) graph.edge(previous, token, 'tokenOrder');
    for (; next < tails.length && tails[next]!.tail <= position; next++) {
      graph.edge(tails[next]!.node, token, 'tailAboveDecided');
    }
    previous = token;
  }

  // The same for junk: a chain of helpers carries the tails upwards, without ordering junk positions among themselves.
  let carried = -1;
  next = 0;
  for (const cell of ascending) {
    const { content, position } = cells[cell]!;
    if (content !== 'junk') continue;
    const helper = graph.helper(cell);
    if (carried !== -1) graph.link(carried, helper);
    for (; next < tails.length && tails[next]!.tail <= position; next++) {
      graph.edge(tails[next]!.node, helper, 'tailAboveDecided');
    }
    graph.link(helper, nodes.beforeContent[cell]!);
    carried = helper;
  }
};

/** The observations of tails, ascending by the tail seen, those of one epoch ordered among each other. */
const buildTails = (graph: LogGraph, nodes: CellNodes): readonly Tail[] => {
  const { history, appends, trims } = graph;
  // The first operation that can move the tail off 0.
  const mover = earlierBound({ time: appends.firstCall, operation: appends.first }, trims.first);
  const tails: (Tail & { readonly epoch: number | undefined })[] = [];
  history.forEach((op, operation) => {
    if (isRefusedFill(op) && op.op === 'fill') {
      tails.push({ node: nodes.observation[operation]!, tail: op.pos, epoch: undefined });
    }
    if (op.op !== 'tail') return;
    const out = outcomeOf(op);
    if (out === null || out === 'failed' || op.outPos === undefined) return;
    const called = { time: op.call, operation };
    const low = op.outPos > 0 && graph.enforces('tailMoved') ? laterBound(called, mover) : called;
    const node = graph.point('observe', operation, -1, low, { time: op.return!, operation });
    tails.push({ node, tail: op.outPos, epoch: op.epoch });
  });
  tails.sort((a, b) => a.tail - b.tail);

  // Per epoch, a helper after all tails seen so far; equal tails are not ordered among themselves.
  const epochs = new Map<number, { tail: number; below: number; upTo: number }>();
  for (const { node, tail, epoch } of tails) {
    if (epoch === undefined) continue;
    let level = epochs.get(epoch);
    if (level === undefined || level.tail < tail) {
      const below = level === undefined ? -1 : level.upTo;
      const upTo = graph.helper(-1);
      if (below !== -1) graph.link(below, upTo);
      level = { tail, below, upTo };
      epochs.set(epoch, level);
    }
    if (level.below !== -1) graph.edge(level.below, node, 'tailMonotone');
    graph.link(node, level.upTo);
  }
  return tails;
};
