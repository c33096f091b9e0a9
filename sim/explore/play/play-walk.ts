/** A behaviour of a spec played on the stack. */
import { loadBindings } from '../../refine/bindings.ts';
import { ChainLogRefinement } from '../../refine/chain-log.ts';
import { FlashUnitRefinement } from '../../refine/flash-unit.ts';
import type { CorfuPlan, Plan, PlannedOperation } from '../../model/plan.ts';
import { execute } from '../../run/execute.ts';
import { firstLayoutOf, flashGeometryOf, type Parts, topologyOf, unitCount } from '../../systems/corfu.ts';
import type { TraceState } from '../../tla/checker/result.ts';
import { Knowledge } from '../../workload/knowledge.ts';
import type { Divergence } from '../../run/play-protocol.ts';
import { Player, type Stage } from './player.ts';
import type { Schedule } from './steps.ts';
import { unitScheduleOf } from './unit-schedule.ts';
import { UnitStage } from './unit-stage.ts';
import type { World } from '../../systems/world.ts';
import { ChainStage } from './chain-stage.ts';
import { type ChainSchedule, scheduleOf } from './chain-schedule.ts';

export interface Played {
  /** Actions that the stack took, with the state of the spec after each. */
  readonly actions: number;
  /** Why the behaviour was not played to its end though nothing is wrong; null if it was. */
  readonly cut: string | null;
  readonly divergence: Divergence | null;
}

/** Far more than the walks of a small model take. */
const EVENTS_MAX = 50_000;
const WRITE_BYTES = 8;

/** Positions are meant as they are written. */
class LiteralPositions extends Knowledge {
  override resolve({ back }: PlannedOperation): number {
    return back;
  }
}

/** Of which spec the behaviour is. `bug`: the mistake that is planted in it, or `none`. */
type PlayWalk = (trace: readonly TraceState[], parts: Partial<Parts>, bug: string) => Promise<Played>;

/** The specs that can be played. Each throws an `InputError` for a model with several chains, or several units. */
export const playable: Readonly<Record<string, PlayWalk>> = { ChainLog: playChainLog, FlashUnit: playFlashUnit };

export async function playChainLog(trace: readonly TraceState[], parts: Partial<Parts>, bug: string): Promise<Played> {
  const schedule = scheduleOf(trace);
  const { chainLength } = schedule;
  const plan = planOf('ChainLog', chainLength, clientsFor(schedule));
  const { system } = plan;
  const bindings = await loadBindings();
  const layout = firstLayoutOf(system);
  const spec = bug === 'none' ? bindings.chainLog(chainLength) : bindings.flawedChainLog(chainLength, bug);
  const chains = new ChainLogRefinement(spec, layout);
  const { pageBytes } = flashGeometryOf(system);
  const units = new FlashUnitRefinement(bindings.flashUnit, unitCount(system), pageBytes, chains);
  const firstClient = topologyOf(plan).roles.indexOf('client');
  const stage = new ChainStage(schedule, layout, firstClient, { units, chains });
  return played(plan, parts, schedule, stage);
}

export async function playFlashUnit(trace: readonly TraceState[], parts: Partial<Parts>, bug: string): Promise<Played> {
  const schedule = unitScheduleOf(trace, bug);
  const plan = planOf('FlashUnit', 1, [idle]);
  const bindings = await loadBindings();
  const spec = bug === 'none' ? bindings.flashUnit : bindings.flawedFlashUnit(bug);
  const units = new FlashUnitRefinement(spec, 1, flashGeometryOf(plan.system).pageBytes);
  const stage = new UnitStage(units, topologyOf(plan).roles.indexOf('client'));
  return played(plan, parts, schedule, stage, (world) => stage.enter(world));
}

async function played<Errand>(
  plan: Plan,
  parts: Partial<Parts>,
  schedule: Schedule<Errand>,
  stage: Stage<Errand>,
  conduct?: (world: World) => void,
): Promise<Played> {
  const player = new Player(schedule, stage);
  const run = await execute(plan, parts, {
    properties: [],
    watchers: [{ watch: () => player }],
    eventsMax: EVENTS_MAX,
    chooser: player,
    knowledge: new LiteralPositions(),
    ...(conduct === undefined ? {} : { conduct }),
  });
  const [violation] = run.violations;
  if (violation !== undefined && player.divergence === null) player.part(violation.message);
  const { played: actions, divergence } = player;
  return { actions, cut: schedule.cut, divergence };
}

function clientsFor({ orders }: ChainSchedule): Plan['clients'] {
  return orders.map(({ op, position }) => [{ op, size: WRITE_BYTES, of: 'tail', back: position, thinkMicros: 0 }]);
}

/** A client in whose name requests are sent; its own work is never let go on, or the run would end with it. */
const idle: Plan['clients'][number] = [{ op: 'read', size: 0, of: 'tail', back: 0, thinkMicros: 1 }];

function planOf(spec: string, chainLength: number, clients: Plan['clients']): Plan {
  const system: CorfuPlan = {
    stripes: 1,
    chainLength,
    replication: 'client-driven',
    layoutServers: 0,
    spareLayoutServers: 0,
    sequencers: 1,
    spares: 0,
    managers: 0,
    delayMicros: 1,
    jitterMicros: 1,
    timeoutMicros: 1000,
    strength: 'confirmed',
    leaseMicros: 0,
    driftPpm: 0,
    fillDelayMicros: 0,
    flashBlocks: 8,
    flashPagesPerBlock: 8,
  };
  return { format: 1, scenario: `a walk of ${spec}`, seed: 0, system, clients, faults: [] };
}
