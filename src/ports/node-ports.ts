import type { BuggifyPort } from './buggify.ts';
import type { ClockPort } from './clock.ts';
import type { DiskPort } from './disk.ts';
import type { FlashPort } from './flash.ts';
import type { NetworkPort } from './network.ts';
import type { ProcessPort } from './process.ts';
import type { RandomPort } from './random.ts';
import type { TracePort } from './trace.ts';
import type { NodeId } from './units.ts';

/**
 * Everything a node can do to the world: one object per incarnation of a node. From the instant of a crash every call on
 * it does nothing: promises never settle, nothing is sent, written or traced.
 */
export interface NodePorts {
  readonly self: NodeId;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly network: NetworkPort;
  readonly flash: FlashPort;
  readonly disk: DiskPort;
  readonly process: ProcessPort;
  readonly trace: TracePort;
  readonly buggify: BuggifyPort;
}
