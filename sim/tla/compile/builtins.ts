/** The operators of the language itself, as values and as tests. Those of the standard modules are intrinsics. */
import type { BuiltinApplication, BuiltinOperator } from '../ir/expression.ts';
import type { ProgramReference } from '../ir/program.ts';
import { type Arena, kinds, trueValue } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import { domainOf } from '../values/functions.ts';
import { printValue } from '../values/print.ts';
import { difference, flatten, intersection, union } from '../values/sets.ts';
import { describe, isSubset } from '../values/symbolic.ts';
import type { Compiling, Context, Expr, Test, Value } from './context.ts';
import { EvaluationError } from './evaluation-error.ts';

type Builtin = BuiltinApplication<ProgramReference>;

/** Those that are true or false. */
const tests: ReadonlySet<BuiltinOperator> = new Set<BuiltinOperator>([
  '~',
  'UNCHANGED',
  '=',
  '/=',
  '\\in',
  '\\notin',
  '\\subseteq',
  '=>',
  '<=>',
  '/\\',
  '\\/',
]);

export function isTest({ operator }: Builtin): boolean {
  return tests.has(operator);
}

export function builtinValue(compiling: Compiling, expression: Builtin, context: Context): Value {
  const { values } = compiling.machine;
  const { operator, arguments: args, span } = expression;
  const value = (index: number): Value => compiling.value(args[index]!, context);
  switch (operator) {
    case 'BOOLEAN':
      return () => values.booleans;
    case 'STRING': {
      const all = values.intern(kinds.strings, values.depth);
      return () => all;
    }
    case 'SUBSET': {
      const base = value(0);
      return () => describe(values, kinds.powerSet, checkedSet(values, base()));
    }
    case 'UNION': {
      const sets = value(0);
      return () => flatten(values, sets());
    }
    case 'DOMAIN': {
      const fn = value(0);
      return () => domainOf(values, fn());
    }
    case "'":
      return compiling.value(args[0]!, { ...context, primed: true, spine: null });
    case '\\cup':
      return binary(value(0), value(1), (a, b) => union(values, a, b));
    case '\\cap':
      return binary(value(0), value(1), (a, b) => intersection(values, a, b));
    case '\\':
      return binary(value(0), value(1), (a, b) => difference(values, a, b));
    case '\\X': {
      const factors = args.map((factor) => compiling.value(factor, context));
      return () => {
        const from = values.depth;
        for (const factor of factors) values.push(factor());
        return values.intern(kinds.product, from);
      };
    }
    case '[]':
    case '<>':
    case '~>':
    case '-+->':
    case '\\cdot':
      throw new EvaluationError('unsupported', `${operator} cannot be evaluated here`, span);
    default: {
      const holds = builtinTest(compiling, expression, context);
      return () => values.boolean(holds());
    }
  }
}

function binary(a: Value, b: Value, operation: (a: number, b: number) => number): Value {
  return () => {
    const one = a();
    return operation(one, b());
  };
}

function checkedSet(values: Arena, handle: number): number {
  if (!values.isSet(handle)) throw new Fault(`expected a set, but this is ${printValue(values, handle)}`);
  return handle;
}

export function builtinTest(compiling: Compiling, expression: Builtin, context: Context): Test {
  const { values } = compiling.machine;
  const { operator, arguments: args } = expression;
  const test = (index: number): Test => compiling.test(args[index]!, context);
  switch (operator) {
    case '~': {
      const inner = test(0);
      return () => !inner();
    }
    case '/\\':
      return conjunction(args.map((part) => compiling.test(part, context)));
    case '\\/':
      return disjunction(args.map((part) => compiling.test(part, context)));
    case '=>': {
      const [premise, conclusion] = [test(0), test(1)];
      return () => !premise() || conclusion();
    }
    case '<=>': {
      const [one, other] = [test(0), test(1)];
      return () => one() === other();
    }
    case '=':
      return equality(compiling, args[0]!, args[1]!, context);
    case '/=': {
      const equal = equality(compiling, args[0]!, args[1]!, context);
      return () => !equal();
    }
    case '\\in':
      return membershipTest(compiling, args[0]!, args[1]!, context);
    case '\\notin': {
      const member = membershipTest(compiling, args[0]!, args[1]!, context);
      return () => !member();
    }
    case '\\subseteq': {
      const subset = compiling.value(args[0]!, context);
      const set = compiling.value(args[1]!, context);
      return () => {
        const one = checkedSet(values, subset());
        return isSubset(values, one, checkedSet(values, set()));
      };
    }
    case 'UNCHANGED':
      return unchangedTest(compiling, args[0]!, context);
    default: {
      const value = builtinValue(compiling, expression, context);
      return () => truth(values, value());
    }
  }
}

