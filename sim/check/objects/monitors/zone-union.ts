/**
 * Times at which something must be in a container: the union of its values' zones, open intervals. Two zones that only touch leave
 * the instant between them free: one value comes out, another goes in.
 */
import { ascending } from './order.ts';

export class ZoneUnion {
  /** The ends of the disjoint open intervals that the union consists of, ascending. */
  private readonly from: Float64Array;
  private readonly to: Float64Array;
  private size = 0;

  constructor(starts: Float64Array, ends: Float64Array) {
    const from = new Float64Array(starts.length);
    const to = new Float64Array(starts.length);
    let size = 0;
    for (const zone of ascending(starts)) {
      if (starts[zone]! >= ends[zone]!) continue;
      if (size > 0 && starts[zone]! < to[size - 1]!) {
        to[size - 1] = Math.max(to[size - 1]!, ends[zone]!);
      } else {
        from[size] = starts[zone]!;
        to[size++] = ends[zone]!;
      }
    }
    this.from = from;
    this.to = to;
    this.size = size;
  }

  /** The earliest time at or after `time` that is in no zone; `Infinity` if there is none. */
  firstFree(time: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.from[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low > 0 && this.to[low - 1]! > time ? this.to[low - 1]! : time;
  }
}

/**
 * Of zones that together cover all of [from, to], as few as can: first the one that reaches furthest, then the furthest of those that
 * overlap it, and so on. Leaving any one out leaves a time free.
 */
export const chainOver = (
  starts: Float64Array,
  ends: Float64Array,
  candidates: Int32Array | readonly number[],
  from: number,
  to: number,
): number[] => {
  const keys = Float64Array.from(candidates, (zone) => starts[zone]!);
  const order = ascending(keys);
  const chain: number[] = [];
  let next = 0;
  let reached = from;
  for (;;) {
    let furthest = -1;
    for (; next < order.length && keys[order[next]!]! < reached; next++) {
      const zone = candidates[order[next]!]!;
      if (furthest === -1 || ends[zone]! > ends[furthest]!) furthest = zone;
    }
    if (furthest === -1 || ends[furthest]! <= reached) return chain;
    chain.push(furthest);
    reached = ends[furthest]!;
    if (reached > to) return chain;
  }
};
