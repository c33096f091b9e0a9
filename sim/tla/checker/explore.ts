/**
 * Breadth-first exploration of all states. Counting follows TLC: every initial state and every way to take a step counts as generated, also
 * when a constraint cuts the state off or it was known; distinct are the states kept; invariants are asked of every state that is not
 * known, also beyond the constraints, and implied steps of every step.
 *
 * States are expanded in the order in which they were found, so the first violation has a trace of the least length.
 */
import { unset } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import type { EdgeList } from './edges.ts';
import type { CheckedModel, NamedTest } from './model.ts';
import type { CheckOutcome } from './result.ts';
import { StateTable } from './state-table.ts';
import { Symmetry, generatorsIn } from './symmetry.ts';

/** What ended an exploration before everything was seen. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly outcome: CheckOutcome;
  readonly violated: NamedTest | null;
  /** Of the last state but one, or of the last where `state` is null; -1 if an initial state is the last. */
  readonly index: number;
  /** The last state, which may be in no table. */
  readonly state: Int32Array | null;

  constructor(
    outcome: CheckOutcome,
    violated: NamedTest | null,
    { index, state }: { readonly index: number; readonly state: Int32Array | null },
  ) {
    super(outcome);
    this.outcome = outcome;
    this.violated = violated;
    this.index = index;
    this.state = state;
  }
}

export interface ExploreOptions {
  readonly checkDeadlock: boolean;
  /** Distinct states; `Infinity` for all of them. */
  readonly statesMax: number;
  /** For liveness: every step is noted there. */
  readonly edges: EdgeList | null;
  /** Called every now and then; false ends the exploration with the result `limit`. */
  readonly onProgress: (counts: Counts) => boolean;
}

export interface Counts {
  readonly generated: number;
  readonly distinct: number;
  /** Found and not yet expanded. */
  readonly queue: number;
  readonly depth: number;
}

const statesBetweenProgress = 2048;

export class Exploration {
  readonly model: CheckedModel;
  readonly table: StateTable;
  generated = 0;
  depth = 0;
  initialStates = 0;
  /** Per action: states that it led to, and the new ones among them. */
  readonly generatedBy: number[];
  readonly distinctBy: number[];
  readonly #options: ExploreOptions;
  readonly #symmetry: Symmetry | null;
  readonly #key: Int32Array;
  readonly #width: number;
  /** The state that is expanded; -1 while there are only initial ones. */
  #index = -1;
  /** Whether the next state is whole and being asked whether all holds of it. */
  #isAsking = false;

