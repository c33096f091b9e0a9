/**
 * Enumerates one part of a small world: runs it again and again, each time in an order that shows something new, until there is none or
 * the budget is spent. Every execution is judged as any run is.
 */
import { MarkCounter } from '../../check/marks/mark-counter.ts';
import type { PartFailure, PartResult, WorldPart } from '../../model/enumerated.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { World } from '../../model/world.ts';
import { execute } from '../../run/execute.ts';
import { judge } from '../../run/judge.ts';
import { type Parts, topologyOf } from '../../systems/corfu.ts';
import { nodeOf } from '../../systems/topology.ts';
import { dependent, type Footprint } from './footprint.ts';
import { OutcomeBooks } from './outcome.ts';
import { SourceSets } from './source-sets.ts';
import { WorldExecution } from './world-execution.ts';
import { planOfPart } from './world-parts.ts';

export interface PartControl {
  readonly executionsMax: number;
  /** An execution begins. */
  beat(): void;
  stopped(): boolean;
}

/** Beyond this an execution does not end by itself. */
const EVENTS_MAX = 20_000;

export async function explorePart(
  scenario: Scenario,
  world: World,
  part: WorldPart,
  parts: Partial<Parts>,
  control: PartControl,
): Promise<PartResult> {
  const planOf = (nth: number): Plan => planOfPart(scenario.name, world, part, nth);
  const exploring = new Exploring(scenario, parts, control);
  if (part.crash?.whileWriting !== true) await exploring.enumerate(planOf(0));
  else await exploring.enumerateSeries(planOf);
  return exploring.result();
}

class Exploring {
  readonly #scenario: Scenario;
  readonly #parts: Partial<Parts>;
  readonly #control: PartControl;
  readonly #outcomes = new Set<number>();
  readonly #marks = new Map<string, number>();
  #executions = 0;
  #blocked = 0;
  #unfinished = 0;
  #events = 0;
  #depth = 0;
  #crashes = 0;
  #exhausted = true;
  #failure: PartFailure | null = null;

  constructor(scenario: Scenario, parts: Partial<Parts>, control: PartControl) {
    this.#scenario = scenario;
    this.#parts = parts;
    this.#control = control;
  }

  async enumerate(plan: Plan): Promise<void> {
    const search = new SourceSets<Footprint>(dependent);
    do {
      if (this.#executions >= this.#control.executionsMax || this.#control.stopped()) {
        this.#exhausted = false;
        return;
      }
      await this.#run(plan, search);
    } while (this.#failure === null && search.next());
  }

  /** From the first point at which something becomes durable after all has started, to one that no execution reaches. */
  async enumerateSeries(planOf: (nth: number) => Plan): Promise<void> {
    let nth = (await this.#persistedBefore(planOf(0))) + 1;
    for (let reached = -1; reached < this.#crashes && this.#exhausted && this.#failure === null; nth += 1) {
      reached = this.#crashes;
      await this.enumerate(planOf(nth));
    }
  }

  result(): PartResult {
    return {
      executions: this.#executions,
      blocked: this.#blocked,
      unfinished: this.#unfinished,
      events: this.#events,
      depth: this.#depth,
      outcomes: [...this.#outcomes],
      marks: Object.fromEntries(this.#marks),
      exhausted: this.#exhausted && this.#failure === null,
      failure: this.#failure,
    };
  }

  async #run(plan: Plan, search: SourceSets<Footprint>): Promise<void> {
    this.#executions += 1;
    this.#control.beat();
    const execution = new WorldExecution(plan, search);
    const outcome = new OutcomeBooks();
    const marks = new MarkCounter();
    const run = await execute(plan, this.#parts, {
      properties: this.#scenario.properties,
      watchers: [marks, outcome, { watch: () => execution }],
      eventsMax: EVENTS_MAX,
      chooser: execution,
    });
    execution.end();
    this.#events += run.step;
    this.#depth = Math.max(this.#depth, search.depth);
    const verdict = judge(run);
    if (verdict.kind === 'violation' || verdict.kind === 'inconclusive' || run.end === 'exhausted') {
      this.#failure = { plan: withChoices(plan, execution.made), verdict, executions: this.#executions };
      return;
    }
    if (search.blocked) {
      this.#blocked += 1;
      return;
    }
    if (run.end === 'overdue') this.#unfinished += 1;
    if (run.fired['process.crash-at-persistence'] !== undefined) this.#crashes += 1;
    this.#outcomes.add(outcome.digest(run.history));
    for (const name of Object.keys(marks.reached())) this.#marks.set(name, (this.#marks.get(name) ?? 0) + 1);
  }

  async #persistedBefore(plan: Plan): Promise<number> {
    const execution = new WorldExecution(plan, { choose: ([first]) => first, ran: () => undefined });
    await execute(plan, this.#parts, {
      properties: [],
      watchers: [{ watch: () => execution }],
      eventsMax: EVENTS_MAX,
      chooser: execution,
    });
    const [fault] = plan.faults;
    const node = nodeOf(topologyOf(plan), fault?.['role'] as 'unit', fault?.['index'] as number);
    return execution.persistedBefore[node] ?? 0;
  }
}

function withChoices(plan: Plan, choices: readonly string[]): Plan {
  return plan.world === undefined ? plan : { ...plan, world: { ...plan.world, choices } };
}
