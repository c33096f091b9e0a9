/**
 * The event heap: a binary heap ordered by (time, tie, sequence). Every entry knows its place, so that a cancelled
 * timer leaves at once: dead timers left in the heap would make every later operation pay for them.
 */
import type { EventQueue, QueueEntry } from './event-queue.ts';

function before(a: QueueEntry, b: QueueEntry): boolean {
  if (a.time !== b.time) return a.time < b.time;
  if (a.tie !== b.tie) return a.tie < b.tie;
  return a.sequence < b.sequence;
}

export class EventHeap<E extends QueueEntry> implements EventQueue<E> {
  readonly #entries: E[] = [];

  get size(): number {
    return this.#entries.length;
  }

  push(entry: E): void {
    this.#entries.push(entry);
    this.#up(entry, this.#entries.length - 1);
  }

  pop(): E | undefined {
    const entries = this.#entries;
    const first = entries[0];
    if (first === undefined) return undefined;
    const last = entries.pop() as E;
    if (entries.length > 0) this.#down(last, 0);
    first.place = -1;
    return first;
  }

  remove(entry: E): void {
    const place = entry.place;
    if (place < 0) return;
    const entries = this.#entries;
    const last = entries.pop() as E;
    if (last !== entry) {
      this.#up(last, place);
      if (last.place === place) this.#down(last, place);
    }
    entry.place = -1;
  }

  /** Linear; used at crashes only. */
  removeWhere(doomed: (entry: E) => boolean): void {
    for (const entry of this.#entries.filter(doomed)) this.remove(entry);
  }

  values(): Iterable<E> {
    return this.#entries;
  }

  #up(entry: E, from: number): void {
    const entries = this.#entries;
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = entries[parentPlace] as E;
      if (!before(entry, parent)) break;
      entries[place] = parent;
      parent.place = place;
      place = parentPlace;
    }
    entries[place] = entry;
    entry.place = place;
  }

  #down(entry: E, from: number): void {
    const entries = this.#entries;
    const size = entries.length;
    let place = from;
    for (;;) {
      let childPlace = 2 * place + 1;
      if (childPlace >= size) break;
      let child = entries[childPlace] as E;
      if (childPlace + 1 < size) {
        const right = entries[childPlace + 1] as E;
        if (before(right, child)) {
          child = right;
          childPlace += 1;
        }
      }
      if (!before(child, entry)) break;
      entries[place] = child;
      child.place = place;
      place = childPlace;
    }
    entries[place] = entry;
    entry.place = place;
  }
}
