/**
 * Temporal formulas as alternatives of what a behaviour must do to satisfy them: the forms that are decided on a graph of states. An
 * infinite behaviour over finitely many states is a way to a cycle and the cycle, so a formula can ask something of
 *   the first state, of all states and steps, of those from some point on that has a property itself,
 *   all states and steps of the cycle (`<>[]`), some state or step of it (`[]<>`).
 * A property is checked by looking for a behaviour that satisfies its negation together with the fairness of the specification.
 *
 * Supported are `[]P`, `[][A]_v`, `<>P`, `<><<A>>_v`, `[]<>`, `<>[]`, `P ~> Q` and `[](P => <>Q)`, WF and SF, in any boolean combination
 * and under quantifiers over constant sets, unless a combination would need two points in time. Anything else is refused.
 */
import type { Expr } from '../../compile/context.ts';
import { EvaluationError } from '../../compile/evaluation-error.ts';
import { type Placed, instancesOf, isTemporal, unfolded, within } from '../formula.ts';
import {
  type Graph,
  type StateAtom,
  type StepAtom,
  angleAtom,
  enabledAtom,
  notState,
  notStep,
  stateAtom,
} from './atoms.ts';

/** What one alternative asks of a behaviour. */
export interface Clause {
  readonly initially: readonly StateAtom[];
  readonly always: readonly StateAtom[];
  readonly alwaysSteps: readonly StepAtom[];
  /** Of some state; from there on `after` holds. Null if nothing is asked. */
  readonly point: StateAtom | null;
  readonly after: readonly StateAtom[];
  readonly afterSteps: readonly StepAtom[];
  readonly finally: readonly StateAtom[];
  readonly finallySteps: readonly StepAtom[];
  readonly infinitelyOften: readonly StateAtom[];
  readonly infinitelyOftenSteps: readonly StepAtom[];
}

/** Infinitely often the step, unless its action is disabled infinitely often (weak), or from some time on (strong). */
export interface FairnessCondition {
  readonly strong: boolean;
  readonly enabled: StateAtom;
  readonly step: StepAtom;
}

const anything: Clause = {
  initially: [],
  always: [],
  alwaysSteps: [],
  point: null,
  after: [],
  afterSteps: [],
  finally: [],
  finallySteps: [],
  infinitelyOften: [],
  infinitelyOftenSteps: [],
};

function clause(asked: Partial<Clause>): readonly Clause[] {
  return [{ ...anything, ...asked }];
}

/** The alternatives under which a formula is true, or with `wanted` false under which it is not. */
export function clausesOf(graph: Graph, placed: Placed, wanted: boolean): readonly Clause[] {
  const { compiler } = graph.model;
  if (!isTemporal(compiler, placed)) {
    const atom = signed(stateAtom(graph, placed), wanted);
    return clause({ initially: [atom] });
  }
  const inner = unfolded(compiler, placed);
  const { expression } = inner;
  const parts = (args: readonly Expr[], all: boolean, sign: boolean): readonly Clause[] => {
    const each = args.map((part) => clausesOf(graph, within(inner, part), sign));
    return all === sign ? each.reduce(both(inner), [anything]) : each.flat();
  };
  switch (expression.kind) {
    case 'builtin': {
      const { operator, arguments: args } = expression;
      const [first, second] = args;
      switch (operator) {
        case '/\\':
          return parts(args, true, wanted);
        case '\\/':
          return parts(args, false, wanted);
        case '~':
          return clausesOf(graph, within(inner, first!), !wanted);
        case '=>': {
          const premise = clausesOf(graph, within(inner, first!), !wanted);
          const conclusion = clausesOf(graph, within(inner, second!), wanted);
          return wanted ? [...premise, ...conclusion] : both(inner)(premise, conclusion);
        }
        case '[]':
          return wanted ? always(graph, inner, first!) : sometime(graph, inner, first!, false);
        case '<>':
          return wanted ? sometime(graph, inner, first!, true) : never(graph, within(inner, first!));
        case '~>':
          return leadsTo(graph, within(inner, first!), within(inner, second!), inner, wanted);
        default:
          throw refused(inner);
      }
    }
    case 'quantification': {
      const all = expression.quantifier === '\\A';
      const each = instancesOf(compiler, inner, expression).map((instance) => clausesOf(graph, instance, wanted));
      return all === wanted ? each.reduce(both(inner), [anything]) : each.flat();
    }
    case 'weakFairness':
    case 'strongFairness': {
      const { enabled, step } = fairnessOf(graph, inner, expression);
      const strong = expression.kind === 'strongFairness';
      if (wanted) {
        const idle = strong
          ? clause({ finally: [notState(enabled)] })
          : clause({ infinitelyOften: [notState(enabled)] });
        return [...idle, ...clause({ infinitelyOftenSteps: [step] })];
      }
      const without = { finallySteps: [notStep(step)] };
      return strong ? clause({ ...without, infinitelyOften: [enabled] }) : clause({ ...without, finally: [enabled] });
    }
    default:
      throw refused(inner);
  }
}

