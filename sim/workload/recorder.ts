/**
 * Records the history at the clients: an operation is open from its invocation to its response, and stays open for ever
 * when its client dies. Times are event numbers; a client never does two things in one event.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { LogHistory, LogOperation } from '../model/history.ts';
import type { NodeId } from '../../src/ports/units.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** Everything of an operation but who and when. */
export type Invocation =
  | { readonly op: 'append'; readonly arg: number }
  | { readonly op: 'read' | 'trim' | 'trimCell' | 'fill'; readonly pos: number }
  | { readonly op: 'tail' };

export interface Response {
  readonly out: string;
  readonly outPos?: number;
  readonly outVal?: number | string;
  readonly epoch?: number;
}

export class HistoryRecorder {
  readonly #kernel: Kernel;
  readonly #operations: Mutable<LogOperation>[] = [];
  readonly #startsMicros: number[][] = [];
  #succeeded = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get history(): LogHistory {
    return this.#operations;
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
    this.#operations.push({ client, call, return: null, out: null, ...invocation } as Mutable<LogOperation>);
    this.#kernel.tell({ fact: 'invoked', node, operation: index, detail: invocation });
    return index;
  }

  responded(node: NodeId, index: number, response: Response): void {
    const operation = this.#operations[index] as Mutable<LogOperation>;
    Object.assign(operation, response);
    operation.return = this.#kernel.step;
    if (response.out !== 'failed' && response.out !== 'unknown') this.#succeeded += 1;
    this.#kernel.tell({ fact: 'responded', node, operation: index, detail: response });
  }
}
