/**
 * Short constructors for hand-written histories: `[call, return]` first, `null` for an operation that never returned.
 */
import type {
  AppendOperation,
  FillOperation,
  ReadOperation,
  SealOperation,
  TailOperation,
  TrimCellOperation,
  TrimOperation,
  Value,
} from '../../../../sim/model/history.ts';

type Times = readonly [call: number, end: number | null];

const interval = ([call, end]: Times) => ({ client: 0, call, return: end });

/** Acknowledged at `outPos`. */
export const append = (times: Times, arg: Value, outPos: number): AppendOperation => ({
  ...interval(times),
  op: 'append',
  arg,
  out: 'ok',
  outPos,
});

export const appendWithout = (
  times: Times,
  arg: Value,
  out: 'failed' | 'sealed' | 'unknown' | null,
): AppendOperation => ({
  ...interval(times),
  op: 'append',
  arg,
  out,
});

export const readData = (times: Times, pos: number, outVal: Value): ReadOperation => ({
  ...interval(times),
  op: 'read',
  pos,
  out: 'data',
  outVal,
});

export const read = (
  times: Times,
  pos: number,
  out: 'unwritten' | 'junk' | 'trimmed' | 'failed' | null,
): ReadOperation => ({
  ...interval(times),
  op: 'read',
  pos,
  out,
});

export const tail = (times: Times, outPos: number, epoch?: number): TailOperation => ({
  ...interval(times),
  op: 'tail',
  out: 'open',
  outPos,
  ...(epoch === undefined ? {} : { epoch }),
});

export const fill = (times: Times, pos: number, out: FillOperation['out'], outVal?: Value): FillOperation => ({
  ...interval(times),
  op: 'fill',
  pos,
  out,
  ...(outVal === undefined ? {} : { outVal }),
});

export const trim = (times: Times, pos: number, out: TrimOperation['out'] = 'ok'): TrimOperation => ({
  ...interval(times),
  op: 'trim',
  pos,
  out,
});

export const trimCell = (times: Times, pos: number, out: TrimCellOperation['out'] = 'ok'): TrimCellOperation => ({
  ...interval(times),
  op: 'trimCell',
  pos,
  out,
});

export const seal = (times: Times, out: SealOperation['out'] = 'ok'): SealOperation => ({
  ...interval(times),
  op: 'seal',
  out,
});

/** A tail that says that the log is sealed. */
export const sealedTail = (times: Times, outPos: number): TailOperation => ({
  ...interval(times),
  op: 'tail',
  out: 'sealed',
  outPos,
});

/** One of several attempts, which differ in their values. */
export const attempt = (operation: AppendOperation, request: Value): AppendOperation => ({ ...operation, request });
