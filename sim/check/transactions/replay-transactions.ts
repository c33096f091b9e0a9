/**
 * Judges transactions by the log that decided them, replayed once from its start: the order of the commit records is the serial
 * order that the system claims, and everything that hosts and clients say must follow from it. O(n log n).
 *
 * The order comes from the system under test: an error in how positions are assigned can be mirrored here. `compare-oracles.ts`
 * holds it against what clients saw.
 *
 * | rule | must hold |
 * |---|---|
 * | T-NoFalseCommit, T-DecisionAgree | every host and client reports the decision that the log implies |
 * | T-AbortNoEffect | a client that is told of an abort left nothing behind; no host applies an aborted record |
 * | O-OrderedExactlyOnceApply, O-NoSilentGap | a host applies to an object what the log has for it, in its order |
 * | T-Atomic | a commit record lists every write of its transaction |
 * | T-NoDirtyRead | a version that was read is that of a committed write |
 * | T-ReadOwnWrites, O-SamePrefix | a value that was read is that of its version, under what the reader wrote itself |
 * | T-Opacity | all reads of a transaction, committed or not, are of one prefix of the log |
 * | T-StrictSerializable | what a committed transaction read is not overwritten before its record; points follow real time |
 */
import type { Value } from '../../model/history.ts';
import type { HistoryVerdict } from '../verdict.ts';
import { CommittedUpdates } from './committed-updates.ts';
import type { LoggedRead, LoggedTransaction, LoggedWrite, Place, TransactionLog } from './logged-transaction.ts';
import type { Key } from './transaction.ts';
import { show } from './words.ts';

type Illegal = Extract<HistoryVerdict, { verdict: 'illegal' }>;

export type ReplayRule =
  | 'T-NoFalseCommit'
  | 'T-DecisionAgree'
  | 'T-AbortNoEffect'
  | 'O-OrderedExactlyOnceApply'
  | 'O-NoSilentGap'
  | 'T-Atomic'
  | 'T-NoDirtyRead'
  | 'T-ReadOwnWrites'
  | 'O-SamePrefix'
  | 'T-Opacity'
  | 'T-StrictSerializable';

/**
 * `ok` carries the committed transactions in the order of their points. Indices are those of `log.transactions`.
 *
 * @throws if two commit records claim one position: then it is no log
 */
export const replayTransactions = (log: TransactionLog, disabledRules: readonly ReplayRule[] = []): HistoryVerdict =>
  new Replay(log, new Set(disabledRules)).judge();

class Replay {
  private readonly log: TransactionLog;
  private readonly transactions: readonly LoggedTransaction[];
  private readonly disabled: ReadonlySet<ReplayRule>;
  private readonly updates = new CommittedUpdates();
  /** By position, the transaction of a commit record; all positions ascending. */
  private readonly recordAt = new Map<number, number>();
  private readonly positions: number[] = [];
  /** By transaction: whether its record commits, and if not, who overwrote what it read. */
  private readonly commits: boolean[];
  private readonly spoiler: number[];
  /** The prefixes of the log that explain all reads of a transaction: those up to a position from `lowest` to `highest`. */
  private readonly lowest: number[] = [];
  private readonly highest: number[] = [];
  private found: Illegal | null = null;

  constructor(log: TransactionLog, disabled: ReadonlySet<ReplayRule>) {
    this.log = log;
    this.transactions = log.transactions;
    this.disabled = disabled;
    this.commits = log.transactions.map(() => false);
    this.spoiler = log.transactions.map(() => -1);
  }

  judge(): HistoryVerdict {
    this.decide();
    for (const { host, position, committed } of this.log.decisions) this.judgeDecision(host, position, committed);
    for (let index = 0; index < this.transactions.length; index++) this.judgeOutcome(index);
    this.judgePlaybacks();
    for (let index = 0; index < this.transactions.length; index++) this.judgeReads(index);
    for (let index = 0; index < this.transactions.length; index++) this.judgeSnapshot(index);
    const points = this.sweep();
    return this.found ?? { verdict: 'ok', witness: this.witness(points) };
  }

