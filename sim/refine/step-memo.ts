/**
 * Steps that were asked about before. Slices are cut so that they look alike: what one position of one run does, most others do too. So
 * nearly every question was answered already, and comparing some thirty words is faster than evaluating an action. What may go wrong is
 * that questions pile up; beyond a bound all of them are forgotten.
 */
import { StateTable } from '../tla/checker/state-table.ts';
import type { CompiledAction, StepChecker } from '../tla/trace/step-checker.ts';

const ENTRIES_MAX = 4096;
/** A power of two, so that at most a quarter of the table is in use. */
const SLOTS = 4 * ENTRIES_MAX;
const FREE = -1;

export class StepMemo {
  readonly #checker: StepChecker;
  readonly #actions: CompiledAction[] = [];
  /** Where each question is in `#keys`, found by its hash. */
  readonly #slots = new Int32Array(SLOTS).fill(FREE);
  #keys = new Int32Array(0);
  #answers: (Int32Array | undefined)[] = [];
  #question = new Int32Array(0);
  readonly #met: StateTable;

  constructor(checker: StepChecker) {
    this.#checker = checker;
    this.#met = new StateTable(checker.program.variables.length, null);
  }

  /** The state that the step leads to, not to be changed; undefined if it is none. */
  next(action: CompiledAction, args: readonly number[], from: Int32Array, known: Int32Array): Int32Array | undefined {
    const length = this.#ask(action, args, from, known);
    const question = this.#question;
    const slots = this.#slots;
    let slot = hashOf(question, length) & (SLOTS - 1);
    for (let entry = slots[slot]!; entry !== FREE; entry = slots[slot]!) {
      if (this.#isAt(entry * question.length, length)) return this.#answers[entry];
      slot = (slot + 1) & (SLOTS - 1);
    }
    const answer = this.#checker.check(action, args, from, known)[0];
    if (answer !== undefined) this.#meet(from, answer);
    if (this.#answers.length === ENTRIES_MAX) {
      slots.fill(FREE);
      this.#answers = [];
      return answer;
    }
    slots[slot] = this.#answers.length;
    this.#keep();
    this.#answers.push(answer);
    return answer;
  }

  /** The states from which and to which there was a step, each once. The array is the same each time. */
  *statesMet(): Iterable<Int32Array> {
    const state = this.#checker.blank();
    for (let index = 0; index < this.#met.count; index += 1) {
      this.#met.copyTo(index, state);
      yield state;
    }
  }

  #meet(from: Int32Array, to: Int32Array): void {
    this.#met.add(from, from, -1);
    this.#met.add(to, to, -1);
  }

  /** Writes the question down, and returns how many words it has. */
  #ask(action: CompiledAction, args: readonly number[], from: Int32Array, known: Int32Array): number {
    const width = from.length;
    let index = this.#actions.indexOf(action);
    if (index === -1) index = this.#actions.push(action) - 1;
    const length = 1 + 2 * width + args.length;
    // Actions differ in how many arguments they have; what is left over is not compared.
    if (this.#question.length < length) this.#widen(length);
    const question = this.#question;
    question[0] = index;
    for (let i = 0; i < width; i += 1) {
      question[1 + i] = from[i]!;
      question[1 + width + i] = known[i]!;
    }
    for (let i = 0; i < args.length; i += 1) question[1 + 2 * width + i] = args[i]!;
    return length;
  }

  #widen(length: number): void {
    this.#question = new Int32Array(length);
    this.#keys = new Int32Array(length * 64);
    this.#slots.fill(FREE);
    this.#answers = [];
  }

  #isAt(at: number, length: number): boolean {
    const question = this.#question;
    const keys = this.#keys;
    for (let i = 0; i < length; i += 1) if (keys[at + i] !== question[i]) return false;
    return true;
  }

  #keep(): void {
    const question = this.#question;
    const at = this.#answers.length * question.length;
    if (at + question.length > this.#keys.length) {
      const keys = new Int32Array(2 * this.#keys.length);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    this.#keys.set(question, at);
  }
}

function hashOf(words: Int32Array, length: number): number {
  let hash = 0;
  for (let i = 0; i < length; i += 1) hash = Math.imul(hash ^ words[i]!, 0x9e3779b1) + (hash >>> 15);
  return hash ^ (hash >>> 16);
}
