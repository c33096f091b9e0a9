/**
 * The queue in front of a device. A device has a few lanes (the planes of a flash chip; a disk has one) and each lane
 * serves one operation at a time, in the order in which they were issued. An operation takes effect when it completes.
 *
 * At power loss the operation in service in each lane is cut, and what the cut leaves behind is for the device to say;
 * the operations behind it never began. Their callers died with the power, so no promise settles.
 */
import { below } from '../kernel/mix.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import type { Action, Entrant, Kernel } from '../kernel/kernel.ts';

export class DeviceOperation {
  readonly owner: Incarnation;
  readonly lane: number;
  /** Counts the operations of the device from 0: the key of everything drawn for this one. */
  readonly number: number;
  /** Since when it is in service, in true time. */
  startMicros = 0;
  latencyMicros = 0;
  done = false;
  /** The caller has been told the outcome, and must act accordingly from now on. */
  answered = false;

  constructor(owner: Incarnation, lane: number, number: number) {
    this.owner = owner;
    this.lane = lane;
    this.number = number;
  }
}

/** What a call on a dead incarnation gets: nothing, ever. */
export function never(): Promise<never> {
  return new Promise(() => {});
}

/** An operation on its way through the queue, and whoever waits for its outcome. */
class Service<O extends DeviceOperation, T> implements Action, Entrant {
  readonly kernel: Kernel;
  readonly line: O[];
  readonly operation: O;
  readonly complete: (operation: O) => T;
  readonly resolve: (outcome: T) => void;
  outcome: T | undefined = undefined;

  constructor(kernel: Kernel, line: O[], operation: O, complete: (operation: O) => T, resolve: (outcome: T) => void) {
    this.kernel = kernel;
    this.line = line;
    this.operation = operation;
    this.complete = complete;
    this.resolve = resolve;
  }

  /** The operation is done. */
  fire(): void {
    const { line, operation } = this;
    line.shift();
    operation.done = true;
    const { complete } = this;
    this.outcome = complete(operation);
    this.kernel.admit(operation.owner, this);
  }

  /** The caller hears of it. */
  enter(): void {
    this.operation.answered = true;
    const { resolve } = this;
    resolve(this.outcome as T);
  }
}

export class DeviceQueue<O extends DeviceOperation> {
  readonly #kernel: Kernel;
  readonly #kind: 'flash' | 'disk';
  readonly #lanes: O[][];
  readonly #freeAtMicros: Float64Array;

  constructor(kernel: Kernel, kind: 'flash' | 'disk', lanes: number) {
    this.#kernel = kernel;
    this.#kind = kind;
    this.#lanes = Array.from({ length: lanes }, () => []);
    this.#freeAtMicros = new Float64Array(lanes);
  }

  /**
   * Serves `operation` for `latencyMicros` (at least 1, so that completions of one lane never tie) after those before it,
   * calls `complete`, then gives its result to the caller, unless `complete` crashed it.
   */
  submit<T>(operation: O, latencyMicros: number, complete: (operation: O) => T): Promise<T> {
    const kernel = this.#kernel;
    const { owner, lane } = operation;
    const line = this.#lanes[lane] as O[];
    const startMicros = Math.max(kernel.timeMicros, this.#freeAtMicros[lane] as number);
    const endMicros = startMicros + latencyMicros;
    operation.startMicros = startMicros;
    operation.latencyMicros = latencyMicros;
    this.#freeAtMicros[lane] = endMicros;
    line.push(operation);
    return new Promise((resolve) => {
      const service = new Service(kernel, line, operation, complete, resolve);
      kernel.scheduleAction(endMicros - kernel.timeMicros, this.#kind, owner, service);
    });
  }

  /** Calls `act` at a moment chosen by `draw` while `operation` is in service, unless a crash comes first. */
  whileInService(operation: O, draw: number, act: () => void): void {
    const kernel = this.#kernel;
    const delayMicros = operation.startMicros - kernel.timeMicros + below(draw, operation.latencyMicros);
    kernel.schedule(delayMicros, 'fault', null, () => {
      if (!operation.done && operation.owner.alive) act();
    });
  }

  /** Empties all lanes: `cut` gets what was in service, `dropped` what never began, newest first. */
  powerLoss(owner: Incarnation, cut: (operation: O) => void, dropped: (operation: O) => void): void {
    const now = this.#kernel.timeMicros;
    for (const [lane, line] of this.#lanes.entries()) {
      const first = line[0];
      if (first === undefined || first.owner !== owner) continue;
      while (line.length > 1) dropped(line.pop() as O);
      line.length = 0;
      if (first.startMicros <= now) cut(first);
      else dropped(first);
      this.#freeAtMicros[lane] = now;
    }
  }
}
