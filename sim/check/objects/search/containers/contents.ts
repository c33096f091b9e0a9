/**
 * A history of a container made ready for the search through its removals: what goes in, what comes out, and when, with times as whole
 * numbers in their order.
 */
import type { AnyOperation, Container, Feature } from '../../model.ts';
import type { Problem } from '../problem.ts';

/** The value of a removal that found nothing, and of one of which nobody knows what it took. */
export const nothing = -1;
export const unknown = -2;

/** No operation. */
export const nobody = -1;

export interface Contents {
  /** By operation; completed ones have numbers below `completedCount`. */
  readonly call: Int32Array;
  readonly return: Int32Array;
  /** What it puts in or takes out, by number; or `nothing`, or `unknown`. */
  readonly value: Int32Array;
  readonly isInsertion: Uint8Array;
  readonly completedCount: number;
  /** By number. */
  readonly values: readonly Feature[];
}

export function contentsOf(problem: Problem, container: Container<AnyOperation>): Contents {
  const { count, completedCount, kind, examples } = problem;
  const numbers = new Map<Feature, number>();
  const numberOf = (value: Feature): number => {
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = numbers.size));
    return number;
  };
  const value = new Int32Array(count);
  const isInsertion = new Uint8Array(count);
  for (let op = 0; op < count; op += 1) {
    const operation = examples[kind[op]!]!;
    const inserted = container.inserts(operation.input);
    if (inserted !== undefined) {
      isInsertion[op] = 1;
      value[op] = numberOf(inserted);
    } else if (operation.outcome === 'info') value[op] = unknown;
    else value[op] = operation.output === undefined ? nothing : numberOf(operation.output as Feature);
  }
  return { ...timesOf(problem), value, isInsertion, completedCount, values: [...numbers.keys()] };
}

function timesOf({ call, return: returns }: Problem): Pick<Contents, 'call' | 'return'> {
  const times = Float64Array.from(new Set([...call, ...returns])).sort();
  const ranks = new Map(Array.from(times, (time, rank) => [time, rank]));
  const rankOf = (time: number): number => ranks.get(time)!;
  return { call: Int32Array.from(call, rankOf), return: Int32Array.from(returns, rankOf) };
}
