/** The actions of one spec, taken one by one from a state; what is no step is told with the conjunct that forbids it. */
import type { Span } from '../tla/ir/span.ts';
import type { CompiledAction, StepChecker } from '../tla/trace/step-checker.ts';
import { printValue } from '../tla/values/print.ts';
import type { HeldProgram } from './held-program.ts';
import type { StepMemo } from './step-memo.ts';
import { detailsOf, type SpecMismatch, type SpecTally } from './spec-verdict.ts';

const NOTHING = {};

/** Longer conjuncts are cut: their place says where to read on. */
const CONJUNCT_CHARACTERS_MAX = 120;

export class HeldSteps {
  readonly checker: StepChecker;
  readonly tally: SpecTally;
  /** The event that is being explained, and what it says. */
  event = '';
  details: object = NOTHING;
  node = -1;
  step = 0;
  readonly #memo: StepMemo;

  /** Takes the actions that `tally` counts. */
  constructor(program: HeldProgram, tally: SpecTally) {
    const { checker, memo } = program.compiled();
    this.checker = checker;
    this.#memo = memo;
    this.tally = tally;
  }

  /** An event is to be explained; `details` are its fields. */
  begin(event: string, details: object, node: number, step: number): void {
    this.tally.events += 1;
    this.event = event;
    this.details = details;
    this.node = node;
    this.step = step;
  }

  /** The state after, not to be changed; undefined if there is none, which is then the mismatch of the run. */
  take(name: string, args: readonly number[], from: Int32Array, known: Int32Array): Int32Array | undefined {
    // Compiled by the first run that has such a step.
    const action = this.checker.action(name);
    const next = this.#memo.next(action, args, from, known);
    if (next === undefined) this.#refuse(action, args, from, known);
    else this.tally.took(name);
    return next;
  }

  /** The event cannot be: `what` was compared, and is not as the spec has it. */
  differs(what: string, expected: string, seen: string, state: Int32Array): void {
    this.#mismatch({ action: null, conjunct: what, place: null, expected, seen, state: this.#linesOf(state) });
  }

  #refuse(action: CompiledAction, args: readonly number[], from: Int32Array, known: Int32Array): void {
    const { values } = this.checker;
    const { span, fault, seen, expected } = this.checker.explain(action, args, from, known);
    this.#mismatch({
      action: `${action.name}(${args.map((arg) => printValue(values, arg)).join(', ')})`,
      conjunct: fault === null ? this.#textOf(span) : `${this.#textOf(span)}: ${fault}`,
      place: this.#placeOf(span),
      expected,
      seen,
      state: this.#linesOf(from),
    });
  }

  #mismatch(found: Omit<SpecMismatch, 'event' | 'details' | 'node' | 'step'>): void {
    const { event, node, step } = this;
    this.tally.mismatch({ event, details: detailsOf(this.details), node, step, ...found });
  }

  #textOf([source, line, column, endLine, endColumn]: Span): string {
    const lines = this.checker.program.sources[source]!.text.split('\n').slice(line - 1, endLine);
    lines[lines.length - 1] = lines.at(-1)!.slice(0, endColumn - 1);
    lines[0] = lines[0]!.slice(column - 1);
    const text = lines.map((each) => each.trim()).join(' ');
    return text.length <= CONJUNCT_CHARACTERS_MAX ? text : `${text.slice(0, CONJUNCT_CHARACTERS_MAX)} …`;
  }

  #placeOf([source, line, column]: Span): string {
    const file = this.checker.program.sources[source]!.file;
    return `${file.slice(file.lastIndexOf('/') + 1)}:${line}:${column}`;
  }

  #linesOf(state: Int32Array): readonly string[] {
    const { program, values } = this.checker;
    return program.variables.map(({ name }, index) => `${name} = ${printValue(values, state[index]!)}`);
  }
}
