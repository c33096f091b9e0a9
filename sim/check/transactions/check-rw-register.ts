/**
 * Judges transactions over registers (Elle's rw-register). A register shows nothing of its past, so that the order of its writes must
 * be inferred: Elle asks the user to promise more about the system, and accepts what it cannot order. Here nothing is promised and
 * nothing accepted unproven: the verdict is `ok` only with an order that explains every read, `illegal` only with transactions that
 * no order explains, and `unknown` if the search for either took too long.
 */
import type { HistoryVerdict } from '../verdict.ts';
import { accessesOf } from './accesses.ts';
import { componentsOf } from './components.ts';
import { reasonsOf, tellCycle, withoutForgotten } from './cycle-story.ts';
import { type Adjacency, edge } from './dependency-graph.ts';
import type { Finding, Judgement } from './finding.ts';
import { firstOrder } from './first-order.ts';
import { minimise } from './forget.ts';
import type { Isolation, TransactionRule } from './isolation.ts';
import { buildRegisterGraph } from './register-graph.ts';
import { RegisterStory } from './register-story.ts';
import { RegisterVersions } from './register-versions.ts';
import { type SerialResult, findSerialOrder } from './serial-order.ts';
import { classOf, findCycle } from './shortest-cycle.ts';
import type { RegisterHistory } from './transaction.ts';
import { type Names, nameOf, show } from './words.ts';

export interface RwRegisterOptions {
  /** What the system claims; `strict-serializable` if it is left out. */
  readonly isolation?: Isolation;
  /** Rules to leave out. Only the checker's own tests do, to show that each rule is needed. */
  readonly disabledRules?: readonly TransactionRule[];
}

/**
 * `ok` carries the transactions that took effect in a serial order. Under snapshot isolation each stands there twice: where its
 * snapshot was taken, and where it committed.
 *
 * `unknown`: a value is written to a register more than once; the search was given up; or, under snapshot isolation only, the
 * history is not serializable and nothing that is certain refutes it.
 */
export const checkRwRegister = (
  history: RegisterHistory,
  { isolation = 'strict-serializable', disabledRules = [] }: RwRegisterOptions = {},
): HistoryVerdict => {
  const disabled = new Set<string>(disabledRules);
  const judge = (few: RegisterHistory, names: Names): Judgement => judgeRegisters(few, names, isolation, disabled);
  const judgement = judge(
    history,
    history.map((_, index) => index),
  );
  return judgement.verdict === 'illegal' ? minimise(history, judgement, judge) : judgement;
};

const everything = 2 * edge.link - 1;

const judgeRegisters = (
  history: RegisterHistory,
  names: Names,
  isolation: Isolation,
  disabled: ReadonlySet<string>,
): Judgement => {
  const versions = new RegisterVersions(history, names, disabled);
  if (versions.ambiguous !== null) {
    const { first, second, key, value } = versions.ambiguous;
    const who =
      first === second
        ? `${nameOf(names, first)} writes`
        : `${nameOf(names, first)} and ${nameOf(names, second)} write`;
    const what = `${who} ${show(value)} to ${show(key)} more than once`;
    return { verdict: 'unknown', message: `${what}, so that nobody can tell which was read: write every value once.` };
  }
  const finding = versions.findings.clearest();
  if (finding !== null) return finding;
  const story = new RegisterStory(history, versions, names);
  const rowsFor = (level: Isolation): Adjacency => buildRegisterGraph(history, versions, level, disabled).graph.rows();

  const rows = rowsFor(isolation);
  const certain = componentsOf(rows, everything);
  if (certain.cyclic.length > 0) {
    const cycle = withoutForgotten(findCycle(rows)!, () => false);
    const reasons = reasonsOf(cycle, (from, to, kind) => story.reason(from, to, kind));
    return tellCycle({ rule: classOf(cycle), cycle, reasons, name: (index) => story.name(index), count: names.length });
  }
  const isSnapshot = isolation === 'snapshot-isolation';
  const accesses = accessesOf(versions, history.length);
  const search = (level: Isolation): SerialResult | null => {
    const serial = level === isolation ? rows : rowsFor(level);
    if (componentsOf(serial, everything).cyclic.length > 0) return null;
    return findSerialOrder(serial, firstOrder(serial, ranksOf(serial, history), accesses), accesses);
  };
  // Most systems keep more than they promise, and real time leaves few orders to try. Whatever is serializable has snapshots too:
  // each taken just before its commit.
  const strict = search('strict-serializable');
  const found =
    isolation === 'strict-serializable' || strict?.result === 'order'
      ? strict
      : search(isSnapshot ? 'serializable' : isolation);
  if (found?.result === 'order') {
    const order = found.transactions;
    return { verdict: 'ok', witness: isSnapshot ? order.flatMap((index) => [index, index]) : order };
  }
  if (isSnapshot || found === null) return undecidedSnapshots;
  if (found.result === 'limit') {
    const tried = `No order was found that explains every read, and none excluded, after ${found.tried} choices`;
    return {
      verdict: 'unknown',
      message: `${tried} between writes whose order nobody observed: read a register before overwriting it.`,
    };
  }
  return contradictionOf(found, story, names);
};

const undecidedSnapshots: Judgement = {
  verdict: 'unknown',
  message:
    'The history is not known to be serializable, and whether snapshots explain it depends on writes whose order nobody observed: use lists.',
};

const contradictionOf = (
  { cycle, transactions }: Extract<SerialResult, { result: 'contradiction' }>,
  story: RegisterStory,
  names: Names,
): Finding => {
  const isKnown = (index: number): boolean => index < names.length;
  const operations = [...new Set([...transactions, ...story.committed(transactions)])].filter(isKnown);
  if (cycle === null) {
    const who = operations
      .toSorted((a, b) => names[a]! - names[b]!)
      .map((index) => nameOf(names, index))
      .join(', ');
    const message = `not-serializable: whichever of their writes came first, no order of ${who} explains what they read.`;
    return { verdict: 'illegal', rule: 'not-serializable', message, operations, chain: [] };
  }
  // Told from its first transaction on.
  const first = Math.min(...cycle.map(({ transaction }) => transaction));
  const start = cycle.findIndex(({ transaction }) => transaction === first);
  const steps = [...cycle.slice(start), ...cycle.slice(0, start)];
  const reasons = steps.map(({ transaction, kind, forced }, at) =>
    forced === null
      ? story.reason(transaction, steps[(at + 1) % steps.length]!.transaction, kind)
      : story.forced(kind, forced),
  );
  const bare = { transactions: steps.map(({ transaction }) => transaction), kinds: steps.map(({ kind }) => kind) };
  return {
    ...tellCycle({
      rule: classOf(bare),
      cycle: bare,
      reasons,
      name: (index) => story.name(index),
      count: names.length,
    }),
    operations,
  };
};

/** By node: transactions in the order of their returns, and helpers as early as can be. */
const ranksOf = ({ transaction, size }: Adjacency, history: RegisterHistory): Int32Array => {
  const times = Float64Array.from(transaction, (index) => {
    if (index === -1) return -Infinity;
    const operation = history[index]!;
    return operation.outcome === 'ok' ? operation.return : operation.call;
  });
  const nodes = Int32Array.from({ length: size }, (_, node) => node);
  nodes.sort((a, b) => (times[a]! < times[b]! ? -1 : times[a]! > times[b]! ? 1 : a - b));
  const ranks = new Int32Array(size);
  for (let rank = 0; rank < size; rank++) ranks[nodes[rank]!] = rank;
  return ranks;
};
