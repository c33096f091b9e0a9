/**
 * One key of a key-value store to which no value is put or appended twice, exactly, in O(n log n) and the length of what the gets
 * returned (versions.ts).
 *
 * A put writes a version that may follow any. Without appends, a get tells which one it found. With appends, a get returns the whole
 * order: what was put, or the initial value, and after it what was appended since. To take such a string apart without a doubt, no value
 * may start with another one, nor be empty; histories in which one does are left to the search. Then an append that a get saw writes a
 * version that follows at once the one before it in the string. Other gets of the same put must have found a beginning of the same string.
 *
 * An append that no get saw came after all gets of its block. There it stands where it would stand as a block of its own, and what it
 * makes of the value is never seen; so it is judged as a write of a version that nobody read.
 *
 * Unknown outcomes: a put or append that a get saw took effect, at any time after its call; any other can be left out.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { KeyValueOperation } from '../operations/key-value.ts';
import { type Touch, judgeAndMinimise } from './forget.ts';
import { type Recorded, Teller, hasReturned } from './recorded.ts';
import { type DisabledRules, noneDisabled } from './rules.ts';
import { type Versions, judgeVersions, liveVersions } from './versions.ts';

/** `undefined` if the values do not permit to take strings apart. The history is that of one key. */
export const monitorKeyValue = (
  history: readonly KeyValueOperation[],
  initial = '',
  names?: readonly number[],
  disabled: DisabledRules = noneDisabled,
): HistoryVerdict | undefined => {
  const written = Written.in(history, initial);
  if (written === undefined) return undefined;
  return judgeAndMinimise({ history, names }, (recorded) => judge(recorded, initial, disabled), keyValueTouch(written));
};

const keyValueTouch = (written: Written): Touch<KeyValueOperation> => ({
  changes: ({ input }) => (input.op === 'get' ? undefined : input.value),
  finds: (operation) =>
    operation.input.op === 'get' && operation.outcome === 'ok'
      ? written.partsOf(operation.output as string).map((version) => written.values[version]!)
      : [],
});

const judge = (
  recorded: Recorded<KeyValueOperation>,
  initial: string,
  disabled: DisabledRules,
): HistoryVerdict | undefined => {
  const written = Written.in(recorded.history, initial);
  if (written === undefined) return undefined;
  const versions = versionsOf(recorded, written, disabled);
  return 'verdict' in versions ? versions : judgeVersions(recorded, versions, disabled);
};

/** Everything that was put or appended: version 0 is the initial value, each other one what an operation made of the one before it. */
class Written {
  readonly versionOf = new Map<string, number>();
  readonly values: string[] = [];
  readonly writer: number[] = [];
  private readonly isAppend: boolean[] = [];
  /** All values by the alphabet, if there are appends: of two neighbours none starts with the other. */
  private readonly alphabetic: string[] = [];
  private readonly longest: number = 0;
  private readonly isUnambiguous: boolean = true;

  static in(history: readonly KeyValueOperation[], initial: string): Written | undefined {
    const written = new Written(history, initial);
    return written.isUnambiguous ? written : undefined;
  }

  private constructor(history: readonly KeyValueOperation[], initial: string) {
    this.add(initial, -1, false);
    let hasAppends = false;
    for (let index = 0; index < history.length; index++) {
      const { input, outcome } = history[index]!;
      if (outcome === 'fail' || input.op === 'get') continue;
      if (input.op === 'append') hasAppends = true;
      if (this.versionOf.has(input.value)) this.isUnambiguous = false;
      this.add(input.value, index, input.op === 'append');
    }
    if (!hasAppends || !this.isUnambiguous) return;
    this.alphabetic = this.values.slice(initial === '' ? 1 : 0).sort((a, b) => (a < b ? -1 : 1));
    for (const [rank, value] of this.alphabetic.entries()) {
      if (value === '' || (rank > 0 && value.startsWith(this.alphabetic[rank - 1]!))) this.isUnambiguous = false;
      this.longest = Math.max(this.longest, value.length);
    }
  }

  /**
   * The versions of the values that the string consists of, one after the other; up to the first place where no value fits, or one that
   * cannot stand there.
   */
  partsOf(string: string): number[] {
    if (this.alphabetic.length === 0) {
      const version = this.versionOf.get(string);
      return version === undefined ? [] : [version];
    }
    const parts: number[] = this.values[0] === '' ? [0] : [];
    for (let at = 0; at < string.length;) {
      const version = this.valueAt(string, at);
      const startsAfresh = at === 0 && !(version !== -1 && this.isAppend[version]!);
      if (version === -1 || (!startsAfresh && !this.isAppend[version]!)) return parts;
      if (startsAfresh) parts.length = 0;
      else if (parts.length === 0) return parts;
      parts.push(version);
      at += this.values[version]!.length;
    }
    return parts;
  }

  /** The version that the string starts from; -1 if it starts with nothing that was put. */
  baseOf(string: string): number {
    if (this.alphabetic.length === 0) return this.versionOf.get(string) ?? -1;
    const first = string === '' ? -1 : this.valueAt(string, 0);
    if (first !== -1 && !this.isAppend[first]!) return first;
    return this.values[0] === '' && (string === '' || first !== -1) ? 0 : -1;
  }

