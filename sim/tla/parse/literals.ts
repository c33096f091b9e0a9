/** Numbers and strings as they are written. */
import type { IntegerLiteral } from '../ir/expression.ts';

const radixPrefixes: Readonly<Record<string, string>> = { binary_number: '0b', octal_number: '0o', hex_number: '0x' };

export function radixLiteral(type: string, digits: string): string {
  return `${radixPrefixes[type] ?? ''}${digits}`;
}

export function integerOf(literal: string): IntegerLiteral['value'] {
  const value = Number(literal);
  return Number.isSafeInteger(value) ? value : { '#bigint': BigInt(literal).toString() };
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', f: '\f', r: '\r' };

/** `quoted` has its quotation marks. */
export function unescaped(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
