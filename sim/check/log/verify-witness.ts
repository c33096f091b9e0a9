/**
 * Judges the checker's proof of legality: replays the steps one by one on a sequential CORFU log and says what is
 * wrong, or null. It shares no code with the checker on purpose and is short enough to be read in one go.
 */
import type { LogHistory, Value } from '../../model/history.ts';
import type { WitnessStep } from './verdict.ts';

interface Cell {
  content: 'unwritten' | 'data' | 'junk';
  value?: Value;
  trimmed: boolean;
  hidden: boolean;
}

export const verifyWitness = (
  history: LogHistory,
  witness: readonly WitnessStep[],
  spec: 'corfu' | 'cells',
): string | null => {
  const cells = new Map<number, Cell>();
  const tokens = new Map<number, number>();
  const seen = new Set<string>();
  const tailOfEpoch = new Map<number, number>();
  let [hiddenBelow, nextToken, firstUndecided, moved, now] = [0, 0, 0, Infinity, -Infinity];
  const at = (position: number): Cell => {
    let cell = cells.get(position);
    if (cell === undefined) cells.set(position, (cell = { content: 'unwritten', trimmed: false, hidden: false }));
    return cell;
  };
  const isHidden = (position: number): boolean => position < hiddenBelow || at(position).hidden;
  const isFree = (p: number): boolean => at(p).content === 'unwritten' && !at(p).trimmed && !isHidden(p);
  for (const op of history) {
    if (op.op === 'append' || ((op.op === 'trim' || op.op === 'trimCell') && op.out !== 'failed'))
      moved = Math.min(moved, op.call);
  }

  for (const { operation, step, position, at: time } of witness) {
    const op = history[operation]!;
    const wrong = (what: string): string => `step ${step} of operation ${operation} at ${time}: ${what}`;
    if (time < now) return wrong('out of order');
    now = time;
    const out = op.return === null ? null : op.out;
    const gaveUp = out === 'failed' && op.op === 'fill';
    const lasting = out === null || out === 'unknown' || gaveUp || (op.op === 'append' && out !== 'ok');
    if (time < op.call || (!lasting && time > op.return!)) return wrong('outside its interval');
    const key = step === 'junk' || step === 'trim' ? `${operation} ${step} ${position}` : `${operation} ${step}`;
    if (seen.has(key)) return wrong('twice');
    seen.add(key);

    if (step === 'token') {
      if (op.op !== 'append' || position < nextToken) return wrong('token already handed out');
      nextToken = position + 1;
      firstUndecided = Math.max(firstUndecided, nextToken);
      tokens.set(operation, position);
    } else if (step === 'write') {
      if (op.op !== 'append' || out === 'failed' || out === 'sealed') return wrong('writes nothing');
      if (spec === 'corfu' && tokens.get(operation) !== position) return wrong('writes without a token');
      if (out === 'ok' && op.outPos !== position) return wrong('writes elsewhere');
      if (!isFree(position)) return wrong('position taken');
      Object.assign(at(position), { content: 'data', value: op.arg });
    } else if (step === 'junk') {
      const mayFill = op.op === 'append' || (op.op === 'fill' && op.pos === position && (lasting || out === 'junk'));
      if (!mayFill || !isFree(position)) return wrong('cannot fill');
      at(position).content = 'junk';
      firstUndecided = Math.max(firstUndecided, position + 1);
    } else if (step === 'trim') {
      const covers = (op.op === 'trim' && position < op.pos) || (op.op === 'trimCell' && position === op.pos);
      if (!covers || out === 'failed' || isHidden(position)) return wrong('cannot trim');
      at(position).trimmed = true;
    } else if (step === 'acknowledge') {
      if (op.op === 'trim') hiddenBelow = Math.max(hiddenBelow, op.pos);
      else if (op.op === 'trimCell') at(op.pos).hidden = true;
      else return wrong('nothing to acknowledge');
    } else if (op.op === 'tail' && op.outPos !== undefined) {
      if (op.outPos < firstUndecided) return wrong('tail too low');
      if (op.outPos > 0 && time < moved) return wrong('tail too high');
      if (op.epoch !== undefined && op.outPos < (tailOfEpoch.get(op.epoch) ?? 0)) return wrong('tail went back');
      if (op.epoch !== undefined) tailOfEpoch.set(op.epoch, op.outPos);
    } else if (op.op === 'read' || op.op === 'fill') {
      const cell = at(op.pos);
      const refused = op.op === 'fill' && out === 'unwritten';
      if (refused && spec === 'corfu' && op.pos < firstUndecided) return wrong('refused below the tail');
      if (out === 'trimmed' ? !cell.trimmed : cell.content !== out) return wrong(`position is ${cell.content}`);
      if (out === 'data' && op.outVal !== undefined && cell.value !== op.outVal) return wrong('other value');
      if (out === 'unwritten' && !refused && cell.trimmed) return wrong('position is trimmed');
      if (out !== 'trimmed' && !refused && isHidden(op.pos)) return wrong('position is hidden');
    } else {
      return wrong('no such step');
    }
  }

  for (const [index, op] of history.entries()) {
    if (op.return === null || op.op === 'seal' || op.out === null || op.out === 'failed' || op.out === 'unknown')
      continue;
    if (op.op === 'append' ? op.out !== 'ok' : op.op === 'tail' && (spec === 'cells' || op.outPos === undefined))
      continue;
    const needed = op.op === 'append' ? 'write' : op.op === 'trim' || op.op === 'trimCell' ? 'acknowledge' : 'observe';
    if (!seen.has(`${index} ${needed}`)) return `operation ${index} has no ${needed} step`;
  }
  return null;
};
