/**
 * A spec that runs are held against, compiled: compiling takes longer than a small run, so the runs of a thread share it, one after the
 * other, and the arena of its values too. What may go wrong is that values pile up; so beyond a bound the next run compiles anew, and
 * drops all of them.
 */
import type { Program } from '../tla/ir/program.ts';
import { closedWorld } from '../tla/compile/machine.ts';
import { StepChecker } from '../tla/trace/step-checker.ts';

/** Of four bytes each; a run of `default` makes some ten thousand. */
const WORDS_MAX = 1 << 20;

export class HeldProgram {
  readonly #program: Program;
  #checker: StepChecker | undefined;

  constructor(program: Program) {
    this.#program = program;
  }

  /** For one run, from its beginning to its end. */
  checker(): StepChecker {
    if (this.#checker === undefined || this.#checker.values.words > WORDS_MAX) {
      this.#checker = new StepChecker(this.#program, closedWorld);
    }
    return this.#checker;
  }
}
