/** Functions, tuples and records: how they are written, applied and updated. */
import type {
  Except,
  FieldAccess,
  FunctionApplication,
  FunctionLiteral,
  RecordLiteral,
  Tuple,
} from '../ir/expression.ts';
import type { ProgramReference } from '../ir/program.ts';
import { kinds, unset } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { apply, functionOf, lookup, tupleOf, update } from '../values/functions.ts';
import { printValue } from '../values/print.ts';
import { enumerate } from '../values/symbolic.ts';
import type { Compiling, Context, Expr, Value } from './context.ts';
import { bounds, loop } from './loops.ts';

export function tuple(compiling: Compiling, { elements }: Tuple<ProgramReference>, context: Context): Value {
  const { values } = compiling.machine;
  const compiled = elements.map((element) => compiling.listedValue(element, context));
  const [first, second] = compiled as [Value, Value];
  if (compiled.length === 2) {
    return () => {
      const from = values.depth;
      values.push(first());
      values.push(second());
      return values.intern(kinds.tuple, from);
    };
  }
  return () => {
    const from = values.depth;
    for (const element of compiled) values.push(element());
    return values.intern(kinds.tuple, from);
  };
}

export function record(compiling: Compiling, { fields }: RecordLiteral<ProgramReference>, context: Context): Value {
  const { values } = compiling.machine;
  const compiled = fields
    .map(({ name, value }) => ({ name: values.string(name), value: compiling.listedValue(value, context) }))
    .sort((a, b) => a.name - b.name);
  return () => {
    const from = values.depth;
    for (const { name } of compiled) values.push(name);
    for (const { value } of compiled) values.push(value());
    return values.intern(kinds.fn, from);
  };
}

/** `[x \in S |-> e]`: with one identifier the elements of S are the arguments, with several their tuples are. */
export function functionLiteral(
  compiling: Compiling,
  expression: FunctionLiteral<ProgramReference>,
  context: Context,
): Value {
  const { machine } = compiling;
  const { values, slots } = machine;
  const { generators, context: inner } = bounds(compiling, expression.bounds, context);
  const body = compiling.listedValue(expression.body, inner);
  const [only] = generators;
  if (generators.length === 1) {
    const { set, bind } = only!;
    return () => {
      const domain = enumerate(values, set());
      const start = (domain >>> 1) + 2;
      const end = start + values.wordsOf(domain);
      const from = values.depth;
      for (let at = start; at < end; at++) values.push(values.data[at]!);
      for (let at = start; at < end; at++) {
        bind(values.data[at]!);
        values.push(body());
      }
      return values.fn(from);
    };
  }
  const arguments_ = generators.map(() => machine.newSlot());
  const noted = generators.map(({ set, bind }, i) => ({
    set,
    slot: -1,
    bind: (element: number) => {
      slots[arguments_[i]!] = element;
      bind(element);
    },
  }));
  let pairs = new Map<number, number>();
  const run = loop(machine, noted, () => {
    const elements = arguments_.map((slot) => slots[slot]!);
    const mine = pairs;
    const value = body();
    mine.set(tupleOf(values, elements), value);
    return true;
  });
  return () => {
    const before = pairs;
    pairs = new Map();
    try {
      run();
      return functionOf(values, pairs);
    } finally {
      pairs = before;
    }
  };
}

/** What a function is applied to: the one argument, or the tuple of several. */
function argumentOf(compiling: Compiling, args: readonly Expr[], context: Context): Value {
  if (args.length === 1) return compiling.listedValue(args[0]!, context);
  const { values } = compiling.machine;
  const compiled = args.map((argument) => compiling.listedValue(argument, context));
  return () => {
    const from = values.depth;
    for (const element of compiled) values.push(element());
    return values.intern(kinds.tuple, from);
  };
}

export function functionApplication(
  compiling: Compiling,
  expression: FunctionApplication<ProgramReference>,
  context: Context,
): Value {
  const { values } = compiling.machine;
  const direct = appliedDirectly(compiling, expression, context);
  if (direct !== null) return direct;
  const fn = compiling.value(expression.function, context);
  const argument = argumentOf(compiling, expression.arguments, context);
  const { places } = compiling.machine;
  const [fnPlace, argumentPlace] = [places.of(fn), places.of(argument)];
  if (fnPlace !== undefined && argumentPlace !== undefined) {
    const { row: fns, index: fnIndex } = fnPlace;
    const { row, index } = argumentPlace;
    return () => apply(values, fns[fnIndex]!, row[index]!);
  }
  if (argumentPlace !== undefined) {
    const { row, index } = argumentPlace;
    return () => apply(values, fn(), row[index]!);
  }
  return () => apply(values, fn(), argument());
}

