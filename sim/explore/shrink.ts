/**
 * Shrinks a failing plan to the few things that matter, keeping the property it breaks. Four kinds of passes, repeated while
 * they help:
 *
 * 1. Delta debugging over whole parts: faults, orders, operations, clients; what is left stays where it was in time.
 * 2. Faults that strike at random become faults that strike for certain, at one moment.
 * 3. fast-check over what is left: fewer units, shorter delays, smaller numbers.
 * 4. In a small world, delta debugging over the choices that were made.
 *
 * Every attempt is a run, so the budget is a number of runs, and the best plan found so far is kept when it ends. Candidates
 * whose faults exceed what the protocol promises to survive are not tried: their failures would mean nothing.
 */
import { withinPromise } from '../faults/atlas.ts';
import { reductions } from '../model/delta-debugging.ts';
import type { Plan, PlannedOperation } from '../model/plan.ts';
import type { Run } from '../model/run.ts';
import type { Scenario } from '../model/scenario.ts';
import type { SeedResult } from '../model/seed-result.ts';
import { type SeedOptions, examinePlan } from '../run/run-seed.ts';
import { permitsOf, planArbitrary } from '../workload/draw-plan.ts';
import { clientsOf, timedOperations } from './keep-time.ts';
import { sharperThan, StrikeTimes } from './sharpen.ts';

export interface ShrinkProgress {
  readonly attempts: number;
  readonly operations: number;
  readonly faults: number;
  readonly events: number;
}

export interface ShrinkControl {
  readonly attemptsMax: number;
  onProgress?(progress: ShrinkProgress): void;
  stopped(): boolean;
}

export interface Shrunk {
  readonly plan: Plan;
  readonly result: SeedResult;
  readonly attempts: number;
}

/** Shrinks `plan`, which must fail; a plan that passes comes back as it is. */
export async function shrinkPlan(
  scenario: Scenario,
  plan: Plan,
  options: SeedOptions,
  control: ShrinkControl,
): Promise<Shrunk> {
  const { result, run } = await examinePlan(scenario, plan, options);
  if (result.verdict.kind === 'pass') return { plan, result, attempts: 1 };
  return new Shrinking(scenario, options, control, plan, result, run).run();
}

class Shrinking {
  readonly #scenario: Scenario;
  readonly #options: SeedOptions;
  readonly #control: ShrinkControl;
  #plan: Plan;
  #result: SeedResult;
  #startsMicros: Run['startsMicros'];
  #attempts = 1;

  constructor(
    scenario: Scenario,
    options: SeedOptions,
    control: ShrinkControl,
    plan: Plan,
    result: SeedResult,
    run: Run,
  ) {
    this.#scenario = scenario;
    this.#options = options;
    this.#control = control;
    this.#plan = plan;
    this.#result = result;
    this.#startsMicros = run.startsMicros;
  }

  async run(): Promise<Shrunk> {
    for (let improved = true; improved && !this.#over;) {
      const before = sizeOf(this.#plan);
      await this.#removeFaults();
      await this.#removeChanges();
      await this.#sharpenFaults();
      await this.#removeOperations();
      await this.#removeFaults();
      await this.#shrinkValues();
      await this.#removeChoices();
      improved = sizeOf(this.#plan) < before;
    }
    return { plan: this.#plan, result: this.#result, attempts: this.#attempts };
  }

  get #over(): boolean {
    return this.#attempts >= this.#control.attemptsMax || this.#control.stopped();
  }

  /** Runs `candidate` and keeps it when it fails in the same way. */
  async #keepsFailing(candidate: Plan): Promise<boolean> {
    if (this.#over) return false;
    const admitted = withinPromise(candidate.faults, candidate.system, permitsOf(this.#scenario));
    if (admitted.length < candidate.faults.length) return false;
    this.#attempts += 1;
    const { result, run } = await examinePlan(this.#scenario, candidate, this.#options);
    const { verdict } = this.#result;
    if (result.verdict.kind !== verdict.kind || result.verdict.property !== verdict.property) return false;
    this.#plan = candidate;
    this.#result = result;
    this.#startsMicros = run.startsMicros;
    const { plannedOperations, plannedFaults, events } = result;
    this.#control.onProgress?.({
      attempts: this.#attempts,
      operations: plannedOperations,
      faults: plannedFaults,
      events,
    });
    return true;
  }

  async #removeFaults(): Promise<void> {
    await reduce(this.#plan.faults, (faults) => this.#keepsFailing({ ...this.#plan, faults }));
  }

  async #removeChanges(): Promise<void> {
    await reduce(this.#plan.changes ?? [], (changes) => this.#keepsFailing({ ...this.#plan, changes }));
  }

  async #sharpenFaults(): Promise<void> {
    for (const fault of this.#plan.faults) {
      const strikes = new StrikeTimes();
      await examinePlan(this.#scenario, this.#plan, this.#options, [strikes]);
      for (const sharper of sharperThan(fault, strikes.of(fault.kind))) {
        const faults = this.#plan.faults.map((each) => (each === fault ? sharper : each));
        if (await this.#keepsFailing({ ...this.#plan, faults })) break;
      }
    }
  }

  async #removeOperations(): Promise<void> {
    // Time decides nothing in a small world, so none need be kept.
    const startsMicros =
      this.#plan.world === undefined ? this.#startsMicros : this.#startsMicros.map((times) => times.map(() => 0));
    const all = timedOperations(this.#plan.clients, startsMicros);
    const count = this.#plan.clients.length;
    const fails = (clients: PlannedOperation[][]): Promise<boolean> => this.#keepsFailing({ ...this.#plan, clients });
    await fails(clientsOf(all, all, count));
    await reduce(all, (kept) => fails(clientsOf(kept, all, count)));
    // Without a client there is no workload, and faults that name one make no sense.
    await reduce(
      this.#plan.clients,
      async (clients) => clients.length > 0 && this.#keepsFailing({ ...this.#plan, clients }),
    );
  }

  /** What is not chosen any more happens in the order in which it was sent. */
  async #removeChoices(): Promise<void> {
    const { world } = this.#plan;
    if (world === undefined) return;
    await reduce(world.choices, (choices) => this.#keepsFailing({ ...this.#plan, world: { ...world, choices } }));
  }

  /** Follows fast-check's candidates greedily: the first that still fails is where it goes on from. */
  async #shrinkValues(): Promise<void> {
    const arbitrary = planArbitrary(this.#scenario, this.#plan);
    for (let moved = true; moved && !this.#over;) {
      moved = false;
      const { system, clients, faults } = this.#plan;
      const values = { system, clients: clients as PlannedOperation[][], faults: [...faults] };
      if (!arbitrary.canShrinkWithoutContext(values)) return;
      for (const { value } of arbitrary.shrink(values, undefined)) {
        if (this.#over) return;
        if (await this.#keepsFailing({ ...this.#plan, ...value })) {
          moved = true;
          break;
        }
      }
    }
  }
}

/** Something that gets smaller with every removal; values do not count. */
function sizeOf(plan: Plan): number {
  const operations = plan.clients.reduce((sum, { length }) => sum + length, plan.clients.length);
  return operations + plan.faults.length + (plan.changes?.length ?? 0) + (plan.world?.choices.length ?? 0);
}

/** Runs one candidate after the other; `stillFails` keeps what it is about to return true for. */
async function reduce<T>(items: readonly T[], stillFails: (items: readonly T[]) => Promise<boolean>): Promise<void> {
  const search = reductions(items);
  for (let next = search.next(); next.done !== true;) next = search.next(await stillFails(next.value));
}
