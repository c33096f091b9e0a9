/** A CORFU log, or its cells alone, for replaying a witness. */
import type {
  AppendOperation,
  FillOperation,
  LogHistory,
  LogOperation,
  ReadOperation,
  TailOperation,
  Value,
} from '../../../model/history.ts';
import type { LogCheckOptions } from '../terms.ts';
import type { WitnessStep } from '../verdict.ts';
import type { Replay } from './replay.ts';

interface Cell {
  content: 'unwritten' | 'data' | 'junk';
  value: Value | undefined;
  writtenAt: number;
  isTrimmed: boolean;
  isHidden: boolean;
}

export class CorfuReplay implements Replay {
  readonly #cells = new Map<number, Cell>();
  readonly #tokens = new Map<number, number>();
  readonly #tailOfEpoch = new Map<number, number>();
  readonly #hasTokens: boolean;
  readonly #hasSlowTails: boolean;
  readonly #trimsLinger: boolean;
  /** When the first operation was called that can move the tail off 0. */
  readonly #movedAt: number;
  #hiddenBelow = 0;
  #nextToken = 0;
  #firstUndecided = 0;
  #written = 0;

  constructor(history: LogHistory, { spec, tails, trims }: LogCheckOptions) {
    this.#hasTokens = spec === 'corfu';
    this.#trimsLinger = trims === 'lingering';
    this.#hasSlowTails = spec === 'corfu' && tails === 'slow';
    const moves = ({ op, out }: LogOperation): boolean =>
      op === 'append' || ((op === 'trim' || op === 'trimCell') && out !== 'failed');
    this.#movedAt = history.reduce((first, op) => (moves(op) ? Math.min(first, op.call) : first), Infinity);
  }

  take({ step, operation, position, at }: WitnessStep, op: LogOperation | null): string | null {
    if (op === null) return 'of nobody';
    switch (step) {
      case 'token':
        if (op.op !== 'append' || position < this.#nextToken) return 'token already handed out';
        this.#nextToken = position + 1;
        this.#firstUndecided = Math.max(this.#firstUndecided, this.#nextToken);
        this.#tokens.set(operation, position);
        return null;
      case 'write':
        if (op.op !== 'append' || (op.return !== null && op.out === 'ok' && op.outPos !== position))
          return 'writes elsewhere';
        if (this.#hasTokens && this.#tokens.get(operation) !== position) return 'writes without a token';
        return this.#write(position, 'data', op.arg, at);
      case 'junk': {
        const mayFill = op.op === 'append' || (op.op === 'fill' && op.pos === position);
        if (!mayFill) return 'cannot fill';
        this.#firstUndecided = Math.max(this.#firstUndecided, position + 1);
        return this.#write(position, 'junk', undefined, at);
      }
      case 'trim': {
        const covers = (op.op === 'trim' && position < op.pos) || (op.op === 'trimCell' && position === op.pos);
        if (!covers || op.out === 'failed' || this.#isHidden(position)) return 'cannot trim';
        this.#at(position).isTrimmed = true;
        return null;
      }
      case 'acknowledge':
        if (op.op === 'trim') this.#hiddenBelow = Math.max(this.#hiddenBelow, op.pos);
        else if (op.op === 'trimCell') this.#at(op.pos).isHidden = true;
        else return 'nothing to acknowledge';
        return null;
      case 'observe':
        if (op.op === 'tail') return this.#observeTail(op, at);
        return op.op === 'read' || op.op === 'fill' ? this.#observe(op) : 'no such step';
      default:
        return 'no such step';
    }
  }

  holds({ arg, outPos, return: end }: AppendOperation): boolean {
    const { content, value, writtenAt } = this.#at(outPos!);
    return content === 'data' && value === arg && writtenAt <= end!;
  }

  #write(position: number, content: 'data' | 'junk', value: Value | undefined, at: number): string | null {
    const cell = this.#at(position);
    if (cell.content !== 'unwritten' || cell.isTrimmed || this.#isHidden(position)) return 'position taken';
    Object.assign(cell, { content, value, writtenAt: at });
    this.#written = Math.max(this.#written, position + 1);
    return null;
  }

  #observeTail({ outPos, epoch }: TailOperation, at: number): string | null {
    if (outPos === undefined) return 'shows no tail';
    if (this.#hasSlowTails) return outPos === this.#written ? null : 'another position is the last one written';
    if (outPos < this.#firstUndecided) return 'tail too low';
    if (outPos > 0 && at < this.#movedAt) return 'tail too high';
    if (epoch === undefined) return null;
    if (outPos < (this.#tailOfEpoch.get(epoch) ?? 0)) return 'tail went back';
    this.#tailOfEpoch.set(epoch, outPos);
    return null;
  }

  #observe({ op, pos, out, outVal }: ReadOperation | FillOperation): string | null {
    const cell = this.#at(pos);
    if (op === 'fill' && out === 'unwritten') {
      const end = this.#hasSlowTails ? this.#written : this.#firstUndecided;
      if (this.#hasTokens && pos < end) return 'refused below the tail';
      return cell.content === 'unwritten' ? null : 'refused though it was written';
    }
    if (out === 'trimmed') return cell.isTrimmed ? null : 'not trimmed';
    const isGone = this.#isHidden(pos) && (out === 'unwritten' || !this.#trimsLinger);
    if (cell.content !== out || isGone) return `position is ${cell.content}`;
    if (out === 'unwritten' && cell.isTrimmed) return 'position is trimmed';
    return out === 'data' && outVal !== undefined && cell.value !== outVal ? 'other value' : null;
  }

  #at(position: number): Cell {
    let cell = this.#cells.get(position);
    if (cell === undefined) {
      cell = { content: 'unwritten', value: undefined, writtenAt: Infinity, isTrimmed: false, isHidden: false };
      this.#cells.set(position, cell);
    }
    return cell;
  }

  #isHidden(position: number): boolean {
    return position < this.#hiddenBelow || this.#at(position).isHidden;
  }
}