/**
 * A recursive function, or one whose domain is infinite, never exists as a value when it is applied by its name: its body is evaluated for
 * the argument.
 */
function appliedDirectly(
  compiling: Compiling,
  { function: fn, arguments: args, span }: FunctionApplication<ProgramReference>,
  context: Context,
): Value | null {
  if (fn.kind !== 'apply') return null;
  const found = compiling.resolve(fn.operator, fn.arguments, context, span);
  if (found.kind === 'recursive' && found.callee.isFunction) {
    return compiling.callFunction(found.callee, argumentOf(compiling, args, context), context);
  }
  if (found.kind !== 'inline' || found.expression.kind !== 'function') return null;
  const literal = found.expression;
  const [bound] = literal.bounds;
  if (literal.bounds.length !== 1 || bound!.binders.length !== 1 || !compiling.isEndless(bound!.set, found.context)) {
    return null;
  }
  return literalApplied(compiling, literal, argumentOf(compiling, args, context), found.context);
}

/** The body of a function for one argument, which must be in the domain. */
export function literalApplied(
  compiling: Compiling,
  literal: FunctionLiteral<ProgramReference>,
  argument: Value,
  context: Context,
): Value {
  const { machine } = compiling;
  const { values } = machine;
  const { generators, context: inner } = bounds(compiling, literal.bounds, context);
  const domains = literal.bounds.flatMap(({ set, binders, tuple: pattern }) => {
    const member = compiling.membership(set, context);
    return pattern ? [member] : binders.map(() => member);
  });
  const body = compiling.listedValue(literal.body, inner);
  if (generators.length === 1) {
    const { bind } = generators[0]!;
    const inDomain = domains[0]!;
    return () => {
      const element = argument();
      if (!inDomain(element)) throw outsideDomain(element);
      bind(element);
      return body();
    };
  }
  return () => {
    const elements = argument();
    if (!values.is(elements, kinds.tuple) || values.wordsOf(elements) !== generators.length) {
      throw outsideDomain(elements);
    }
    for (const [i, { bind }] of generators.entries()) {
      const element = values.word(elements, i);
      if (!domains[i]!(element)) throw outsideDomain(elements);
      bind(element);
    }
    return body();
  };

  function outsideDomain(element: number): Fault {
    return new Fault(`${printValue(values, element)} is not in the domain of the function`);
  }
}

export function fieldAccess(
  compiling: Compiling,
  { record: written, name }: FieldAccess<ProgramReference>,
  context: Context,
): Value {
  const { values } = compiling.machine;
  const whole = compiling.value(written, context);
  const field = values.string(name);
  // Records of one shape have their fields at the same places, so the place of the last one is tried first.
  let guess = 0;
  const fieldOf = (fn: number): number => {
    if (values.is(fn, kinds.fn)) {
      const { data } = values;
      const start = (fn >>> 1) + 2;
      const count = values.wordsOf(fn) >> 1;
      if (guess < count && data[start + guess] === field) return data[start + count + guess]!;
      for (let i = 0; i < count; i++) {
        if (data[start + i] === field) {
          guess = i;
          return data[start + count + i]!;
        }
      }
    }
    return apply(values, fn, field);
  };
  const place = compiling.machine.places.of(whole);
  if (place === undefined) return () => fieldOf(whole());
  const { row, index } = place;
  return () => fieldOf(row[index]!);
}

/** Puts a new value somewhere inside a function and gives the new function. */
type Update = (fn: number) => number;

export function except(compiling: Compiling, expression: Except<ProgramReference>, context: Context): Value {
  const { machine } = compiling;
  const { values, slots } = machine;
  const whole = compiling.value(expression.function, context);
  const updates = expression.updates.map(({ path, value }): Update => {
    const oldValueSlot = machine.newSlot();
    const replacement = compiling.listedValue(value, { ...context, oldValueSlot, spine: null });
    let inner: Update = (old) => {
      slots[oldValueSlot] = old;
      return replacement();
    };
    for (const step of path.toReversed()) {
      const key = values.string(step.kind === 'field' ? step.name : '');
      const index = step.kind === 'field' ? () => key : argumentOf(compiling, step.arguments, context);
      const change = inner;
      inner = (fn) => {
        const argument = index();
        const old = lookup(values, fn, argument);
        return old === unset ? fn : update(values, fn, argument, change(old));
      };
    }
    return inner;
  });
  if (updates.length === 1) {
    const only = updates[0]!;
    return () => only(whole());
  }
  return () => updates.reduce((fn, change) => change(fn), whole());
}