export function fairnessOf(
  graph: Graph,
  placed: Placed,
  expression: Extract<Expr, { kind: 'weakFairness' | 'strongFairness' }>,
): FairnessCondition {
  return {
    strong: expression.kind === 'strongFairness',
    enabled: enabledAtom(graph, placed, expression),
    step: angleAtom(graph, placed, expression.action, expression.subscript),
  };
}

/** `[]F`, true. */
function always(graph: Graph, outer: Placed, body: Expr): readonly Clause[] {
  const inner = unfolded(graph.model.compiler, within(outer, body));
  const atom = atomOf(graph, inner);
  if (atom?.kind === 'state') return clause({ always: [atom.holds] });
  if (atom?.kind === 'step') return clause({ alwaysSteps: [atom.holds] });
  const { expression } = inner;
  if (expression.kind === 'builtin') {
    const [first] = expression.arguments;
    if (expression.operator === '[]') return always(graph, inner, first!);
    if (expression.operator === '/\\') {
      return expression.arguments.map((part) => always(graph, inner, part)).reduce(both(inner), [anything]);
    }
    if (expression.operator === '<>') return infinitelyOften(graph, within(inner, first!), true);
  }
  throw refused(outer);
}

/** `[]<>F`, or with `wanted` false `[]<>~F`. */
function infinitelyOften(graph: Graph, placed: Placed, wanted: boolean): readonly Clause[] {
  const inner = unfolded(graph.model.compiler, placed);
  const atom = atomOf(graph, inner);
  if (atom?.kind === 'state') return clause({ infinitelyOften: [signed(atom.holds, wanted)] });
  if (atom?.kind === 'step') return clause({ infinitelyOftenSteps: [wanted ? atom.holds : notStep(atom.holds)] });
  const { expression } = inner;
  if (expression.kind === 'builtin') {
    const [first] = expression.arguments;
    if (expression.operator === (wanted ? '<>' : '[]')) return infinitelyOften(graph, within(inner, first!), wanted);
    if (expression.operator === (wanted ? '[]' : '<>')) return finallyAlways(graph, within(inner, first!), wanted);
  }
  throw refused(placed);
}

/** `<>[]F`, or with `wanted` false `<>[]~F`. */
function finallyAlways(graph: Graph, placed: Placed, wanted: boolean): readonly Clause[] {
  const inner = unfolded(graph.model.compiler, placed);
  const atom = atomOf(graph, inner);
  if (atom?.kind === 'state') return clause({ finally: [signed(atom.holds, wanted)] });
  if (atom?.kind === 'step') return clause({ finallySteps: [wanted ? atom.holds : notStep(atom.holds)] });
  const { expression } = inner;
  if (expression.kind === 'builtin') {
    const [first] = expression.arguments;
    if (expression.operator === (wanted ? '[]' : '<>')) return finallyAlways(graph, within(inner, first!), wanted);
    if (expression.operator === (wanted ? '<>' : '[]')) return infinitelyOften(graph, within(inner, first!), wanted);
  }
  throw refused(placed);
}

/** `<>F`, or with `wanted` false `<>~F`, which is what `[]F` is not. */
function sometime(graph: Graph, outer: Placed, body: Expr, wanted: boolean): readonly Clause[] {
  const inner = unfolded(graph.model.compiler, within(outer, body));
  const atom = atomOf(graph, inner);
  if (atom?.kind === 'state') return clause({ point: signed(atom.holds, wanted) });
  const { expression } = inner;
  if (expression.kind === 'builtin') {
    const { operator, arguments: args } = expression;
    const [first, second] = args;
    if (operator === (wanted ? '<>' : '[]')) return sometime(graph, inner, first!, wanted);
    if (operator === (wanted ? '[]' : '<>')) return finallyAlways(graph, within(inner, first!), wanted);
    if (operator === (wanted ? '\\/' : '/\\')) return args.flatMap((part) => sometime(graph, inner, part, wanted));
    // `~[](P => <>Q)`: at some time P, and from then on never Q.
    if (operator === '=>' && !wanted) {
      const conclusion = unfolded(graph.model.compiler, within(inner, second!));
      const { expression: later } = conclusion;
      if (
        later.kind === 'builtin' &&
        later.operator === '<>' &&
        !isTemporal(graph.model.compiler, within(inner, first!))
      ) {
        return leadsTo(graph, within(inner, first!), within(conclusion, later.arguments[0]!), outer, false);
      }
    }
  }
  throw refused(outer);
}

