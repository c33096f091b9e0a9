/**
 * Judges transactions over lists (Elle's list-append; Kingsbury and Alvaro, VLDB 2020) in time linear in what was read, with a
 * proof either way: an order of the transactions, or the fewest that contradict each other.
 *
 * A list shows its whole history, so that the order of all versions is known from reads alone. Then a serial order exists if and
 * only if the dependency graph has no cycle; see `list-graph.ts` for appends that nobody read.
 */
import type { HistoryVerdict } from '../verdict.ts';
import { componentsOf } from './components.ts';
import { reasonsOf, tellCycle, withoutForgotten } from './cycle-story.ts';
import { edge } from './dependency-graph.ts';
import type { Judgement } from './finding.ts';
import { minimise } from './forget.ts';
import type { Isolation, TransactionRule } from './isolation.ts';
import { type ListGraph, buildListGraph } from './list-graph.ts';
import { ListStory } from './list-story.ts';
import { ListVersions } from './list-versions.ts';
import { classOf, findCycle } from './shortest-cycle.ts';
import type { ListHistory } from './transaction.ts';
import { type Names, nameOf, show } from './words.ts';

export interface ListAppendOptions {
  /** What the system claims; `strict-serializable` if it is left out. */
  readonly isolation?: Isolation;
  /** Rules to leave out. Only the checker's own tests do, to show that each rule is needed. */
  readonly disabledRules?: readonly TransactionRule[];
}

/**
 * `ok` carries the transactions that took effect in a serial order. Under snapshot isolation each stands there twice: where its
 * snapshot was taken, and where it committed.
 *
 * `unknown`: a value is appended to a list more than once; or, under snapshot isolation only, the order of appends that nobody
 * read decides.
 */
export const checkListAppend = (
  history: ListHistory,
  { isolation = 'strict-serializable', disabledRules = [] }: ListAppendOptions = {},
): HistoryVerdict => {
  const disabled = new Set<string>(disabledRules);
  const judge = (few: ListHistory, names: Names): Judgement => judgeLists(few, names, isolation, disabled);
  const judgement = judge(
    history,
    history.map((_, index) => index),
  );
  return judgement.verdict === 'illegal' ? minimise(history, judgement, judge) : judgement;
};

const everything = 2 * edge.link - 1;

const judgeLists = (
  history: ListHistory,
  names: Names,
  isolation: Isolation,
  disabled: ReadonlySet<string>,
): Judgement => {
  const versions = new ListVersions(history, names, disabled);
  if (versions.ambiguous !== null) {
    const { first, second, key, value } = versions.ambiguous;
    const who =
      first === second
        ? `${nameOf(names, first)} appends`
        : `${nameOf(names, first)} and ${nameOf(names, second)} append`;
    const what = `${who} ${show(value)} to ${show(key)} more than once`;
    return { verdict: 'unknown', message: `${what}, so that nobody can tell which was read: append every value once.` };
  }
  const finding = versions.findings.clearest();
  if (finding !== null) return finding;

  const built = buildListGraph(history, versions, isolation, disabled);
  const rows = built.graph.rows();
  const { nodes, cyclic } = componentsOf(rows, everything);
  if (cyclic.length > 0) {
    const found = findCycle(rows)!;
    const cycle = withoutForgotten(found, (index) => index >= names.length);
    const story = new ListStory(history, versions, names);
    const reasons = reasonsOf(cycle, (from, to, kind) => story.reason(from, to, kind));
    return tellCycle({
      rule: classOf(found),
      cycle,
      reasons,
      name: (index) => nameOf(names, index),
      count: names.length,
    });
  }
  const order = nodes.toReversed();
  const undecided = isolation === 'snapshot-isolation' ? orderUnseen(built, order) : null;
  const witnessed = undecided?.order ?? order;
  if (undecided !== null && undecided.order === null) {
    const who = undecided.appenders.map((index) => nameOf(names, index)).join(', ');
    const what = `Nobody read the appends of ${who} to ${show(versions.keys[undecided.key]!)}`;
    return {
      verdict: 'unknown',
      message: `${what}, and whether it is legal depends on their order: read every list at the end.`,
    };
  }
  return {
    verdict: 'ok',
    witness: Array.from(witnessed, (node) => rows.transaction[node]!).filter((index) => index !== -1),
  };
};

/** Two snapshots that nobody can tell apart still must not both be written to: the appends that nobody read happened in some order. */
const orderUnseen = (
  { graph, points, unseen }: ListGraph,
  order: Int32Array,
): { readonly order: Int32Array | null; readonly key: number; readonly appenders: readonly number[] } | null => {
  const key = unseen.findIndex((appenders) => appenders.length > 1);
  if (key === -1) return null;
  const place = new Int32Array(graph.size);
  for (let at = 0; at < order.length; at++) place[order[at]!] = at;
  for (const appenders of unseen) {
    const sorted = appenders.toSorted((a, b) => place[points.end[a]!]! - place[points.end[b]!]!);
    for (let at = 1; at < sorted.length; at++)
      graph.edge(points.end[sorted[at - 1]!]!, points.begin[sorted[at]!]!, edge.ww);
  }
  const { nodes, cyclic } = componentsOf(graph.rows(), everything);
  return { order: cyclic.length === 0 ? nodes.toReversed() : null, key, appenders: unseen[key]! };
};