  constructor(model: CheckedModel, options: ExploreOptions) {
    this.model = model;
    this.#options = options;
    const { machine, program } = model;
    this.#width = program.variables.length;
    this.generatedBy = model.actions.map(() => 0);
    this.distinctBy = model.actions.map(() => 0);
    this.#symmetry = symmetryOf(model);
    const keyWidth = model.view !== null ? 1 : this.#symmetry !== null ? this.#width : null;
    this.#key = new Int32Array(keyWidth ?? 0);
    this.table = new StateTable(this.#width, keyWidth);
    machine.current.fill(unset);
  }

  /** Throws {@link Stopped} when something does not hold, and what evaluation throws. */
  run(): void {
    const { model, table } = this;
    const { machine } = model;
    const { statistics } = machine;
    this.depth = 1;
    statistics.level = 1;
    model.forEachInitial(this.#onInitial);
    this.initialStates = table.count;
    // Where the states of the level under way end.
    let levelEnd = table.count;
    for (let index = 0; index < table.count; index++) {
      if (index === levelEnd) {
        this.depth++;
        levelEnd = table.count;
      }
      if (index % statesBetweenProgress === 0 && !this.#progress(index)) this.#stop('limit', null);
      this.#index = index;
      statistics.level = this.depth;
      this.#expand(index);
    }
    this.#progress(table.count);
  }

  /** The state whose steps are being taken; -1 while there are only initial ones. */
  get expanding(): number {
    return this.#index;
  }

  /** The state of which something was asked that has no value; null if it was to be found which states there are. */
  get asked(): Int32Array | null {
    return this.#isAsking ? this.model.machine.next.slice(0, this.#width) : null;
  }

  /** Evaluates with another model what was being evaluated when something went wrong. */
  repeat(model: CheckedModel): void {
    const { machine } = model;
    const ask = (tests: readonly NamedTest[]): void => {
      for (const { holds } of tests) holds();
    };
    const state = new Int32Array(this.#width).fill(unset);
    if (this.#index >= 0) this.table.copyTo(this.#index, state);
    const visit = (): void => {
      machine.nextChanged();
      for (const holds of model.constraints) holds();
      if (this.#index >= 0) {
        for (const holds of model.actionConstraints) holds();
        ask(model.impliedSteps);
      }
      model.view?.();
      machine.current.set(machine.next.subarray(0, this.#width));
      machine.currentChanged();
      if (this.#index < 0) ask(model.impliedInitially);
      ask(model.invariants);
      machine.current.set(state);
      machine.currentChanged();
    };
    machine.current.set(state);
    machine.currentChanged();
    if (this.#index < 0) model.forEachInitial(visit);
    else model.forEachSuccessor(visit);
  }

  get counts(): Counts {
    const { generated, depth } = this;
    return { generated, distinct: this.table.count, queue: this.table.count - this.#index - 1, depth };
  }

  #progress(index: number): boolean {
    const { statistics } = this.model.machine;
    statistics.generated = this.generated;
    statistics.distinct = this.table.count;
    statistics.queue = this.table.count - index;
    statistics.diameter = this.depth;
    return this.#options.onProgress(this.counts);
  }

  #expand(index: number): void {
    const { model, table } = this;
    table.copyTo(index, model.machine.current);
    model.machine.currentChanged();
    const before = this.generated;
    this.#options.edges?.begin(index);
    model.forEachSuccessor(this.#onSuccessor);
    if (this.generated === before && this.#options.checkDeadlock) this.#stop('deadlock', null);
  }

  readonly #onInitial = (): void => {
    const { model, table } = this;
    const { machine } = model;
    this.generated++;
    machine.nextChanged();
    this.#assertComplete('the initial predicate');
    this.#isAsking = true;
    const known = table.count;
    const inModel = this.#isInModel();
    const index = inModel ? this.#add(-1) : -1;
    this.#isAsking = index === -1 || index === known;
    if (!this.#isAsking) return;
    machine.current.set(machine.next.subarray(0, this.#width));
    machine.currentChanged();
    this.#ask(model.impliedInitially, 'property');
    this.#askInvariants();
    machine.current.fill(unset);
    this.#isAsking = false;
  };

  readonly #onSuccessor = (): void => {
    const { model, table } = this;
    const { machine } = model;
    const { action } = machine;
    this.generated++;
    this.generatedBy[action]!++;
    machine.nextChanged();
    this.#assertComplete(model.actions[action]?.name ?? 'the next-state relation');
    this.#isAsking = true;
    const known = table.count;
    const inModel = this.#isInModel() && model.actionConstraints.every((holds) => holds());
    const index = inModel ? this.#add(this.#index) : -1;
    const isNew = index === known;
    if (isNew) this.distinctBy[action]!++;
    if (isNew || index === -1) {
      const { currentStamp } = machine;
      machine.current.set(machine.next.subarray(0, this.#width));
      machine.currentChanged();
      this.#askInvariants();
      table.copyTo(this.#index, machine.current);
      machine.currentStamp = currentStamp;
    }
    if (model.impliedSteps.length > 0) this.#ask(model.impliedSteps, 'property');
    if (index !== -1) this.#options.edges?.add(index);
    this.#isAsking = false;
    if (isNew && table.count > this.#options.statesMax) this.#stop('limit', null);
  };

  #add(parent: number): number {
    const { next } = this.model.machine;
    return this.table.add(next, this.#keyOfNext(), parent);
  }

  #keyOfNext(): Int32Array {
    const { view, machine } = this.model;
    if (view !== null) {
      this.#key[0] = view();
      return this.#key;
    }
    return this.#symmetry === null ? machine.next : this.#symmetry.leastOf(machine.next);
  }

  #isInModel(): boolean {
    for (const holds of this.model.constraints) if (!holds()) return false;
    return true;
  }

  #assertComplete(action: string): void {
    const { machine, program } = this.model;
    for (let i = 0; i < this.#width; i++) {
      if (machine.next[i] !== unset) continue;
      const missing = program.variables.filter((_, variable) => machine.next[variable] === unset);
      throw new Fault(`${action} leaves open what ${missing.map(({ name }) => name).join(', ')} will be`);
    }
  }

  #askInvariants(): void {
    for (const invariant of this.model.invariants) {
      if (!invariant.holds()) this.#stop(this.#isProperty(invariant) ? 'property' : 'invariant', invariant);
    }
  }

  #isProperty({ name }: NamedTest): boolean {
    return this.model.program.model.properties.some((entry) => entry.name === name);
  }

  #ask(tests: readonly NamedTest[], outcome: CheckOutcome): void {
    for (const test of tests) if (!test.holds()) this.#stop(outcome, test);
  }

  /** With the state that was just reached, where there is one. */
  #stop(outcome: CheckOutcome, violated: NamedTest | null): never {
    const state = violated === null ? null : this.model.machine.next.slice(0, this.#width);
    throw new Stopped(outcome, violated, { index: this.#index, state });
  }
}

function symmetryOf(model: CheckedModel): Symmetry | null {
  const { program, machine } = model;
  if (program.model.symmetry.length === 0) return null;
  const { values } = machine;
  const generators = program.model.symmetry.flatMap((entry) => generatorsIn(values, model.valueOf(entry)()));
  return new Symmetry(values, program.variables.length, generators);
}
