/** What clients ask of a key-value store: get, put, and append, which concatenates. */
import type { Operation } from '../../operation.ts';

export interface Get {
  readonly op: 'get';
  readonly key: string;
}

export interface Put {
  readonly op: 'put';
  readonly key: string;
  readonly value: string;
}

export interface Append {
  readonly op: 'append';
  readonly key: string;
  readonly value: string;
}

export type KeyValueOperation = Operation<Get, string> | Operation<Put, undefined> | Operation<Append, undefined>;