/** The truth value that a handle stands for; anything else is a fault. */
export function truth(values: Arena, handle: number): boolean {
  if (!values.isBoolean(handle)) {
    throw new Fault(`expected TRUE or FALSE, but this is ${printValue(values, handle)}`);
  }
  return handle === trueValue;
}

function conjunction(parts: readonly Test[]): Test {
  const [a, b, c] = parts as readonly [Test, Test, Test];
  if (parts.length === 2) return () => a() && b();
  if (parts.length === 3) return () => a() && b() && c();
  return () => {
    for (const part of parts) if (!part()) return false;
    return true;
  };
}

function disjunction(parts: readonly Test[]): Test {
  const [a, b, c] = parts as readonly [Test, Test, Test];
  if (parts.length === 2) return () => a() || b();
  if (parts.length === 3) return () => a() || b() || c();
  return () => {
    for (const part of parts) if (part()) return true;
    return false;
  };
}

function equality(compiling: Compiling, a: Expr, b: Expr, context: Context): Test {
  const { values } = compiling.machine;
  const one = compiling.listedValue(a, context);
  const other = compiling.listedValue(b, context);
  const place = compiling.machine.places.of(other);
  if (place !== undefined) {
    const { row, index } = place;
    return () => {
      const x = one();
      const y = row[index]!;
      return x === y || differ(values, x, y);
    };
  }
  return () => {
    const x = one();
    const y = other();
    return x === y || differ(values, x, y);
  };
}

/**
 * False for two values that are not equal; a fault if the question is a mistake, as TLC sees it: between an integer and a string, or a
 * record and a set. Model values can be compared with anything.
 */
function differ(values: Arena, x: number, y: number): false {
  if (((x | y) & 1) === 0) return false;
  const one = sortOf(values, x);
  const other = sortOf(values, y);
  if (one === other || one === 'model value' || other === 'model value') return false;
  const [a, b] = [printValue(values, x), printValue(values, y)];
  throw new Fault(`the ${one} ${a} is compared with the ${other} ${b}`);
}

type Sort = 'integer' | 'boolean' | 'string' | 'model value' | 'function' | 'set';

function sortOf(values: Arena, handle: number): Sort {
  if ((handle & 1) === 0) return 'integer';
  switch (values.kindOf(handle)) {
    case kinds.wideInteger:
      return 'integer';
    case kinds.boolean:
      return 'boolean';
    case kinds.string:
      return 'string';
    case kinds.modelValue:
      return 'model value';
    case kinds.tuple:
    case kinds.fn:
      return 'function';
    default:
      return 'set';
  }
}

function membershipTest(compiling: Compiling, element: Expr, set: Expr, context: Context): Test {
  const value = compiling.listedValue(element, context);
  const member = compiling.membership(set, context);
  return () => member(value());
}

/** Of anything, once both states are known. */
function unchangedTest(compiling: Compiling, expression: Expr, context: Context): Test {
  const before = compiling.listedValue(expression, context);
  const after = compiling.listedValue(expression, { ...context, primed: true, spine: null });
  return () => before() === after();
}

/** `v' # v`, for `<<A>>_v` and `[A]_v`. */
export function changedTest(compiling: Compiling, expression: Expr, context: Context): Test {
  const unchanged = unchangedTest(compiling, expression, context);
  return () => !unchanged();
}
