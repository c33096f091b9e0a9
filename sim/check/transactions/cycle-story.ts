/** Tells a cycle in Elle's words: "#1 < #2, because #2 observed #1's append of 1 to x". */
import type { CausalLink } from '../verdict.ts';
import { edge } from './dependency-graph.ts';
import type { Finding } from './finding.ts';
import type { Cycle } from './shortest-cycle.ts';

/** Why one transaction of a cycle comes before the next, and who else shows it. */
export interface Reason {
  readonly sentence: string;
  readonly shownBy: readonly number[];
}

/**
 * Leaves out those transactions that are forgotten: what comes before one comes before whatever follows it. `isForgotten` never
 * holds for two transactions with an order in time between them.
 */
export const withoutForgotten = ({ transactions, kinds }: Cycle, isForgotten: (index: number) => boolean): Cycle => {
  // Told from its first transaction on.
  const known = transactions.filter((index) => !isForgotten(index));
  const start = transactions.indexOf(Math.min(...known));
  const kept: { transactions: number[]; kinds: number[] } = { transactions: [], kinds: [] };
  for (let step = 0; step < transactions.length; step++) {
    const at = (Math.max(start, 0) + step) % transactions.length;
    const kind = kinds[at]!;
    if (start === -1 || !isForgotten(transactions[at]!)) {
      kept.transactions.push(transactions[at]!);
      kept.kinds.push(kind);
      continue;
    }
    const before = kept.kinds.length - 1;
    if (kept.kinds[before] === edge.ww) kept.kinds[before] = kind;
  }
  return kept;
};

export interface Tale {
  readonly rule: string;
  readonly cycle: Cycle;
  /** By transaction of the cycle: why it comes before the next one, the last before the first. */
  readonly reasons: readonly Reason[];
  readonly name: (index: number) => string;
  /** Transactions from here on are only what is left of forgotten ones: nobody need be shown them. */
  readonly count: number;
}

export const tellCycle = ({ rule, cycle, reasons, name, count }: Tale): Finding => {
  const { transactions } = cycle;
  const isKnown = (index: number): boolean => index < count;
  const operations = [...new Set([...transactions, ...reasons.flatMap(({ shownBy }) => shownBy)])].filter(isKnown);
  const link = (index: number, reason: string): CausalLink => ({
    point: name(index),
    reason,
    operation: isKnown(index) ? index : operations[0]!,
  });
  const chain = [link(transactions[0]!, 'as recorded')];
  const clauses: string[] = [];
  for (const [at, { sentence }] of reasons.entries()) {
    const to = transactions[(at + 1) % transactions.length]!;
    chain.push(link(to, sentence));
    clauses.push(`${name(transactions[at]!)} < ${name(to)}, because ${sentence}`);
  }
  // What is left of a cycle through forgotten ones may be a single transaction, before and after something.
  const told =
    clauses.length === 1 ? reasons[0]!.sentence : `${clauses.slice(0, -1).join('; ')}; however, ${clauses.at(-1)!}`;
  return { verdict: 'illegal', rule, message: `${rule}: ${told}: a contradiction.`, operations, chain };
};

/** One reason per edge of a cycle. */
export const reasonsOf = (
  { transactions, kinds }: Cycle,
  reasonOf: (from: number, to: number, kind: number) => Reason,
): Reason[] =>
  transactions.map((from, at) => reasonOf(from, transactions[(at + 1) % transactions.length]!, kinds[at]!));
