/** Values as plain data, in structural order: what traces hold after the arena of their run is gone. */
import type { TlaValue } from '../tlc/value.ts';
import { type Arena, kinds, trueValue } from './arena.ts';
import { elementsInOrder, pairsInOrder } from './order.ts';
import { printValue } from './print.ts';

export function toData(values: Arena, handle: number): TlaValue {
  const data = (value: number): TlaValue => toData(values, value);
  if (values.isInteger(handle)) return values.numberOf(handle);
  switch (values.kindOf(handle)) {
    case kinds.boolean:
      return handle === trueValue;
    case kinds.string:
      return values.nameOf(handle);
    case kinds.modelValue:
      return { '#mv': values.nameOf(handle) };
    case kinds.set:
      return { '#set': elementsInOrder(values, handle).map(data) };
    case kinds.tuple:
      return { '#tup': pairsInOrder(values, handle).map(([, value]) => data(value)) };
    case kinds.fn: {
      const pairs = pairsInOrder(values, handle);
      const isRecord = pairs.every(([argument]) => {
        return values.is(argument, kinds.string) && !values.nameOf(argument).startsWith('#');
      });
      if (!isRecord) return { '#map': pairs.map(([argument, value]) => [data(argument), data(value)] as const) };
      return Object.fromEntries(pairs.map(([field, value]) => [values.nameOf(field), data(value)]));
    }
    default:
      // Only infinite sets are left, which no data can list.
      return { '#mv': printValue(values, handle) };
  }
}
