/** Tells a cycle in Elle's words: "#1 < #2, because #2 observed #1's append of 1 to x". */
import type { CausalLink } from '../verdict.ts';
import { edge } from './dependency-graph.ts';
import type { Finding } from './finding.ts';
import { type Cycle, classOf } from './shortest-cycle.ts';
import { type Names, nameOf } from './words.ts';

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
  const start = transactions.findIndex((index) => !isForgotten(index));
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

export const tellCycle = (
  cycle: Cycle,
  names: Names,
  reasonOf: (from: number, to: number, kind: number) => Reason,
): Finding => {
  const { transactions, kinds } = cycle;
  const rule = classOf(cycle);
  const name = (index: number): string => nameOf(names, index);
  const chain: CausalLink[] = [{ point: name(transactions[0]!), reason: 'as recorded', operation: transactions[0]! }];
  const operations = new Set(transactions);
  const clauses: string[] = [];
  for (let at = 0; at < transactions.length; at++) {
    const from = transactions[at]!;
    const to = transactions[(at + 1) % transactions.length]!;
    const { sentence, shownBy } = reasonOf(from, to, kinds[at]!);
    for (const other of shownBy) operations.add(other);
    chain.push({ point: name(to), reason: sentence, operation: to });
    clauses.push(`${name(from)} < ${name(to)}, because ${sentence}`);
  }
  // What is left of a cycle through forgotten ones may be a single transaction, before and after something.
  const told =
    transactions.length === 1 ? chain[1]!.reason : `${clauses.slice(0, -1).join('; ')}; however, ${clauses.at(-1)!}`;
  const message = `${rule}: ${told}: a contradiction.`;
  return { verdict: 'illegal', rule, message, operations: [...operations], chain };
};