  private add(rule: ReplayRule, operations: readonly number[], message: () => string): void {
    if (this.found !== null || this.disabled.has(rule)) return;
    const sorted = [...new Set(operations)].filter((index) => index !== -1).sort((a, b) => a - b);
    this.found = { verdict: 'illegal', rule, message: `${rule}: ${message()}.`, operations: sorted, chain: [] };
  }

  /** The commit rule of Tango, at every position in turn. An aborted record moves no version. */
  private decide(): void {
    for (const [index, { record }] of this.transactions.entries()) {
      if (record === null) continue;
      const other = this.recordAt.get(record.position);
      if (other !== undefined)
        throw new Error(`#${other} and #${index} both have a commit record at ${record.position}`);
      this.recordAt.set(record.position, index);
      this.positions.push(record.position);
    }
    this.positions.sort((a, b) => a - b);
    for (const position of this.positions) {
      const index = this.recordAt.get(position)!;
      const { record, operations } = this.transactions[index]!;
      const { reads, writes, isVoid } = record!;
      const overwritten = reads.find((read) => this.updates.last(read, position - 1) > read.version);
      if (overwritten !== undefined) this.spoiler[index] = this.updates.last(overwritten, position - 1);
      this.commits[index] = !isVoid && overwritten === undefined;
      const buffered = operations.filter((operation) => operation.f !== 'r');
      if (this.commits[index]) this.updates.commit(position, writes, buffered);
      const unlisted = buffered.find((write) => !writes.some((place) => covers(place, write)));
      if (unlisted !== undefined)
        this.add('T-Atomic', [index], () => `#${index} wrote ${at(unlisted)}, but its commit record does not say so`);
    }
  }

  private judgeDecision(host: string, position: number, committed: boolean): void {
    const index = this.recordAt.get(position) ?? -1;
    const commits = index !== -1 && this.commits[index]!;
    if (commits === committed) return;
    if (!committed) {
      this.add('T-DecisionAgree', [index], () => `${host} aborted #${index} at position ${position}, which commits`);
      return;
    }
    const why = (): string => `${host} committed the record at position ${position}, but ${this.whyNot(index)}`;
    this.add('T-NoFalseCommit', [index, this.author(index)], why);
  }

  private judgeOutcome(index: number): void {
    const { outcome, operations, record } = this.transactions[index]!;
    if (outcome === 'fail' && this.commits[index])
      this.add(
        'T-AbortNoEffect',
        [index],
        () => `#${index} was told that it aborted, but its record at ${record!.position} commits`,
      );
    const writes = operations.some(({ f }) => f !== 'r');
    if (outcome !== 'ok' || this.commits[index] || (record === null && !writes)) return;
    this.add(
      'T-NoFalseCommit',
      [index, this.author(index)],
      () => `#${index} was told that it committed, but ${this.whyNot(index)}`,
    );
  }

  private whyNot(index: number): string {
    const record = this.transactions[index]?.record ?? null;
    if (record === null) return 'no commit record is there';
    if (record.isVoid) return 'a forced abort stands before it';
    return `#${this.author(index)} had overwritten at position ${this.spoiler[index]!} what it had read`;
  }

  private author(index: number): number {
    return this.recordAt.get(this.spoiler[index] ?? -1) ?? -1;
  }

