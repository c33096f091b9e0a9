/**
 * The atomic log (L2): one sequence of positions. An append takes the next one at a single instant, so the order of
 * positions is the order of appends; a read finds every position below the tail taken and none above; a prefix trim
 * hides what is below it, at a single instant; a sealed log takes no more positions. This is what a Delos loglet
 * promises (Balakrishnan et al., OSDI 2020), or CORFU behind readers that fill holes before they answer.
 *
 *     x(0) --> x(1) --> ... --> x(n-1) --> every seal --> what saw the log sealed
 *       |        ^ \
 *       |        |  +--> reads of position 1, tails from 2 on, trims above 1 --> what saw position 1 trimmed
 *       |        +-- what found position 1 unwritten, tails up to 1
 *       +--> ...
 *
 * with x(p) = the instant at which position p is taken. Reads below a trim come before it.
 *
 * A fill takes the position at the tail and leaves junk there, or reports what is there already. In a dense log junk
 * comes from fills alone. A log with gaps may skip positions at any time; what was skipped reads as junk.
 *
 * All is "after every one of these": the disjunctions (some trim, some seal, some fill) have a best alternative each,
 * see `needed-trims.ts`, `dense.ts`, and for seals the earliest called: all seals have the same lower bounds but for
 * their calls.
 */
import { type CellTable, holds } from './cell-table.ts';
import { writerBounds } from './cells.ts';
import { clauses, type ClauseName } from './clauses.ts';
import { type Extent, reachOf } from './extent.ts';
import type { Judgement } from './judgement.ts';
import { contradicts } from './judgement.ts';
import type { Bound, LogGraph } from './log-graph.ts';
import { unboundedAbove, unboundedBelow } from './log-graph.ts';
import type { NeededTrims } from './needed-trims.ts';
import { isRefusedFill, isSealedAnswer, mayHaveFilled, outcomeOf, sightingOf } from './outcome.ts';

/** Gives the positions below tails and trims a cell, so that there is a point that they can follow. */
export const markBoundaries = (history: LogGraph['history'], cells: CellTable, { trims }: NeededTrims): void => {
  const mark = (position: number): void => {
    if (position < 0) return;
    const cell = cells.ensure(position);
    if (cells.content[cell] === holds.nothing) cells.content[cell] = holds.anything;
  };
  for (const op of history) {
    if (op.op === 'tail' && op.return !== null && op.out !== 'failed') mark((op.outPos ?? 0) - 1);
  }
  for (const trim of trims) mark(reachOf(history, trim));
};

/** Observations that come before a position, and before all above it, is taken. */
class Earlier {
  readonly #node: number[] = [];
  readonly #position: number[] = [];
  readonly #name: ClauseName[] = [];

  add(node: number, position: number, name: ClauseName): void {
    this.#node.push(node);
    this.#position.push(position);
    this.#name.push(name);
  }

