/**
 * What can be chosen in a small world when all machines are at rest: which datagram arrives, which pause ends, which client loses
 * patience, when the planned crash comes. A choice has a name that says the same in every run of the plan, and still something
 * sensible when the plan was changed a little, so that a list of names can be kept, edited and shrunk.
 *
 * A timeout is a choice only while its node may still take a reply for lost. Beyond that nobody loses patience, and a client whose
 * reply will never come waits for ever: its operation stays open, which is what a history may end with.
 */
import type { NodeId } from '../../src/ports/units.ts';
import type { Sent } from '../devices/network.ts';
import type { KernelEvent } from '../kernel/kernel.ts';
import { nameOf, type Topology } from '../systems/topology.ts';

export class Choices {
  readonly #topology: Topology;
  readonly #timeoutsMax: number;
  /** Timers and timeouts that each node has set, by kind. */
  readonly #set = { timer: [] as number[], timeout: [] as number[] };
  readonly #places = new Map<number, number>();
  readonly #timeoutsUsed: number[] = [];
  #newest = -1;

  constructor(topology: Topology, timeoutsMax: number) {
    this.#topology = topology;
    this.#timeoutsMax = timeoutsMax;
  }

  /** Those events of `pending` that may happen next, in the order in which they were scheduled. */
  possible(pending: readonly KernelEvent[]): readonly KernelEvent[] {
    for (const event of pending) if (event.sequence > this.#newest) this.#count(event);
    return pending.filter((event) => event.kind !== 'timeout' || this.#mayTimeOut(event));
  }

  /** `event` is what happens next. */
  made(event: KernelEvent): void {
    const { kind, owner } = event;
    if (kind === 'timeout' && owner !== null)
      this.#timeoutsUsed[owner.node] = (this.#timeoutsUsed[owner.node] ?? 0) + 1;
  }

  /** `client-0>unit-1#2` is the third datagram of that link, `client-0 timeout#1` the second timeout that it set. */
  nameOf(event: KernelEvent): string {
    const { kind, owner, sequence } = event;
    if (kind === 'deliver') {
      const { from, to, number } = event.action as Sent;
      return `${this.#nameOf(from)}>${this.#nameOf(to)}#${number}`;
    }
    if (owner === null) return kind;
    return `${this.#nameOf(owner.node)} ${kind}#${this.#places.get(sequence) ?? 0}`;
  }

  #mayTimeOut({ owner }: KernelEvent): boolean {
    return owner !== null && (this.#timeoutsUsed[owner.node] ?? 0) < this.#timeoutsMax;
  }

  #count({ kind, owner, sequence }: KernelEvent): void {
    this.#newest = sequence;
    if (owner === null || (kind !== 'timer' && kind !== 'timeout')) return;
    const counts = this.#set[kind];
    const count = counts[owner.node] ?? 0;
    this.#places.set(sequence, count);
    counts[owner.node] = count + 1;
  }

  #nameOf(node: NodeId): string {
    return nameOf(this.#topology, node);
  }
}
