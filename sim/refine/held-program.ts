/**
 * A spec that runs are held against, compiled: compiling takes longer than a small run, so the runs of a thread share it, one after the
 * other, with the arena of its values and the steps that were asked about. What may go wrong is that values pile up; so beyond a bound the
 * next run compiles anew, and drops all of them.
 */
import type { Program } from '../tla/ir/program.ts';
import { closedWorld } from '../tla/compile/machine.ts';
import { StepChecker } from '../tla/trace/step-checker.ts';
import { stateData } from './abstract-states.ts';
import type { CountedSlice, CountedSpec } from './slice-module.ts';
import { StepMemo } from './step-memo.ts';

/** Of four bytes each; a run of `default` makes some thousands. */
const WORDS_MAX = 1 << 20;

export interface CompiledSpec {
  readonly checker: StepChecker;
  readonly memo: StepMemo;
}

/** The states of a slice that is counted, all that runs were in so far. */
export interface CountedStates {
  readonly spec: CountedSpec;
  readonly size: number;
  readonly states: readonly string[];
}

export class HeldProgram {
  readonly #program: Program;
  readonly #counted: CountedSlice | null;
  #compiled: CompiledSpec | undefined;
  readonly #visited = new Set<string>();

  constructor(program: Program, counted: CountedSlice | null) {
    this.#program = program;
    this.#counted = counted;
  }

  /** States before and after each step that was found to be one, on this thread; null if they are not counted. */
  visited(): CountedStates | null {
    if (this.#counted === null) return null;
    this.#keepVisited(this.#counted);
    const { spec, size } = this.#counted;
    return { spec, size, states: [...this.#visited] };
  }

  /** For one run, from its beginning to its end. */
  compiled(): CompiledSpec {
    if (this.#compiled === undefined || this.#compiled.checker.values.words > WORDS_MAX) {
      if (this.#counted !== null) this.#keepVisited(this.#counted);
      const checker = new StepChecker(this.#program, closedWorld);
      this.#compiled = { checker, memo: new StepMemo(checker) };
    }
    return this.#compiled;
  }

  /** Before the values are dropped, of which states are made. */
  #keepVisited({ textOf }: CountedSlice): void {
    if (this.#compiled === undefined) return;
    const { checker, memo } = this.#compiled;
    for (const state of memo.statesMet()) this.#visited.add(textOf(stateData(this.#program, checker.values, state)));
  }
}
