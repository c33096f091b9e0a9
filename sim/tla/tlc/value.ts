/**
 * Values of TLA+ as JSON, without loss: what TLA+ keeps apart is apart here. Where ITF (the Informal Trace Format of
 * Apalache, ADR 15) has a form, it is that one; model values, which ITF does not know, are tagged too, since a string
 * is another value.
 *
 * Every value has exactly one form. A function on 1..n is a tuple, the empty function included; one on strings is a
 * record; any other is a map.
 */
export type TlaValue =
  | boolean
  | number
  | string
  /** Beyond the safe integers. */
  | { readonly '#bigint': string }
  | { readonly '#mv': string }
  | { readonly '#set': readonly TlaValue[] }
  | { readonly '#tup': readonly TlaValue[] }
  | { readonly '#map': readonly (readonly [argument: TlaValue, value: TlaValue])[] }
  | TlaRecord;

/** Field names do not begin with `#`: what would is a map. */
export interface TlaRecord {
  readonly [field: string]: TlaValue;
}

/** The values of some or all variables. */
export type TlaState = Readonly<Record<string, TlaValue>>;

export function integerValue(digits: string): TlaValue {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : { '#bigint': BigInt(digits).toString() };
}

/** The function with these pairs; of two with the same argument the first counts, as in `f @@ g`. */
export function functionValue(pairs: readonly (readonly [argument: TlaValue, value: TlaValue])[]): TlaValue {
  const distinct = new Map<string, readonly [TlaValue, TlaValue]>();
  for (const pair of pairs) {
    const key = canonicalText(pair[0]);
    if (!distinct.has(key)) distinct.set(key, pair);
  }
  const all = [...distinct.values()];
  const elements = Array.from({ length: all.length }, (_, i) => distinct.get(String(i + 1))?.[1]);
  if (elements.every((element) => element !== undefined)) return { '#tup': elements };
  if (all.every(([argument]) => typeof argument === 'string' && !argument.startsWith('#'))) {
    return Object.fromEntries(all) as TlaRecord;
  }
  return { '#map': all };
}

export function setValue(elements: readonly TlaValue[]): TlaValue {
  return { '#set': [...new Map(elements.map((each) => [canonicalText(each), each])).values()] };
}

/** Equal for equal values, however their sets and functions are ordered. */
function canonicalText(value: TlaValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value);
  const [tag, content] = entries[0] ?? ['', ''];
  if (tag === '#set') return `{${(content as readonly TlaValue[]).map(canonicalText).sort(byUnits).join()}}`;
  if (tag === '#tup') return `<<${(content as readonly TlaValue[]).map(canonicalText).join()}>>`;
  if (tag === '#map') {
    const pairs = content as readonly (readonly [TlaValue, TlaValue])[];
    return `(${pairs
      .map(([argument, result]) => `${canonicalText(argument)}:>${canonicalText(result)}`)
      .sort(byUnits)
      .join()})`;
  }
  const fields = entries.map(([name, field]) => `${JSON.stringify(name)}:${canonicalText(field as TlaValue)}`);
  return `[${fields.sort(byUnits).join()}]`;
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sameValue(a: TlaValue, b: TlaValue): boolean {
  return canonicalText(a) === canonicalText(b);
}
