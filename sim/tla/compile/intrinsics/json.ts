/**
 * Json: objects are records, arrays are sequences, numbers must be integers; null is a model value of that name, since TLA+ has nothing
 * like it.
 */
import { type Arena, kinds } from '../../values/arena.ts';
import { elementsInOrder, pairsInOrder } from '../../values/order.ts';
import { Fault } from '../../values/fault.ts';
import { recordOf, tupleOf } from '../../values/functions.ts';
import { printValue } from '../../values/print.ts';

export function fromJson(values: Arena, json: unknown): number {
  switch (typeof json) {
    case 'boolean':
      return values.boolean(json);
    case 'number':
      if (!Number.isSafeInteger(json)) throw new Fault(`the JSON number ${json} is no integer`);
      return values.integer(json);
    case 'string':
      return values.string(json);
    default:
  }
  if (json === null) return values.modelValue('null');
  if (Array.isArray(json)) {
    return tupleOf(
      values,
      json.map((element) => fromJson(values, element)),
    );
  }
  const fields = Object.entries(json as object).map(([name, value]) => [name, fromJson(values, value)] as const);
  return recordOf(values, Object.fromEntries(fields));
}

export function toJson(values: Arena, handle: number): string {
  const list = (elements: readonly number[]): string => `[${elements.map((value) => toJson(values, value)).join(',')}]`;
  if (values.isInteger(handle) || values.isBoolean(handle)) return printValue(values, handle).toLowerCase();
  switch (values.kindOf(handle)) {
    case kinds.string:
    case kinds.modelValue:
      return JSON.stringify(values.nameOf(handle));
    case kinds.set:
      return list(elementsInOrder(values, handle));
    case kinds.tuple:
      return list(pairsInOrder(values, handle).map(([, value]) => value));
    case kinds.fn: {
      const fields = pairsInOrder(values, handle).map(([argument, value]) => {
        const name = values.is(argument, kinds.string) ? values.nameOf(argument) : printValue(values, argument);
        return `${JSON.stringify(name)}:${toJson(values, value)}`;
      });
      return `{${fields.join(',')}}`;
    }
    default:
      throw new Fault(`${printValue(values, handle)} cannot be written as JSON`);
  }
}
