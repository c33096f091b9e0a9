/** Operators of the standard modules that have no text, by name: see `sim/tla/modules`. */
import type { Span } from '../../ir/span.ts';
import { type Arena, kinds } from '../../values/arena.ts';
import { Fault } from '../../values/fault.ts';
import { merge, rangeInOrder, recordOf, setOf, tupleOf } from '../../values/functions.ts';
import { printValue } from '../../values/print.ts';
import { cardinality, enumerate, isFinite } from '../../values/symbolic.ts';
import { truth } from '../builtins.ts';
import type { Arg, Compiling, Context, Expr, Test, Value } from '../context.ts';
import { EvaluationError } from '../evaluation-error.ts';
import type { Machine } from '../machine.ts';
import { countOf } from '../set-expressions.ts';
import { fromJson, toJson } from './json.ts';
import { arithmetic, comparison, integerOf } from './numbers.ts';
import {
  foldFunctionOnSet,
  foldSequence,
  foldSet,
  mapThenFoldSet,
  selectSequence,
  sequenceOperator,
  sortElements,
} from './sequences.ts';
import { permutations, subsetsOfSize } from './sets.ts';

export interface IntrinsicCall {
  readonly name: string;
  readonly args: readonly Arg[];
  readonly context: Context;
  readonly span: Span;
}

const symbolic: ReadonlySet<string> = new Set(['Nat', 'Int', 'Seq', '..', 'TLCEval', 'Print', 'JsonDeserialize']);

/** Whether the value may be a set that is not listed. */
export function isSymbolicIntrinsic(name: string): boolean {
  return symbolic.has(name);
}

const comparisons: ReadonlySet<string> = new Set(['<', '>', '\\leq', '\\geq']);

/** A test, for the intrinsics that are true or false; null for all others. */
export function intrinsicTest(compiling: Compiling, { name, args, context }: IntrinsicCall): Test | null {
  const { machine } = compiling;
  const { values } = machine;
  if (comparisons.has(name)) {
    return comparison(
      values,
      name,
      args.map((argument) => compiling.value(argument as Expr, context)),
    );
  }
  if (name === 'IsFiniteSet') {
    const set = compiling.value(args[0] as Expr, context);
    return () => {
      const handle = set();
      return values.isSet(handle) && isFinite(values, handle);
    };
  }
  return null;
}

export function intrinsicValue(compiling: Compiling, call: IntrinsicCall): Value {
  const { machine } = compiling;
  const { values } = machine;
  const { name, args, context, span } = call;
  const test = intrinsicTest(compiling, call);
  if (test !== null) return () => values.boolean(test());
  const value = (index: number): Value => compiling.value(args[index] as Expr, context);
  const listed = (index: number): Value => compiling.listedValue(args[index] as Expr, context);
  const operator = (index: number, arity: 1 | 2) => compiling.operator(args[index]!, context, arity);
  switch (name) {
    case 'Nat':
    case 'Int': {
      const all = values.intern(name === 'Nat' ? kinds.naturals : kinds.integers, values.depth);
      return () => all;
    }
    case 'Cardinality': {
      const argument = args[0]!;
      if (argument.kind === 'filter') return countOf(compiling, argument, context);
      const set = value(0);
      return () => values.integer(cardinality(values, set()));
    }
    case 'SelectSeq':
      return selectSequence(values, value(0), operator(1, 1));
    case 'FoldLeft':
      return foldSequence(values, value(2), listed(1), operator(0, 2), true);
    case 'FoldRight':
      return foldSequence(values, value(1), listed(2), operator(0, 2), false);
    case 'FoldSet':
      return foldSet(machine, value(2), listed(1), operator(0, 2));
    case 'FoldFunctionOnSet':
      return foldFunctionOnSet(machine, value(2), value(3), listed(1), operator(0, 2));
    case 'MapThenFoldSet': {
      const operators = { combine: operator(0, 2), map: operator(2, 1), choose: operator(3, 1) };
      return mapThenFoldSet(values, value(4), listed(1), operators);
    }
    case 'SortSeq': {
      const [sequence, before] = [value(0), operator(1, 2)];
      return () => sortElements(values, rangeInOrder(values, sequence()), before);
    }
    case 'SetToSortSeq': {
      const [set, before] = [value(0), operator(1, 2)];
      return () => sortElements(values, [...machine.inOrder(set())], before);
    }
    case 'SetToSeq': {
      const set = value(0);
      return () => tupleOf(values, machine.inOrder(set()));
    }
    case 'Permutations': {
      const set = value(0);
      return () => permutations(values, set());
    }
    case 'kSubset': {
      const [size, set] = [value(0), value(1)];
      return () => subsetsOfSize(values, integerOf(values, size()), set());
    }
    case ':>': {
      const [argument, image] = [listed(0), listed(1)];
      return () => {
        const from = values.depth;
        values.push(argument());
        values.push(image());
        return values.fn(from);
      };
    }
    case '@@': {
      const [f, g] = [value(0), value(1)];
      return () => {
        const first = f();
        return merge(values, first, g());
      };
    }
    default: {
      const compiled = args.map((_, index) => value(index));
      const known =
        (compiled.length > 0 ? arithmetic(values, name, compiled) : null) ??
        sequenceOperator(values, name, compiled) ??
        toolOperator(machine, name, compiled, span) ??
        randomOperator(machine, name, compiled, span);
      if (known !== null) return known;
      throw new EvaluationError('unsupported', `${name} cannot be evaluated`, span);
    }
  }
}

