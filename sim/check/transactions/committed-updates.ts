/** The committed records of a log as they were decided one by one: when each place was written, and what it held then. */
import type { Value } from '../../model/history.ts';
import type { LoggedWrite, Place } from './logged-transaction.ts';
import type { Key } from './transaction.ts';

/** Ascending positions of writes; of a single list or register also all values, and how many of them there were at each position. */
class Updates {
  readonly positions: number[] = [];
  readonly lengths: number[] = [];
  readonly values: Value[] = [];

  /** How many of the positions are at most `position`. */
  countUpTo(position: number): number {
    let [low, high] = [0, this.positions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.positions[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  last(before: number): number {
    return this.positions[this.countUpTo(before) - 1] ?? -1;
  }

  next(after: number): number {
    return this.positions[this.countUpTo(after)] ?? Infinity;
  }

  add(position: number): void {
    if (this.positions.at(-1) !== position) this.positions.push(position);
  }
}

/** A write to all of an object is one to each of its keys, and the other way round. */
export class CommittedUpdates {
  private readonly objects = new Map<
    Key,
    { readonly all: Updates; readonly whole: Updates; readonly keys: Map<Key, Updates> }
  >();
  private readonly cells = new Map<Key, Map<Key | null, Updates>>();

  /** Positions must come in ascending order. */
  commit(position: number, places: readonly Place[], writes: readonly LoggedWrite[]): void {
    for (const { object, key } of places) {
      const { all, whole, keys } = this.object(object);
      all.add(position);
      if (key === null) whole.add(position);
      else {
        if (!keys.has(key)) keys.set(key, new Updates());
        keys.get(key)!.add(position);
      }
    }
    for (const { f, object, key, value } of writes) {
      const cell = this.cell(object, key);
      const isAgain = cell.positions.at(-1) === position;
      if (f === 'append' || !isAgain) cell.values.push(value);
      else cell.values[cell.values.length - 1] = value;
      cell.add(position);
      cell.lengths[cell.positions.length - 1] = cell.values.length;
    }
  }

  /** The last committed write at or before `position`; -1 if there is none. */
  last({ object, key }: Place, position: number): number {
    const { all, whole, keys } = this.object(object);
    if (key === null) return all.last(position);
    return Math.max(whole.last(position), keys.get(key)?.last(position) ?? -1);
  }

  /** The first committed write after `position`; Infinity if there is none. */
  next({ object, key }: Place, position: number): number {
    const { all, whole, keys } = this.object(object);
    if (key === null) return all.next(position);
    return Math.min(whole.next(position), keys.get(key)?.next(position) ?? Infinity);
  }

  /** Whether what a place held in `version` is known: not if all of the object was written then, or only a part of it. */
  isKnown({ object, key }: Place, version: number): boolean {
    return version === -1 || this.cell(object, key).last(version) === version;
  }

  /** What a list held after all up to `position`. */
  listAt({ object, key }: Place, position: number): readonly Value[] {
    const cell = this.cell(object, key);
    return cell.values.slice(0, cell.lengths[cell.countUpTo(position) - 1] ?? 0);
  }

  valueAt({ object, key }: Place, position: number): Value | null {
    const cell = this.cell(object, key);
    return cell.values[(cell.lengths[cell.countUpTo(position) - 1] ?? 0) - 1] ?? null;
  }

  private object(object: Key): { readonly all: Updates; readonly whole: Updates; readonly keys: Map<Key, Updates> } {
    let updates = this.objects.get(object);
    if (updates === undefined) {
      updates = { all: new Updates(), whole: new Updates(), keys: new Map() };
      this.objects.set(object, updates);
    }
    return updates;
  }

  private cell(object: Key, key: Key | null): Updates {
    if (!this.cells.has(object)) this.cells.set(object, new Map());
    const cells = this.cells.get(object)!;
    if (!cells.has(key)) cells.set(key, new Updates());
    return cells.get(key)!;
  }
}
