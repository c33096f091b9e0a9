/**
 * Values as files write them, in JSON or in EDN. What JSON has no word for, keywords, symbols, sets, maps with any keys, has a form of
 * its own; whole numbers that a double cannot hold stay exact as bigints, so that they can be refused where they matter.
 */
import type { Value } from '../../model/history.ts';

/** `:append`, without the colon. One object per name, so that it can be a key. */
export class Keyword {
  readonly name: string;
  private constructor(name: string) {
    this.name = name;
  }

  static readonly #known = new Map<string, Keyword>();

  static of(name: string): Keyword {
    let keyword = Keyword.#known.get(name);
    if (keyword === undefined) Keyword.#known.set(name, (keyword = new Keyword(name)));
    return keyword;
  }
}

/** A name that stands for itself, or a number that is none here, such as `22/7`. */
export class Word {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class DatumSet {
  readonly members: readonly Datum[];
  constructor(members: readonly Datum[]) {
    this.members = members;
  }
}

export type Datum =
  | null
  | boolean
  | number
  | bigint
  | string
  | Keyword
  | Word
  | DatumSet
  | readonly Datum[]
  | ReadonlyMap<Datum, Datum>;

/** Values within values within values, beyond which a file is no history. Readers are recursive. */
export const nestingMax = 100;

/** Of JSON, as `JSON.parse` gives it. Throws what `tooDeep` says about more than `nestingMax` levels. */
export const datumOf = (json: unknown, tooDeep: () => Error, levels = nestingMax): Datum => {
  if (typeof json !== 'object' || json === null) return json as Datum;
  if (levels === 0) throw tooDeep();
  if (Array.isArray(json)) return json.map((element) => datumOf(element, tooDeep, levels - 1));
  return new Map(Object.entries(json).map(([key, value]) => [key, datumOf(value, tooDeep, levels - 1)]));
};

/** The word that names something: `:read` in EDN, `"read"` in JSON. */
export const wordOf = (datum: Datum | undefined): string | undefined => {
  if (typeof datum === 'string') return datum.startsWith(':') ? datum.slice(1) : datum;
  return datum instanceof Keyword ? datum.name : undefined;
};

/** As it would stand in a file of EDN; equal data have equal texts, but for the order of what has none. */
export const textOf = (datum: Datum): string => {
  if (datum === null) return 'nil';
  if (typeof datum === 'string') return JSON.stringify(datum);
  if (typeof datum !== 'object') return String(datum);
  if (datum instanceof Keyword) return `:${datum.name}`;
  if (datum instanceof Word) return datum.text;
  if (datum instanceof DatumSet) return `#{${datum.members.map(textOf).sort(byText).join(' ')}}`;
  if (datum instanceof Map) {
    const entries = [...(datum as ReadonlyMap<Datum, Datum>)].map(([key, value]) => `${textOf(key)} ${textOf(value)}`);
    return `{${entries.sort(byText).join(', ')}}`;
  }
  return `[${(datum as readonly Datum[]).map(textOf).join(' ')}]`;
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Why a number cannot be taken at its word; undefined if it can. */
export const numberProblem = (number: number | bigint): string | undefined => {
  if (typeof number === 'bigint' || (Number.isInteger(number) && !Number.isSafeInteger(number))) {
    return `${number} is too large to be exact; whole numbers go up to ${Number.MAX_SAFE_INTEGER}`;
  }
  return Number.isFinite(number) ? undefined : `${number} is no number that can be compared`;
};

/** What a model holds for `datum`: numbers and texts are themselves, all else is its text, so that equal is equal. */
export const valueOf = (datum: Exclude<Datum, null>): Value => {
  if (typeof datum === 'number' || typeof datum === 'string') return datum;
  return textOf(datum);
};
