/** What is said between the command and the thread that checks. */
import type { SimulationResult } from '../simulate/simulate.ts';
import type { Counts } from './explore.ts';
import type { CheckResult } from './result.ts';

export type SpecJob =
  | {
      readonly job: 'check';
      readonly file: string;
      readonly configFile: string | null;
      /** Null for no bound. */
      readonly statesMax: number | null;
      /** Null for what the .cfg file says. */
      readonly checkDeadlock: boolean | null;
    }
  | {
      readonly job: 'simulate';
      readonly file: string;
      readonly configFile: string | null;
      readonly seed: number;
      readonly walks: number;
      readonly depthMax: number;
      readonly checkDeadlock: boolean | null;
    }
  | { readonly job: 'trace'; readonly file: string; readonly configFile: string | null; readonly traceFile: string };

export interface SpecWorkerData {
  readonly job: SpecJob;
  /** One word: anything but 0 asks the thread to end with what it has. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** Files by the first number of a span. */
export interface Sources {
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  /** Constructs in the spec that could not have been evaluated. */
  readonly warnings: readonly string[];
}

export type SpecReply =
  | { readonly is: 'progress'; readonly counts: Counts }
  /** Of Print and PrintT. */
  | { readonly is: 'print'; readonly text: string }
  | { readonly is: 'checked'; readonly result: CheckResult; readonly from: Sources }
  | { readonly is: 'simulated'; readonly result: SimulationResult; readonly from: Sources }
  | { readonly is: 'traced'; readonly result: CheckResult; readonly from: Sources }
  /** The files are wrong; the message begins with the place. */
  | { readonly is: 'input'; readonly message: string; readonly excerpt: string }
  | { readonly is: 'failure'; readonly stack: string };
