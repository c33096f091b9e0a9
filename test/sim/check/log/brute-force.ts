/**
 * The oracle: tries every order of points on a sequential CORFU log. Written from the description of the log alone, it
 * shares nothing with the checker. Exponential; meant for at most eight operations on few positions.
 *
 * The log: cells {unwritten -> data | junk}, each with a mark "a trim reached it" and a mark "a trim of it is
 * acknowledged"; the next token; the least position that no used token and no junk has reached; the highest tail
 * reported per epoch.
 *
 * Steps that only restrict what can follow are left out where nobody needs them: data that nobody saw by appends that
 * did not return, junk and trims at positions where nobody saw junk or a trim. Observations that change nothing happen
 * at once.
 */
import type { LogHistory, LogOperation } from '../../../../sim/model/history.ts';

const unwritten = -1;
const junk = -2;

interface State {
  /** Index of the next call or return. */
  readonly event: number;
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

export const isLegal = (history: LogHistory, spec: 'corfu' | 'cells'): boolean => {
  const size =
    1 +
    history.reduce((most, op) => Math.max(most, 'pos' in op ? op.pos : 0, ('outPos' in op ? op.outPos : 0) ?? 0), 0);
  const positions = [...Array(size).keys()];
  const events = history
    .flatMap((op, index) => [
      { at: op.call, index, isReturn: false },
      ...(op.return === null ? [] : [{ at: op.return, index, isReturn: true }]),
    ])
    .sort((a, b) => a.at - b.at || Number(a.isReturn) - Number(b.isReturn));
  const saw = (position: number, what: string): LogOperation[] =>
    history.filter((op) => (op.op === 'read' || op.op === 'fill') && op.pos === position && outOf(op) === what);
  const junkWanted = positions.filter((p) => saw(p, 'junk').length > 0);
  const trimWanted = positions.filter((p) => saw(p, 'trimmed').length > 0);
  const dataWanted = (append: LogOperation): number[] =>
    positions.filter((p) =>
      saw(p, 'data').some((op) => {
        const value = op.op === 'read' || op.op === 'fill' ? op.outVal : undefined;
        return value === undefined || (append.op === 'append' && value === append.arg);
      }),
    );

  /** Whether the operation may do something at this state of time. */
  const isOpen = (index: number, event: number): boolean => {
    const op = history[index]!;
    const called = events.findIndex((e) => e.index === index && !e.isReturn) < event;
    if (!called) return false;
    const out = outOf(op);
    if (out === null || out === 'unknown') return true;
    if ((op.op === 'append' && out !== 'ok') || (op.op === 'fill' && out === 'failed')) return true;
    return events.findIndex((e) => e.index === index && e.isReturn) >= event;
  };
  const isNeeded = (index: number): boolean => {
    const op = history[index]!;
    const out = outOf(op);
    if (out === null || out === 'unknown' || out === 'failed' || op.op === 'seal') return false;
    if (op.op === 'append') return out === 'ok';
    if (op.op === 'tail') return spec === 'corfu' && op.outPos !== undefined;
    return true;
  };
  const free = (s: State, p: number): boolean => s.content[p] === unwritten && !s.reached[p] && !s.hidden[p];
  const covers = (op: LogOperation, p: number): boolean =>
    (op.op === 'trim' && p < op.pos) || (op.op === 'trimCell' && p === op.pos);

  /** Whether a read or a fill can have its answer now. */
  const answers = (s: State, op: LogOperation): boolean => {
    if (op.op !== 'read' && op.op !== 'fill') return false;
    const p = op.pos;
    const content = s.content[p]!;
    switch (outOf(op)) {
      case 'trimmed':
        return s.reached[p]! || s.hidden[p]!;
      case 'unwritten':
        if (op.op === 'fill') return spec === 'corfu' ? p >= s.undecided : content === unwritten;
        return free(s, p);
      case 'junk':
        return content === junk && !s.hidden[p];
      case 'data': {
        if (content < 0 || s.hidden[p]) return false;
        const writer = history[content]!;
        return op.outVal === undefined || (writer.op === 'append' && writer.arg === op.outVal);
      }
      default:
        return false;
    }
  };

  const successors = function* (s: State): Generator<State> {
    for (const [index, op] of history.entries()) {
      if (!isOpen(index, s.event)) continue;
      const stage = s.stage[index]!;
      const out = outOf(op);
      if (op.op === 'append') {
        for (const p of junkWanted) if (free(s, p)) yield makeJunk(s, p);
        if (out === 'failed' || out === 'sealed' || stage === 2) continue;
        const targets = out === 'ok' ? [op.outPos!] : dataWanted(op);
        if (spec === 'corfu' && stage === 0) {
          for (const p of targets) {
            if (p < s.nextToken) continue;
            const undecided = Math.max(s.undecided, p + 1);
            yield {
              ...s,
              stage: replace(s.stage, index, 1),
              token: replace(s.token, index, p),
              nextToken: p + 1,
              undecided,
            };
          }
        } else {
          for (const p of targets) {
            if (!free(s, p) || (spec === 'corfu' && s.token[index] !== p)) continue;
            yield { ...s, stage: replace(s.stage, index, 2), content: replace(s.content, p, index) };
          }
        }
      } else if (
        op.op === 'fill' &&
        stage === 0 &&
        (out === 'junk' || out === 'unknown' || out === 'failed' || out === null)
      ) {
        if (junkWanted.includes(op.pos) && free(s, op.pos))
          yield { ...makeJunk(s, op.pos), stage: replace(s.stage, index, 2) };
      } else if (op.op === 'trim' || op.op === 'trimCell') {
        if (out === 'failed') continue;
        for (const p of trimWanted) {
          if (covers(op, p) && !s.reached[p] && !s.hidden[p]) yield { ...s, reached: replace(s.reached, p, true) };
        }
        if (out !== 'ok' || stage === 2) continue;
        yield { ...s, stage: replace(s.stage, index, 2), hidden: s.hidden.map((was, p) => was || covers(op, p)) };
      } else if (op.op === 'tail' && stage === 0 && isNeeded(index)) {
        const tail = op.outPos!;
        const before = s.tails.find(([epoch]) => epoch === op.epoch)?.[1] ?? 0;
        const moved = history.some(
          (other, i) =>
            events.findIndex((e) => e.index === i && !e.isReturn) < s.event &&
            (other.op === 'append' || ((other.op === 'trim' || other.op === 'trimCell') && outOf(other) !== 'failed')),
        );
        if (tail < s.undecided || (tail > 0 && !moved) || (op.epoch !== undefined && tail < before)) continue;
        const others = s.tails.filter(([epoch]) => epoch !== op.epoch);
        const tails: State['tails'] = op.epoch === undefined ? s.tails : [...others, [op.epoch, tail] as const];
        yield { ...s, stage: replace(s.stage, index, 2), tails: [...tails].sort((a, b) => a[0] - b[0]) };
      }
    }
  };
  const makeJunk = (s: State, p: number): State => ({
    ...s,
    content: replace(s.content, p, junk),
    undecided: Math.max(s.undecided, p + 1),
  });

  const dead = new Set<string>();
  const search = (from: State): boolean => {
    // Observations that change nothing can only be too late, never too early.
    const stage = from.stage.map((done, index) =>
      done === 0 && isOpen(index, from.event) && answers(from, history[index]!) ? 2 : done,
    );
    const s = { ...from, stage };
    if (s.event === events.length) return true;
    const key = JSON.stringify(Object.values(s));
    if (dead.has(key)) return false;
    const { index, isReturn } = events[s.event]!;
    if (!isReturn || !isNeeded(index) || s.stage[index] === 2) {
      if (search({ ...s, event: s.event + 1 })) return true;
    }
    for (const next of successors(s)) if (search(next)) return true;
    dead.add(key);
    return false;
  };
  return search({
    event: 0,
    stage: history.map(() => 0),
    token: history.map(() => -1),
    content: positions.map(() => unwritten),
    reached: positions.map(() => false),
    hidden: positions.map(() => false),
    nextToken: 0,
    undecided: 0,
    tails: [],
  });
};
