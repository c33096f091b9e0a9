/**
 * Records the history at the clients: an operation is open from its invocation to its response, and stays open for ever
 * when its client dies. Times are event numbers; a client never does two things in one event.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { LogHistory, Value } from '../model/history.ts';
import type { NodeId } from '../../src/ports/units.ts';

/** Everything of an operation but who and when. */
export type Invocation =
  | { readonly op: 'append'; readonly arg: number; readonly streams?: readonly number[] }
  | { readonly op: 'read' | 'trim' | 'trimCell' | 'fill'; readonly pos: number }
  | { readonly op: 'tail' };

export interface Response {
  readonly out: string;
  readonly outPos?: number;
  readonly outVal?: Value;
  readonly epoch?: number;
}

/** A reader asks for what is new in a stream. */
export interface StreamRead {
  readonly op: 'readStream';
  readonly stream: number;
}

/** The entries that the reader was given. `trimmedBelow`: some may be missing there. */
export interface StreamReadResponse {
  readonly out: 'ok' | 'failed';
  readonly positions: readonly number[];
  readonly values: readonly Value[];
  readonly trimmedBelow: number;
}

/**
 * Any operation of the history, which its response completes. All have the same fields, whether they use them or not, since
 * checkers that meet one shape only are twice as fast.
 */
interface Recorded {
  readonly op: Invocation['op'];
  readonly client: number;
  readonly call: number;
  return: number | null;
  out: string | null;
  readonly pos: number | undefined;
  readonly arg: number | undefined;
  outPos: number | undefined;
  outVal: Value | undefined;
  epoch: number | undefined;
}

export class HistoryRecorder {
  readonly #kernel: Kernel;
  readonly #operations: Recorded[] = [];
  readonly #startsMicros: number[][] = [];
  #succeeded = 0;
  #streamReads = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get history(): LogHistory {
    return this.#operations as readonly object[] as LogHistory;
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
    this.#operations.push({
      op: invocation.op,
      client,
      call: this.#kernel.step,
      return: null,
      out: null,
      pos: 'pos' in invocation ? invocation.pos : undefined,
      arg: 'arg' in invocation ? invocation.arg : undefined,
      outPos: undefined,
      outVal: undefined,
      epoch: undefined,
    });
    this.#kernel.tell({ fact: 'invoked', node, operation: index, detail: invocation });
    return index;
  }

  /**
   * Opens a read of a stream, which is told like any operation. It is not part of the history of the log, whose operations are about one
   * position each, and so has a number below 0.
   */
  streamInvoked(node: NodeId, read: StreamRead): number {
    this.#streamReads += 1;
    this.#kernel.tell({ fact: 'invoked', node, operation: -this.#streamReads, detail: read });
    return -this.#streamReads;
  }

  streamResponded(node: NodeId, number: number, response: StreamReadResponse): void {
    this.#kernel.tell({ fact: 'responded', node, operation: number, detail: response });
  }

  responded(node: NodeId, index: number, response: Response): void {
    const operation = this.#operations[index] as Recorded;
    const { out } = response;
    operation.return = this.#kernel.step;
    operation.out = out;
    operation.outPos = response.outPos;
    operation.outVal = response.outVal;
    operation.epoch = response.epoch;
    if (out !== 'failed' && out !== 'unknown') this.#succeeded += 1;
    this.#kernel.tell({ fact: 'responded', node, operation: index, detail: response });
  }
}
