/**
 * Actions in continuation style: a step assigns primed variables as it goes and runs what comes after it once for each way to be true.
 * The continuations are fixed when the action is compiled.
 *
 * What counts as a way is TLC's rule, so that numbers of generated states are the same: every true disjunct and every witness of `\E` is
 * one, whether or not it mentions a primed variable; `\A` is a conjunction; what is below `~`, `=`, a function or an arithmetic operator is
 * evaluated as a whole. An initial predicate is an action whose unprimed variables are those to assign.
 */
import type { BuiltinApplication, Case, If, Quantification } from '../ir/expression.ts';
import type { ProgramReference } from '../ir/program.ts';
import { unset } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { enumerate } from '../values/symbolic.ts';
import { changedTest } from './builtins.ts';
import type { Compiling, Context, Expr, Step, Value } from './context.ts';
import { type Bounds, bounds, loop } from './loops.ts';

export function builtinStep(
  compiling: Compiling,
  expression: BuiltinApplication<ProgramReference>,
  context: Context,
  then: Step,
): Step {
  const { operator, arguments: args } = expression;
  switch (operator) {
    case '/\\':
      return args.reduceRight((next, part) => compiling.step(part, context, next), then);
    case '\\/': {
      const branches = args.map((branch) => compiling.step(branch, context, then));
      return () => {
        for (const branch of branches) branch();
      };
    }
    case '=>': {
      const premise = compiling.test(args[0]!, context);
      const conclusion = compiling.step(args[1]!, context, then);
      return () => (premise() ? conclusion() : then());
    }
    case '=': {
      const target = targetOf(compiling, args[0]!, context);
      if (target === -1) return testStep(compiling, expression, context, then);
      return assignment(compiling, target, compiling.listedValue(args[1]!, context), then);
    }
    case '\\in': {
      const target = targetOf(compiling, args[0]!, context);
      if (target === -1) return testStep(compiling, expression, context, then);
      return choice(compiling, target, args[1]!, context, then);
    }
    case 'UNCHANGED':
      return unchanged(compiling, args[0]!, context, then);
    default:
      return testStep(compiling, expression, context, then);
  }
}

/** What is no action by its form is evaluated. */
export function testStep(compiling: Compiling, expression: Expr, context: Context, then: Step): Step {
  const holds = compiling.test(expression, { ...context, spine: null });
  return () => {
    if (holds()) then();
  };
}

export function ifStep(compiling: Compiling, expression: If<ProgramReference>, context: Context, then: Step): Step {
  const condition = compiling.test(expression.condition, context);
  const yes = compiling.step(expression.consequence, context, then);
  const no = compiling.step(expression.alternative, context, then);
  return () => (condition() ? yes() : no());
}

export function caseStep(compiling: Compiling, expression: Case<ProgramReference>, context: Context, then: Step): Step {
  const arms = expression.arms.map(({ guard, value }) => ({
    guard: compiling.test(guard, context),
    step: compiling.step(value, context, then),
  }));
  const other = expression.other === null ? null : compiling.step(expression.other, context, then);
  return () => {
    for (const { guard, step } of arms) if (guard()) return step();
    if (other === null) throw new Fault('CASE: no guard is true and there is no OTHER');
    other();
  };
}

export function quantifiedStep(
  compiling: Compiling,
  expression: Quantification<ProgramReference>,
  context: Context,
  then: Step,
): Step {
  const { machine } = compiling;
  const { generators, context: inner } = bounds(compiling, expression.bounds, context);
  if (expression.quantifier === '\\E') {
    const spine = context.spine === null ? null : withBinders(context, expression, inner, compiling);
    const body = compiling.step(expression.body, { ...inner, spine }, then);
    const run = loop(machine, generators, () => {
      body();
      return true;
    });
    return () => void run();
  }
  const compileBody = (after: Step): Step => compiling.step(expression.body, inner, after);
  const nested = generators.reduceRight<(after: Step) => Step>(
    (compileInner, generator) => (after) => universalStep(compiling, generator, compileInner, after),
    compileBody,
  );
  return nested(then);
}

