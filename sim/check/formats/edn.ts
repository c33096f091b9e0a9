/**
 * A reader of EDN, the notation of Clojure (github.com/edn-format/edn), one value after the other, over any number of lines.
 *
 * Tags are passed over, what they stand for is read: `#jepsen.history.Op{…}` is a map. Lists are vectors, characters are strings, since
 * histories do not tell them apart.
 */
import { type Datum, DatumSet, Keyword, Word, nestingMax } from './datum.ts';
import type { Lines } from './lines.ts';

/** Nothing is left to read. */
export const end: unique symbol = Symbol('end');

/** Where an unfinished value began. */
interface Opening {
  readonly what: string;
  readonly line: number;
  readonly column: number;
  readonly closing: string;
}

const closingOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '#{': '}' };
const namedCharacters: Readonly<Record<string, string>> = {
  newline: '\n',
  return: '\r',
  space: ' ',
  tab: '\t',
  backspace: '\b',
  formfeed: '\f',
};
const escapes: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n', b: '\b', f: '\f' };
const blank = /[\s,]/;
const tokenCharacters = /[^\s,()[\]{}";\\]+/y;
const wholeNumber = /^[+-]?\d+N?$/;
const decimalNumber = /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?M?$/;
const symbolicNumbers: Readonly<Record<string, number>> = { '##NaN': NaN, '##Inf': Infinity, '##-Inf': -Infinity };

export class EdnReader {
  readonly #lines: Lines;
  #text = '';
  #at = 0;
  #levels = 0;
  /** Of the value that was read last. */
  line = 0;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  /**
   * The next value, or `end`. Throws an `InputError` where the text is none.
   */
  next(): Datum | typeof end {
    while (this.#skip()) {
      this.line = this.#lines.number;
      const value = this.#value();
      if (value !== undefined) return value;
    }
    return end;
  }

  /**
   * Whether a vector or list begins here, and if so, goes into it, so that `next` gives its elements: a history may be one vector of a
   * million maps. It is left by `leave`.
   */
  enter(): Opening | undefined {
    if (!this.#skip()) return undefined;
    const character = this.#text[this.#at]!;
    return character === '[' || character === '(' ? this.#open(character) : undefined;
  }

  /** Whether the vector or list ends here; if so, goes out of it. */
  leave(opening: Opening): boolean {
    if (!this.#skip()) throw this.#unfinished(opening);
    if (this.#text[this.#at] !== opening.closing) return false;
    this.#at += 1;
    return true;
  }

  /** Undefined for what is read and dropped. */
  #value(): Datum | undefined {
    const character = this.#text[this.#at]!;
    switch (character) {
      case '(':
      case '[':
        return this.#elements(this.#open(character));
      case '{':
        return this.#map(this.#open(character));
      case '"':
        return this.#string();
      case '\\':
        return this.#character();
      case '#':
        return this.#dispatch();
      case ')':
      case ']':
      case '}':
        throw this.#error(`"${character}" closes nothing`);
      default:
        return this.#atom(this.#token());
    }
  }

  #elements(opening: Opening): Datum[] {
    if (this.#levels === nestingMax) {
      throw this.#lines.errorAt(opening.line, `more than ${nestingMax} values within each other`, opening.column);
    }
    this.#levels += 1;
    const elements: Datum[] = [];
    while (!this.leave(opening)) {
      const value = this.#value();
      if (value !== undefined) elements.push(value);
    }
    this.#levels -= 1;
    return elements;
  }

  #map(opening: Opening): Datum {
    const elements = this.#elements(opening);
    if (elements.length % 2 === 1) {
      throw this.#lines.errorAt(opening.line, 'a map has a key without a value', opening.column);
    }
    const map = new Map<Datum, Datum>();
    for (let i = 0; i < elements.length; i += 2) map.set(elements[i]!, elements[i + 1]!);
    return map;
  }

  #dispatch(): Datum | undefined {
    const after = this.#text[this.#at + 1];
    if (after === '{') return new DatumSet(this.#elements(this.#open('#{')));
    const place: Opening = {
      ...this.#place('a value', ''),
      what: after === '_' ? 'what "#_" drops' : 'a tagged value',
    };
    if (after === '_') {
      this.#at += 2;
      this.#following(place);
      return undefined;
    }
    const tag = this.#token();
    const number = symbolicNumbers[tag];
    return number ?? this.#following(place);
  }

  /** The value after a tag, or after `#_`. */
  #following(place: Opening): Datum {
    for (;;) {
      if (!this.#skip()) throw this.#unfinished(place);
      const value = this.#value();
      if (value !== undefined) return value;
    }
  }

  #string(): string {
    const opening = this.#place('a string', '"');
    this.#at += 1;
    let text = '';
    for (;;) {
      const quote = this.#text.indexOf('"', this.#at);
      const escape = this.#text.indexOf('\\', this.#at);
      if (escape >= 0 && (quote < 0 || escape < quote) && escape + 1 < this.#text.length) {
        text += this.#text.slice(this.#at, escape);
        this.#at = escape;
        text += this.#escape();
      } else if (quote >= 0) {
        text += this.#text.slice(this.#at, quote);
        this.#at = quote + 1;
        return text;
      } else {
        text += `${this.#text.slice(this.#at)}\n`;
        if (!this.#nextLine()) throw this.#unfinished(opening);
      }
    }
  }

  #escape(): string {
    const character = this.#text[this.#at + 1]!;
    if (character === 'u') {
      const code = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[\da-f]{4}$/i.test(code)) throw this.#error('"\\u" needs four hexadecimal digits');
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    const meant = character === '"' || character === '\\' ? character : escapes[character];
    if (meant === undefined) throw this.#error(`"\\${character}" is no escape of a string`);
    this.#at += 2;
    return meant;
  }

  #character(): string {
    const start = this.#at + 1;
    const first = this.#text[start];
    if (first === undefined) throw this.#error('"\\" needs a character after it');
    this.#at = start + 1;
    // A letter may begin a name, and so may "u" begin a code; brackets and quotes stand for themselves.
    const rest = /[\w]/.test(first) ? (this.#tokenAt(this.#at) ?? '') : '';
    this.#at += rest.length;
    const name = first + rest;
    if (name.length === 1) return name;
    if (/^u[\da-f]{4}$/i.test(name)) return String.fromCharCode(Number.parseInt(name.slice(1), 16));
    const named = namedCharacters[name];
    if (named === undefined) throw this.#lines.error(`"\\${name}" is no character`, start);
    return named;
  }

  #atom(token: string): Datum {
    switch (token) {
      case 'nil':
        return null;
      case 'true':
        return true;
      case 'false':
        return false;
    }
    if (token.startsWith(':')) return Keyword.of(token.slice(1));
    if (wholeNumber.test(token)) {
      const digits = token.endsWith('N') ? token.slice(0, -1) : token;
      const number = Number(digits);
      return Number.isSafeInteger(number) ? number : BigInt(digits.replace(/^\+/, ''));
    }
    if (decimalNumber.test(token)) return Number(token.endsWith('M') ? token.slice(0, -1) : token);
    return new Word(token);
  }

  #token(): string {
    const token = this.#tokenAt(this.#at);
    if (token === undefined) throw this.#error(`"${this.#text[this.#at]}" begins nothing that EDN knows`);
    this.#at += token.length;
    return token;
  }

  #tokenAt(at: number): string | undefined {
    tokenCharacters.lastIndex = at;
    return tokenCharacters.exec(this.#text)?.[0];
  }

  /** Goes to the next character that means something; false at the end of the file. */
  #skip(): boolean {
    for (;;) {
      while (this.#at < this.#text.length && blank.test(this.#text[this.#at]!)) this.#at += 1;
      if (this.#at < this.#text.length && this.#text[this.#at] !== ';') return true;
      if (!this.#nextLine()) return false;
    }
  }

  #nextLine(): boolean {
    const line = this.#lines.next();
    if (line === undefined) return false;
    this.#text = line;
    this.#at = 0;
    return true;
  }

  #open(bracket: string): Opening {
    const names: Readonly<Record<string, string>> = { '(': 'a list', '[': 'a vector', '{': 'a map', '#{': 'a set' };
    const opening = this.#place(names[bracket]!, closingOf[bracket]!);
    this.#at += bracket.length;
    return opening;
  }

  #place(what: string, closing: string): Opening {
    return { what, line: this.#lines.number, column: this.#at + 1, closing };
  }

  #unfinished({ what, line, column }: Opening): Error {
    return this.#lines.errorAt(line, `the file ends inside ${what} that begins here; was it cut short?`, column);
  }

  #error(message: string): Error {
    return this.#lines.error(message, this.#at + 1);
  }
}
