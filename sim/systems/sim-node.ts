import type { NodeId } from '../../src/ports/units.ts';
import type { Disk } from '../devices/disk.ts';
import type { Nand } from '../devices/nand.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import type { NodeClock } from '../kernel/node-clock.ts';
import type { Role } from './topology.ts';

/** A machine of the simulated cluster: what outlives its processes, and the process that runs on it now, if any. */
export interface SimNode {
  readonly id: NodeId;
  readonly role: Role;
  readonly clock: NodeClock;
  readonly flash: Nand;
  readonly disk: Disk;
  readonly incarnation: Incarnation | null;
  /** Kills the process, if one runs, and starts the next one after `downMicros`. */
  crash(downMicros: number): void;
  /** Stops the process between two events, after it finished what it was doing, and starts the next one. */
  shutDown(downMicros: number): void;
  /** Kills the process and replaces flash and disk by empty ones; the next incarnation starts after `downMicros`. */
  loseDevices(downMicros: number): void;
  /** Kills the process for ever, and destroys everything it has stored. */
  destroy(): void;
}