  connect(graph: LogGraph, chain: readonly number[]): void {
    const ascending = Int32Array.from(this.#node.keys()).sort((a, b) => this.#position[a]! - this.#position[b]!);
    let next = 0;
    for (const node of chain) {
      const position = graph.cells.position[graph.cell(node)]!;
      for (; next < ascending.length && this.#position[ascending[next]!]! <= position; next++) {
        const index = ascending[next]!;
        graph.edge(this.#node[index]!, node, this.#name[index]!);
      }
    }
  }
}

/** What cannot be right whatever the times are; null if nothing. The graph is complete then. */
export const buildAtomic = (graph: LogGraph, needed: NeededTrims, extent: Extent): Judgement | null => {
  const builder = new AtomicBuilder(graph, needed);
  const stranded = builder.findStranded();
  if (stranded === null) builder.build(extent);
  return stranded;
};

class AtomicBuilder {
  readonly #graph: LogGraph;
  readonly #needed: NeededTrims;
  readonly #earlier = new Earlier();
  /** Per cell the first fill, where junk comes from fills alone. */
  readonly #fills: Int32Array | null;
  /** The node of each trim that happened. */
  readonly #trimNode = new Map<number, number>();
  /** After all that shows the log open, and after the last position: before every seal. -1: nobody sealed. */
  #beforeSeal = -1;
  #firstSeal = -1;

  constructor(graph: LogGraph, needed: NeededTrims) {
    this.#graph = graph;
    this.#needed = needed;
    this.#fills = graph.terms.dense && graph.enforces('junkByFill') ? firstFills(graph) : null;
  }

  /** What was seen without anybody who could have brought it about: a trim, a seal, a fill. */
  findStranded(): Judgement | null {
    const { history, cells, cellOf } = this.#graph;
    const { trimOf } = this.#needed;
    const isSealed = history.some((op) => op.op === 'seal' && outcomeOf(op) !== 'failed');
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      if (sightingOf(op) === 'trimmed' && trimOf[index] === -1 && this.#graph.enforces('trimmedAfterTrim')) {
        const late = earliestTrim(this.#graph, cells.position[cellOf[index]!]!);
        return contradicts(clauses.trimmedAfterTrim.rule, [index, late], (tell) => {
          if (late === -1) return `${tell.past(index)}, but no trim of it was ever called.`;
          return `${tell.nameOf(late)} is the first trim that reaches it, but ${tell.past(index)} before it was called.`;
        });
      }
      if (isSealedAnswer(op) && !isSealed && this.#graph.enforces('sealedAfterSeal')) {
        return contradicts(clauses.sealedAfterSeal.rule, [index], (tell) => {
          return `${tell.past(index)}, but no seal was ever called.`;
        });
      }
      if (sightingOf(op) === 'junk' && this.#fills !== null && this.#fills[cellOf[index]!] === -1) {
        return contradicts(clauses.junkByFill.rule, [index], (tell) => {
          return `${tell.past(index)}, but no fill of it was ever called.`;
        });
      }
    }
    return null;
  }

  build(extent: Extent): void {
    const chain = this.#buildPositions(extent);
    this.#buildSeals(chain);
    this.#buildTrims();
    this.#buildObservations();
    this.#earlier.connect(this.#graph, chain);
  }

  /** The positions that were taken, each after the one before. */
  #buildPositions({ length }: Extent): readonly number[] {
    const graph = this.#graph;
    const chain: number[] = [];
    for (const cell of graph.cells.ascending()) {
      if (graph.cells.position[cell]! >= length) break;
      if (graph.cells.content[cell] === holds.nothing) continue;
      const node = this.#takenAt(cell);
      graph.contentNode[cell] = node;
      if (chain.length > 0) graph.edge(chain.at(-1)!, node, 'appendOrder');
      chain.push(node);
    }
    return chain;
  }

  #takenAt(cell: number): number {
    const graph = this.#graph;
    const { cells, history } = graph;
    const content = cells.content[cell]!;
    if (content === holds.data) {
      const { low, high } = writerBounds(graph, cell);
      return graph.point('append', cells.writer[cell]!, cell, low, high);
    }
    const fill = content === holds.junk && this.#fills !== null ? this.#fills[cell]! : -1;
    const called: Bound = fill === -1 ? unboundedBelow : { time: history[fill]!.call, operation: fill };
    return graph.point(fill === -1 ? 'skip' : 'junk', fill, cell, called, unboundedAbove);
  }

  /** The seals that were acknowledged, and the earliest if anybody saw the log sealed. */
  #buildSeals(chain: readonly number[]): void {
    const graph = this.#graph;
    const { history } = graph;
    const sealed = history.some(isSealedAnswer);
    let first = -1;
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      if (op.op !== 'seal' || outcomeOf(op) === 'failed') continue;
      if (first === -1 || op.call < history[first]!.call) first = index;
    }
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      const isAcknowledged = op.op === 'seal' && outcomeOf(op) === 'ok';
      if (!isAcknowledged && !(sealed && index === first)) continue;
      if (this.#beforeSeal === -1) this.#beforeSeal = graph.helper(-1);
      const called = { time: op.call, operation: index };
      const high: Bound = isAcknowledged ? { time: op.return!, operation: index } : unboundedAbove;
      const node = graph.point('seal', index, -1, called, high);
      graph.link(this.#beforeSeal, node);
      if (index === first) this.#firstSeal = node;
    }
    if (this.#beforeSeal !== -1 && chain.length > 0) graph.edge(chain.at(-1)!, this.#beforeSeal, 'appendBeforeSeal');
  }

  /** The trims that happened, each after the positions below it were taken and after all that was seen below it. */
  #buildTrims(): void {
    const graph = this.#graph;
    const { history, cells, contentNode } = graph;
    for (const trim of this.#needed.trims) {
      const op = history[trim]!;
      const reach = reachOf(history, trim);
      const called = { time: op.call, operation: trim };
      const high: Bound = outcomeOf(op) === 'ok' ? { time: op.return!, operation: trim } : unboundedAbove;
      const node = graph.point('trim', trim, reach < 0 ? -1 : cells.find(reach), called, high);
      this.#trimNode.set(trim, node);
      if (reach >= 0 && contentNode[cells.find(reach)] !== -1) {
        graph.edge(contentNode[cells.find(reach)]!, node, 'trimBelowTail');
      }
    }
  }

  #buildObservations(): void {
    const graph = this.#graph;
    const { history, cellOf, cells, contentNode } = graph;
    const hidden = new HiddenSightings(graph, this.#trimNode);
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      if (op.op === 'tail') {
        this.#observeTail(index);
      } else if (isSealedAnswer(op)) {
        this.#observeSealed(graph.observation(index, -1, unboundedAbove));
      } else if (cellOf[index] !== -1 && op.op !== 'append') {
        const cell = cellOf[index]!;
        const what = sightingOf(op);
        if (what === null && !isRefusedFill(op)) continue;
        const node = graph.observation(index, cell, unboundedAbove);
        if (what === 'trimmed') {
          const trim = this.#trimNode.get(this.#needed.trimOf[index]!);
          if (trim !== undefined) graph.edge(trim, node, 'trimmedAfterTrim');
        } else if (what === 'data' || what === 'junk') {
          if (contentNode[cell] !== -1) graph.edge(contentNode[cell]!, node, 'seenAfterWritten');
          hidden.add(node, cells.position[cell]!);
        } else {
          this.#earlier.add(node, cells.position[cell]!, what === null ? 'tailBeforeTaken' : 'unwrittenBefore');
        }
      }
    }
    hidden.connect();
  }

  #observeTail(index: number): void {
    const graph = this.#graph;
    const op = graph.history[index]!;
    const out = outcomeOf(op);
    if (op.op !== 'tail' || out === null || out === 'failed') return;
    const node = graph.observation(index, -1, unboundedAbove);
    if (out === 'sealed') this.#observeSealed(node);
    else if (this.#beforeSeal !== -1) graph.edge(node, this.#beforeSeal, 'openBeforeSeal');
    if (op.outPos === undefined) return;
    const below = op.outPos === 0 ? -1 : graph.contentNode[graph.cells.find(op.outPos - 1)]!;
    if (below !== -1) graph.edge(below, node, 'tailAfterTaken');
    this.#earlier.add(node, op.outPos, 'tailBeforeTaken');
  }

  #observeSealed(node: number): void {
    if (this.#firstSeal !== -1) this.#graph.edge(this.#firstSeal, node, 'sealedAfterSeal');
  }
}

