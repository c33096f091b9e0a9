/**
 * A large legal history as closed-loop clients of a CORFU log would record it: appends 45 %, reads 35 %, tails 10 %,
 * trims 5 %, fills 5 %; one client in fifty thousand operations loses an answer. Same arguments, same history.
 */
import type { LogHistory, LogOperation } from '../../sim/model/history.ts';

interface Open {
  readonly index: number;
  token: number;
}

export const realisticHistory = (clientCount: number, operationCount: number): LogHistory => {
  let state = 12345;
  const below = (count: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * count);
  };
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
