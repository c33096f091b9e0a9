/**
 * What is claimed of infinite behaviours, decided on the complete graph of states: for each property a fair behaviour is searched that does
 * not have it. Behaviours that leave the constraints are not considered, as in TLC.
 */
import type { Span } from '../../ir/span.ts';
import type { EdgeList } from '../edges.ts';
import type { Exploration } from '../explore.ts';
import { conjunctsOf, unfolded } from '../formula.ts';
import type { CheckedModel } from '../model.ts';
import type { Graph } from './atoms.ts';
import { type Clause, type FairnessCondition, clausesOf, fairnessOf, merged } from './clauses.ts';
import { type Lasso, findLasso } from './lasso.ts';

export interface LivenessViolation extends Lasso {
  readonly name: string;
  readonly span: Span;
}

export function checkLiveness(
  model: CheckedModel,
  exploration: Exploration,
  edges: EdgeList,
): LivenessViolation | null {
  const { compiler, specification } = model;
  const graph: Graph = { model, table: exploration.table, edges, initialStates: exploration.initialStates };
  const fairness: FairnessCondition[] = [];
  let assumed: readonly Clause[] | null = null;
  for (const formula of (specification?.assumed ?? []).flatMap((part) => conjunctsOf(compiler, part))) {
    const inner = unfolded(compiler, formula);
    const { expression } = inner;
    if (expression.kind === 'weakFairness' || expression.kind === 'strongFairness') {
      fairness.push(fairnessOf(graph, inner, expression));
      continue;
    }
    const clauses = clausesOf(graph, inner, true);
    assumed = assumed === null ? clauses : assumed.flatMap((one) => clauses.map((other) => merged(one, other, inner)));
  }
  for (const { name, formula } of model.temporal) {
    for (const violation of clausesOf(graph, formula, false)) {
      for (const clause of assumed === null ? [violation] : assumed.map((one) => merged(one, violation, formula))) {
        const lasso = findLasso(graph, clause, fairness);
        if (lasso !== null) return { ...lasso, name, span: formula.expression.span };
      }
    }
  }
  return null;
}
