/**
 * Values and states as TLC prints them, which is how they are written in TLA+. Two things are read more widely than TLC
 * writes them: intervals are sets, and model values may contain any letters. What may go wrong: the text stops in a
 * value, or holds what is no value.
 */
import type { Span } from '../ir/span.ts';
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import { type TlaState, type TlaValue, functionValue, integerValue, setValue } from './value.ts';

const intervalSizeMax = 1_000_000;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' };

/** Reads from one place of a text onwards. */
export class TextReader {
  readonly #source: SourceText;
  readonly #end: number;
  #at: number;

  constructor(source: SourceText, from = 0, end = source.text.length) {
    this.#source = source;
    this.#at = from;
    this.#end = end;
  }

  /** A value with nothing after it. */
  onlyValue(): TlaValue {
    const value = this.#value();
    this.#finish('after the value');
    return value;
  }

  /** `/\ x = 1 /\ y = 2`, or a single `x = 1`, with nothing after it. */
  onlyState(): TlaState {
    const variables: [string, TlaValue][] = [];
    this.#skip('/\\');
    while (!this.#isAtEnd()) {
      const name = this.#match(/[A-Za-z_][\w!]*/y);
      if (name === undefined) throw this.#expected('the name of a variable');
      if (variables.some(([known]) => known === name)) throw this.#error(`"${name}" has two values in one state`);
      this.#take('=');
      variables.push([name, this.#value()]);
      if (!this.#skip('/\\')) this.#finish('after the value of a variable');
    }
    if (variables.length === 0) throw this.#expected('"variable = value"');
    return Object.fromEntries(variables);
  }

  #value(): TlaValue {
    // `a :> b @@ c :> d`, which TLC puts in parentheses.
    const first = this.#single();
    if (!this.#skip(':>')) return first;
    const pairs: (readonly [TlaValue, TlaValue])[] = [[first, this.#single()]];
    while (this.#skip('@@')) {
      const argument = this.#single();
      this.#take(':>');
      pairs.push([argument, this.#single()]);
    }
    return functionValue(pairs);
  }

  #single(): TlaValue {
    const number = this.#match(/-?\d+(?![\w])/y);
    if (number !== undefined) return this.#skip('..') ? this.#interval(number) : integerValue(number);
    if (this.#skip('<<')) return { '#tup': this.#list('>>') };
    if (this.#skip('{')) return setValue(this.#list('}'));
    if (this.#skip('(')) {
      const value = this.#value();
      this.#take(')');
      return value;
    }
    if (this.#skip('[')) return this.#record();
    const string = this.#match(/"(?:[^"\\]|\\[^])*"/y);
    if (string !== undefined) return unquoted(string);
    const word = this.#match(/\w+/y);
    if (word === 'TRUE' || word === 'FALSE') return word === 'TRUE';
    if (word === undefined) throw this.#expected('a value');
    return { '#mv': word };
  }

  #interval(from: string): TlaValue {
    const to = this.#match(/-?\d+/y);
    if (to === undefined) throw this.#expected('the end of the interval');
    const [low, high] = [Number(from), Number(to)];
    if (high - low >= intervalSizeMax) throw this.#error(`an interval of more than ${intervalSizeMax} elements`);
    return { '#set': Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i) };
  }

  #list(close: string): readonly TlaValue[] {
    const elements: TlaValue[] = [];
    while (!this.#skip(close)) {
      if (elements.length > 0) this.#take(',');
      elements.push(this.#value());
    }
    return elements;
  }

  #record(): TlaValue {
    const pairs: (readonly [TlaValue, TlaValue])[] = [];
    while (!this.#skip(']')) {
      if (pairs.length > 0) this.#take(',');
      const name = this.#match(/\w+/y);
      if (name === undefined) throw this.#expected('the name of a field');
      this.#take('|->');
      pairs.push([name, this.#value()]);
    }
    return functionValue(pairs);
  }

  #space(): void {
    while (this.#at < this.#end && /\s/.test(this.#source.text.charAt(this.#at))) this.#at += 1;
  }

  #isAtEnd(): boolean {
    this.#space();
    return this.#at >= this.#end;
  }

  #skip(symbol: string): boolean {
    this.#space();
    if (!this.#source.text.startsWith(symbol, this.#at) || this.#at + symbol.length > this.#end) return false;
    this.#at += symbol.length;
    return true;
  }

  #take(symbol: string): void {
    if (!this.#skip(symbol)) throw this.#expected(`"${symbol}"`);
  }

  /** `pattern` is sticky. */
  #match(pattern: RegExp): string | undefined {
    this.#space();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source.text)?.[0];
    if (found === undefined || this.#at + found.length > this.#end) return undefined;
    this.#at += found.length;
    return found;
  }

  #finish(where: string): void {
    if (!this.#isAtEnd()) throw this.#error(`unexpected "${this.#source.text.charAt(this.#at)}" ${where}`);
  }

  #expected(what: string): SpecError {
    const found = this.#isAtEnd() ? 'the text ends here' : `unexpected "${this.#source.text.charAt(this.#at)}"`;
    return this.#error(`${found}; expected ${what}`);
  }

  #error(problem: string): SpecError {
    return new SpecError(problem, this.#source, spanAt(this.#source, this.#at));
  }
}

function spanAt({ text }: SourceText, offset: number): Span {
  const lines = text.slice(0, offset).split('\n');
  const column = (lines.at(-1) as string).length + 1;
  return [0, lines.length, column, lines.length, column + 1];
}

function unquoted(string: string): string {
  return string.slice(1, -1).replaceAll(/\\([^])/g, (_, letter: string) => escapes[letter] ?? letter);
}
