/** A history as read from a file: what it is about, its operations as the engine for that takes them, and where in the file they are. */
import type { LogHistory } from '../../model/history.ts';
import type { LogCheckOptions } from '../log/terms.ts';
import type { AnyOperation, Model } from '../objects/model.ts';
import type { Datum } from './datum.ts';
import type { Kind } from './kinds.ts';
import type { ObjectKindName } from './object-kinds.ts';
import type { RecordedTransaction, TransactionKind } from './transactions.ts';

export type LogSpec = LogCheckOptions['spec'];
export const logSpecs = ['atomic', 'corfu', 'cells'] as const satisfies readonly LogSpec[];

/** What a log promises, as far as a file can say it. */
export type LogTerms = Omit<LogCheckOptions, 'disabledClauses'>;

/** Line numbers per operation; `returns` is null where the operation has no line of its own for its end. */
export interface FileLines {
  readonly calls: readonly number[];
  readonly returns: readonly (number | null)[] | null;
}

export type FileHistory = { readonly lines: FileLines } & (
  | { readonly subject: 'log'; readonly kind: 'log'; readonly terms: LogTerms; readonly operations: LogHistory }
  | {
      readonly subject: 'object';
      readonly kind: ObjectKindName;
      readonly model: Model<unknown, AnyOperation>;
      readonly operations: readonly AnyOperation[];
    }
  | {
      readonly subject: 'transactions';
      readonly kind: TransactionKind;
      readonly operations: readonly RecordedTransaction[];
    }
);

/** What flags say, over what the file does. */
export interface Settings {
  readonly kind: Kind | undefined;
  readonly spec: LogSpec | undefined;
  readonly initial: Datum | undefined;
}
