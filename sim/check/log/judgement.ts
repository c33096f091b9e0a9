/** What judging a history once comes to, before it is told. Operations are indices into the history judged. */
import type { LogRule } from './clauses.ts';
import type { CausalLink } from '../verdict.ts';
import type { LogGraph } from './log-graph.ts';
import type { Narrator } from './narrator.ts';
import type { Propagation } from './propagate.ts';

export interface Contradiction {
  readonly rule: LogRule;
  /** Operations that contradict each other, perhaps more than need be. */
  readonly operations: readonly number[];
  message(narrator: Narrator): string;
  /** Empty where one look at the operations does. */
  chain(narrator: Narrator): readonly CausalLink[];
}

export type Judgement =
  | { readonly verdict: 'ok'; readonly graph: LogGraph; readonly propagation: Propagation }
  | { readonly verdict: 'illegal'; readonly contradiction: Contradiction }
  | { readonly verdict: 'unknown'; readonly message: string };

export const unknown = (message: string): Judgement => ({ verdict: 'unknown', message });

/** A contradiction that needs no chain: `operations` stand beside each other and do not fit. */
export const contradicts = (
  rule: LogRule,
  operations: Iterable<number>,
  message: (narrator: Narrator) => string,
): Judgement => ({
  verdict: 'illegal',
  contradiction: { rule, operations: ascending(operations), message, chain: () => [] },
});

/** Without duplicates, and without -1 for "none". */
export const ascending = (operations: Iterable<number>): number[] =>
  [...new Set(operations)].filter((operation) => operation !== -1).sort((a, b) => a - b);
