/** `{a, b}`, `{x \in S : P}`, `{e : x \in S}` and CHOOSE. */
import type { Choose, SetFilter, SetLiteral, SetMap } from '../ir/expression.ts';
import type { ProgramReference } from '../ir/program.ts';
import { kinds } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { enumerate } from '../values/symbolic.ts';
import type { Compiling, Context, Value } from './context.ts';
import { EvaluationError } from './evaluation-error.ts';
import { bind, binding, bounds, loop } from './loops.ts';

export function setLiteral(compiling: Compiling, { elements }: SetLiteral<ProgramReference>, context: Context): Value {
  const { values } = compiling.machine;
  const compiled = elements.map((element) => compiling.listedValue(element, context));
  if (compiled.length === 1) {
    const only = compiled[0]!;
    return () => {
      const from = values.depth;
      values.push(only());
      return values.intern(kinds.set, from);
    };
  }
  return () => {
    const from = values.depth;
    for (const element of compiled) values.push(element());
    return values.set(from);
  };
}

export function setFilter(compiling: Compiling, filter: SetFilter<ProgramReference>, context: Context): Value {
  const { values } = compiling.machine;
  const { set, take, holds } = filterParts(compiling, filter, context);
  return () => {
    const base = enumerate(values, set());
    const start = (base >>> 1) + 2;
    const end = start + values.wordsOf(base);
    const from = values.depth;
    for (let at = start; at < end; at++) {
      const element = values.data[at]!;
      take(element);
      if (holds()) values.push(element);
    }
    if (values.depth - from === end - start) {
      values.depth = from;
      return base;
    }
    return values.intern(kinds.set, from);
  };
}

/** What is filtered, how an element is bound, and the test it must pass. */
function filterParts(compiling: Compiling, { bound, condition }: SetFilter<ProgramReference>, context: Context) {
  const set = compiling.value(bound.set, context);
  const { slots, context: inner } = bind(compiling, bound.binders, context);
  const take = binding(compiling.machine, slots, bound.tuple);
  return { set, take, holds: compiling.test(condition, inner) };
}

/** `Cardinality({x \in S : P})`, which counts without making the set: how specs ask for quorums. */
export function countOf(compiling: Compiling, filter: SetFilter<ProgramReference>, context: Context): Value {
  const { values } = compiling.machine;
  const { set, take, holds } = filterParts(compiling, filter, context);
  return () => {
    const base = enumerate(values, set());
    const start = (base >>> 1) + 2;
    const end = start + values.wordsOf(base);
    let count = 0;
    for (let at = start; at < end; at++) {
      take(values.data[at]!);
      if (holds()) count++;
    }
    return count * 2;
  };
}

export function setMap(compiling: Compiling, expression: SetMap<ProgramReference>, context: Context): Value {
  const { machine } = compiling;
  const { values } = machine;
  const { generators, context: inner } = bounds(compiling, expression.bounds, context);
  const body = compiling.listedValue(expression.body, inner);
  const run = loop(machine, generators, () => {
    values.push(body());
    return true;
  });
  return () => {
    const from = values.depth;
    run();
    return values.set(from);
  };
}

/** The least element in structural order of which the condition is true. */
export function choose(compiling: Compiling, expression: Choose<ProgramReference>, context: Context): Value {
  const { machine } = compiling;
  if (expression.set === null) {
    const construct = 'CHOOSE without a set (override the definition with a model value in the .cfg file)';
    throw new EvaluationError('unsupported', `${construct} cannot be evaluated`, expression.span);
  }
  const set = compiling.value(expression.set, context);
  const { slots, context: inner } = bind(compiling, expression.binders, context);
  const take = binding(machine, slots, expression.tuple);
  const holds = compiling.test(expression.body, inner);
  return () => {
    for (const element of machine.inOrder(set())) {
      take(element);
      if (holds()) return element;
    }
    throw new Fault('CHOOSE: no element of the set satisfies the condition');
  };
}

/** A quantifier that is no action. */
export function quantified(
  compiling: Compiling,
  expression: {
    readonly quantifier: '\\A' | '\\E';
    readonly bounds: SetMap<ProgramReference>['bounds'];
    readonly body: SetMap<ProgramReference>['body'];
  },
  context: Context,
): () => boolean {
  const { machine } = compiling;
  const { generators, context: inner } = bounds(compiling, expression.bounds, context);
  const body = compiling.test(expression.body, inner);
  if (expression.quantifier === '\\A') return loop(machine, generators, body);
  const none = loop(machine, generators, () => !body());
  return () => !none();
}
