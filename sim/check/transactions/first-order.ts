/**
 * A good first guess at a serial order: the graph's order, earliest first, in which nobody overwrites what others still have to
 * read, unless nothing else is left to do. Where a history is legal it is most often the answer.
 */
import type { Accesses } from './accesses.ts';
import type { Adjacency } from './dependency-graph.ts';
import { RankHeap } from './rank-heap.ts';

/**
 * @param graph - without cycles
 * @param ranks - by node, the place that it would like to have; a permutation
 * @returns all nodes, in a topological order
 */
export const firstOrder = (graph: Adjacency, ranks: Int32Array, accesses: Accesses): Int32Array => {
  const { size, rowStart, target, transaction } = graph;
  const { writeStart, writeKey, readerCount, readStart, readWrite, keyCount } = accesses;
  const byRank = new Int32Array(size);
  for (let node = 0; node < size; node++) byRank[ranks[node]!] = node;
  const waitingFor = new Int32Array(size);
  for (const next of target) waitingFor[next]! += 1;
  const pending = readerCount.slice();
  const current = new Int32Array(keyCount).fill(-1);
  /** By object, who would overwrite what others still have to read. */
  const blocked: RankHeap[] = Array.from({ length: keyCount }, () => new RankHeap());
  const ready = new RankHeap();
  const order = new Int32Array(size);
  let count = 0;

  const reads = (index: number, write: number): boolean => {
    for (let slot = readStart[index]!; slot < readStart[index + 1]!; slot++) if (readWrite[slot] === write) return true;
    return false;
  };
  /** The object of which `index` would overwrite a version too early; -1 if there is none. */
  const blockedBy = (index: number): number => {
    for (let slot = writeStart[index]!; slot < writeStart[index + 1]!; slot++) {
      const version = current[writeKey[slot]!]!;
      if (version === -1 || pending[version] === 0) continue;
      if (pending[version]! > 1 || !reads(index, version)) return writeKey[slot]!;
    }
    return -1;
  };
  const wake = (key: number): void => {
    if (blocked[key]!.size > 0) ready.push(blocked[key]!.pop());
  };
  const run = (node: number): void => {
    order[count++] = node;
    const index = transaction[node]!;
    if (index !== -1) {
      for (let slot = readStart[index]!; slot < readStart[index + 1]!; slot++) {
        const write = readWrite[slot]!;
        pending[write]! -= 1;
        // The last one to read it may be one that waits to overwrite it.
        const key = writeKey[write]!;
        if (pending[write] === 1) for (let left = blocked[key]!.size; left > 0; left--) wake(key);
        else if (pending[write] === 0) wake(key);
      }
      for (let slot = writeStart[index]!; slot < writeStart[index + 1]!; slot++) {
        current[writeKey[slot]!] = slot;
        if (pending[slot] === 0) wake(writeKey[slot]!);
      }
    }
    for (let slot = rowStart[node]!; slot < rowStart[node + 1]!; slot++)
      if (--waitingFor[target[slot]!]! === 0) ready.push(ranks[target[slot]!]!);
  };
  for (let node = 0; node < size; node++) if (waitingFor[node] === 0) ready.push(ranks[node]!);
  /** How many had run when all that wait were last looked at again: one may wait for an object and be woken for another. */
  let lookedAgain = -1;
  const unblock = (): boolean => {
    if (lookedAgain !== count) {
      lookedAgain = count;
      for (let key = 0; key < keyCount; key++) while (blocked[key]!.size > 0) wake(key);
      return ready.size > 0;
    }
    // Everybody waits for everybody: some read will be of a version that is gone.
    let where = -1;
    let least = size;
    for (let key = 0; key < keyCount; key++) {
      if (blocked[key]!.size === 0 || blocked[key]!.least() >= least) continue;
      where = key;
      least = blocked[key]!.least();
    }
    if (where === -1) return false;
    run(byRank[blocked[where]!.pop()]!);
    wake(where);
    return true;
  };
  do
    while (ready.size > 0) {
      const node = byRank[ready.pop()]!;
      const index = transaction[node]!;
      const key = index === -1 ? -1 : blockedBy(index);
      if (key === -1) run(node);
      else blocked[key]!.push(ranks[node]!);
    }
  while (unblock());
  return order;
};
