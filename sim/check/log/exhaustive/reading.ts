/** On what terms a machine of `timed-search.ts` stands for a log. */
import type { AppendOperation, LogHistory } from '../../../model/history.ts';

export interface Reading {
  readonly spec: 'atomic' | 'corfu' | 'cells';
  readonly dense: boolean;
  readonly slowTails: boolean;
  readonly sealedMayApply: boolean;
  readonly retries: 'none' | 'once' | 'first';
  /** Whether what was trimmed may still be seen by those who have not heard. */
  readonly trimsLinger: boolean;
  /** Whether tails, and what is found unwritten, may be older than their calls. */
  readonly serializable: boolean;
  /** How many more appends there may have been, at any time, that nobody can tell. */
  readonly spare: number;
  /** The appends that may leave junk behind or move a tail off 0, whatever becomes of them; null: those of the history. */
  readonly bystanders: readonly AppendOperation[] | null;
}

/** Whether the append may be in the log. */
export const mayApply = ({ out, return: end }: AppendOperation, { sealedMayApply }: Reading): boolean =>
  end === null || (out !== 'failed' && (out !== 'sealed' || sealedMayApply));

/** Per append, those of which at most one is in the log, itself among them. */
export const attemptsOf = (history: LogHistory, { retries }: Reading): readonly (readonly number[])[] =>
  history.map((op, index) => {
    if (op.op !== 'append' || retries !== 'once') return [index];
    const isAttempt = (other: LogHistory[number]): boolean => {
      if (other.op !== 'append') return false;
      return other.arg === op.arg || (op.request !== undefined && other.request === op.request);
    };
    return [...history.keys()].filter((other) => isAttempt(history[other]!));
  });

/** Those of `attempts` that carry the same value as `append`: each of them tells where the others are. */
export const twinsOf = (
  history: LogHistory,
  attempts: readonly number[],
  { arg }: AppendOperation,
): readonly number[] =>
  attempts.filter((attempt) => {
    const op = history[attempt]!;
    return op.op === 'append' && op.arg === arg;
  });
