import type { NodeId } from '../../src/ports/units.ts';
import type { NodeClock } from './node-clock.ts';

/**
 * One life of a node, from start to crash. Every port handle, timer and pending call belongs to exactly one. `alive` turns
 * false at the instant of the crash and never back; whoever holds a dead incarnation can do nothing with it.
 */
export class Incarnation {
  alive = true;
  /** Shutting down in order: it finishes what it began and hears no more messages. */
  stopping = false;
  /** A paused node (a long collection, a stopped container) runs nothing until this true time. */
  pausedUntilMicros = 0;
  /** A slow node reacts this much later to every datagram, timer and device. */
  slowMicros = 0;
  readonly node: NodeId;
  readonly number: number;
  readonly clock: NodeClock;

  constructor(node: NodeId, number: number, clock: NodeClock) {
    this.node = node;
    this.number = number;
    this.clock = clock;
  }
}