  private judgePlaybacks(): void {
    const expected = new Map<Key, number[]>();
    for (const position of this.positions) {
      const index = this.recordAt.get(position)!;
      if (!this.commits[index]) continue;
      for (const object of new Set(this.transactions[index]!.record!.writes.map((place) => place.object))) {
        if (!expected.has(object)) expected.set(object, []);
        expected.get(object)!.push(position);
      }
    }
    for (const { host, object, positions } of this.log.playbacks) {
      const ofObject = expected.get(object) ?? [];
      const known = new Set(ofObject);
      let next = 0;
      for (const position of positions) {
        const index = this.recordAt.get(position) ?? -1;
        const applied = (): string => `${host} applied the record at position ${position} to ${show(object)}`;
        if (!known.has(position)) {
          const why = (): string =>
            `${applied()}, but ${index !== -1 && this.commits[index] ? 'it writes nothing there' : this.whyNot(index)}`;
          this.add('T-AbortNoEffect', [index], why);
          continue;
        }
        if (next > 0 && position <= ofObject[next - 1]!)
          this.add('O-OrderedExactlyOnceApply', [index], () => `${applied()} after that at ${ofObject[next - 1]!}`);
        if (position > ofObject[next]!) {
          const missed = this.recordAt.get(ofObject[next]!)!;
          this.add(
            'O-NoSilentGap',
            [missed, index],
            () => `${applied()} without that of #${missed} at ${ofObject[next]!}`,
          );
        }
        while (next < ofObject.length && ofObject[next]! <= position) next += 1;
      }
    }
  }

  /** Of every read alone: its version, and its value under the reader's own writes. */
  private judgeReads(index: number): void {
    const own: LoggedWrite[] = [];
    for (const operation of this.transactions[index]!.operations) {
      if (operation.f !== 'r') {
        own.push(operation);
        continue;
      }
      const { version } = operation;
      const read = (): string => `#${index} read ${at(operation)} in version ${version}`;
      if (version !== -1 && this.updates.last(operation, version) !== version) {
        const other = this.recordAt.get(version) ?? -1;
        const why = (): string => `${read()}, but no committed record writes it at that position`;
        this.add('T-NoDirtyRead', [index, other], why);
        continue;
      }
      if (this.updates.isKnown(operation, version)) this.judgeValue(index, operation, own, read);
    }
  }

  private judgeValue(index: number, operation: LoggedRead, own: readonly LoggedWrite[], read: () => string): void {
    const { value, version } = operation;
    const mine = own
      .filter((write) => write.object === operation.object && write.key === operation.key)
      .map((write) => write.value);
    const writer = this.recordAt.get(version) ?? -1;
    const held = (what: readonly Value[] | Value | null): string =>
      Array.isArray(what) ? `[${what.map(show).join(' ')}]` : show(what as Value | null);
    if (Array.isArray(value)) {
      const list = value as readonly Value[];
      const base = list.length - mine.length;
      if (mine.some((element, slot) => list[base + slot] !== element)) {
        this.add(
          'T-ReadOwnWrites',
          [index],
          () => `#${index} read ${at(operation)} as ${held(list)} without its own appends`,
        );
        return;
      }
      const expected = this.updates.listAt(operation, version);
      if (expected.length !== base || expected.some((element, slot) => element !== list[slot]))
        this.add('O-SamePrefix', [index, writer], () => `${read()} as ${held(list)}, where it holds ${held(expected)}`);
      return;
    }
    if (mine.length > 0) {
      if (value !== mine.at(-1))
        this.add(
          'T-ReadOwnWrites',
          [index],
          () => `#${index} read ${held(value)} from ${at(operation)} after its own write of ${held(mine.at(-1)!)}`,
        );
      return;
    }
    const expected = this.updates.valueAt(operation, version);
    if (value !== expected)
      this.add('O-SamePrefix', [index, writer], () => `${read()} as ${held(value)}, where it holds ${held(expected)}`);
  }

