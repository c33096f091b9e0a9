/** Values as TLA+ text, in structural order, so that equal values have equal texts in every run. */
import { type Arena, falseValue, kinds } from './arena.ts';
import { elementsInOrder, pairsInOrder } from './order.ts';

export function printValue(values: Arena, handle: number): string {
  if ((handle & 1) === 0) return String(handle / 2);
  const print = (value: number): string => printValue(values, value);
  const word = (index: number): string => print(values.word(handle, index));
  const words = (): string[] => Array.from({ length: values.wordsOf(handle) }, (_, i) => word(i));
  switch (values.kindOf(handle)) {
    case kinds.boolean:
      return handle === falseValue ? 'FALSE' : 'TRUE';
    case kinds.wideInteger:
      return String(values.numberOf(handle));
    case kinds.string:
      return quoted(values.nameOf(handle));
    case kinds.modelValue:
      return values.nameOf(handle);
    case kinds.set:
      return `{${elementsInOrder(values, handle).map(print).join(', ')}}`;
    case kinds.tuple:
      return `<<${words().join(', ')}>>`;
    case kinds.fn:
      return printFunction(values, handle);
    case kinds.interval:
      return `${word(0)}..${word(1)}`;
    case kinds.powerSet:
      return `SUBSET ${word(0)}`;
    case kinds.functionSet:
      return `[${word(0)} -> ${word(1)}]`;
    case kinds.recordSet: {
      const fields = values.wordsOf(handle) / 2;
      const texts = Array.from({ length: fields }, (_, i) => {
        return `${values.nameOf(values.word(handle, i))} : ${word(fields + i)}`;
      });
      return `[${texts.sort().join(', ')}]`;
    }
    case kinds.product:
      return `(${words().join(' \\X ')})`;
    case kinds.sequences:
      return `Seq(${word(0)})`;
    case kinds.naturals:
      return 'Nat';
    case kinds.integers:
      return 'Int';
    case kinds.strings:
      return 'STRING';
    case kinds.union:
      return `(${words().join(' \\cup ')})`;
    case kinds.intersection:
      return `(${words().join(' \\cap ')})`;
    case kinds.difference:
      return `(${words().join(' \\ ')})`;
  }
}

function printFunction(values: Arena, fn: number): string {
  const pairs = pairsInOrder(values, fn);
  if (pairs.every(([argument]) => isFieldName(values, argument))) {
    const fields = pairs.map(([field, value]) => `${values.nameOf(field)} |-> ${printValue(values, value)}`);
    return `[${fields.join(', ')}]`;
  }
  const maps = pairs.map(([argument, value]) => `${printValue(values, argument)} :> ${printValue(values, value)}`);
  return `(${maps.join(' @@ ')})`;
}

function isFieldName(values: Arena, argument: number): boolean {
  return values.is(argument, kinds.string) && /^\w*[A-Za-z_]\w*$/.test(values.nameOf(argument));
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
};

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n\t\f\r]/g, (character) => escapes[character]!)}"`;
}
