/**
 * Which values of a stack can lie at the bottom while others are in, from the outermost inwards, in O(n log n); why that decides is told
 * in stack.ts.
 *
 * A component is a time throughout which some zone is open. A value can lie at its bottom if it goes in by the start and comes out after the
 * end. Taking it away splits the component, where no other zone is open. As components only ever shrink, whoever can lie at the bottom of
 * one stays able to: each value is found once when the start of its component has passed its push's call, and once when the end has
 * come before its pop's return.
 */
import { RankHeap } from '../../transactions/rank-heap.ts';
import { CoverCount } from './cover-count.ts';
import type { Elements } from './elements.ts';
import { IntegerSet } from './integer-set.ts';
import { LeastFirst } from './least-first.ts';
import { ascending } from './order.ts';

export class Bottoms {
  /** The values with a zone, by its start. */
  readonly zoned: Int32Array;
  /**
   * The ends of zones in a row: by time, and of those at the same time first where zones end, so that zones that only touch are apart.
   * The cell `place` of the row lies between the ends at `place` and `place + 1`.
   */
  readonly times: Float64Array;
  readonly isStart: Uint8Array;
  /** Per zone, in the order of `zoned`, the places of its ends. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Zones in the order in which they were chosen for the bottom, and the places of the ends of their component. */
  readonly chosen: Int32Array;
  readonly componentStart: Int32Array;
  readonly componentEnd: Int32Array;
  private readonly removeBy: Float64Array;
  /** Where a component ends: cells in no zone of a value that has not been chosen yet, shifted by one, and both ends of the row. */
  private readonly gaps: IntegerSet;

  constructor({ count, insertFrom, insertBy, removeFrom, removeBy }: Elements) {
    this.removeBy = removeBy;
    let size = 0;
    const withZone = new Int32Array(count);
    for (let value = 0; value < count; value++) {
      if (insertBy[value]! < removeFrom[value]!) withZone[size++] = value;
    }
    const ends = new Float64Array(2 * size);
    for (let index = 0; index < size; index++) {
      ends[index] = removeFrom[withZone[index]!]!;
      ends[size + index] = insertBy[withZone[index]!]!;
    }
    const row = ascending(ends);
    this.times = Float64Array.from(row, (end) => ends[end]!);
    this.zoned = new Int32Array(size);
    this.isStart = new Uint8Array(2 * size);
    this.start = new Float64Array(size);
    this.end = new Float64Array(size);
    const chosen = new Int32Array(size);
    let chosenCount = 0;
    this.componentStart = new Int32Array(size);
    this.componentEnd = new Int32Array(size);
    this.gaps = new IntegerSet(2 * size + 1);

    /** How many zones start at a lower place. */
    const started = new Int32Array(2 * size + 1);
    const cover = new Int32Array(2 * size);
    const zoneOf = new Int32Array(size);
    let [zones, open] = [0, 0];
    for (let place = 0; place < 2 * size; place++) {
      started[place] = zones;
      const end = row[place]!;
      if (end >= size) {
        this.isStart[place] = 1;
        this.zoned[zones] = withZone[end - size]!;
        this.start[zones] = place;
        zoneOf[end - size] = zones++;
        open += 1;
      } else {
        this.end[zoneOf[end]!] = place;
        open -= 1;
      }
      cover[place] = open;
    }
    started[2 * size] = zones;

    const counts = new CoverCount(cover);
    const left = new LeastFirst(Float64Array.from(this.zoned, (value) => insertFrom[value]!));
    const right = new LeastFirst(Float64Array.from(this.zoned, (value) => -removeBy[value]!));
    const conditions = new Uint8Array(size);
    // Of those that can lie at the bottom of a component the last to come out: it forbids least.
    const ready = new RankHeap();
    const rankOf = new Int32Array(size);
    const zoneAt = ascending(Float64Array.from(this.zoned, (value) => -removeBy[value]!));
    for (let rank = 0; rank < size; rank++) rankOf[zoneAt[rank]!] = rank;
    const found: number[] = [];
    const openComponent = (from: number, to: number): void => {
      found.length = 0;
      left.take(started[from]!, started[to]!, this.times[from]!, found);
      right.take(started[from]!, started[to]!, -this.times[to]!, found);
      for (const zone of found) if (++conditions[zone]! === 2) ready.push(rankOf[zone]!);
    };

    this.gaps.add(0);
    this.gaps.add(2 * size);
    let from = 0;
    for (let place = 0; place < 2 * size; place++) {
      if (cover[place] !== 0) continue;
      this.gaps.add(place + 1);
      openComponent(from, place);
      from = place + 1;
    }
    const freed: number[] = [];
    while (ready.size > 0) {
      const zone = zoneAt[ready.pop()]!;
      const componentFrom = this.startOfComponent(zone);
      const componentTo = this.endOfComponent(zone);
      chosen[chosenCount++] = zone;
      this.componentStart[zone] = componentFrom;
      this.componentEnd[zone] = componentTo;
      freed.length = 0;
      counts.remove(this.start[zone]!, this.end[zone]!, freed);
      if (freed.length === 0) continue;
      for (const cell of freed) this.gaps.add(cell + 1);
      freed.push(componentTo);
      let next = componentFrom;
      for (const cell of freed) {
        if (cell > next) openComponent(next, cell);
        next = cell + 1;
      }
    }
    this.chosen = chosen.subarray(0, chosenCount);
  }

  /** The time by which the value of the zone must be out. */
  removeByOf(zone: number): number {
    return this.removeBy[this.zoned[zone]!]!;
  }

  get isComplete(): boolean {
    return this.chosen.length === this.zoned.length;
  }

  /** The zones of a component in which no value can lie at the bottom. */
  bottomless(): { from: number; to: number; zones: number[] } {
    const isChosen = new Uint8Array(this.zoned.length);
    for (const zone of this.chosen) isChosen[zone] = 1;
    const first = isChosen.indexOf(0);
    const from = this.startOfComponent(first);
    const to = this.endOfComponent(first);
    const zones: number[] = [];
    for (let zone = first; zone < isChosen.length && this.start[zone]! < to; zone++)
      if (isChosen[zone] === 0) zones.push(zone);
    return { from, to, zones };
  }

  /** The place of the end that the component of a zone starts with. */
  private startOfComponent(zone: number): number {
    return this.gaps.before(this.start[zone]! + 1);
  }

  private endOfComponent(zone: number): number {
    return this.gaps.after(this.start[zone]! + 1) - 1;
  }
}