  private judgeSnapshot(index: number): void {
    const { operations, record } = this.transactions[index]!;
    let [newest, lowest, oldest, highest]: [LoggedRead | null, number, LoggedRead | null, number] = [
      null,
      -1,
      null,
      Infinity,
    ];
    for (const operation of operations) {
      if (operation.f !== 'r') continue;
      if (operation.version > lowest) [newest, lowest] = [operation, operation.version];
      const until = this.updates.next(operation, operation.version) - 1;
      if (until < highest) [oldest, highest] = [operation, until];
    }
    this.lowest.push(lowest);
    this.highest.push(highest);
    const overwriter = this.recordAt.get(highest + 1) ?? -1;
    if (lowest > highest)
      this.add('T-Opacity', [index, overwriter, this.recordAt.get(lowest)!], () => {
        const old = `#${index} read ${at(oldest!)} as it was before #${overwriter} overwrote it at position ${highest + 1}`;
        return `${old}, and ${at(newest!)} as it was only from position ${lowest} on`;
      });
    if (!this.commits[index]) return;
    const { position } = record!;
    if (lowest >= position)
      this.add(
        'T-StrictSerializable',
        [index, this.recordAt.get(lowest)!],
        () => `#${index} committed at position ${position}, but read ${at(newest!)} as of position ${lowest}`,
      );
    if (highest < position - 1)
      this.add('T-StrictSerializable', [index, overwriter], () => {
        const read = `#${index} committed at position ${position}, but what it read of ${at(oldest!)} was overwritten`;
        return `${read} by #${overwriter} at position ${highest + 1}`;
      });
  }

  /**
   * Gives every committed transaction its point: a record its position, one that only read the earliest prefix that explains it and
   * follows everything that had returned. The earliest is best: nothing is ever asked to come before something.
   */
  private sweep(): Float64Array {
    const points = new Float64Array(this.transactions.length).fill(-2);
    const alive = [...this.transactions.keys()].filter((index) => this.takesEffect(index));
    const calls = alive.toSorted((a, b) => this.transactions[a]!.call - this.transactions[b]!.call);
    const returnOf = (index: number): number => this.transactions[index]!.return ?? Infinity;
    const returns = alive.toSorted((a, b) => returnOf(a) - returnOf(b));
    let [next, bound, bounding] = [0, -1, -1];
    for (const index of calls) {
      const { call, record } = this.transactions[index]!;
      for (; next < returns.length && returnOf(returns[next]!) < call; next++) {
        if (points[returns[next]!]! <= bound) continue;
        bound = points[returns[next]!]!;
        bounding = returns[next]!;
      }
      if (this.commits[index]) {
        points[index] = record!.position;
        if (record!.position > bound) continue;
        this.add('T-StrictSerializable', [bounding, index], () => {
          const before = `#${bounding} returned before #${index} was called, and took effect at position ${bound}`;
          return `${before}, but #${index} committed at position ${record!.position}`;
        });
        continue;
      }
      points[index] = Math.max(this.lowest[index]!, bound);
      if (points[index] <= this.highest[index]!) continue;
      const overwriter = this.recordAt.get(this.highest[index]! + 1) ?? -1;
      this.add('T-StrictSerializable', [bounding, index, overwriter], () => {
        const before = `#${bounding} returned before #${index} was called, and took effect at position ${bound}`;
        return `${before}, but #${index} read what #${overwriter} had overwritten at position ${this.highest[index]! + 1}`;
      });
    }
    return points;
  }

  /** An indeterminate commit is decided by the log: it took effect if its record commits, and else it never will. */
  private takesEffect(index: number): boolean {
    return this.commits[index]! || this.transactions[index]!.outcome === 'ok';
  }

  private witness(points: Float64Array): number[] {
    const rank = (index: number): number => points[index]! * 2 + (this.commits[index] ? 0 : 1);
    return [...this.transactions.keys()]
      .filter((index) => this.takesEffect(index))
      .sort((a, b) => rank(a) - rank(b) || this.transactions[a]!.call - this.transactions[b]!.call);
  }
}

const at = ({ object, key }: Place): string => (key === null ? show(object) : `${show(object)}.${show(key)}`);

const covers = (listed: Place, { object, key }: Place): boolean =>
  listed.object === object && (listed.key === null || listed.key === key);
