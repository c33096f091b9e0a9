/** The fields of one line of our own format, each taken at its type or refused with the line and the name of the field. */
import type { Value } from '../../model/history.ts';
import { unknownName } from '../../model/nearest-name.ts';
import { numberProblem } from './datum.ts';
import type { Lines } from './lines.ts';

export class JsonRecord {
  readonly line: number;
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #lines: Lines;

  constructor(fields: Readonly<Record<string, unknown>>, lines: Lines, line: number) {
    this.#fields = fields;
    this.#lines = lines;
    this.line = line;
  }

  get(field: string): unknown {
    return this.#fields[field];
  }

  get names(): readonly string[] {
    return Object.keys(this.#fields);
  }

  has(field: string): boolean {
    return this.#fields[field] !== undefined && this.#fields[field] !== null;
  }

  wrong(field: string, message: string): Error {
    return this.problem(`${field}: ${message}`);
  }

  problem(message: string): Error {
    return this.#lines.errorAt(this.line, message);
  }

  /** One of `valid`; undefined if there is none or it is null. */
  name<Name extends string>(field: string, what: string, valid: readonly Name[]): Name | undefined {
    const value = this.#fields[field];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string' && (valid as readonly string[]).includes(value)) return value as Name;
    throw this.wrong(
      field,
      typeof value === 'string' ? unknownName(what, value, valid) : `expected a name, got ${shown(value)}`,
    );
  }

  /** True or false; undefined if there is none or it is null. */
  flag(field: string): boolean | undefined {
    const value = this.#fields[field];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    throw this.wrong(field, `expected true or false, got ${shown(value)}`);
  }

  /** From 0. */
  wholeNumber(field: string): number {
    const value = this.#fields[field];
    if (typeof value !== 'number')
      throw this.wrong(field, value === undefined ? 'missing' : `expected a whole number, got ${shown(value)}`);
    const problem = numberProblem(value);
    if (problem !== undefined) throw this.wrong(field, problem);
    if (!Number.isInteger(value) || value < 0) throw this.wrong(field, `expected a whole number from 0, got ${value}`);
    return value;
  }

  /**
   * A point in time: a whole number that is exact, or a fraction, which is what a double makes of it. Two that it makes the same overlap;
   * it never changes which of two is earlier.
   */
  time(field: string): number {
    const value = this.#fields[field];
    if (typeof value !== 'number')
      throw this.wrong(field, value === undefined ? 'missing' : `expected a number, got ${shown(value)}`);
    const problem = numberProblem(value);
    if (problem === undefined) return value;
    const hint = Number.isFinite(value) ? '; subtract the time of the first call, or take a coarser unit' : '';
    throw this.wrong(field, `${problem}${hint}`);
  }

  /** A text or a number. */
  value(field: string): Value {
    const value = this.#fields[field];
    if (typeof value === 'string') return value;
    if (typeof value !== 'number')
      throw this.wrong(field, value === undefined ? 'missing' : `expected a text or a number, got ${shown(value)}`);
    const problem = numberProblem(value);
    if (problem !== undefined) throw this.wrong(field, problem);
    return value;
  }
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
