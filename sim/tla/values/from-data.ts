/** Plain data as values: the inverse of to-data.ts. */
import type { TlaValue } from '../tlc/value.ts';
import type { Arena } from './arena.ts';
import { Fault } from './fault.ts';
import { functionOf, recordOf, setOf, tupleOf } from './functions.ts';

/** Throws a {@link Fault} for integers beyond 2^53. */
export function fromData(values: Arena, data: TlaValue): number {
  if (typeof data === 'boolean') return values.boolean(data);
  if (typeof data === 'number') return values.integer(data);
  if (typeof data === 'string') return values.string(data);
  const all = (parts: readonly TlaValue[]): number[] => parts.map((part) => fromData(values, part));
  const [tag, content] = Object.entries(data)[0] ?? ['', null];
  switch (tag) {
    case '#bigint':
      throw new Fault(`the integer ${String(content)} cannot be represented`);
    case '#mv':
      return values.modelValue(content as string);
    case '#set':
      return setOf(values, all(content as readonly TlaValue[]));
    case '#tup':
      return tupleOf(values, all(content as readonly TlaValue[]));
    case '#map': {
      const pairs = content as readonly (readonly [TlaValue, TlaValue])[];
      return functionOf(
        values,
        new Map(pairs.map(([argument, value]) => [fromData(values, argument), fromData(values, value)])),
      );
    }
    default: {
      const fields = Object.entries(data).map(([name, value]) => [name, fromData(values, value as TlaValue)] as const);
      return recordOf(values, Object.fromEntries(fields));
    }
  }
}
