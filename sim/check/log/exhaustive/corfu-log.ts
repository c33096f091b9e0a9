/**
 * A CORFU log, or its cells alone, as a sequential machine for `timed-search.ts`. Written from the description of the
 * log alone.
 *
 * The log: cells {unwritten -> data | junk}, each with a mark "a trim reached it" and a mark "a trim of it is
 * acknowledged"; the next token; the least position that no used token and no junk has reached; the highest tail
 * reported per epoch.
 *
 * Steps that only restrict what can follow are left out where nobody needs them: data that nobody saw by appends that
 * did not return, junk and trims at positions where nobody saw junk or a trim.
 */
import type { AppendOperation, LogHistory, LogOperation } from '../../../model/history.ts';
import { type Reading, attemptsOf, mayApply, twinsOf } from './reading.ts';
import type { Clock, Machine } from './timed-search.ts';

const unwritten = -1;
const junk = -2;

interface State {
  /** Per operation: 0 nothing yet, 1 token taken, 2 done. */
  readonly stage: readonly number[];
  readonly token: readonly number[];
  /** Per position: unwritten, junk, or the append that wrote it. */
  readonly content: readonly number[];
  readonly reached: readonly boolean[];
  readonly hidden: readonly boolean[];
  readonly nextToken: number;
  readonly undecided: number;
  readonly tails: readonly (readonly [epoch: number, tail: number])[];
}

const outOf = (op: LogOperation): LogOperation['out'] => (op.return === null ? null : op.out);
const replace = <T>(items: readonly T[], index: number, item: T): T[] => items.with(index, item);

/** The other appends there may have been. They took effect at positions of which nobody knows what they hold. */
const others = (count: number): AppendOperation[] =>
  Array.from({ length: count }, (_, index) => {
    return { op: 'append', client: -1, call: -Infinity, return: null, arg: `other ${index}`, out: null };
  });

