/** The atomic log, for replaying a witness. */
import type { AppendOperation, LogOperation, Value } from '../../../model/history.ts';
import type { LogCheckOptions } from '../terms.ts';
import type { WitnessStep } from '../verdict.ts';
import type { Replay } from './replay.ts';

export class AtomicReplay implements Replay {
  readonly #entries = new Map<number, { readonly value: Value; readonly at: number } | 'junk'>();
  readonly #trimmed = new Set<number>();
  readonly #isDense: boolean;
  #length = 0;
  #trimmedBelow = 0;
  #isSealed = false;

  constructor({ dense }: LogCheckOptions) {
    this.#isDense = dense !== false;
  }

  take({ step, position, at }: WitnessStep, op: LogOperation | null): string | null {
    if (step === 'seal') return this.#seal(op);
    if (step === 'trim') return this.#trim(op);
    if (step === 'observe') return op !== null && this.#answers(op) ? null : 'another answer was due';
    // What is left takes a position.
    if (this.#isSealed || position < this.#length) return 'the log is sealed, or the position taken';
    if (this.#isDense && (step === 'skip' || position > this.#length)) return 'skips a position';
    if (step === 'append') {
      if (op?.op !== 'append') return 'appends nothing';
      if (op.out === 'ok' && op.return !== null && op.outPos !== position) return 'appends elsewhere';
      this.#entries.set(position, { value: op.arg, at });
    } else if (step === 'skip' || (step === 'junk' && op?.op === 'fill' && op.pos === position)) {
      this.#entries.set(position, 'junk');
    } else {
      return 'no such step';
    }
    this.#length = position + 1;
    return null;
  }

  holds({ arg, outPos, return: end }: AppendOperation): boolean {
    const entry = this.#entries.get(outPos!);
    return entry !== undefined && entry !== 'junk' && entry.value === arg && entry.at <= end!;
  }

  #seal(op: LogOperation | null): string | null {
    if (op?.op !== 'seal' || op.out === 'failed') return 'seals nothing';
    this.#isSealed = true;
    return null;
  }

  #trim(op: LogOperation | null): string | null {
    if ((op?.op !== 'trim' && op?.op !== 'trimCell') || op.out === 'failed') return 'trims nothing';
    if (op.op === 'trim' ? op.pos > this.#length : op.pos >= this.#length) return 'trims above the tail';
    if (op.op === 'trim') this.#trimmedBelow = Math.max(this.#trimmedBelow, op.pos);
    else this.#trimmed.add(op.pos);
    return null;
  }

  #answers(op: LogOperation): boolean {
    if (op.op === 'append') return op.out === 'sealed' && this.#isSealed;
    if (op.op === 'tail') {
      return (op.outPos ?? this.#length) === this.#length && (op.out === 'sealed') === this.#isSealed;
    }
    if (op.op !== 'read' && op.op !== 'fill') return false;
    if (op.out === 'trimmed') return op.pos < this.#trimmedBelow || this.#trimmed.has(op.pos);
    if (op.out === 'unwritten') return op.pos >= this.#length;
    if (op.pos >= this.#length || op.pos < this.#trimmedBelow || this.#trimmed.has(op.pos)) return false;
    const entry = this.#entries.get(op.pos) ?? 'junk';
    if (entry === 'junk' || op.out === 'junk') return entry === 'junk' && op.out === 'junk';
    return op.out === 'data' && (op.outVal === undefined || op.outVal === entry.value);
  }
}
