/** Anchors of faults to the n-th program, erase or fsync of a device, counted from 1 over all lives of its node. */
import type { DeviceOperation, DeviceQueue } from './device-queue.ts';

export class OperationAnchors<O extends DeviceOperation> {
  readonly #queue: DeviceQueue<O>;
  readonly #acts = new Map<number, (() => void)[]>();
  #count = 0;

  constructor(queue: DeviceQueue<O>) {
    this.#queue = queue;
  }

  /** Calls `act` while the `nth` operation is in service. */
  add(nth: number, act: () => void): void {
    const acts = this.#acts.get(nth);
    if (acts === undefined) this.#acts.set(nth, [act]);
    else acts.push(act);
  }

  /** Counts `operation`, which has just been submitted; `draw` chooses the moment within its service. */
  pass(operation: O, draw: number): void {
    this.#count += 1;
    if (this.#acts.size === 0) return;
    for (const act of this.#acts.get(this.#count) ?? []) this.#queue.whileInService(operation, draw, act);
  }
}
