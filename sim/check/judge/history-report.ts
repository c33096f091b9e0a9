/** What comes out of judging a history, in one form for all engines, as plain data. */
import type { Isolation } from '../transactions/isolation.ts';
import type { CausalLink } from '../verdict.ts';
import { type Interval, concurrentPairs } from './concurrent-pairs.ts';

export interface JudgeOptions {
  /** After how many configurations a search gives up; undefined leaves it to the search. */
  readonly configurationsMax: number | undefined;
  /** What transactions claim; undefined for the strictest. */
  readonly isolation: Isolation | undefined;
}

/** To be read as "12 reads with data": `noun` in the singular, `rest` behind it. */
export interface Count {
  readonly count: number;
  readonly noun: string;
  readonly rest: string;
}

export interface HistoryReport {
  readonly verdict: 'ok' | 'illegal' | 'unknown';
  /** Null unless illegal. */
  readonly rule: string | null;
  /** One sentence. */
  readonly message: string;
  /** What contradicts itself, as indices into the history; empty unless illegal. */
  readonly operations: readonly number[];
  readonly chain: readonly CausalLink[];
  readonly timeline: readonly string[];
  /** What the history was held against, as "a log (corfu)". */
  readonly against: string;
  /** How many operations there are. */
  readonly size: number;
  /** A verdict over nothing proves nothing. */
  readonly counts: readonly Count[];
  /** What no verdict covers, in sentences. */
  readonly notChecked: readonly string[];
  /** The steps of the proof that a legal history is legal; null for any other. */
  readonly witness: readonly unknown[] | null;
}

/** What all engines answer with. */
type EngineVerdict =
  | { readonly verdict: 'ok'; readonly witness: readonly unknown[] }
  | {
      readonly verdict: 'illegal';
      readonly rule: string;
      readonly message: string;
      readonly operations: readonly number[];
      readonly chain: readonly CausalLink[];
    }
  | { readonly verdict: 'unknown'; readonly message: string };

export interface Judged {
  readonly verdict: EngineVerdict;
  readonly against: string;
  /** The sentence for a legal history. */
  readonly legal: string;
  readonly operations: readonly Interval[];
  readonly counts: readonly Count[];
  readonly notChecked: readonly string[];
  timeline(operations: readonly number[]): readonly string[];
}

export const reportOf = (judged: Judged): HistoryReport => {
  const { verdict, against, legal, operations, counts, notChecked } = judged;
  const common = {
    verdict: verdict.verdict,
    against,
    size: operations.length,
    counts: [...counts, { count: concurrentPairs(operations), noun: 'concurrent pair', rest: '' }].filter(
      ({ count }) => count > 0,
    ),
    rule: null,
    operations: [],
    chain: [],
    timeline: [],
    witness: null,
    notChecked,
  };
  switch (verdict.verdict) {
    case 'ok':
      return { ...common, message: legal, witness: verdict.witness };
    case 'unknown':
      return { ...common, message: verdict.message };
    case 'illegal': {
      const { rule, message, chain } = verdict;
      const rest = 'The other operations: the first contradiction that was found is the verdict.';
      return {
        ...common,
        rule,
        message,
        operations: verdict.operations,
        chain,
        timeline: judged.timeline(verdict.operations),
        notChecked: verdict.operations.length < operations.length ? [...notChecked, rest] : notChecked,
      };
    }
  }
};

/** A sentence, if there is anything to say it of. */
export const about = (count: number, noun: string, rest: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}${rest}.`];
