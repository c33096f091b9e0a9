/**
 * The JSON values of a file, one by one: each on a line of its own, or the elements of one array, however it is laid out.
 */
import { messageOf } from '../../model/input-error.ts';
import type { Lines } from './lines.ts';

export interface JsonValue {
  readonly value: unknown;
  /** Where it begins, from 1. */
  readonly line: number;
  readonly column: number;
}

/** Throws an `InputError` where the text is no JSON. */
export function* jsonValues(lines: Lines): Generator<JsonValue, undefined> {
  const first = lines.nextFilled();
  if (first === undefined) return;
  if (first.trimStart().startsWith('[')) yield* new ArrayElements(lines).values();
  else for (let text: string | undefined = first; text !== undefined; text = lines.nextFilled()) yield valueOn(lines);
}

/** The one value of the line that was read last. */
const valueOn = (lines: Lines): JsonValue => {
  const text = lines.current;
  return { value: parse(lines, text, lines.number, 1), line: lines.number, column: 1 + text.search(/\S/) };
};

/** `text` begins at `line` and `column`. */
const parse = (lines: Lines, text: string, line: number, column: number): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = messageOf(error);
    const offset = Number(/at position (\d+)/.exec(said)?.[1] ?? Number.NaN);
    if (/Unexpected end|Unterminated string/.test(said) || offset >= text.trimEnd().length) {
      const isLast = lines.peek(() => lines.nextFilled()) === undefined;
      const hint = isLast ? 'was the file cut short?' : 'expected one value a line, as `jq -c` writes them';
      throw lines.errorAt(line, `the JSON is not whole; ${hint}`, column + text.length);
    }
    const what = said
      .replace(/( in JSON)? at position .*$/, '')
      .replace(/, (\.\.\.)?"[^]*"(\.\.\.)? is not valid JSON$/, '');
    // Of an element over several lines, the first is named: people see the rest.
    const known = !Number.isNaN(offset) && !text.slice(0, offset).includes('\n');
    throw lines.errorAt(line, `this is no JSON: ${what}`, known ? column + offset : undefined);
  }
};

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openings = new Set(['[', '{'].map((each) => each.charCodeAt(0)));
const closings = new Set([']', '}'].map((each) => each.charCodeAt(0)));

class ArrayElements {
  readonly #lines: Lines;
  /** How many brackets are open; 1 between the elements. */
  #depth = 0;
  #inString = false;
  /** What earlier lines hold of the element under way. */
  #parts: string[] = [];
  #line = 0;
  #column = 0;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  *values(): Generator<JsonValue> {
    const lines = this.#lines;
    let elements = 0;
    for (let text: string | undefined = lines.current; text !== undefined; text = lines.next()) {
      let start = 0;
      this.#begin(start);
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (this.#inString) {
          if (code === backslash) at += 1;
          else if (code === quote) this.#inString = false;
        } else if (code === quote) this.#inString = true;
        else if (openings.has(code)) {
          this.#depth += 1;
          if (this.#depth === 1) this.#begin((start = at + 1));
        } else if (closings.has(code) || (code === comma && this.#depth === 1)) {
          if (code !== comma) this.#depth -= 1;
          if (this.#depth >= 1 && code !== comma) continue;
          const whole = this.#element(text.slice(start, at));
          if (whole !== undefined) yield whole;
          else if (code === comma || elements > 0) throw lines.error('an element is missing here', at + 1);
          elements += 1;
          if (this.#depth === 0) {
            this.#nothingAfter(text.slice(at + 1), at + 2);
            return;
          }
          this.#begin((start = at + 1));
        }
      }
      this.#parts.push(text.slice(start));
    }
    throw lines.error('the file ends inside its array; was it cut short?', lines.current.length + 1);
  }

  /** An element may begin at `start` of this line, if none has. */
  #begin(start: number): void {
    if (this.#parts.some((part) => part.trim() !== '')) return;
    this.#parts = [];
    this.#line = this.#lines.number;
    this.#column = start + 1;
  }

  /** The element that ends with `text`; undefined if there is only blank space. */
  #element(text: string): JsonValue | undefined {
    const whole = [...this.#parts, text].join('\n');
    this.#parts = [];
    const blanks = whole.search(/\S/);
    if (blanks < 0) return undefined;
    const [line, column] = [this.#line, this.#column + blanks];
    return { value: parse(this.#lines, whole.slice(blanks), line, column), line, column };
  }

  #nothingAfter(rest: string, column: number): void {
    let text: string | undefined = rest;
    let from = column;
    for (; text !== undefined; text = this.#lines.next()) {
      const blanks = text.search(/\S/);
      if (blanks >= 0) throw this.#lines.error('something follows the end of the array', from + blanks);
      from = 1;
    }
  }
}