const earliestTrim = ({ history }: LogGraph, position: number): number => {
  let earliest = -1;
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    const reaches = (op.op === 'trim' && position < op.pos) || (op.op === 'trimCell' && position === op.pos);
    if (!reaches || outcomeOf(op) === 'failed') continue;
    if (earliest === -1 || op.call < history[earliest]!.call) earliest = index;
  }
  return earliest;
};

/** Per junk cell, the fill of it that was called first; -1 if none. */
const firstFills = ({ history, cells, cellOf }: LogGraph): Int32Array => {
  const first = new Int32Array(cells.size).fill(-1);
  for (let index = 0; index < history.length; index++) {
    const op = history[index]!;
    if (!mayHaveFilled(op) || op.op !== 'fill') continue;
    const cell = cellOf[index] === -1 ? cells.find(op.pos) : cellOf[index]!;
    if (cell === -1) continue;
    if (first[cell] === -1 || op.call < history[first[cell]!]!.call) first[cell] = index;
  }
  return first;
};

/** What was seen at positions, to be put before every trim above them: a chain of helpers gathers it, bound by bound. */
class HiddenSightings {
  readonly #graph: LogGraph;
  readonly #trimNode: ReadonlyMap<number, number>;
  readonly #node: number[] = [];
  readonly #position: number[] = [];

  constructor(graph: LogGraph, trimNode: ReadonlyMap<number, number>) {
    this.#graph = graph;
    this.#trimNode = trimNode;
  }

  add(node: number, position: number): void {
    if (this.#trimNode.size === 0) return;
    this.#node.push(node);
    this.#position.push(position);
  }

  connect(): void {
    const graph = this.#graph;
    const { history } = graph;
    const seen = Int32Array.from(this.#node.keys()).sort((a, b) => this.#position[a]! - this.#position[b]!);
    const prefixes: number[] = [];
    const single = new Map<number, number[]>();
    for (const trim of this.#trimNode.keys()) {
      const op = history[trim]!;
      if (op.op === 'trim') prefixes.push(trim);
      else single.set(reachOf(history, trim), [...(single.get(reachOf(history, trim)) ?? []), trim]);
    }
    prefixes.sort((a, b) => reachOf(history, a) - reachOf(history, b));
    let next = 0;
    let before = -1;
    for (const trim of prefixes) {
      if (next < seen.length && this.#position[seen[next]!]! <= reachOf(history, trim)) {
        const helper = graph.helper(-1);
        if (before !== -1) graph.link(before, helper);
        for (; next < seen.length && this.#position[seen[next]!]! <= reachOf(history, trim); next++) {
          graph.edge(this.#node[seen[next]!]!, helper, 'seenBeforeTrim');
        }
        before = helper;
      }
      if (before !== -1) graph.link(before, this.#trimNode.get(trim)!);
    }
    if (single.size === 0) return;
    for (const index of seen) {
      for (const trim of single.get(this.#position[index]!) ?? []) {
        graph.edge(this.#node[index]!, this.#trimNode.get(trim)!, 'seenBeforeTrim');
      }
    }
  }
}
