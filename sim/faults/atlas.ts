/**
 * The fault atlas: which of the faults drawn together are within what the protocol promises to survive.
 *
 * The promise of a log is that an acknowledged entry stays what it is while one copy of it is whole. A chain
 * acknowledges a write when each of its units has it, so every acknowledged position of a chain of n units has n
 * copies. The atlas therefore lets faults that damage copies hit one unit of each chain only, the first that the plan
 * names, and no unit of a chain of one: the other units of the chain keep every copy, and a reader that meets a damaged
 * one (R4: `corrupt`) reads another and repairs. A fault may hit its unit as often as it likes, and what it damages may
 * be one page or the device, since no page of the unit is counted on.
 *
 * Layout servers decide by majority, and one that has lost its disk never votes again. So the same holds for them: only
 * so many of them are hit, each time those named first, that a majority is left whole.
 *
 * Leases are measured on clocks, and good as long as none is worse than the plan says. So where there are leases, clocks drift no
 * further than that.
 *
 * All other faults lose messages, time or a process, none of which an acknowledged entry depends on: however many there
 * are together, they cost only progress, and all of them end. So they pass.
 *
 * Two classes need a word of the scenario. `replacement`: the unit that lost its device is out until a reconfiguration
 * replaces it, and positions of its chain are unavailable until then. `outside`: the fault breaks what every log relies
 * on, as an fsync that lies does; only a scenario that says `unrestricted` draws it, and then nothing here restrains
 * it.
 */
import type { CorfuPlan, PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { unitCount } from '../systems/corfu.ts';
import { requireFaultKind } from './registry.ts';
import { majorityOf } from '../../src/rpc/gather.ts';

/** What a scenario allows beyond faults that are survived in place. */
export interface Permits {
  /** Units may lose their devices for good. */
  readonly replacement: boolean;
  /** Anything goes: broken promises, and all copies of an entry lost. */
  readonly unrestricted: boolean;
}

/** Whether a scenario may draw `kind` at all. */
export function permitted(kind: FaultKind, permits: Permits): boolean {
  if (permits.unrestricted || kind.faultClass === 'in-place') return true;
  return kind.faultClass === 'replacement' && permits.replacement;
}

/**
 * Those of `faults`, in their order, that the protocol promises to survive together. Throws at a kind that does not
 * exist.
 */
export function withinPromise(
  faults: readonly PlannedFault[],
  system: CorfuPlan,
  permits: Permits,
): readonly PlannedFault[] {
  /** The unit of each chain whose copies are not counted on. */
  const damagedUnits = new Map<number, number>();
  const damagedLayoutServers = new Set<number>();
  return faults.filter((fault) => {
    const kind = requireFaultKind(fault.kind);
    if (permits.unrestricted) return true;
    if (!permitted(kind, permits) || isBeyondLeases(fault, system)) return false;
    if (!kind.damagesCopies) return true;
    if (fault['role'] === 'layout-server') {
      const server = Number(fault['index']) % system.layoutServers;
      const withIt = new Set(damagedLayoutServers).add(server);
      if (system.layoutServers - withIt.size < majorityOf(system.layoutServers)) return false;
      damagedLayoutServers.add(server);
      return true;
    }
    if (fault['role'] !== 'unit') return true;
    if (system.chainLength === 1) return false;
    const unit = Number(fault['index']) % unitCount(system);
    // Units are numbered stripe by stripe, and spare ones behind them: those join chains whose units keep every copy.
    const chain = Math.floor(unit / system.chainLength);
    const damaged = damagedUnits.get(chain) ?? unit;
    damagedUnits.set(chain, damaged);
    return damaged === unit;
  });
}

function isBeyondLeases(fault: PlannedFault, { strength, driftPpm }: CorfuPlan): boolean {
  return strength === 'leased' && fault.kind === 'clock.drift' && Math.abs(Number(fault['driftPpm'])) > driftPpm;
}
