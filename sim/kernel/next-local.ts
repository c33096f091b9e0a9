/**
 * What a chooser need not choose. A machine that has begun something goes on by itself: its devices complete, its processes start.
 * Whatever else is pending happens at other machines, or at this one by chance (a datagram, a timer, a fault), and a chooser may let
 * it wait until all machines have come to rest: every handling of a message is then one step, with what it writes.
 */
import type { EventKind, KernelEvent } from './kernel.ts';

const LOCAL: ReadonlySet<EventKind> = new Set(['flash', 'disk', 'start', 'wake']);

/** The event among `pending` that goes on by itself, and is due first; undefined: all machines are at rest. */
export function nextLocal(pending: readonly KernelEvent[]): KernelEvent | undefined {
  let first: KernelEvent | undefined;
  for (const event of pending) {
    // Of those due at one time the one that was scheduled first: `pending` stands in that order.
    if (LOCAL.has(event.kind) && (first === undefined || event.time < first.time)) first = event;
  }
  return first;
}
