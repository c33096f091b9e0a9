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
 * Tails may come from the units instead (`slow`): t is one above the highest position that holds anything. Then
 * position t - 1 was written before the tail was seen, and no position from t on was. Where nobody saw what t - 1
 * holds, `resolve.ts` takes it for junk: an append that may have written data there may as well have given it up, and
 * junk binds nothing else.
 *
 * A tail that says `sealed` counts like any other, if it gives a position.
 *
 * Not judged, because it would be a disjunction on upper bounds: that a position below a tail of epoch e was handed out
 * before that tail or in a later epoch (appends do not carry their epoch). Where junk lies relative to tokens is not
 * judged either. The invariants that read the sequencer's own steps cover both.
 */
import { holds } from './cell-table.ts';
import { writerBounds } from './cells.ts';
import type { ClauseName } from './clauses.ts';
import type { Bound, LogGraph } from './log-graph.ts';
import { earlierBound, laterBound, unboundedBelow } from './log-graph.ts';
import { isRefusedFill, outcomeOf } from './outcome.ts';

/** Observations of tails, ascending by the tail seen. */
interface Tails {
  readonly node: readonly number[];
  readonly tail: readonly number[];
}

/** `observation` of reads and fills, as the cells have it. */
export const buildCorfuView = (graph: LogGraph, observation: Int32Array): void => {
  const { cells, contentNode, terms } = graph;
  const tails = buildTails(graph, observation);
  const positions = cells.ascending();
  if (terms.slowTails) keepBefore(graph, positions, tails, 'tailBelowWritten', () => true);
  else keepBefore(graph, positions, tails, 'tailAboveDecided', (cell) => cells.content[cell] === holds.junk);

  // The tokens of the positions that hold data, each after the one before and after every tail that did not cover it.
  let previous = -1;
  let next = 0;
  for (const cell of positions) {
    if (cells.content[cell] !== holds.data) continue;
    const { low, high } = writerBounds(graph, cell);
    const token = graph.point('token', cells.writer[cell]!, cell, low, high);
    graph.edge(token, contentNode[cell]!, 'tokenBeforeWrite');
    if (previous !== -1) graph.edge(previous, token, 'tokenOrder');
    previous = token;
    if (terms.slowTails) continue;
    for (; next < tails.node.length && tails.tail[next]! <= cells.position[cell]!; next++) {
      graph.edge(tails.node[next]!, token, 'tailAboveDecided');
    }
  }
};

/**
 * Puts every tail before the content of the positions from it on: a chain of helpers carries the tails upwards, without
 * ordering those positions among themselves.
 */
const keepBefore = (
  graph: LogGraph,
  positions: Int32Array,
  tails: Tails,
  name: ClauseName,
  concerns: (cell: number) => boolean,
): void => {
  let carried = -1;
  let next = 0;
  for (const cell of positions) {
    if (graph.contentNode[cell] === -1 || !concerns(cell)) continue;
    if (next < tails.node.length && tails.tail[next]! <= graph.cells.position[cell]!) {
      const helper = graph.helper(cell);
      if (carried !== -1) graph.link(carried, helper);
      for (; next < tails.node.length && tails.tail[next]! <= graph.cells.position[cell]!; next++) {
        graph.edge(tails.node[next]!, helper, name);
      }
      carried = helper;
    }
    if (carried !== -1) graph.link(carried, graph.contentNode[cell]!);
  }
};

const buildTails = (graph: LogGraph, observation: Int32Array): Tails => {
  const { history, terms, cells, contentNode } = graph;
  const node: number[] = [];
  const tail: number[] = [];
  const epochs: (number | undefined)[] = [];
  const add = (observed: number, position: number, epoch: number | undefined): void => {
    node.push(observed);
    tail.push(position);
    epochs.push(epoch);
  };
  const moved = terms.slowTails ? unboundedBelow : firstMove(graph);
  for (let operation = 0; operation < history.length; operation++) {
    const op = history[operation]!;
    if (op.op === 'fill' && isRefusedFill(op)) add(observation[operation]!, op.pos, undefined);
    if (op.op !== 'tail') continue;
    const out = outcomeOf(op);
    if (out === null || out === 'failed' || op.outPos === undefined) continue;
    const called = { time: op.call, operation };
    const low = op.outPos > 0 && graph.enforces('tailMoved') ? laterBound(called, moved) : called;
    const observed = graph.point('observe', operation, -1, low, { time: op.return!, operation });
    add(observed, op.outPos, op.epoch);
    if (!terms.slowTails || op.outPos === 0) continue;
    graph.edge(contentNode[cells.find(op.outPos - 1)]!, observed, 'tailAfterWritten');
  }
  const byTail = Int32Array.from(node.keys()).sort((a, b) => tail[a]! - tail[b]!);
  if (!terms.slowTails) orderWithinEpochs(graph, byTail, node, tail, epochs);
  return { node: Array.from(byTail, (index) => node[index]!), tail: Array.from(byTail, (index) => tail[index]!) };
};

/** The first operation that can move the tail off 0. */
const firstMove = ({ appends, trims }: LogGraph): Bound =>
  earlierBound({ time: appends.firstCall, operation: appends.first }, trims.first);

/** Per epoch, a helper after all tails seen so far; equal tails are not ordered among themselves. */
const orderWithinEpochs = (
  graph: LogGraph,
  byTail: Int32Array,
  node: readonly number[],
  tail: readonly number[],
  epochs: readonly (number | undefined)[],
): void => {
  const levels = new Map<number, { tail: number; below: number; upTo: number }>();
  for (const index of byTail) {
    const epoch = epochs[index];
    if (epoch === undefined) continue;
    let level = levels.get(epoch);
    if (level === undefined || level.tail < tail[index]!) {
      const below = level === undefined ? -1 : level.upTo;
      const upTo = graph.helper(-1);
      if (below !== -1) graph.link(below, upTo);
      level = { tail: tail[index]!, below, upTo };
      levels.set(epoch, level);
    }
    if (level.below !== -1) graph.edge(level.below, node[index]!, 'tailMonotone');
    graph.link(node[index]!, level.upTo);
  }
};