/** The machine, and the history with the other appends and the bystanders at its end. */
export const corfuLog = (recorded: LogHistory, reading: Reading): { history: LogHistory; machine: Machine<State> } => {
  const history: LogHistory = [...recorded, ...others(reading.spare), ...(reading.bystanders ?? [])];
  const bystandersFrom = recorded.length + reading.spare;
  /** Whether an append may leave junk and move tails, which for a part of a history its bystanders do. */
  const isAround = (index: number): boolean =>
    reading.bystanders === null ? index < recorded.length : index >= bystandersFrom;
  const isOther = (index: number): boolean => index >= recorded.length && index < bystandersFrom;
  const isCorfu = reading.spec === 'corfu';
  const attempts = attemptsOf(history, reading);
  const size =
    1 +
    history.reduce((most, op) => Math.max(most, 'pos' in op ? op.pos : 0, ('outPos' in op ? op.outPos : 0) ?? 0), 0);
  const positions = [...Array(size).keys()];
  const isBelowTail = (p: number): boolean =>
    reading.slowTails &&
    history.some((op) => op.op === 'tail' && outOf(op) !== null && outOf(op) !== 'failed' && op.outPos === p + 1);
  const saw = (position: number, what: string): LogOperation[] =>
    history.filter((op) => (op.op === 'read' || op.op === 'fill') && op.pos === position && outOf(op) === what);
  const wasSeen = (p: number): boolean => saw(p, 'junk').length > 0 || saw(p, 'data').length > 0;
  const junkWanted = positions.filter((p) => saw(p, 'junk').length > 0 || isBelowTail(p));
  const trimWanted = positions.filter((p) => saw(p, 'trimmed').length > 0);
  const dataWanted = (append: AppendOperation): number[] =>
    positions.filter(
      (p) =>
        isBelowTail(p) ||
        saw(p, 'data').some((op) => {
          const value = op.op === 'read' || op.op === 'fill' ? op.outVal : undefined;
          return value === undefined || value === append.arg;
        }),
    );

  const isNeeded = (op: LogOperation): boolean => {
    const out = outOf(op);
    if (out === null || out === 'unknown' || out === 'failed' || op.op === 'seal') return false;
    if (op.op === 'append') return out === 'ok';
    if (op.op === 'tail') return isCorfu && op.outPos !== undefined;
    return true;
  };
  const free = (s: State, p: number): boolean => s.content[p] === unwritten && !s.reached[p] && !s.hidden[p];
  const covers = (op: LogOperation, p: number): boolean =>
    (op.op === 'trim' && p < op.pos) || (op.op === 'trimCell' && p === op.pos);
  /** One above the highest position that holds anything. */
  const written = (s: State): number => s.content.findLastIndex((content) => content !== unwritten) + 1;

  /** Whether a read or a fill can have its answer now. */
  const answers = (s: State, op: LogOperation): boolean => {
    if (op.op !== 'read' && op.op !== 'fill') return false;
    const p = op.pos;
    const content = s.content[p]!;
    switch (outOf(op)) {
      case 'trimmed':
        return s.reached[p]! || s.hidden[p]!;
      case 'unwritten':
        if (op.op === 'fill' && reading.slowTails) return p >= written(s);
        if (op.op === 'fill') return isCorfu ? p >= s.undecided : content === unwritten;
        return free(s, p);
      case 'junk':
        return content === junk && (!s.hidden[p] || reading.trimsLinger);
      case 'data': {
        if (content < 0 || (s.hidden[p] && !reading.trimsLinger)) return false;
        const writer = history[content]!;
        return op.outVal === undefined || (writer.op === 'append' && writer.arg === op.outVal);
      }
      default:
        return false;
    }
  };

  const makeJunk = (s: State, p: number): State => ({
    ...s,
    content: replace(s.content, p, junk),
    undecided: Math.max(s.undecided, p + 1),
  });

  function* appendSteps(s: State, index: number, op: AppendOperation): Generator<State> {
    for (const p of junkWanted)
      if (free(s, p) && (isAround(index) || (isOther(index) && !wasSeen(p)))) yield makeJunk(s, p);
    if (index >= bystandersFrom || !mayApply(op, reading) || attempts[index]!.some((attempt) => s.stage[attempt] === 2))
      return;
    const targets = outOf(op) === 'ok' ? [op.outPos!] : [...dataWanted(op), ...acknowledgedAt(index, op)];
    if (isCorfu && s.stage[index] === 0) {
      for (const p of targets) {
        if (p < s.nextToken) continue;
        const undecided = Math.max(s.undecided, p + 1);
        const token = replace(s.token, index, p);
        yield { ...s, stage: replace(s.stage, index, 1), token, nextToken: p + 1, undecided };
      }
      return;
    }
    for (const p of targets) {
      if (!free(s, p) || (isCorfu && s.token[index] !== p)) continue;
      yield { ...s, stage: replace(s.stage, index, 2), content: replace(s.content, p, index) };
    }
  }
  /** Where other attempts at the same append say that it is. */
  const acknowledgedAt = (index: number, append: AppendOperation): number[] =>
    twinsOf(history, attempts[index]!, append).flatMap((attempt) => {
      const op = history[attempt]!;
      return attempt !== index && op.op === 'append' && outOf(op) === 'ok' ? [op.outPos!] : [];
    });

  function* tailSteps(s: State, index: number, clock: Clock): Generator<State> {
    const op = history[index]!;
    if (op.op !== 'tail' || s.stage[index] !== 0 || !isNeeded(op)) return;
    const tail = op.outPos!;
    if (reading.slowTails) {
      if (tail === written(s)) yield { ...s, stage: replace(s.stage, index, 2) };
      return;
    }
    const before = s.tails.find(([epoch]) => epoch === op.epoch)?.[1] ?? 0;
    const moved = history.some((other, i) => {
      const trims = (other.op === 'trim' || other.op === 'trimCell') && outOf(other) !== 'failed';
      return clock.isCalled(i) && (trims || (other.op === 'append' && isAround(i)));
    });
    if (tail < s.undecided || (tail > 0 && !moved) || (op.epoch !== undefined && tail < before)) return;
    const rest = s.tails.filter(([epoch]) => epoch !== op.epoch);
    const tails: State['tails'] = op.epoch === undefined ? s.tails : [...rest, [op.epoch, tail] as const];
    yield { ...s, stage: replace(s.stage, index, 2), tails: [...tails].sort((a, b) => a[0] - b[0]) };
  }

  function* trimSteps(s: State, index: number): Generator<State> {
    const op = history[index]!;
    const out = outOf(op);
    if (out === 'failed') return;
    for (const p of trimWanted) {
      if (covers(op, p) && !s.reached[p] && !s.hidden[p]) yield { ...s, reached: replace(s.reached, p, true) };
    }
    if (out !== 'ok' || s.stage[index] === 2) return;
    yield { ...s, stage: replace(s.stage, index, 2), hidden: s.hidden.map((was, p) => was || covers(op, p)) };
  }

  function* steps(s: State, clock: Clock): Generator<State> {
    for (const [index, op] of history.entries()) {
      if (!clock.isOpen(index)) continue;
      const out = outOf(op);
      if (op.op === 'append') yield* appendSteps(s, index, op);
      else if (op.op === 'tail') yield* tailSteps(s, index, clock);
      else if (op.op === 'trim' || op.op === 'trimCell') yield* trimSteps(s, index);
      else if (
        op.op === 'fill' &&
        s.stage[index] === 0 &&
        (out === 'junk' || out === 'unknown' || out === 'failed' || out === null)
      ) {
        const made = junkWanted.includes(op.pos) && free(s, op.pos);
        if (made) yield { ...makeJunk(s, op.pos), stage: replace(s.stage, index, 2) };
      }
    }
  }

  const machine: Machine<State> = {
    initial: {
      stage: history.map(() => 0),
      token: history.map(() => -1),
      content: positions.map(() => unwritten),
      reached: positions.map(() => false),
      hidden: positions.map(() => false),
      nextToken: 0,
      undecided: 0,
      tails: [],
    },
    settle: (s, clock) => ({
      ...s,
      stage: s.stage.map((done, index) => {
        return done === 0 && clock.isOpen(index) && answers(s, history[index]!) ? 2 : done;
      }),
    }),
    steps,
    isDone(s, index) {
      const op = history[index]!;
      if (index >= recorded.length || !isNeeded(op)) return true;
      if (op.op !== 'append') return s.stage[index] === 2;
      return twinsOf(history, attempts[index]!, op).includes(s.content[op.outPos!]!);
    },
  };
  return { history, machine };
};
