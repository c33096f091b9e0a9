/**
 * Objects that hold one value at a time and never the same value again, exactly, in O(n log n) (Gibbons and Korach, SIAM J. Comput.
 * 1997).
 *
 * Each write makes a *version*; each read tells which one it found. A write either does not care what it replaces, or follows a certain
 * version at once (a compare-and-set, an append). Versions that follow each other make a *block*; the first block starts from the initial
 * value. In every legal order the operations of a block are neighbours. Within a block they are ordered by version, the write of each
 * before its reads: an operation of a later version must not return before one of an earlier version, or its write, is called.
 *
 * Between blocks, with f = the earliest return and s = the latest call of a block, A must come before B if f(A) < s(B). The history is
 * legal if and only if no two blocks must each come before the other:
 * - If there is a cycle, let C be the block on it with the least f, P the one before C and Q the one before P. Then f(P) < s(C), and
 *   f(C) <= f(Q) < s(P): two blocks must each come before the other.
 * - Hence the blocks can be sorted, and by a number: the lesser of f and s. If f(A) < s(B), then A's number is at most f(A), and if B's is
 *   f(B), then s(A) <= f(B), or B would have to come before A as well. Equal numbers can only meet where s(A) = f(B), f(A) >= s(A) and
 *   f(B) < s(B): blocks with f >= s go first.
 * With the initial block goes a write before everything else: its f is minus infinity.
 *
 * If f < s, no time between the two can belong to another block: the block's *zone*. Sorted by the number above, a block breaks the rule
 * if and only if it meets the zone of the last such block before it.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { AnyOperation } from '../model.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller, returnOf } from './recorded.ts';
import type { DisabledRules } from './rules.ts';

export interface Versions {
  /** Per version, the operation that wrote it; -1 for version 0, the initial value. */
  readonly writer: Int32Array;
  /** Per version, the one that it follows; -1 if it may follow any. */
  readonly previous: Int32Array;
  /** Per version, the one that follows it at once; -1 if none has to. */
  readonly next: Int32Array;
  /** Per version, an operation that returned and shows that it was written. */
  readonly seenBy: Int32Array;
  /** Per operation, the version that it read; -1 if it read none. */
  readonly read: Int32Array;
  /** The version's value, for sentences. */
  show(version: number): string;
}

/**
 * Leaves out versions that nobody knows to have been written, which are those that no operation in `seenBy` shows, and links each other
 * one to what follows it.
 */
export const liveVersions = (
  all: {
    readonly writer: readonly number[];
    readonly previous: Int32Array;
    readonly seenBy: Int32Array;
    readonly read: Int32Array;
  },
  show: (version: number) => string,
): Versions => {
  const count = all.writer.length;
  const kept = new Int32Array(count);
  const rankOf = new Int32Array(count).fill(-1);
  let size = 0;
  for (let version = 0; version < count; version++) {
    if (version !== 0 && all.seenBy[version] === -1) continue;
    rankOf[version] = size;
    kept[size++] = version;
  }
  const writer = new Int32Array(size);
  const previous = new Int32Array(size).fill(-1);
  const next = new Int32Array(size).fill(-1);
  const seenBy = new Int32Array(size);
  for (let rank = 0; rank < size; rank++) {
    const version = kept[rank]!;
    writer[rank] = all.writer[version]!;
    seenBy[rank] = all.seenBy[version]!;
    const before = all.previous[version]!;
    if (before === -1) continue;
    previous[rank] = rankOf[before]!;
    next[rankOf[before]!] = rank;
  }
  const read = all.read.map((version) => (version === -1 ? -1 : rankOf[version]!));
  return { writer, previous, next, seenBy, read, show: (rank) => show(kept[rank]!) };
};

export const judgeVersions = <Op extends AnyOperation>(
  recorded: Recorded<Op>,
  versions: Versions,
  disabled: DisabledRules,
): HistoryVerdict => {
  const reads = readsOf(recorded.history, versions);
  const blocks = blocksOf(recorded, versions, reads, disabled);
  if ('verdict' in blocks) return blocks;
  const clash = disabled.has('register-zones') ? null : findClash(blocks);
  if (clash !== null) return explainClash(recorded, versions, blocks, clash);
  return {
    verdict: 'ok',
    get witness() {
      return witnessOf(recorded.history, versions, blocks);
    },
  };
};

