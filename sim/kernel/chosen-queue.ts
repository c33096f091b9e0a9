/**
 * A queue in which not time decides what comes next, but a chooser: for enumerating the orders in which events may happen, and for
 * following one that is given. What is due later may so happen first; its time is then the least that the run has reached, and what
 * was due before happens after it at that same time. So time never goes back, and no event happens before its time.
 *
 * It holds the few events of a small world, and removes one by looking for it.
 */
import type { EventQueue, QueueEntry } from './event-queue.ts';

export interface Chooser<E> {
  /** One of `pending`, which stand in the order in which they were scheduled; undefined: the run ends here. */
  choose(pending: readonly E[]): E | undefined;
}

/** Not an index: only that the entry is in the queue. */
const HERE = 0;

export class ChosenQueue<E extends QueueEntry> implements EventQueue<E> {
  readonly #entries: E[] = [];
  readonly #chooser: Chooser<E>;

  constructor(chooser: Chooser<E>) {
    this.#chooser = chooser;
  }

  push(entry: E): void {
    entry.place = HERE;
    this.#entries.push(entry);
  }

  pop(): E | undefined {
    const chosen = this.#chooser.choose(this.#entries);
    if (chosen === undefined) return undefined;
    if (chosen.place !== HERE) throw new Error('the chooser chose an event that is not pending');
    this.remove(chosen);
    return chosen;
  }

  remove(entry: E): void {
    if (entry.place !== HERE) return;
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    entry.place = -1;
  }

  removeWhere(doomed: (entry: E) => boolean): void {
    for (const entry of this.#entries.filter(doomed)) this.remove(entry);
  }

  values(): Iterable<E> {
    return this.#entries;
  }
}
