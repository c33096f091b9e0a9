import type { Excuse } from './proof.ts';

/**
 * What a run or a campaign came to. `pass` is only what was checked; `unknown` and its like are never a pass.
 */
export type VerdictKind =
  | 'pass'
  | 'violation'
  | 'stuck'
  | 'unavailable'
  | 'vacuous'
  | 'nondeterministic'
  | 'inconclusive';

/** One broken property. `operations` are indices into the history; `steps` are event numbers that prove it. */
export interface Violation {
  /** The invariant's or rule's name, such as `C-SingleValue` or `T1c`. */
  readonly property: string;
  /** One sentence in plain words, with ids and positions. */
  readonly message: string;
  readonly node?: number;
  readonly operations?: readonly number[];
  readonly steps?: readonly number[];
  /** Further lines: a causal chain, a timeline. */
  readonly explanation?: readonly string[];
  /** Set when the property could not be judged: nothing is known to be broken, nor to hold. */
  readonly inconclusive?: true;
  /** What code threw, for a failed assertion; dropped when the run becomes plain data, after its stack was read. */
  readonly error?: Error;
}

/** What names a verdict in a few words: the property that broke, or else its kind. */
export function nameOfVerdict({ kind, property }: Verdict): string {
  return property ?? kind;
}

/** Whether two runs of one plan came to the same: its message may tell of the process, its kind and property may not differ. */
export function sameVerdict(a: Verdict, b: Verdict): boolean {
  return a.kind === b.kind && a.property === b.property;
}

export interface Verdict {
  readonly kind: VerdictKind;
  readonly property?: string;
  readonly message?: string;
  readonly step?: number;
  readonly timeMicros?: number;
  readonly node?: number;
  readonly operations?: readonly number[];
  readonly explanation?: readonly string[];
  /** Of `unavailable`: why what is still owed can be done by nobody. */
  readonly proof?: readonly Excuse[];
}
