/**
 * Judges a recorded history of an object: could a single object, one operation at a time, have given these answers, each at some moment
 * between its call and its return (Herlihy and Wing 1990)? Exact, for any model, and with a proof either way.
 *
 *     const verdict = checkHistory(register(0), [
 *       { client: 1, input: { op: 'write', value: 3 }, call: 0, outcome: 'ok', output: undefined, return: 2 },
 *       { client: 2, input: { op: 'read' }, call: 3, outcome: 'ok', output: 0, return: 4 },
 *     ]);
 *     // illegal: No order of operations explains #1 read -> 0, which returned at t=4: the register holds 3.
 */
import { mergeWitnesses } from './objects/merge-witnesses.ts';
import { explained } from './objects/explain.ts';
import type { AnyOperation, Model } from './objects/model.ts';
import { search } from './objects/search/search.ts';
import { validate } from './objects/validate.ts';
import type { HistoryVerdict } from './verdict.ts';

export interface CheckOptions {
  /**
   * How many configurations a search may look at before the verdict is `unknown`: sets of operations that took effect, with the state that
   * they led to. A million takes a second or two. The same history gets the same verdict on every machine.
   */
  readonly configurationsMax?: number;
}

const configurationsMaxDefault = 5_000_000;

/**
 * The proof in a verdict is worked out from the history when it is first looked at, so that the history must not change until then.
 *
 * Throws an `InputError` if the history is none, for example because a client has two operations open at once.
 */
export function checkHistory<State, Op extends AnyOperation>(
  model: Model<State, Op>,
  history: readonly NoInfer<Op>[],
  { configurationsMax = configurationsMaxDefault }: CheckOptions = {},
): HistoryVerdict {
  validate(history);
  const witnesses: (readonly number[])[] = [];
  let unknown: HistoryVerdict | undefined;
  let left = configurationsMax;
  const parts = partsOf(model, history);
  for (const [at, { name, indices }] of parts.entries()) {
    const part = indices.length === history.length ? history : indices.map((index) => history[index]!);
    const monitored = model.monitor?.(part, indices);
    if (monitored?.verdict === 'ok') {
      witnesses.push(monitored.witness.map((index) => indices[index]!));
      continue;
    }
    if (monitored?.verdict === 'illegal') return inHistory(monitored, indices);
    // What easy parts leave over is for the hard ones.
    const result = search(model, part, { configurationsMax: Math.ceil(left / (parts.length - at)) });
    left -= result.configurations;
    if (result.result === 'illegal') return explained(model, part, indices, result);
    if (result.result === 'legal') witnesses.push(result.order.map((index) => indices[index]!));
    else unknown ??= { verdict: 'unknown', message: unknownMessage(name, part.length, result) };
  }
  if (unknown !== undefined) return unknown;
  let merged: readonly number[] | undefined;
  // Who judges many histories looks at few witnesses.
  return {
    verdict: 'ok',
    get witness() {
      return (merged ??= mergeWitnesses(history, witnesses));
    },
  };
}

interface Part {
  /** Undefined if the object has no parts. */
  readonly name: string | number | undefined;
  readonly indices: readonly number[];
}

/** The parts of the object that operations touched, those with few operations first. */
function partsOf<State, Op extends AnyOperation>(model: Model<State, Op>, history: readonly Op[]): readonly Part[] {
  const partition = model.partition?.bind(model);
  if (partition === undefined) return [{ name: undefined, indices: [...history.keys()] }];
  const parts = new Map<string | number, number[]>();
  for (const [index, { input }] of history.entries()) {
    const name = partition(input);
    const indices = parts.get(name);
    if (indices === undefined) parts.set(name, [index]);
    else indices.push(index);
  }
  const sorted = Array.from(parts, ([name, indices]) => ({ name, indices }));
  return sorted.sort((a, b) => a.indices.length - b.indices.length);
}

function inHistory(
  verdict: Extract<HistoryVerdict, { verdict: 'illegal' }>,
  indices: readonly number[],
): HistoryVerdict {
  return {
    ...verdict,
    operations: verdict.operations.map((index) => indices[index]!),
    chain: verdict.chain.map((link) => ({ ...link, operation: indices[link.operation]! })),
  };
}

function unknownMessage(
  name: string | number | undefined,
  count: number,
  { configurations, appliedMost }: { readonly configurations: number; readonly appliedMost: number },
): string {
  const where = name === undefined || name === '' ? '' : ` of ${JSON.stringify(name)}`;
  return (
    `The search gave up after ${configurations} configurations, with at most ${appliedMost} of ${count} operations${where} in order. ` +
    'Values that are written only once, fewer clients per object, or a larger budget would help.'
  );
}
