/** Large legal histories as closed-loop clients would record them. Same arguments, same history. */
import type { LogHistory, LogOperation } from '../../sim/model/history.ts';

interface Open {
  readonly index: number;
  token: number;
}

/** Integers in [0, count), always the same ones. */
const newDice = (): ((count: number) => number) => {
  let state = 12345;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * count);
  };
};

/** All operations have the same fields, whether they use them or not, as recorders and readers of files make them. */
const blank = { pos: undefined, arg: undefined, outPos: undefined, outVal: undefined, epoch: undefined };

/**
 * Of a CORFU log: appends 45 %, reads 35 %, tails 10 %, trims 5 %, fills 5 %; one append in fifty thousand loses its
 * answer.
 */
export const realisticHistory = (clientCount: number, operationCount: number): LogHistory => {
  const below = newDice();
  const history: LogOperation[] = [];
  // A position holds the index of its append, -2 for junk, and nothing while unwritten.
  const content: number[] = [];
  const open: (Open | null)[] = Array.from({ length: clientCount }, () => null);
  let [time, next, trimmedBelow, finished] = [0, 0, 0, 0];
  while (finished < operationCount) {
    const client = below(clientCount);
    const current = open[client]!;
    time += 1;
    if (current === null) {
      if (history.length >= operationCount && below(2) === 0) {
        finished += 1;
        continue;
      }
      open[client] = { index: history.length, token: -1 };
      history.push(start(client));
      continue;
    }
    const op = history[current.index]!;
    if (op.op === 'append' && current.token === -1) {
      current.token = next++;
      continue;
    }
    if (op.op === 'append' && content[current.token] === -2) {
      current.token = next++;
      continue;
    }
    history[current.index] = finish(op, current);
    open[client] = null;
    finished += 1;
  }
  return history;

  function start(client: number): LogOperation {
    const interval = { client, call: time, return: null, out: null };
    const roll = below(100);
    if (roll < 45) return { ...interval, op: 'append', arg: history.length };
    const recent = Math.max(trimmedBelow - 2, next - below(200));
    if (roll < 80) return { ...interval, op: 'read', pos: Math.max(0, recent) };
    if (roll < 90) return { ...interval, op: 'tail' };
    if (roll < 95) return { ...interval, op: 'trim', pos: Math.max(trimmedBelow, next - 300) };
    return { ...interval, op: 'fill', pos: Math.max(trimmedBelow, next - below(20)) };
  }

  function finish(op: LogOperation, { token, index }: Open): LogOperation {
    if (op.op === 'append') {
      content[token] = index;
      if (below(50_000) === 0) return { ...op, return: time, out: 'unknown' };
      return { ...op, return: time, out: 'ok', outPos: token };
    }
    if (op.op === 'tail') return { ...op, return: time, out: 'open', outPos: next, epoch: 1 };
    if (op.op === 'trim') {
      trimmedBelow = Math.max(trimmedBelow, op.pos);
      return { ...op, return: time, out: 'ok' };
    }
    if (op.op !== 'read' && op.op !== 'fill') return op;
    if (op.pos < trimmedBelow) return { ...op, return: time, out: 'trimmed' };
    if (op.op === 'fill') {
      if (op.pos >= next) return { ...op, return: time, out: 'unwritten' };
      content[op.pos] ??= -2;
    }
    const found = content[op.pos];
    if (found === undefined) return { ...op, return: time, out: 'unwritten' };
    if (found === -2) return { ...op, return: time, out: 'junk' };
    return { ...op, return: time, out: 'data', outVal: found };
  }
};

/**
 * Of an atomic log: appends 45 %, reads 35 %, tails 10 %, prefix trims 10 %; one operation in fifty thousand never
 * returns.
 */
export const atomicHistory = (clientCount: number, operationCount: number): LogHistory => {
  const below = newDice();
  const history: LogOperation[] = [];
  /** The append at each position. */
  const entries: number[] = [];
  /** Per client, its open operation, and whether that has taken effect. */
  const open = new Int32Array(clientCount).fill(-1);
  const isApplied = new Uint8Array(clientCount);
  let trimmedBelow = 0;
  for (let time = 0; ; time++) {
    const client = below(clientCount);
    const index = open[client]!;
    if (index === -1) {
      if (history.length === operationCount) return history;
      open[client] = history.length;
      isApplied[client] = 0;
      history.push(start(client, time));
    } else if (isApplied[client] === 0) {
      history[index] = { ...history[index]!, ...effectOf(history[index]!, index) };
      isApplied[client] = 1;
    } else {
      const op = history[index]!;
      history[index] = below(50_000) === 0 ? { ...op, out: null } : { ...op, return: time };
      open[client] = -1;
    }
  }

  function start(client: number, call: number): LogOperation {
    const roll = below(100);
    const common = { ...blank, client, call, return: null, out: null };
    const recent = Math.max(0, trimmedBelow - 2, entries.length - below(200));
    const invoked =
      roll < 45
        ? { op: 'append', arg: history.length }
        : roll < 80
          ? { op: 'read', pos: recent }
          : roll < 90
            ? { op: 'tail' }
            : { op: 'trim', pos: Math.max(0, entries.length - 300) };
    return { ...common, ...invoked } as object as LogOperation;
  }

  function effectOf(op: LogOperation, index: number): Partial<Record<string, unknown>> {
    if (op.op === 'append') return { out: 'ok', outPos: entries.push(index) - 1 };
    if (op.op === 'tail') return { out: 'open', outPos: entries.length };
    if (op.op === 'trim') {
      trimmedBelow = Math.max(trimmedBelow, op.pos);
      return { out: 'ok' };
    }
    if (op.op !== 'read') return {};
    if (op.pos < trimmedBelow) return { out: 'trimmed' };
    if (op.pos >= entries.length) return { out: 'unwritten' };
    return { out: 'data', outVal: entries[op.pos] };
  }
};

/** Lets one late read find its position unwritten though the append had returned long before. */
export const withStaleUnwritten = (history: LogHistory): LogHistory => {
  const at = history.findIndex((op, index) => index > history.length * 0.9 && op.op === 'read' && op.out === 'data');
  const { outVal, ...read } = history[at] as Extract<LogHistory[number], { op: 'read' }>;
  const append = history[outVal as number]!;
  const later = { ...read, out: 'unwritten' as const, call: append.return! + 1, return: append.return! + 2 };
  return history.with(at, later);
};
