/** The reads and writes of committed transactions as rows of numbers, for loops that run over them many times. */
import type { RegisterVersions } from './register-versions.ts';

/** Rows by transaction: those of `index` are `start[index]` up to `start[index + 1]`. */
export interface Accesses {
  readonly keyCount: number;
  readonly writeStart: Int32Array;
  readonly writeKey: Int32Array;
  /** By write: its transaction, and how many reads see it. */
  readonly writer: Int32Array;
  readonly readerCount: Int32Array;
  readonly readStart: Int32Array;
  /** By read: the write that it sees. Reads of registers that nobody had written are left out: the graph says all about them. */
  readonly readWrite: Int32Array;
}

export const accessesOf = (versions: RegisterVersions, count: number): Accesses => {
  const { writer, keyOf, readers, sources, keys } = versions;
  const slotOf = new Int32Array(writer.length).fill(-1);
  const [writers, writeKeys]: [number[], number[]] = [[], []];
  const writeStart = new Int32Array(count + 1);
  for (let write = 0; write < writer.length; write++) {
    if (!versions.counts(write)) continue;
    slotOf[write] = writers.push(writer[write]!) - 1;
    writeKeys.push(keyOf[write]!);
    writeStart[writer[write]! + 1]! += 1;
  }
  const readWrite: number[] = [];
  const readerCount = new Int32Array(writers.length);
  const readStart = new Int32Array(count + 1);
  for (let read = 0; read < readers.length; read++) {
    if (sources[read] === -1) continue;
    const slot = slotOf[sources[read]!]!;
    readWrite.push(slot);
    readerCount[slot]! += 1;
    readStart[readers[read]! + 1]! += 1;
  }
  for (let index = 0; index < count; index++) {
    writeStart[index + 1]! += writeStart[index]!;
    readStart[index + 1]! += readStart[index]!;
  }
  return {
    keyCount: keys.length,
    writeStart,
    writeKey: Int32Array.from(writeKeys),
    writer: Int32Array.from(writers),
    readerCount,
    readStart,
    readWrite: Int32Array.from(readWrite),
  };
};
