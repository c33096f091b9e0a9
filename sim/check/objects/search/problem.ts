/**
 * A history made ready for the search: operations by number, completed ones first, each group in the order of its calls; what is alike
 * in them by kind; and calls and returns as one sequence of events.
 */
import { type AnyOperation, type Applied, type Feature, type Model, anything } from '../model.ts';
import { DataKeys } from './data-key.ts';

export interface Problem {
  readonly model: Model<unknown, AnyOperation>;
  /** Completed operations have numbers below this. */
  readonly completedCount: number;
  /** Completed, and indeterminate except reads: nobody misses an answer that nobody saw. */
  readonly count: number;
  /** By operation: its index in the history. */
  readonly indexOf: Int32Array;
  readonly call: Float64Array;
  /** Infinity for what never returned. */
  readonly return: Float64Array;
  /** Operations of one kind do the same in every state. */
  readonly kind: Int32Array;
  /** By kind. */
  readonly examples: readonly Applied<AnyOperation>[];
  readonly isRead: Uint8Array;
  /** Kinds with the same number here have the same input. */
  readonly input: Int32Array;
  readonly needs: readonly (readonly number[])[];
  readonly brings: readonly (readonly number[])[];
  readonly bringsAnything: Uint8Array;
  /** What operations add to a number; undefined of other objects. */
  readonly adds: Float64Array | undefined;
  /** What operations need, by number. */
  readonly features: readonly Feature[];
  readonly featureIds: ReadonlyMap<Feature, number>;
  /** Calls and returns of completed operations in the order of time, calls first where times are equal: `op` and `~op`. */
  readonly events: Int32Array;
  readonly callEvent: Int32Array;
  readonly returnEvent: Int32Array;
}

const nothing: readonly number[] = [];

export function problemOf(model: Model<unknown, AnyOperation>, history: readonly AnyOperation[]): Problem {
  const completed: number[] = [];
  const indeterminate: number[] = [];
  for (const [index, operation] of history.entries()) {
    if (operation.outcome === 'fail') continue;
    // A forgotten operation returns at infinity.
    if (operation.outcome === 'ok' && operation.return < Infinity) completed.push(index);
    else if (model.isRead?.(operation) !== true) indeterminate.push(index);
  }
  const byCall = (a: number, b: number): number => history[a]!.call - history[b]!.call || a - b;
  const indexOf = Int32Array.from([...sorted(completed, byCall), ...sorted(indeterminate, byCall)]);
  const count = indexOf.length;
  const call = new Float64Array(count);
  const returns = new Float64Array(count);
  const kind = new Int32Array(count);
  const kinds = new Kinds();
  for (let op = 0; op < count; op += 1) {
    const operation = history[indexOf[op]!] as Applied<AnyOperation>;
    call[op] = operation.call;
    returns[op] = operation.outcome === 'ok' ? operation.return : Infinity;
    kind[op] = kinds.numberOf(operation);
  }
  return {
    model,
    completedCount: completed.length,
    count,
    indexOf,
    call,
    return: returns,
    kind,
    examples: kinds.examples,
    isRead: Uint8Array.from(kinds.examples, (operation) => Number(model.isRead?.(operation) === true)),
    input: Int32Array.from(kinds.inputs),
    ...foreseen(model, kinds.examples),
    adds: added(model, kinds.examples),
    ...eventsOf(call, returns, completed.length),
  };
}

function sorted(items: number[], compare: (a: number, b: number) => number): number[] {
  // Recorders write operations in the order of their calls, or nearly so.
  const isSorted = items.every((item, at) => at === 0 || compare(items[at - 1]!, item) <= 0);
  return isSorted ? items : items.sort(compare);
}

/** Numbers for what operations do: equal inputs and equal ends have equal kinds. */
class Kinds {
  readonly examples: Applied<AnyOperation>[] = [];
  readonly inputs: number[] = [];
  readonly #keys = new DataKeys();
  readonly #kinds = new Map<string, number>();
  readonly #inputs = new Map<string, number>();

  numberOf(operation: Applied<AnyOperation>): number {
    const inputKey = this.#keys.keyOf(operation.input);
    const key = operation.outcome === 'ok' ? `${inputKey} ${this.#keys.keyOf(operation.output)}` : inputKey;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = this.examples.length;
    this.#kinds.set(key, kind);
    this.examples.push(operation);
    let input = this.#inputs.get(inputKey);
    if (input === undefined) this.#inputs.set(inputKey, (input = this.#inputs.size));
    this.inputs.push(input);
    return kind;
  }
}

function added(
  { foresight }: Model<unknown, AnyOperation>,
  examples: readonly Applied<AnyOperation>[],
): Float64Array | undefined {
  const adds = foresight?.adds?.bind(foresight);
  return adds === undefined ? undefined : Float64Array.from(examples, adds);
}

type Foreseen = Pick<Problem, 'needs' | 'brings' | 'bringsAnything' | 'features' | 'featureIds'>;

/** Where operations would have to be asked more often than this what they bring, they are taken to bring anything. */
const testsMax = 1_000_000;

function foreseen({ foresight }: Model<unknown, AnyOperation>, examples: readonly Applied<AnyOperation>[]): Foreseen {
  const featureIds = new Map<Feature, number>();
  const bringsAnything = new Uint8Array(examples.length);
  const idOf = (feature: Feature): number => {
    let id = featureIds.get(feature);
    if (id === undefined) featureIds.set(feature, (id = featureIds.size));
    return id;
  };
  const needs = examples.map((operation) => {
    const ids = foresight?.needs(operation).map(idOf) ?? nothing;
    return ids.length === 0 ? nothing : ids;
  });
  const features = [...featureIds.keys()];
  let tests = 0;
  const brings = examples.map((operation, kind) => {
    let brought = foresight?.brings(operation) ?? anything;
    if (typeof brought === 'function') {
      tests += features.length;
      brought = tests > testsMax ? anything : features.filter(brought);
    }
    if (brought === anything) bringsAnything[kind] = 1;
    const ids = brought === anything ? [] : brought.map((feature) => featureIds.get(feature));
    const needed = ids.filter((id) => id !== undefined);
    return needed.length === 0 ? nothing : needed;
  });
  return { needs, brings, bringsAnything, features, featureIds };
}

function eventsOf(
  call: Float64Array,
  returns: Float64Array,
  count: number,
): Pick<Problem, 'events' | 'callEvent' | 'returnEvent'> {
  const byReturn = sorted(
    Array.from({ length: count }, (_, op) => op),
    (a, b) => returns[a]! - returns[b]! || a - b,
  );
  const events = new Int32Array(2 * count);
  const callEvent = new Int32Array(count);
  const returnEvent = new Int32Array(count);
  let [called, returned] = [0, 0];
  for (let event = 0; event < events.length; event += 1) {
    if (called < count && call[called]! <= returns[byReturn[returned]!]!) {
      callEvent[called] = event;
      events[event] = called;
      called += 1;
    } else {
      const op = byReturn[returned]!;
      returnEvent[op] = event;
      events[event] = ~op;
      returned += 1;
    }
  }
  return { events, callEvent, returnEvent };
}
