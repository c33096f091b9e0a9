/**
 * Workers as the campaign sees them: a place to have jobs done, several at a time.
 */
import type { AnswerTo, Job } from '../run/worker-protocol.ts';

export interface WorkerPool {
  /** How many jobs can be under way at once; more wait for their turn. */
  readonly size: number;
  /**
   * Rejects with an `InputError` when what the user gave is wrong, with a {@link WorkerLost} when the worker hung or died,
   * and with a {@link WorkerFailure} for a defect of the program.
   */
  perform<J extends Job>(job: J): Promise<AnswerTo<J>>;
  /** Seeds, shrinking steps or executions that the jobs under way have begun: for showing that they move. */
  readonly beats: number;
  /** Asks jobs that can end early, with what they have, to do so. */
  windDown(): void;
  close(): Promise<void>;
}

/** A worker never came back from a job; it has been replaced. `beats` counts the seeds it had started. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
  readonly beats: number;

  constructor(message: string, beats: number) {
    super(message);
    this.beats = beats;
  }
}

/** Code of the program threw in a worker. The message is the stack there. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
}
