/**
 * The constraint graph of a history together with what each of its nodes means: which point of which operation, whose
 * call is its lower bound and whose return its upper bound. The builders of the specs write it, witness and explanation
 * read it.
 */
import type { LogHistory } from '../../model/history.ts';
import type { AppendGate } from './append-gate.ts';
import type { ClauseName } from './clauses.ts';
import { clauseLabels } from './clauses.ts';
import { ConstraintGraph } from './propagate.ts';
import type { Cell } from './resolve.ts';
import type { TrimIndex } from './trim-index.ts';
import type { ChosenWriters } from './writers.ts';

/**
 * `junk` is the instant at which a position becomes junk, `filler` one possible author of it, `trim` the instant at
 * which the first trim reaches a position. A `helper` gathers edges, so that there are O(n) of them; it is no point of
 * its own.
 */
export type PointKind = 'token' | 'write' | 'junk' | 'filler' | 'trim' | 'observe' | 'helper';

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
  readonly constraints = new ConstraintGraph();
  readonly kind: PointKind[] = [];
  readonly operation: number[] = [];
  readonly cell: number[] = [];
  readonly startedBy: number[] = [];
  readonly boundedBy: number[] = [];
  readonly history: LogHistory;
  readonly cells: readonly Cell[];
  readonly cellOf: Int32Array;
  readonly trims: TrimIndex;
  readonly appends: AppendGate;
  readonly chosen: ChosenWriters;
  /** Per cell, the node at which it is written or made junk; -1 if it holds nothing. */
  readonly contentNode: Int32Array;
  /** Per junk cell, the node that comes with its first possible author. */
  readonly authorNode = new Map<number, number>();
  private readonly disabled: ReadonlySet<ClauseName>;

  constructor(parts: {
    history: LogHistory;
    cells: readonly Cell[];
    cellOf: Int32Array;
    trims: TrimIndex;
    appends: AppendGate;
    chosen: ChosenWriters;
    disabled: ReadonlySet<ClauseName>;
  }) {
    this.history = parts.history;
    this.cells = parts.cells;
    this.cellOf = parts.cellOf;
    this.trims = parts.trims;
    this.appends = parts.appends;
    this.chosen = parts.chosen;
    this.disabled = parts.disabled;
    this.contentNode = new Int32Array(parts.cells.length).fill(-1);
  }

  enforces(name: ClauseName): boolean {
    return !this.disabled.has(name);
  }

  point(kind: PointKind, operation: number, cell: number, low: Bound, high: Bound): number {
    this.describeNode(kind, operation, cell, low.operation, high.operation);
    return this.constraints.all(low.time, high.time);
  }

  helper(cell: number): number {
    return this.point('helper', -1, cell, unboundedBelow, unboundedAbove);
  }

  /** A point of `operation` between its call and its return, which may be infinitely far. */
  observation(operation: number, cell: number, high: Bound): number {
    const { call, return: end } = this.history[operation]!;
    this.describeNode('observe', operation, cell, operation, end! <= high.time ? operation : high.operation);
    return this.constraints.all(call, Math.min(end!, high.time));
  }

  /** A point at or after the first of those that are given an edge to it. */
  firstOf(cell: number): number {
    this.describeNode('helper', -1, cell, -1, -1);
    return this.constraints.anyOf();
  }

  /** A possible author of junk: a fill from its call on, or (`operation` -1) any append while it is in progress. */
  filler(operation: number, cell: number): number {
    this.describeNode('filler', operation, cell, operation, -1);
    if (operation === -1) return this.constraints.maybe(-Infinity, this.appends);
    return this.constraints.maybe(this.history[operation]!.call, null);
  }

  edge(from: number, to: number, name: ClauseName): void {
    if (this.enforces(name)) this.constraints.edge(from, to, clauseLabels[name]);
  }

  /** An order that belongs to the construction and to no clause. */
  link(from: number, to: number): void {
    this.constraints.edge(from, to, -1);
  }

  private describeNode(kind: PointKind, operation: number, cell: number, startedBy: number, boundedBy: number): void {
    this.kind.push(kind);
    this.operation.push(operation);
    this.cell.push(cell);
    this.startedBy.push(startedBy);
    this.boundedBy.push(boundedBy);
  }
}
