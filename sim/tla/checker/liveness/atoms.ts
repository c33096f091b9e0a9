/**
 * What temporal formulas are made of: tests of a state of the graph, and of a step of it. Each is evaluated at most once per state or step,
 * and only where the search comes by.
 */
import { changedTest } from '../../compile/builtins.ts';
import { stateContext } from '../../compile/compiler.ts';
import type { Expr, Test } from '../../compile/context.ts';
import type { EdgeList } from '../edges.ts';
import { type Placed, testOf, within } from '../formula.ts';
import type { CheckedModel } from '../model.ts';
import type { StateTable } from '../state-table.ts';

/** Of a state by its index. */
export type StateAtom = (index: number) => boolean;
/** Of a step by its place among the edges and its first state. Steps that change nothing and are not among the edges have the edge -1. */
export type StepAtom = (edge: number, from: number) => boolean;

export interface Graph {
  readonly model: CheckedModel;
  readonly table: StateTable;
  readonly edges: EdgeList;
  readonly initialStates: number;
}

const isFalse = 1;
const isTrue = 2;

export function stateAtom(graph: Graph, placed: Placed): StateAtom {
  const holds = testOf(graph.model.compiler, placed, stateContext);
  return cachedState(graph, holds);
}

/** `ENABLED <<A>>_v`, from a fairness condition. */
export function enabledAtom(
  graph: Graph,
  placed: Placed,
  { action, subscript, binds, span }: Extract<Expr, { kind: 'weakFairness' | 'strongFairness' }>,
): StateAtom {
  const angle = { kind: 'angle', action, subscript, span } as const;
  return stateAtom(graph, within(placed, { kind: 'enabled', action: angle, binds, span }));
}

function cachedState({ model, table }: Graph, holds: Test): StateAtom {
  const known = new Uint8Array(table.count);
  const { machine } = model;
  return (index) => {
    const before = known[index];
    if (before !== 0) return before === isTrue;
    table.copyTo(index, machine.current);
    machine.currentChanged();
    const now = holds();
    known[index] = now ? isTrue : isFalse;
    return now;
  };
}

/** `<<A>>_v`, which no step satisfies that changes nothing. */
export function angleAtom(graph: Graph, placed: Placed, action: Expr, subscript: Expr): StepAtom {
  const { compiler, machine } = graph.model;
  const { table, edges } = graph;
  const moves = testOf(compiler, within(placed, action), stateContext);
  const context = { ...placed.context, primed: false, settled: true, spine: null };
  const changed = compiler.entered(changedTest(compiler, subscript, context), placed.entered);
  const known = new Uint8Array(edges.edgeCount);
  return (edge, from) => {
    if (edge === -1) return false;
    const before = known[edge];
    if (before !== 0) return before === isTrue;
    table.copyTo(from, machine.current);
    table.copyTo(edges.targetAt(edge), machine.next);
    machine.currentChanged();
    machine.nextChanged();
    const now = changed() && moves();
    known[edge] = now ? isTrue : isFalse;
    return now;
  };
}

export function notState(atom: StateAtom): StateAtom {
  return (index) => !atom(index);
}

export function notStep(atom: StepAtom): StepAtom {
  return (edge, from) => !atom(edge, from);
}
