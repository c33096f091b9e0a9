/**
 * Temporal formulas as they are written, taken apart as far as a checker has to look into them: through definitions, parameters, LET and
 * conjunctions. A part keeps the circumstances in which its identifiers mean something.
 */
import { type Compiler, stateContext } from '../compile/compiler.ts';
import type { Context, Expr, Need, Step, Test, Value } from '../compile/context.ts';
import { EvaluationError } from '../compile/evaluation-error.ts';
import { bind, binding } from '../compile/loops.ts';
import type { Entry, Program } from '../ir/program.ts';

/** An expression with what its identifiers are bound to. */
export interface Placed {
  readonly expression: Expr;
  readonly context: Context;
  /** Of the calls and LETs around it: what they keep must be forgotten before each evaluation. */
  readonly entered: readonly Need[];
}

/** `[A]_v` below `[]`. */
export interface Box {
  readonly action: Placed;
  /** Null where a .cfg file names the relation itself. */
  readonly subscript: Placed | null;
}

/** What SPECIFICATION leads to. */
export interface Specification {
  /** In the order in which they are written, which is that in which they are evaluated. */
  readonly initial: readonly Placed[];
  readonly next: Box | null;
  /** Fairness, and whatever else is assumed of behaviours. */
  readonly assumed: readonly Placed[];
}

export function placedEntry(program: Program, { definition }: Entry): Placed {
  return { expression: program.definitions[definition]!.body, context: stateContext, entered: [] };
}

/** Another expression under the same circumstances. */
export function within({ context, entered }: Placed, expression: Expr): Placed {
  return { expression, context, entered };
}

/** The same formula without the names, labels and LETs around it. */
export function unfolded(compiler: Compiler, placed: Placed): Placed {
  const { expression, context, entered } = placed;
  switch (expression.kind) {
    case 'label':
      return unfolded(compiler, within(placed, expression.body));
    case 'let': {
      const inner = compiler.letContext(expression, context);
      return unfolded(compiler, {
        expression: expression.body,
        context: inner.context,
        entered: [...entered, ...inner.entered],
      });
    }
    case 'apply': {
      const found = compiler.resolve(expression.operator, expression.arguments, context, expression.span);
      if (found.kind !== 'inline') return placed;
      return unfolded(compiler, {
        expression: found.expression,
        context: found.context,
        entered: [...entered, ...found.entered],
      });
    }
    default:
      return placed;
  }
}

/** The conjuncts of a temporal formula; of a formula of a lower level that formula itself, so that it keeps its name. */
export function conjunctsOf(compiler: Compiler, placed: Placed): readonly Placed[] {
  if (!isTemporal(compiler, placed)) return [placed];
  const inner = unfolded(compiler, placed);
  const { expression } = inner;
  if (expression.kind === 'builtin' && expression.operator === '/\\') {
    return expression.arguments.flatMap((part) => conjunctsOf(compiler, within(inner, part)));
  }
  if (expression.kind === 'quantification' && expression.quantifier === '\\A') {
    return instancesOf(compiler, inner, expression).flatMap((part) => conjunctsOf(compiler, part));
  }
  return [inner];
}

/** The bodies of a quantified temporal formula, one for each choice of its identifiers, whose sets must be constant. */
export function instancesOf(
  compiler: Compiler,
  placed: Placed,
  { bounds, body }: Extract<Expr, { kind: 'quantification' }>,
): readonly Placed[] {
  const { machine } = compiler;
  let instances: Placed[] = [placed];
  for (const { set, binders, tuple } of bounds) {
    if (compiler.dependsOnState(set, placed.context)) {
      const message = 'a quantifier over what is not constant, with a temporal formula below it, is not supported';
      throw new EvaluationError('unsupported', message, set.span);
    }
    const elements = machine.inOrder(compiler.value(set, placed.context)());
    for (const group of tuple ? [binders] : binders.map((binder) => [binder])) {
      instances = instances.flatMap((instance) =>
        elements.map((element) => {
          const bound = bind(compiler, group, instance.context);
          binding(machine, bound.slots, tuple)(element);
          return { ...instance, context: bound.context };
        }),
      );
    }
  }
  return instances.map((instance) => within(instance, body));
}

/** Whether it speaks of behaviours, and not of a state or a step. */
export function isTemporal(compiler: Compiler, placed: Placed): boolean {
  return compiler.isTemporal(placed.expression, placed.context);
}

/** `[][A]_v` or `[]P`, without the first box; null for anything else. */
export function belowAlways(compiler: Compiler, placed: Placed): Placed | null {
  const inner = unfolded(compiler, placed);
  const { expression } = inner;
  if (expression.kind !== 'builtin' || expression.operator !== '[]') return null;
  return unfolded(compiler, within(inner, expression.arguments[0]!));
}

export function specificationOf(compiler: Compiler, formula: Placed): Specification {
  const initial: Placed[] = [];
  const assumed: Placed[] = [];
  let next: Box | null = null;
  for (const part of conjunctsOf(compiler, formula)) {
    if (!isTemporal(compiler, part)) {
      initial.push(part);
      continue;
    }
    const always = belowAlways(compiler, part);
    if (always?.expression.kind === 'box') {
      if (next !== null) {
        const message = 'a second next-state relation in the specification is not supported';
        throw new EvaluationError('unsupported', message, part.expression.span);
      }
      const { action, subscript } = always.expression;
      next = { action: within(always, action), subscript: within(always, subscript) };
    } else assumed.push(part);
  }
  return { initial, next, assumed };
}

/** As a test under other circumstances than those it was found in: primed or not, settled or not. */
export function testOf(compiler: Compiler, placed: Placed, circumstances: Context): Test {
  return compiler.entered(compiler.test(placed.expression, under(placed, circumstances)), placed.entered);
}

export function valueOf(compiler: Compiler, placed: Placed, circumstances: Context): Value {
  return compiler.entered(compiler.listedValue(placed.expression, under(placed, circumstances)), placed.entered);
}

export function stepOf(compiler: Compiler, placed: Placed, circumstances: Context, then: Step): Step {
  return compiler.entered(compiler.step(placed.expression, under(placed, circumstances), then), placed.entered);
}

function under({ context }: Placed, { primed, settled, spine }: Context): Context {
  return { ...context, primed, settled, spine };
}
