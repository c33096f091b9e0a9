/**
 * The constraint graph of a history together with what each of its nodes means: which point of which operation, whose
 * call is its lower bound and whose return its upper bound. The builders of the specs write it, witness and explanation
 * read it.
 */
import type { LogHistory } from '../../model/history.ts';
import type { AppendGate } from './append-gate.ts';
import type { CellTable } from './cell-table.ts';
import type { ClauseName } from './clauses.ts';
import { clauseLabels } from './clauses.ts';
import { ConstraintGraph, grown } from './propagate.ts';
import type { Terms } from './terms.ts';
import type { TrimIndex } from './trim-index.ts';

/**
 * What a node is. `token` and `write` are the two points of an append to CORFU, `append` the one of an append to an
 * atomic log, `junk` the instant at which a position becomes junk, `skip` that at which a log with gaps passes it.
 * `trim` is the instant at which the first trim reaches a position (CORFU), or at which a whole prefix trim happens
 * (atomic). A `helper` gathers edges, so that there are O(n) of them; it is no point of its own.
 */
export const pointKinds = ['token', 'write', 'append', 'junk', 'skip', 'trim', 'seal', 'observe', 'helper'] as const;
export type PointKind = (typeof pointKinds)[number];

const kindCodes = Object.fromEntries(pointKinds.map((kind, code) => [kind, code])) as Record<PointKind, number>;

export interface Bound {
  readonly time: number;
  /** The operation whose call or return it is; -1 if none. */
  readonly operation: number;
}

export const unboundedBelow: Bound = { time: -Infinity, operation: -1 };
export const unboundedAbove: Bound = { time: Infinity, operation: -1 };
export const earlierBound = (a: Bound, b: Bound): Bound => (b.time < a.time ? b : a);
export const laterBound = (a: Bound, b: Bound): Bound => (b.time > a.time ? b : a);

export class LogGraph {
  readonly constraints: ConstraintGraph;
  readonly history: LogHistory;
  readonly terms: Terms;
  /** Whether there were more appends than the history shows. */
  readonly hasSpare: boolean;
  readonly cells: CellTable;
  readonly cellOf: Int32Array;
  readonly trims: TrimIndex;
  readonly appends: AppendGate;
  /** Per cell, the node at which it is written or made junk; -1 if it holds nothing. */
  readonly contentNode: Int32Array;
  /** Per junk cell of CORFU, the fill that was called first; absent if there was none. */
  readonly fillOf = new Map<number, number>();
  #kind: Uint8Array;
  #operation: Int32Array;
  #cell: Int32Array;
  #startedBy: Int32Array;
  #boundedBy: Int32Array;

  constructor(parts: {
    history: LogHistory;
    terms: Terms;
    hasSpare: boolean;
    cells: CellTable;
    cellOf: Int32Array;
    trims: TrimIndex;
    appends: AppendGate;
  }) {
    this.history = parts.history;
    this.terms = parts.terms;
    this.hasSpare = parts.hasSpare;
    this.cells = parts.cells;
    this.cellOf = parts.cellOf;
    this.trims = parts.trims;
    this.appends = parts.appends;
    this.contentNode = new Int32Array(parts.cells.size).fill(-1);
    // Of the histories of busy clients, most need no more than this; others double it.
    const capacity = 2 * parts.history.length + 16;
    this.constraints = new ConstraintGraph(parts.appends, capacity, 2 * capacity);
    this.#kind = new Uint8Array(capacity);
    this.#operation = new Int32Array(capacity);
    this.#cell = new Int32Array(capacity);
    this.#startedBy = new Int32Array(capacity);
    this.#boundedBy = new Int32Array(capacity);
  }

  kind(node: number): PointKind {
    return pointKinds[this.#kind[node]!]!;
  }

  /** -1: of no operation in particular. */
  operation(node: number): number {
    return this.#operation[node]!;
  }

  /** The cell that the point is at; -1 if none. */
  cell(node: number): number {
    return this.#cell[node]!;
  }

  /** The operation whose call is the lower bound; -1 if none. */
  startedBy(node: number): number {
    return this.#startedBy[node]!;
  }

  /** The operation whose return is the upper bound; -1 if none. */
  boundedBy(node: number): number {
    return this.#boundedBy[node]!;
  }

  enforces(name: ClauseName): boolean {
    return !this.terms.disabled.has(name);
  }

  point(kind: PointKind, operation: number, cell: number, low: Bound, high: Bound): number {
    return this.#add(kind, operation, cell, low.operation, high.operation, low.time, high.time);
  }

  helper(cell: number): number {
    return this.#add('helper', -1, cell, -1, -1, -Infinity, Infinity);
  }

  /** A point of `operation` between its call and its return, or `high` if that is earlier. */
  observation(operation: number, cell: number, high: Bound): number {
    const { call, return: end } = this.history[operation]!;
    const returns = end! <= high.time;
    const boundedBy = returns ? operation : high.operation;
    return this.#add('observe', operation, cell, operation, boundedBy, call, returns ? end! : high.time);
  }

  edge(from: number, to: number, name: ClauseName): void {
    if (this.enforces(name)) this.constraints.edge(from, to, clauseLabels[name]);
  }

  /** An order that belongs to the construction and to no clause. */
  link(from: number, to: number): void {
    this.constraints.edge(from, to, -1);
  }

  #add(
    kind: PointKind,
    operation: number,
    cell: number,
    startedBy: number,
    boundedBy: number,
    low: number,
    high: number,
  ): number {
    const node = this.constraints.point(low, high);
    if (node === this.#kind.length) this.#grow();
    this.#kind[node] = kindCodes[kind];
    this.#operation[node] = operation;
    this.#cell[node] = cell;
    this.#startedBy[node] = startedBy;
    this.#boundedBy[node] = boundedBy;
    return node;
  }

  #grow(): void {
    const size = this.#kind.length;
    this.#kind = grown(this.#kind, new Uint8Array(2 * size));
    this.#operation = grown(this.#operation, new Int32Array(2 * size));
    this.#cell = grown(this.#cell, new Int32Array(2 * size));
    this.#startedBy = grown(this.#startedBy, new Int32Array(2 * size));
    this.#boundedBy = grown(this.#boundedBy, new Int32Array(2 * size));
  }
}
