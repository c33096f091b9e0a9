/**
 * Records the history at the clients: an operation is open from its invocation to its response, and stays open for ever
 * when its client dies. Times are event numbers; a client never does two things in one event.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { LogHistory, Value } from '../model/history.ts';
import type { NodeId } from '../../src/ports/units.ts';

/** Everything of an operation but who and when. */
export type Invocation =
  | { readonly op: 'append'; readonly arg: number }
  | { readonly op: 'read' | 'trim' | 'trimCell' | 'fill'; readonly pos: number }
  | { readonly op: 'tail' };

export interface Response {
  readonly out: string;
  readonly outPos?: number;
  readonly outVal?: Value;
  readonly epoch?: number;
}

/** Any operation of the history, which its response completes. */
interface Recorded {
  readonly client: number;
  readonly call: number;
  return: number | null;
  out: string | null;
  outPos?: number;
  outVal?: Value;
  epoch?: number;
}

export class HistoryRecorder {
  readonly #kernel: Kernel;
  readonly #operations: Recorded[] = [];
  readonly #startsMicros: number[][] = [];
  #succeeded = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get history(): LogHistory {
    return this.#operations as readonly Recorded[] as LogHistory;
  }

  /** Operations whose outcome is known and good. */
  get succeeded(): number {
    return this.#succeeded;
  }

  /** When each planned operation of each client began, in virtual time; shorter than the plan if the run ended before. */
  get startsMicros(): readonly (readonly number[])[] {
    return this.#startsMicros;
  }

  /** `client` begins its next planned operation, which may be several of the history. */
  began(client: number): void {
    (this.#startsMicros[client] ??= []).push(this.#kernel.timeMicros);
  }

  /** Opens an operation; the number returned closes it. */
  invoked(node: NodeId, client: number, invocation: Invocation): number {
    const index = this.#operations.length;
    const call = this.#kernel.step;
    this.#operations.push({ ...invocation, client, call, return: null, out: null });
    this.#kernel.tell({ fact: 'invoked', node, operation: index, detail: invocation });
    return index;
  }

  responded(node: NodeId, index: number, response: Response): void {
    const operation = this.#operations[index] as Recorded;
    const { out, outPos, outVal, epoch } = response;
    operation.return = this.#kernel.step;
    operation.out = out;
    if (outPos !== undefined) operation.outPos = outPos;
    if (outVal !== undefined) operation.outVal = outVal;
    if (epoch !== undefined) operation.epoch = epoch;
    if (out !== 'failed' && out !== 'unknown') this.#succeeded += 1;
    this.#kernel.tell({ fact: 'responded', node, operation: index, detail: response });
  }
}