/** Per version the reads that return first and that are called last; -1 if there are none. */
interface Reads {
  readonly firstReturn: Int32Array;
  readonly lastCall: Int32Array;
}

const readsOf = (history: readonly AnyOperation[], { writer, read }: Versions): Reads => {
  const firstReturn = new Int32Array(writer.length).fill(-1);
  const lastCall = new Int32Array(writer.length).fill(-1);
  for (let index = 0; index < history.length; index++) {
    const version = read[index]!;
    if (version === -1) continue;
    const first = firstReturn[version]!;
    const last = lastCall[version]!;
    if (first === -1 || returnOf(history[index]!) < returnOf(history[first]!)) firstReturn[version] = index;
    if (last === -1 || history[index]!.call > history[last]!.call) lastCall[version] = index;
  }
  return { firstReturn, lastCall };
};

/** Blocks, with what bounds each of them. */
interface Blocks {
  /** The version that each starts with. */
  readonly start: Int32Array;
  /** The earliest return, and whose it is; -1 for the write of the initial value. */
  readonly first: Float64Array;
  readonly firstOperation: Int32Array;
  /** The latest call, and whose it is. */
  readonly last: Float64Array;
  readonly lastOperation: Int32Array;
}

const blocksOf = (
  recorded: Recorded<AnyOperation>,
  versions: Versions,
  reads: Reads,
  disabled: DisabledRules,
): Blocks | HistoryVerdict => {
  const { history } = recorded;
  const { writer, previous, next } = versions;
  let count = 0;
  const start = new Int32Array(previous.length);
  for (let version = 0; version < previous.length; version++) if (previous[version] === -1) start[count++] = version;
  const first = new Float64Array(count).fill(Infinity);
  const firstOperation = new Int32Array(count).fill(-1);
  const last = new Float64Array(count).fill(-Infinity);
  const lastOperation = new Int32Array(count).fill(-1);
  for (let block = 0; block < count; block++) {
    let [earliest, earliestOf, latest, latestOf] = [Infinity, -1, -Infinity, -1];
    if (writer[start[block]!] === -1) earliest = -Infinity;
    for (let version = start[block]!; version !== -1; version = next[version]!) {
      const written = writer[version]!;
      const read = reads.firstReturn[version]!;
      if (written !== -1) {
        const end = returnOf(history[written]!);
        if (end < latest && !disabled.has('version-order'))
          return explainLate(recorded, versions, 'version-order', latestOf, written);
        if (end < earliest) [earliest, earliestOf] = [end, written];
        if (history[written]!.call > latest) [latest, latestOf] = [history[written]!.call, written];
      }
      if (read !== -1) {
        const end = returnOf(history[read]!);
        const rule = latestOf === written ? 'read-before-write' : 'version-order';
        if (end < latest && !disabled.has(rule)) return explainLate(recorded, versions, rule, latestOf, read);
        if (end < earliest) [earliest, earliestOf] = [end, read];
        const lastRead = reads.lastCall[version]!;
        if (history[lastRead]!.call > latest) [latest, latestOf] = [history[lastRead]!.call, lastRead];
      }
    }
    first[block] = earliest;
    firstOperation[block] = earliestOf;
    last[block] = latest;
    lastOperation[block] = latestOf;
  }
  return { start: start.subarray(0, count), first, firstOperation, last, lastOperation };
};

/** An order of the blocks: the only one that can be, up to blocks that need no order. */
const orderOf = ({ start, first, last }: Blocks): Int32Array => {
  const count = start.length;
  // Those without a zone stand before the others, so that they stay so at equal numbers.
  const blocks = new Int32Array(count);
  let size = 0;
  for (let block = 0; block < count; block++) if (first[block]! >= last[block]!) blocks[size++] = block;
  for (let block = 0; block < count; block++) if (first[block]! < last[block]!) blocks[size++] = block;
  const numbers = new Float64Array(count);
  for (let rank = 0; rank < count; rank++) numbers[rank] = Math.min(first[blocks[rank]!]!, last[blocks[rank]!]!);
  return ascending(numbers).map((rank) => blocks[rank]!);
};

/** A block whose zone `zoned` is, and another that meets it. */
interface Clash {
  readonly zoned: number;
  readonly other: number;
}