/** `[]~F`: a behaviour on which F never comes true. */
function never(graph: Graph, placed: Placed): readonly Clause[] {
  const inner = unfolded(graph.model.compiler, placed);
  const atom = atomOf(graph, inner);
  if (atom?.kind === 'state') return clause({ always: [notState(atom.holds)] });
  if (atom?.kind === 'step') return clause({ alwaysSteps: [notStep(atom.holds)] });
  const { expression } = inner;
  if (expression.kind === 'builtin') {
    const { operator, arguments: args } = expression;
    if (operator === '[]') return infinitelyOften(graph, within(inner, args[0]!), false);
    if (operator === '<>') return never(graph, within(inner, args[0]!));
    if (operator === '\\/') {
      return args.map((part) => never(graph, within(inner, part))).reduce(both(inner), [anything]);
    }
  }
  throw refused(placed);
}

/** `P ~> F` is false where at some time P, and from then on never F. That it is true is not asked of any one point. */
function leadsTo(graph: Graph, premise: Placed, goal: Placed, whole: Placed, wanted: boolean): readonly Clause[] {
  if (wanted || isTemporal(graph.model.compiler, premise)) throw refused(whole);
  const point = stateAtom(graph, premise);
  return never(graph, goal).map(({ always: after, alwaysSteps: afterSteps, ...rest }) => {
    return { ...rest, always: [], alwaysSteps: [], point, after, afterSteps };
  });
}

type Atom = { readonly kind: 'state'; readonly holds: StateAtom } | { readonly kind: 'step'; readonly holds: StepAtom };

/** What is asked of single states or steps: `P`, `[A]_v`, `<<A>>_v`. */
function atomOf(graph: Graph, placed: Placed): Atom | null {
  const { compiler } = graph.model;
  const { expression } = placed;
  if (isTemporal(compiler, placed)) return null;
  if (expression.kind === 'angle') {
    return { kind: 'step', holds: angleAtom(graph, placed, expression.action, expression.subscript) };
  }
  if (expression.kind === 'box') {
    // `[A]_v` is `~<<~A>>_v`.
    const { action, subscript, span } = expression;
    const negated = { kind: 'builtin', operator: '~', arguments: [action], span } as const;
    return { kind: 'step', holds: notStep(angleAtom(graph, placed, negated, subscript)) };
  }
  if (compiler.mentionsPrime(expression, placed.context)) return null;
  return { kind: 'state', holds: stateAtom(graph, placed) };
}

/** All of what two formulas ask. */
function both(place: Placed): (a: readonly Clause[], b: readonly Clause[]) => readonly Clause[] {
  return (a, b) => a.flatMap((one) => b.map((other) => merged(one, other, place)));
}

export function merged(one: Clause, other: Clause, place: Placed): Clause {
  if (one.point !== null && other.point !== null) throw refused(place);
  return {
    initially: [...one.initially, ...other.initially],
    always: [...one.always, ...other.always],
    alwaysSteps: [...one.alwaysSteps, ...other.alwaysSteps],
    point: one.point ?? other.point,
    after: [...one.after, ...other.after],
    afterSteps: [...one.afterSteps, ...other.afterSteps],
    finally: [...one.finally, ...other.finally],
    finallySteps: [...one.finallySteps, ...other.finallySteps],
    infinitelyOften: [...one.infinitelyOften, ...other.infinitelyOften],
    infinitelyOftenSteps: [...one.infinitelyOftenSteps, ...other.infinitelyOftenSteps],
  };
}

function signed(atom: StateAtom, wanted: boolean): StateAtom {
  return wanted ? atom : notState(atom);
}

function refused({ expression }: Placed): EvaluationError {
  const forms = '<>P, []<>P, <>[]P, P ~> Q, WF and SF, and boolean combinations of them';
  return new EvaluationError(
    'unsupported',
    `this temporal formula is not supported; there are ${forms}`,
    expression.span,
  );
}