/** What `\E` binds on the way to an action is shown with the action. */
function withBinders(
  context: Context,
  expression: Quantification<ProgramReference>,
  inner: Context,
  compiling: Compiling,
): NonNullable<Context['spine']> {
  const spine = context.spine!;
  const binders = expression.bounds.flatMap(({ binders: names }) => names);
  const parameters = binders.map(({ name, id, span }) => {
    const reference = { to: 'local', id, name } as const;
    const value = compiling.value({ kind: 'apply', operator: reference, arguments: [], span }, inner);
    return { name, value };
  });
  return { name: spine.name, parameters: [...spine.parameters, ...parameters] };
}

/**
 * `\A x \in S : A` as a conjunction over the elements: each one continues with the next. Where the continuation returns, an earlier
 * element may have another way to be true, so what was bound is bound again.
 */
function universalStep(
  { machine }: Compiling,
  { set, bind }: Bounds['generators'][number],
  compileBody: (then: Step) => Step,
  then: Step,
): Step {
  const { values } = machine;
  let at = 0;
  let end = 0;
  const tryFrom = (place: number): void => {
    if (place === end) {
      then();
      return;
    }
    at = place;
    bind(values.data[place]!);
    body();
  };
  const body = compileBody(() => {
    const [atBefore, endBefore] = [at, end];
    tryFrom(atBefore + 1);
    at = atBefore;
    end = endBefore;
    bind(values.data[atBefore]!);
  });
  return () => {
    const [atBefore, endBefore] = [at, end];
    const elements = enumerate(values, set());
    const start = (elements >>> 1) + 2;
    end = start + values.wordsOf(elements);
    tryFrom(start);
    at = atBefore;
    end = endBefore;
  };
}

export function boxStep(compiling: Compiling, action: Expr, subscript: Expr, context: Context, then: Step): Step {
  const moves = compiling.step(action, context, then);
  const stays = unchanged(compiling, subscript, { ...context, spine: null }, then);
  return () => {
    moves();
    stays();
  };
}

export function angleStep(compiling: Compiling, action: Expr, subscript: Expr, context: Context, then: Step): Step {
  const changed = changedTest(compiling, subscript, { ...context, spine: null });
  return compiling.step(action, context, () => {
    if (changed()) then();
  });
}

/** The place in the next state that an expression stands for, or -1: `x'`, and in an initial predicate `x`. */
function targetOf(compiling: Compiling, expression: Expr, context: Context): number {
  if (context.primed) return variableOf(compiling, expression, context);
  if (expression.kind === 'builtin' && expression.operator === "'") {
    return variableOf(compiling, expression.arguments[0]!, { ...context, primed: true });
  }
  if (expression.kind === 'label') return targetOf(compiling, expression.body, context);
  if (expression.kind !== 'apply') return -1;
  const found = compiling.resolve(expression.operator, expression.arguments, context, expression.span);
  return found.kind === 'inline' ? targetOf(compiling, found.expression, found.context) : -1;
}

/** The place of a variable, seen through parameters and definitions that stand for it. */
function variableOf(compiling: Compiling, expression: Expr, context: Context): number {
  if (expression.kind === 'label') return variableOf(compiling, expression.body, context);
  if (expression.kind !== 'apply') return -1;
  const found = compiling.resolve(expression.operator, expression.arguments, context, expression.span);
  switch (found.kind) {
    case 'variable':
    case 'boundPrime':
      return found.index;
    case 'inline':
      return variableOf(compiling, found.expression, found.context);
    default:
      return -1;
  }
}

function assignment({ machine }: Compiling, target: number, value: Value, then: Step): Step {
  const { next } = machine;
  return () => {
    const assigned = next[target]!;
    if (assigned === unset) {
      next[target] = value();
      then();
      next[target] = unset;
    } else if (assigned === value()) then();
  };
}

