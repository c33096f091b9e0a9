/**
 * Faults of devices that last for a window of the run. They change the device that the node has when the window begins,
 * and change the same one back, also when the node has lost it meanwhile.
 */
import type { DiskFaults } from '../devices/disk-faults.ts';
import type { FlashFaults } from '../devices/flash-faults.ts';
import { nodeOf } from '../systems/topology.ts';
import type { World } from '../systems/world.ts';
import { during } from './during.ts';
import type { NodeChoice, Window } from './parameters.ts';

/** Calls `change` with 1 when the window begins and with -1 when it ends. */
export function flashDuring(
  world: World,
  fault: Window & NodeChoice,
  change: (faults: FlashFaults, by: 1 | -1) => void,
): void {
  const node = world.node(nodeOf(world.topology, fault.role, fault.index));
  let { faults } = node.flash;
  const begin = (): void => change((faults = node.flash.faults), 1);
  during(world, fault, begin, () => change(faults, -1));
}

/** Calls `change` with 1 when the window begins and with -1 when it ends. */
export function diskDuring(
  world: World,
  fault: Window & NodeChoice,
  change: (faults: DiskFaults, by: 1 | -1) => void,
): void {
  const node = world.node(nodeOf(world.topology, fault.role, fault.index));
  let { faults } = node.disk;
  const begin = (): void => change((faults = node.disk.faults), 1);
  during(world, fault, begin, () => change(faults, -1));
}
