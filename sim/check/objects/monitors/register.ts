/**
 * Registers to which no value is written twice, the initial one included: reads, writes and compare-and-sets (versions.ts).
 *
 * A compare-and-set that succeeded writes a version that follows another one at once. One that found something else is no more than a read
 * that must not stand among the operations of one version. So the others are judged without such; if they are illegal, all are. If they
 * are legal, each is put at the earliest place of their order that suits it; if one has no such place, the monitor does not decide.
 *
 * Unknown outcomes: a write or compare-and-set whose value was seen took effect, at any time after its call; one whose value nobody saw can
 * be left out, for nobody but a refused compare-and-set, which says so only in the second step, could have noticed.
 */
import { countBelow } from './count-below.ts';
import type { HistoryVerdict } from '../../verdict.ts';
import type { RegisterOperation } from '../operations/register.ts';
import type { Value } from '../operations/value.ts';
import { type Touch, judgeAndMinimise } from './forget.ts';
import { type Recorded, Teller, hasReturned } from './recorded.ts';
import { type DisabledRules, noneDisabled } from './rules.ts';
import { type Versions, judgeVersions, liveVersions } from './versions.ts';

/** `undefined` also if a value was written twice. The history is that of one register. */
export const monitorRegister = (
  history: readonly RegisterOperation[],
  initial: Value = '',
  names?: readonly number[],
  disabled: DisabledRules = noneDisabled,
): HistoryVerdict | undefined =>
  judgeAndMinimise({ history, names }, (recorded) => judge(recorded, initial, disabled), registerTouch);

const registerTouch: Touch<RegisterOperation> = {
  changes(operation) {
    const { input } = operation;
    if (input.op === 'write') return input.value;
    return input.op === 'cas' && !isRefused(operation) ? input.to : undefined;
  },
  finds(operation) {
    const { input } = operation;
    if (input.op === 'cas') return isRefused(operation) ? [] : [input.from];
    return input.op === 'read' && operation.outcome === 'ok' ? [operation.output as Value] : [];
  },
};

const isRefused = (operation: RegisterOperation): boolean =>
  operation.outcome === 'ok' && operation.output === false && operation.input.op === 'cas';

const judge = (
  recorded: Recorded<RegisterOperation>,
  initial: Value,
  disabled: DisabledRules,
): HistoryVerdict | undefined => {
  const { history } = recorded;
  const written = writtenBy(history, initial);
  if (written === undefined) return undefined;
  const versions = versionsOf(recorded, written, disabled);
  if ('verdict' in versions) return versions;
  const verdict = judgeVersions(recorded, versions, disabled);
  const { refused } = written;
  if (verdict.verdict !== 'ok' || refused.length === 0) return verdict;
  const witness = withRefused(history, written, verdict.witness);
  return witness === null ? undefined : { verdict: 'ok', witness };
};

interface Written {
  readonly versionOf: ReadonlyMap<Value, number>;
  readonly writer: readonly number[];
  /** Compare-and-sets that found something else than they looked for. */
  readonly refused: readonly number[];
}

/** `undefined` if a value was written twice. */
const writtenBy = (history: readonly RegisterOperation[], initial: Value): Written | undefined => {
  const versionOf = new Map<Value, number>([[initial, 0]]);
  const writer = [-1];
  const refused: number[] = [];
  for (let index = 0; index < history.length; index++) {
    const operation = history[index]!;
    const { input } = operation;
    if (operation.outcome === 'fail' || input.op === 'read') continue;
    if (isRefused(operation)) {
      if (hasReturned(operation)) refused.push(index);
      continue;
    }
    const value = input.op === 'write' ? input.value : input.to;
    if (versionOf.has(value)) return undefined;
    versionOf.set(value, writer.length);
    writer.push(index);
  }
  return { versionOf, writer, refused };
};

const versionsOf = (
  recorded: Recorded<RegisterOperation>,
  { versionOf, writer }: Written,
  disabled: DisabledRules,
): Versions | HistoryVerdict => {
  const { history } = recorded;
  const teller = new Teller(recorded);
  const read = new Int32Array(history.length).fill(-1);
  /** Per version, an operation that returned and shows that it was written; -1 if it may never have been. */
  const seenBy = new Int32Array(writer.length).fill(-1);
  const previous = new Int32Array(writer.length).fill(-1);
  const follower = new Int32Array(writer.length).fill(-1);
  const unwritten = (operation: number, value: Value): HistoryVerdict =>
    teller.illegal(
      'unwritten-value',
      `${teller.name(operation)} found ${JSON.stringify(value)}, which nobody had written.`,
      [operation],
    );

  const swaps: number[] = [];
  for (let version = 1; version < writer.length; version++) {
    if (!hasReturned(history[writer[version]!]!)) continue;
    seenBy[version] = writer[version]!;
    if (history[writer[version]!]!.input.op === 'cas') swaps.push(version);
  }
  for (let index = 0; index < history.length; index++) {
    const operation = history[index]!;
    if (!hasReturned(operation) || operation.input.op !== 'read') continue;
    const value = operation.output as Value;
    const version = versionOf.get(value);
    if (version === undefined) {
      if (!disabled.has('unwritten-value')) return unwritten(index, value);
      continue;
    }
    read[index] = version;
    if (seenBy[version] !== -1 || version === 0) continue;
    seenBy[version] = index;
    if (history[writer[version]!]!.input.op === 'cas') swaps.push(version);
  }
  // A compare-and-set that took effect found a version, which therefore took effect as well.
  for (let version = swaps.pop(); version !== undefined; version = swaps.pop()) {
    const { input } = history[writer[version]!]!;
    if (input.op !== 'cas') continue;
    const found = versionOf.get(input.from);
    if (found === undefined) {
      if (!disabled.has('unwritten-value')) return unwritten(seenBy[version]!, input.from);
    } else if (follower[found] !== -1) {
      if (!disabled.has('cas-twice'))
        return explainTwice(recorded, input.from, [follower[found]!, version], writer, seenBy);
    } else {
      previous[version] = found;
      follower[found] = version;
      if (found === 0 || seenBy[found] !== -1) continue;
      seenBy[found] = seenBy[version]!;
      if (history[writer[found]!]!.input.op === 'cas') swaps.push(found);
    }
  }
  const cyclic = disabled.has('cas-cycle') ? -1 : findCycle(previous, follower, seenBy);
  if (cyclic !== -1) return explainCycle(recorded, cyclic, previous, writer, seenBy);
  return liveVersions({ writer, previous, seenBy, read }, (version) => {
    if (version === 0) return 'the initial value';
    const { input } = history[writer[version]!]!;
    return JSON.stringify(input.op === 'cas' ? input.to : 'value' in input ? input.value : null);
  });
};