/** `x' \in S`: the set is listed only if the variable has no value yet. */
function choice(compiling: Compiling, target: number, set: Expr, context: Context, then: Step): Step {
  const { next, values } = compiling.machine;
  const all = compiling.value(set, context);
  const member = compiling.membership(set, context);
  return () => {
    const assigned = next[target]!;
    if (assigned !== unset) {
      if (member(assigned)) then();
      return;
    }
    const elements = enumerate(values, all());
    const start = (elements >>> 1) + 2;
    const end = start + values.wordsOf(elements);
    for (let at = start; at < end; at++) {
      next[target] = values.data[at]!;
      then();
    }
    next[target] = unset;
  };
}

/** The variables of `UNCHANGED <<x, y>>` are assigned; of anything else it is asked whether it is the same. */
function unchanged(compiling: Compiling, expression: Expr, context: Context, then: Step): Step {
  const parts = unchangedParts(compiling, expression, context);
  const targets = parts.filter((part) => part.target >= 0);
  const rest = parts.filter((part) => part.target < 0);
  const after = rest.reduceRight((next, part) => {
    const same = compiling.test(
      { kind: 'builtin', operator: 'UNCHANGED', arguments: [part.expression], span: part.expression.span },
      part.context,
    );
    return () => {
      if (same()) next();
    };
  }, then);
  const { current, next } = compiling.machine;
  const bound = targets.filter(({ target }) => target >= current.length);
  const withBound = bound.reduceRight((continued, { target, expression: written, context: place }) => {
    return assignment(compiling, target, compiling.listedValue(written, place), continued);
  }, after);
  const variables = targets.map(({ target }) => target).filter((target) => target < current.length);
  return chunksOf(variables).reduceRight(
    (continued, chunk) => keepVariables(next, current, chunk, continued),
    withBound,
  );
}

/** As many as there are bits to note which of them were assigned. */
const chunkSize = 30;

function chunksOf(variables: readonly number[]): readonly (readonly number[])[] {
  const chunks: (readonly number[])[] = [];
  for (let from = 0; from < variables.length; from += chunkSize) chunks.push(variables.slice(from, from + chunkSize));
  return chunks;
}

/** Assigns those that have no value yet, and takes that back afterwards. */
function keepVariables(next: Int32Array, current: Int32Array, variables: readonly number[], then: Step): Step {
  const count = variables.length;
  return () => {
    let assigned = 0;
    let same = true;
    for (let i = 0; i < count; i++) {
      const variable = variables[i]!;
      const value = next[variable]!;
      if (value === unset) {
        next[variable] = current[variable]!;
        assigned |= 1 << i;
      } else if (value !== current[variable]) {
        same = false;
        break;
      }
    }
    if (same) then();
    for (let i = 0; assigned !== 0; i++, assigned >>>= 1) if ((assigned & 1) !== 0) next[variables[i]!] = unset;
  };
}

interface Part {
  readonly expression: Expr;
  readonly context: Context;
  readonly target: number;
}

function unchangedParts(compiling: Compiling, expression: Expr, context: Context): readonly Part[] {
  const target = variableOf(compiling, expression, { ...context, primed: true });
  if (target >= 0) return [{ expression, context, target }];
  if (expression.kind === 'tuple') {
    return expression.elements.flatMap((element) => unchangedParts(compiling, element, context));
  }
  if (expression.kind === 'label') return unchangedParts(compiling, expression.body, context);
  if (expression.kind === 'apply') {
    const found = compiling.resolve(expression.operator, expression.arguments, context, expression.span);
    if (found.kind === 'inline') return unchangedParts(compiling, found.expression, found.context);
  }
  return [{ expression, context, target }];
}

/** For ENABLED: whether the step can be taken at all; what was assigned before stays as it was. */
export function possible({ machine }: Compiling, compileStep: (found: Step) => Step): () => boolean {
  const { next, values } = machine;
  const found = new Found();
  const run = compileStep(() => {
    throw found;
  });
  return () => {
    const before = next.slice();
    const { action } = machine;
    const { depth } = values;
    next.fill(unset);
    try {
      run();
      return false;
    } catch (error) {
      if (error !== found) throw error;
      // The search was left in the middle of whatever it was building.
      values.depth = depth;
      return true;
    } finally {
      next.set(before);
      machine.action = action;
    }
  };
}

/** Thrown to leave a search; only identity matters. */
class Found extends Error {}