const findClash = (blocks: Blocks): Clash | null => {
  const { first, last } = blocks;
  let zoned = -1;
  for (const block of orderOf(blocks)) {
    if (zoned !== -1 && first[zoned]! < last[block]! && first[block]! < last[zoned]!) return { zoned, other: block };
    if (first[block]! < last[block]!) zoned = block;
  }
  return null;
};

/** `late` was called after `early`, of a later version or the same, had returned. */
const explainLate = (
  recorded: Recorded<AnyOperation>,
  versions: Versions,
  rule: 'read-before-write' | 'version-order',
  late: number,
  early: number,
): HistoryVerdict => {
  const teller = new Teller(recorded);
  const names = new Names(teller, versions);
  teller.called(late);
  if (rule === 'read-before-write') {
    teller.returned(early, 'a value is read only after it was written');
    return teller.illegal(
      rule,
      `${names.of(early)} returned before ${names.of(late)} was called.`,
      names.proven([early, late]),
    );
  }
  teller.returned(early, `${names.value(early)} comes only after ${names.value(late)}`);
  const message = `${names.of(early)} returned before ${names.of(late)} was called, but ${names.value(early)} comes after ${names.value(late)}.`;
  return teller.illegal(rule, message, names.proven([early, late]));
};

const explainClash = (
  recorded: Recorded<AnyOperation>,
  versions: Versions,
  { firstOperation, lastOperation }: Blocks,
  { zoned, other }: Clash,
): HistoryVerdict => {
  const teller = new Teller(recorded);
  const names = new Names(teller, versions);
  const before = firstOperation[zoned]!;
  const after = lastOperation[zoned]!;
  const [from, to] = [firstOperation[other]!, lastOperation[other]!];
  teller.called(after).returned(from, `${names.value(after)} is gone before ${names.value(from)} comes`);
  if (before === -1) {
    const message = `${teller.name(after)} found the initial value, but ${names.of(from)} had returned before it was called.`;
    return teller.illegal('register-zones', message, names.proven([after, from]));
  }
  teller.called(to).returned(before, `${names.value(to)} is gone before ${names.value(before)} comes`);
  const message =
    from === to
      ? `${names.of(from)} lies wholly between ${names.of(before)} and ${names.of(after)}, and ${names.value(before)} was written only once.`
      : `${names.of(before)} returned before ${names.of(to)} was called and ${names.of(from)} before ${names.of(after)}, but each value was written only once.`;
  return teller.illegal('register-zones', message, names.proven([before, after, from, to]));
};

/** How sentences call operations: `read #12 of 3`. */
class Names {
  private readonly teller: Teller<AnyOperation>;
  private readonly versions: Versions;

  constructor(teller: Teller<AnyOperation>, versions: Versions) {
    this.teller = teller;
    this.versions = versions;
  }

  of(operation: number): string {
    return `${this.teller.name(operation)} of ${this.value(operation)}`;
  }

  value(operation: number): string {
    return this.versions.show(this.versionOf(operation));
  }

  /** The operations, and what shows that they took effect. */
  proven(operations: readonly number[]): number[] {
    return operations.flatMap((operation) => [operation, this.versions.seenBy[this.versionOf(operation)]!]);
  }

  private versionOf(operation: number): number {
    const { read, writer } = this.versions;
    return read[operation] === -1 ? writer.indexOf(operation) : read[operation]!;
  }
}

const witnessOf = (history: readonly AnyOperation[], versions: Versions, blocks: Blocks): number[] => {
  const { writer, next, read } = versions;
  // The reads of each version by call, linked.
  const firstRead = new Int32Array(writer.length).fill(-1);
  const nextRead = new Int32Array(history.length);
  const byCall = ascending(Float64Array.from(history, ({ call }) => call));
  for (let rank = history.length - 1; rank >= 0; rank--) {
    const operation = byCall[rank]!;
    const version = read[operation]!;
    if (version === -1) continue;
    nextRead[operation] = firstRead[version]!;
    firstRead[version] = operation;
  }
  const witness: number[] = [];
  for (const block of orderOf(blocks)) {
    for (let version = blocks.start[block]!; version !== -1; version = next[version]!) {
      if (writer[version] !== -1) witness.push(writer[version]!);
      for (let operation = firstRead[version]!; operation !== -1; operation = nextRead[operation]!)
        witness.push(operation);
    }
  }
  return witness;
};
