/**
 * A spec that runs are held against, compiled: compiling takes longer than a small run, so the runs of a thread share it, one after the
 * other, with the arena of its values and the steps that were asked about. What may go wrong is that values pile up; so beyond a bound the
 * next run compiles anew, and drops all of them.
 */
import type { Program } from '../tla/ir/program.ts';
import { closedWorld } from '../tla/compile/machine.ts';
import { StepChecker } from '../tla/trace/step-checker.ts';
import { StepMemo } from './step-memo.ts';

/** Of four bytes each; a run of `default` makes some thousands. */
const WORDS_MAX = 1 << 20;

export interface CompiledSpec {
  readonly checker: StepChecker;
  readonly memo: StepMemo;
}

export class HeldProgram {
  readonly #program: Program;
  #compiled: CompiledSpec | undefined;

  constructor(program: Program) {
    this.#program = program;
  }

  /** For one run, from its beginning to its end. */
  compiled(): CompiledSpec {
    if (this.#compiled === undefined || this.#compiled.checker.values.words > WORDS_MAX) {
      const checker = new StepChecker(this.#program, closedWorld);
      this.#compiled = { checker, memo: new StepMemo(checker) };
    }
    return this.#compiled;
  }
}
