/**
 * A file of text, line by line, from chunks as they come: a history of a million lines is never in memory as text. What is wrong with it
 * is said as `file:line:column: message`.
 */
import { InputError } from '../../model/input-error.ts';
import { printable } from '../timeline.ts';

interface HeldLine {
  readonly number: number;
  readonly text: string;
}

export class Lines {
  readonly name: string;
  readonly #chunks: Iterator<string>;
  #chunk = '';
  /** Where in the chunk the next line begins. */
  #at = 0;
  #number: number;
  #current = '';
  /** Lines to be read again, before any others. */
  #held: HeldLine[] = [];
  /** Where lines go that are only looked at. */
  #seen: HeldLine[] | null = null;

  /** `name` is what messages call the file, and `firstNumber` the number of its first line. */
  constructor(name: string, chunks: Iterable<string>, firstNumber = 1) {
    this.name = name;
    this.#number = firstNumber - 1;
    this.#chunks = chunks[Symbol.iterator]();
  }

  /** The number of the line that was read last, from 1; one less before the first. */
  get number(): number {
    return this.#number;
  }

  /** The line that was read last. */
  get current(): string {
    return this.#current;
  }

  /** The next line, without its end; undefined after the last. */
  next(): string | undefined {
    const held = this.#held.shift();
    const text = held === undefined ? this.#read() : held.text;
    if (text === undefined) return undefined;
    this.#number = held?.number ?? this.#number + 1;
    this.#current = text;
    this.#seen?.push({ number: this.#number, text });
    return text;
  }

  /** As `next`, but lines without anything but blanks are passed over. */
  nextFilled(): string | undefined {
    let line = this.next();
    while (line !== undefined && /^\s*$/.test(line)) line = this.next();
    return line;
  }

  /** What `look` makes of the lines to come, which are read again afterwards. */
  peek<T>(look: () => T): T {
    const [number, current] = [this.#number, this.#current];
    const seen: HeldLine[] = [];
    this.#seen = seen;
    try {
      return look();
    } finally {
      this.#seen = null;
      this.#held = [...seen, ...this.#held];
      this.#number = number;
      this.#current = current;
    }
  }

  /** What is wrong, at the line that was read last. `column` counts from 1. */
  error(message: string, column?: number): InputError {
    return this.errorAt(this.#number, message, column);
  }

  errorAt(line: number, message: string, column?: number): InputError {
    const place = column === undefined ? line : `${line}:${column}`;
    return new InputError(printable(`${this.name}:${place}: ${message}`));
  }

  #read(): string | undefined {
    const end = this.#chunk.indexOf('\n', this.#at);
    if (end >= 0) return this.#take(end);
    // A line over many chunks is put together once, at its end.
    const parts = [this.#chunk.slice(this.#at)];
    for (;;) {
      const { value, done } = this.#chunks.next();
      if (done === true) return this.#last(parts.join(''));
      this.#chunk = value;
      this.#at = 0;
      const ending = value.indexOf('\n');
      if (ending >= 0) return parts.join('') + this.#take(ending);
      parts.push(value);
    }
  }

  #take(end: number): string {
    const line = this.#chunk.slice(this.#at, end);
    this.#at = end + 1;
    return line;
  }

  #last(text: string): string | undefined {
    this.#chunk = '';
    this.#at = 0;
    return text === '' ? undefined : text;
  }
}