/** The operators by which a spec talks to the tool. */
function toolOperator(machine: Machine, name: string, args: readonly Value[], span: Span): Value | null {
  const { values, surroundings } = machine;
  const [a, b] = args as readonly [Value, Value];
  switch (name) {
    case 'Print':
      return () => {
        surroundings.print(printValue(values, a()));
        return b();
      };
    case 'PrintT':
      return () => {
        surroundings.print(printValue(values, a()));
        return values.boolean(true);
      };
    case 'Assert':
      return () => {
        if (truth(values, a())) return values.boolean(true);
        throw new EvaluationError('assert', `Assert: ${printValue(values, b())}`, span);
      };
    case 'TLCGet':
      return () => register(machine, a());
    case 'TLCSet':
      return () => {
        machine.registers.set(a(), b());
        return values.boolean(true);
      };
    case 'ToString':
      return () => values.string(printValue(values, a()));
    case 'TLCEval':
      return a;
    case 'TLCModelValue':
      return () => values.modelValue(textOf(values, a()));
    case 'ToJson':
      return () => values.string(toJson(values, a()));
    case 'JsonDeserialize':
      return () => fromJson(values, parse(readFile(machine, a()), printValue(values, a())));
    case 'ndJsonDeserialize':
      return () => {
        const lines = readFile(machine, a())
          .split('\n')
          .filter((line) => line.trim() !== '');
        const records = lines.map((line) => fromJson(values, parse(line, printValue(values, a()))));
        return tupleOf(values, records);
      };
    case 'JavaTime':
      throw new EvaluationError('unsupported', 'JavaTime differs from run to run, and runs are reproducible', span);
    default:
      return null;
  }
}

function textOf(values: Arena, handle: number): string {
  if (!values.is(handle, kinds.string)) throw new Fault(`expected a string, but this is ${printValue(values, handle)}`);
  return values.nameOf(handle);
}

function readFile({ values, surroundings }: Machine, path: number): string {
  const text = surroundings.readFile(textOf(values, path));
  if (text === null) throw new Fault(`cannot read the file ${printValue(values, path)}`);
  return text;
}

function parse(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Fault(`${file} is no JSON: ${(error as Error).message}`);
  }
}

/** A register of TLCSet, or a statistic of the exploration by its name. */
function register({ values, registers, statistics }: Machine, key: number): number {
  if (values.is(key, kinds.string)) {
    const name = values.nameOf(key);
    if (name in statistics) return values.integer(statistics[name as keyof typeof statistics]);
    if (name === 'stats') {
      const fields = Object.entries(statistics).map(([field, count]) => [field, values.integer(count)] as const);
      return recordOf(values, Object.fromEntries(fields));
    }
    throw new Fault(`TLCGet("${name}") is not available; there are ${Object.keys(statistics).join(', ')} and stats`);
  }
  const value = registers.get(key);
  if (value === undefined) throw new Fault(`TLCGet(${printValue(values, key)}): nothing was set`);
  return value;
}

/** Chance exists in simulation only, from the seed. */
function randomOperator(machine: Machine, name: string, args: readonly Value[], span: Span): Value | null {
  if (!name.startsWith('Random')) return null;
  const { random } = machine.surroundings;
  if (random === null) {
    const message = `${name} makes a model checker explore less than it claims; it is evaluated in simulation only`;
    throw new EvaluationError('unsupported', message, span);
  }
  const { values } = machine;
  const [a, b, c] = args as readonly [Value, Value, Value];
  const drawn = (size: number, set: number): number => {
    const rest = [...machine.inOrder(set)];
    const chosen = Array.from({ length: Math.min(size, rest.length) }, () => rest.splice(random(rest.length), 1)[0]!);
    return setOf(values, chosen);
  };
  switch (name) {
    case 'RandomElement':
      return () => {
        const elements = machine.inOrder(a());
        if (elements.length === 0) throw new Fault('RandomElement of the empty set');
        return elements[random(elements.length)]!;
      };
    case 'RandomSubset':
      return () => drawn(integerOf(values, a()), b());
    case 'RandomSetOfSubsets':
    case 'RandomSubsetSet':
      return () => {
        const [count, size] = [integerOf(values, a()), integerOf(values, b())];
        const set = enumerate(values, c());
        return setOf(
          values,
          Array.from({ length: count }, () => drawn(size, set)),
        );
      };
    default:
      return null;
  }
}