  /** How much of the string the parts make up. */
  lengthOf(parts: readonly number[]): number {
    return parts.reduce((length, version) => length + this.values[version]!.length, 0);
  }

  private add(value: string, operation: number, isAppend: boolean): void {
    this.versionOf.set(value, this.values.length);
    this.values.push(value);
    this.writer.push(operation);
    this.isAppend.push(isAppend);
  }

  /** The version whose value the string continues with; -1 if there is none. */
  private valueAt(string: string, at: number): number {
    const rest = string.slice(at, at + this.longest);
    // The last value that is not after the rest is the only one that the rest can start with.
    let low = 0;
    let high = this.alphabetic.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.alphabetic[middle]! <= rest) low = middle + 1;
      else high = middle;
    }
    const value = this.alphabetic[low - 1];
    return value !== undefined && rest.startsWith(value) ? this.versionOf.get(value)! : -1;
  }
}

const versionsOf = (
  recorded: Recorded<KeyValueOperation>,
  written: Written,
  disabled: DisabledRules,
): Versions | HistoryVerdict => {
  const { history } = recorded;
  const { writer, values } = written;
  const teller = new Teller(recorded);
  const read = new Int32Array(history.length).fill(-1);
  const seenBy = Int32Array.from(writer, (operation) =>
    operation !== -1 && hasReturned(history[operation]!) ? operation : -1,
  );
  const previous = new Int32Array(writer.length).fill(-1);

  const firstGet = new Map<string, number>();
  for (let index = 0; index < history.length; index++) {
    const operation = history[index]!;
    if (!hasReturned(operation) || operation.input.op !== 'get') continue;
    if (!firstGet.has(operation.output as string)) firstGet.set(operation.output as string, index);
  }
  // Of all strings with the same beginning the longest first: the others must be beginnings of it.
  const strings = [...firstGet.keys()].sort((a, b) => b.length - a.length);
  const longestOf = new Map<number, Longest>();
  const versionOf = new Map<string, number>();
  for (const string of strings) {
    const get = firstGet.get(string)!;
    const base = written.baseOf(string);
    const longest = longestOf.get(base);
    if (longest === undefined) {
      const parts = written.partsOf(string);
      if (written.lengthOf(parts) !== string.length || parts.length === 0) {
        if (!disabled.has('unwritten-value')) return explainUnwritten(teller, get, string);
        continue;
      }
      const versionAt = new Map<number, number>();
      let length = 0;
      for (const [rank, version] of parts.entries()) {
        if (rank > 0) {
          if (previous[version] !== -1) {
            if (!disabled.has('append-twice'))
              return explainTwice(teller, [seenBy[version]!, get], written.values[version]!, string);
            break;
          }
          previous[version] = parts[rank - 1]!;
        }
        seenBy[version] = get;
        versionAt.set((length += written.values[version]!.length), version);
      }
      longestOf.set(base, { string, get, versionAt });
      versionOf.set(string, versionAt.get(string.length) ?? -1);
    } else if (longest.string.startsWith(string) && longest.versionAt.has(string.length)) {
      versionOf.set(string, longest.versionAt.get(string.length)!);
    } else if (written.lengthOf(written.partsOf(string)) !== string.length) {
      if (!disabled.has('unwritten-value')) return explainUnwritten(teller, get, string);
    } else if (!disabled.has('append-prefix')) {
      return explainPrefix(teller, get, string, longest);
    }
  }
  for (let index = 0; index < history.length; index++) {
    const operation = history[index]!;
    if (!hasReturned(operation) || operation.input.op !== 'get') continue;
    read[index] = versionOf.get(operation.output as string) ?? -1;
  }
  return liveVersions({ writer, previous, seenBy, read }, (version) => {
    if (version === 0) return 'the initial value';
    return shown(previous[version] === -1 ? values[version]! : `…${values[version]!}`);
  });
};

/** The longest string that starts with a certain put, and the version that each of its beginnings of a certain length is. */
interface Longest {
  readonly string: string;
  readonly get: number;
  readonly versionAt: ReadonlyMap<number, number>;
}

/** What a sentence shows of a string at most. */
const shownMax = 60;

const shown = (string: string): string =>
  JSON.stringify(
    string.length <= shownMax ? string : `${string.slice(0, shownMax / 2)}…${string.slice(-shownMax / 2)}`,
  );

const explainUnwritten = (teller: Teller<KeyValueOperation>, get: number, string: string): HistoryVerdict => {
  const message = `${teller.name(get)} returned ${shown(string)}, which is not what was put and appended.`;
  return teller.illegal('unwritten-value', message, [get]);
};

const explainTwice = (
  teller: Teller<KeyValueOperation>,
  gets: readonly number[],
  value: string,
  string: string,
): HistoryVerdict => {
  const where = gets[0] === gets[1] ? `twice in ${shown(string)}` : `also after another put`;
  const message = `${teller.name(gets[1]!)} found ${shown(value)} ${where}, though it was appended once.`;
  return teller.illegal('append-twice', message, gets);
};

const explainPrefix = (
  teller: Teller<KeyValueOperation>,
  get: number,
  string: string,
  longest: Longest,
): HistoryVerdict => {
  const message = `${teller.name(get)} returned ${shown(string)} and ${teller.name(longest.get)} ${shown(longest.string)}: neither is a beginning of the other.`;
  return teller.illegal('append-prefix', message, [get, longest.get]);
};
