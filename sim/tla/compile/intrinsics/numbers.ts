/** Arithmetic and its comparisons. Integers are exact up to 2^53; what would be larger is a fault. */
import { type Arena, kinds } from '../../values/arena.ts';
import { Fault } from '../../values/fault.ts';
import { printValue } from '../../values/print.ts';
import { describe } from '../../values/symbolic.ts';
import type { Test, Value } from '../context.ts';

/** The number that a handle stands for; anything else is a fault. */
export function integerOf(values: Arena, handle: number): number {
  if ((handle & 1) === 0) return handle / 2;
  if (!values.isInteger(handle)) throw new Fault(`expected an integer, but this is ${printValue(values, handle)}`);
  return values.numberOf(handle);
}

/** Arguments and result are numbers; `name` is the operator's symbol. */
export function arithmetic(values: Arena, name: string, [left, right]: readonly Value[]): Value | null {
  const [a, b] = [left!, right!];
  switch (name) {
    case '+':
      return () => {
        const x = a();
        const y = b();
        if (((x | y) & 1) === 0) {
          const sum = x + y;
          if (sum === (sum | 0)) return sum;
        }
        return values.integer(integerOf(values, x) + integerOf(values, y));
      };
    case '-':
      return () => {
        const x = a();
        const y = b();
        if (((x | y) & 1) === 0) {
          const rest = x - y;
          if (rest === (rest | 0)) return rest;
        }
        return values.integer(integerOf(values, x) - integerOf(values, y));
      };
    case '*':
      return numeric(values, a, b, (x, y) => x * y);
    case '\\div':
      return numeric(values, a, b, quotient);
    case '%':
      return numeric(values, a, b, (x, y) => {
        if (y <= 0) throw new Fault(`the second argument of % must be positive, but it is ${y}`);
        return x - y * quotient(x, y);
      });
    case '^':
      return numeric(values, a, b, power);
    case '-.':
      // Of 0 it is 0: there is no other zero among the integers.
      return () => values.integer(0 - integerOf(values, a()));
    case '..':
      return () => {
        const low = a();
        const high = b();
        if (integerOf(values, low) > integerOf(values, high)) return values.emptySet;
        return describe(values, kinds.interval, low, high);
      };
    default:
      return null;
  }
}

function numeric(values: Arena, a: Value, b: Value, operation: (x: number, y: number) => number): Value {
  return () => {
    const x = integerOf(values, a());
    return values.integer(operation(x, integerOf(values, b())));
  };
}

/** Rounds down, so that the remainder is never negative. */
function quotient(x: number, y: number): number {
  if (y === 0) throw new Fault('division by zero');
  return Math.floor(x / y);
}

function power(base: number, exponent: number): number {
  if (exponent < 0) throw new Fault(`the exponent ${exponent} is negative`);
  if (base === 0 && exponent === 0) throw new Fault('0^0 has no value');
  let result = 1;
  for (let i = 0; i < exponent; i++) {
    result *= base;
    if (!Number.isSafeInteger(result) || result === 0 || (result === 1 && base === 1)) break;
  }
  return result;
}

export function comparison(values: Arena, name: string, [left, right]: readonly Value[]): Test | null {
  const [a, b] = [left!, right!];
  switch (name) {
    case '<':
      return () => {
        const x = a();
        const y = b();
        return ((x | y) & 1) === 0 ? x < y : integerOf(values, x) < integerOf(values, y);
      };
    case '>':
      return () => {
        const x = a();
        const y = b();
        return ((x | y) & 1) === 0 ? x > y : integerOf(values, x) > integerOf(values, y);
      };
    case '\\leq':
      return () => {
        const x = a();
        const y = b();
        return ((x | y) & 1) === 0 ? x <= y : integerOf(values, x) <= integerOf(values, y);
      };
    case '\\geq':
      return () => {
        const x = a();
        const y = b();
        return ((x | y) & 1) === 0 ? x >= y : integerOf(values, x) >= integerOf(values, y);
      };
    default:
      return null;
  }
}
