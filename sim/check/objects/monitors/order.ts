/**
 * Sorting by time. A merge sort of (key, index) in typed arrays: stable, without a comparator to call, and linear for keys that
 * are in order already, as the calls of a recorded history are.
 */

/** Blocks of this many are sorted by insertion before merging starts. */
const blockSize = 16;

/** The indices of `keys` by ascending key; equal keys keep their order. */
export const ascending = (keys: Float64Array): Int32Array => {
  const size = keys.length;
  let times = keys.slice();
  let order = new Int32Array(size);
  for (let index = 0; index < size; index++) order[index] = index;
  for (let from = 0; from < size; from += blockSize) sortBlock(times, order, from, Math.min(from + blockSize, size));
  if (size <= blockSize) return order;

  let mergedTimes = new Float64Array(size);
  let mergedOrder = new Int32Array(size);
  for (let width = blockSize; width < size; width *= 2) {
    for (let from = 0; from < size; from += 2 * width) {
      const middle = Math.min(from + width, size);
      const end = Math.min(from + 2 * width, size);
      let left = from;
      let right = middle;
      if (middle === end || times[middle - 1]! <= times[middle]!) left = right = end;
      for (let slot = from; left < end && slot < end; slot++) {
        const takesLeft = left < middle && (right === end || times[left]! <= times[right]!);
        const taken = takesLeft ? left++ : right++;
        mergedTimes[slot] = times[taken]!;
        mergedOrder[slot] = order[taken]!;
        if (left === middle && right === end) break;
      }
      if (left === end) {
        mergedTimes.set(times.subarray(from, end), from);
        mergedOrder.set(order.subarray(from, end), from);
      }
    }
    [times, mergedTimes] = [mergedTimes, times];
    [order, mergedOrder] = [mergedOrder, order];
  }
  return order;
};

const sortBlock = (times: Float64Array, order: Int32Array, from: number, end: number): void => {
  for (let next = from + 1; next < end; next++) {
    const time = times[next]!;
    const index = order[next]!;
    let slot = next;
    for (; slot > from && times[slot - 1]! > time; slot--) {
      times[slot] = times[slot - 1]!;
      order[slot] = order[slot - 1]!;
    }
    times[slot] = time;
    order[slot] = index;
  }
};
