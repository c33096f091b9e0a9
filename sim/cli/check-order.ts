/** What the main thread and the thread that judges a history say to each other. */
import type { ReadOptions } from '../check/formats/read-history.ts';
import type { HistoryReport, JudgeOptions } from '../check/judge/history-report.ts';

/** What the thread is given. */
export interface CheckOrder {
  readonly path: string;
  readonly read: ReadOptions;
  readonly judge: JudgeOptions;
  /** Where the proof goes; null for nowhere. */
  readonly witness: string | null;
  readonly shared: Int32Array<SharedArrayBuffer>;
}

/** Words of shared memory that say how far the thread is. */
export const kilobytesWord = 0;
/** 0 while the file is read, then the number of its operations. */
export const operationsWord = 1;
export const sharedWords = 2;

/** The report, but for the witness, which only the certificate needs; and the lines of the operations that it names. */
export interface CheckedFile {
  readonly report: Omit<HistoryReport, 'witness'>;
  readonly lines: readonly string[];
  readonly certificate: 'written' | 'none';
}

/** `input`: something is wrong with what the user gave; `failure`: a defect of the program, as a stack. */
export type CheckReply =
  | { readonly is: 'answer'; readonly answer: CheckedFile }
  | { readonly is: 'input'; readonly message: string }
  | { readonly is: 'failure'; readonly stack: string };
