/**
 * The layouts of a run, as they were decided: which units a position belongs to, in which epoch. Whoever acts on a layout has
 * told the layout servers that it is decided, so the wire shows every one before anything is done in its epoch.
 */
import { type Chain, chainOf, isDropped, type Layout } from '../../../src/corfu/layout.ts';
import { sharesOf } from '../../../src/corfu/layout-changes.ts';
import { logPosition } from '../../../src/log/position.ts';
import type { NodeId } from '../../../src/ports/units.ts';

const NOBODY: Chain = [];

export class KnownLayouts {
  newest: Layout;
  readonly #byEpoch = new Map<number, Layout>();

  constructor(first: Layout) {
    this.newest = first;
    this.learn(first);
  }

  learn(layout: Layout): void {
    if (!this.#byEpoch.has(layout.epoch)) this.#byEpoch.set(layout.epoch, layout);
    if (layout.epoch > this.newest.epoch) this.newest = layout;
  }

  /** Whether this is a log with streams, which all of its layouts say or none. */
  get haveStreams(): boolean {
    return this.newest.backpointers !== undefined;
  }

  at(epoch: number): Layout | undefined {
    return this.#byEpoch.get(epoch);
  }

  /** All of them, oldest first. */
  get all(): Iterable<Layout> {
    return this.#byEpoch.values();
  }

  knows(epoch: number): boolean {
    return this.#byEpoch.has(epoch);
  }

  /** The units of `position` in `epoch`; nobody when the epoch is unknown, or the position dropped. */
  chainOf(position: number, epoch: number): Chain {
    const layout = this.#byEpoch.get(epoch);
    const at = logPosition(position);
    return layout === undefined || isDropped(layout, at) ? NOBODY : chainOf(layout, at);
  }

  /** May `unit` hold a copy of `position`, since it is being rebuilt? */
  isCopiedTo(unit: NodeId, position: number, epoch: number): boolean {
    const layout = this.#byEpoch.get(epoch);
    if (layout === undefined) return false;
    return sharesOf(layout, unit).some(
      ({ end, first, every }) => position >= first && position < end && (position - first) % every === 0,
    );
  }
}
