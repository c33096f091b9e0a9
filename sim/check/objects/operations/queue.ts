/** What clients ask of a queue. Dequeue answers `undefined` if it found the queue empty. */
import type { Operation } from '../../operation.ts';
import type { Keyed, Value } from './value.ts';

export interface Enqueue extends Keyed {
  readonly op: 'enqueue';
  readonly value: Value;
}

export interface Dequeue extends Keyed {
  readonly op: 'dequeue';
}

export type QueueOperation = Operation<Enqueue, undefined> | Operation<Dequeue, Value | undefined>;