/** A version of which the first before it is not to be found; -1 if there is none. */
const findCycle = (previous: Int32Array, follower: Int32Array, seenBy: Int32Array): number => {
  const isReached = new Uint8Array(previous.length);
  for (let start = 0; start < previous.length; start++) {
    if (previous[start] !== -1) continue;
    for (let version = start; version !== -1; version = follower[version]!) isReached[version] = 1;
  }
  for (let version = 0; version < previous.length; version++)
    if (seenBy[version] !== -1 && isReached[version] === 0) return version;
  return -1;
};

const explainTwice = (
  recorded: Recorded<RegisterOperation>,
  value: Value,
  versions: readonly number[],
  writer: readonly number[],
  seenBy: Int32Array,
): HistoryVerdict => {
  const teller = new Teller(recorded);
  const writers = versions.map((version) => writer[version]!).sort((a, b) => a - b);
  const [one, other] = writers.map((operation) => teller.name(operation));
  const message = `${one!} and ${other!} both replaced ${JSON.stringify(value)}, which was written only once.`;
  return teller.illegal(
    'cas-twice',
    message,
    versions.map((version) => seenBy[version]!),
  );
};

const explainCycle = (
  recorded: Recorded<RegisterOperation>,
  start: number,
  previous: Int32Array,
  writer: readonly number[],
  seenBy: Int32Array,
): HistoryVerdict => {
  const teller = new Teller(recorded);
  const names: string[] = [];
  let version = start;
  do {
    names.push(teller.name(writer[version]!));
    version = previous[version]!;
  } while (version !== start);
  const message =
    names.length === 1
      ? `${names[0]!} found a value that it wrote itself.`
      : `${names.join(', ')} each found what the next of them wrote, and the last what the first wrote: none can have been the first.`;
  return teller.illegal('cas-cycle', message, [seenBy[start]!]);
};

/** Puts each refused compare-and-set at the first place where the value is another; null if one has no such place. */
const withRefused = (
  history: readonly RegisterOperation[],
  { versionOf, writer, refused }: Written,
  witness: readonly number[],
): number[] | null => {
  const size = witness.length;
  /** The least time of each place, and the version that the operation there leaves behind. */
  const times = new Float64Array(size);
  const versions = new Int32Array(size);
  const writtenAt = new Map(writer.map((operation, version) => [operation, version]));
  for (let place = 0; place < size; place++) {
    const operation = history[witness[place]!]!;
    times[place] = Math.max(operation.call, place === 0 ? -Infinity : times[place - 1]!);
    const seen =
      hasReturned(operation) && operation.input.op === 'read' ? versionOf.get(operation.output as Value) : undefined;
    versions[place] = seen ?? writtenAt.get(witness[place]!)!;
  }
  const lastOfVersion = new Int32Array(writer.length).fill(-1);
  for (let place = 0; place < size; place++) lastOfVersion[versions[place]!] = place;

  const placed: { readonly operation: number; readonly before: number; readonly time: number }[] = [];
  for (const operation of refused) {
    const { input, call, ...end } = history[operation]!;
    if (input.op !== 'cas' || end.outcome !== 'ok') continue;
    let before = countBelow(times, call);
    let time = call;
    const wrong = versionOf.get(input.from);
    if (wrong !== undefined && wrong === (before === 0 ? 0 : versions[before - 1]!)) {
      before = lastOfVersion[wrong]! + 2;
      if (before > size || times[before - 1]! > end.return) return null;
      time = Math.max(call, times[before - 1]!);
    }
    placed.push({ operation, before, time });
  }
  placed.sort((a, b) => a.before - b.before || a.time - b.time);

  const all: number[] = [];
  let next = 0;
  for (let place = 0; place <= size; place++) {
    for (; next < placed.length && placed[next]!.before === place; next++) all.push(placed[next]!.operation);
    if (place < size) all.push(witness[place]!);
  }
  return all;
};
