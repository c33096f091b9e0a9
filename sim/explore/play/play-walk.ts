/** A behaviour of ChainLog played on the stack. */
import { loadBindings } from '../../refine/bindings.ts';
import { ChainLogRefinement } from '../../refine/chain-log.ts';
import { FlashUnitRefinement } from '../../refine/flash-unit.ts';
import type { CorfuPlan, Plan, PlannedOperation } from '../../model/plan.ts';
import { execute } from '../../run/execute.ts';
import { firstLayoutOf, flashGeometryOf, type Parts, topologyOf, unitCount } from '../../systems/corfu.ts';
import type { TraceState } from '../../tla/checker/result.ts';
import { Knowledge } from '../../workload/knowledge.ts';
import type { Divergence } from '../../run/play-protocol.ts';
import { Player } from './player.ts';
import { type Schedule, scheduleOf } from './schedule.ts';

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

/** `bug`: the mistake that is planted in the spec, or `none`. Throws an `InputError` when the model has several chains. */
export async function playWalk(trace: readonly TraceState[], parts: Partial<Parts>, bug: string): Promise<Played> {
  const schedule = scheduleOf(trace);
  const plan = planOf(schedule);
  const { system } = plan;
  const bindings = await loadBindings();
  const layout = firstLayoutOf(system);
  const { chainLength } = system;
  const spec = bug === 'none' ? bindings.chainLog(chainLength) : bindings.flawedChainLog(chainLength, bug);
  const chains = new ChainLogRefinement(spec, layout);
  const { pageBytes } = flashGeometryOf(system);
  const units = new FlashUnitRefinement(bindings.flashUnit, unitCount(system), pageBytes, chains);
  const firstClient = topologyOf(plan).roles.indexOf('client');
  const player = new Player(schedule, layout, firstClient, { units, chains });
  const run = await execute(plan, parts, {
    properties: [],
    watchers: [{ watch: () => player }],
    eventsMax: EVENTS_MAX,
    chooser: player,
    knowledge: new LiteralPositions(),
  });
  const [violation] = run.violations;
  if (violation !== undefined && player.divergence === null) player.part(violation.message);
  const { played, divergence } = player;
  return { actions: played, cut: schedule.cut, divergence };
}

function planOf({ chainLength, orders }: Schedule): Plan {
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
  const clients = orders.map(({ op, position }) => {
    return [{ op, size: WRITE_BYTES, of: 'tail', back: position, thinkMicros: 0 } as const];
  });
  return { format: 1, scenario: 'a walk of ChainLog', seed: 0, system, clients, faults: [] };
}
