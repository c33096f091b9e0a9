import type { NodeId } from '../../src/ports/units.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { VirtualNetwork } from '../devices/network.ts';
import type { FaultSchedule } from './fault-schedule.ts';
import type { SimNode } from './sim-node.ts';
import type { Topology } from './topology.ts';

/** Everything a fault can act on. */
export interface World {
  readonly kernel: Kernel;
  readonly faults: FaultSchedule;
  readonly topology: Topology;
  readonly network: VirtualNetwork;
  /** Indexed by node id. */
  readonly nodes: readonly SimNode[];
  /** The units of every stripe, head first. */
  readonly chains: readonly (readonly NodeId[])[];
  node(id: NodeId): SimNode;
}
