/**
 * The shape of a fault kind. Each kind is one small file: what it does, its bounds, how it heals, and who notices it.
 */
import type { Arbitrary } from 'fast-check';
import type { PlannedFault } from '../model/plan.ts';
import type { Role, Topology } from '../systems/topology.ts';
import type { World } from '../systems/world.ts';

/**
 * - `in-place`: the protocol survives it with every node it has.
 * - `replacement`: survivable once the lost device or node is replaced.
 * - `outside`: breaks a promise that every log relies on; drawn only by scenarios that say `unrestricted`.
 */
export type FaultClass = 'in-place' | 'replacement' | 'outside';

export type FaultPlace = 'network' | 'process' | 'flash' | 'disk' | 'clock' | 'protocol';

export interface FaultKind<F extends PlannedFault = PlannedFault> {
  /** `place.name`, as plans and reports spell it. */
  readonly kind: F['kind'];
  readonly place: FaultPlace;
  readonly faultClass: FaultClass;
  /** Whether it may destroy what a node has stored, so that other replicas of it must stay whole; see the atlas. */
  readonly damagesCopies: boolean;
  /** It strikes only where somebody plays this role. */
  readonly needs?: Role;
  /** One line for `corfuzz list`. */
  readonly summary: string;
  /** How and when it ends. */
  readonly heals: string;
  /** What notices it: a counter, an invariant, a behaviour. */
  readonly noticedBy: string;
  /** Draws one fault within bounds that the protocol promises to survive, if the class says so. */
  arbitrary(topology: Topology, horizonMicros: number): Arbitrary<F>;
  /** Arms `fault` before the run starts. Every time it takes effect it tells a `fault` fact of its kind. */
  install(fault: F, world: World): void;
}
