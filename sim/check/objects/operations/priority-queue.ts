/** What clients ask of a priority queue. DeleteMin answers the least of the numbers that are in it, `undefined` if it found none. */
import type { Operation } from '../../operation.ts';
import type { Keyed } from './value.ts';

export interface Insert extends Keyed {
  readonly op: 'insert';
  readonly value: number;
}

export interface DeleteMin extends Keyed {
  readonly op: 'deleteMin';
}

export type PriorityQueueOperation = Operation<Insert, undefined> | Operation<DeleteMin, number | undefined>;
