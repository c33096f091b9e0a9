/**
 * A scenario: a system under test, a workload, the faults allowed, the properties that must hold and the marks that must be
 * reached. It is what users write; everything else follows from it and a seed.
 */
import type { Strength } from '../../src/corfu/strength.ts';
import type { Property } from './property.ts';
import type { World } from './world.ts';
import type { ChangeKind, PlannedFault, PlannedOperation } from './plan.ts';

/** A number to draw: inclusive bounds, or a fixed value. */
export type Range = number | readonly [min: number, max: number];

/** What each seed draws its cluster from; what is left out has the default of `systems/corfu`. */
export interface CorfuSpecification {
  readonly stripes?: Range;
  readonly chainLength?: Range;
  readonly replication?: 'client-driven' | 'server-forwarded' | 'either';
  /** Who votes on the next layout; 0: the layout is fixed. */
  readonly layoutServers?: Range;
  /** Layout servers that have no vote at first. */
  readonly spareLayoutServers?: Range;
  readonly sequencers?: Range;
  readonly spares?: Range;
  readonly managers?: Range;
  readonly delayMicros?: Range;
  readonly jitterMicros?: Range;
  readonly timeoutMicros?: Range;
  readonly fillDelayMicros?: Range;
  readonly flashBlocks?: Range;
  readonly flashPagesPerBlock?: Range;
  /** How much stands behind a tail, or a position found unwritten; `leased` takes layout servers, who grant the leases. */
  readonly strength?: Strength;
  /** How long a grant of a lease lasts. */
  readonly leaseMicros?: Range;
  /** How far the rate of any clock may be off, as far as leases allow for it, in parts per million. */
  readonly driftPpm?: Range;
  /** Streams that the clients use; left out: the log has none. */
  readonly streams?: Range;
  /** Backpointers that an entry has for each of its streams; without streams it has no meaning. */
  readonly backpointers?: Range;
}

export interface Workload {
  readonly count: Range;
  /** Operations of one client. */
  readonly operations: Range;
  /** Relative weights of the operations. */
  readonly mix: Partial<Readonly<Record<PlannedOperation['op'], number>>>;
  readonly thinkMicros?: Range;
  readonly payloadBytes?: Range;
}

/** A fault kind as a scenario sees it; `sim/faults` has what it does. */
export interface AllowedFault {
  readonly kind: string;
}

/** An order of the operator to the managers; when it is given is drawn. */
export interface OrderedChange {
  readonly change: ChangeKind;
  readonly atMicros: Range;
}

export interface Scenario {
  readonly name: string;
  /** One line: what goes wrong here, and what must hold all the same. */
  readonly summary: string;
  readonly system: CorfuSpecification;
  readonly clients: Workload;
  /** Kinds that a seed may draw (swarm): each seed takes its own subset, rates and times. */
  readonly faults: readonly AllowedFault[];
  /** Faults of one seed. */
  readonly faultCount?: Range;
  /** Faults that every seed has, as they stand: what the scenario is about. */
  readonly always?: readonly PlannedFault[];
  /** What the operator orders in every seed. */
  readonly changes?: readonly OrderedChange[];
  readonly properties: readonly Property[];
  /** Marks that a campaign must reach. */
  readonly sometimes: readonly string[];
  /** The least share of operations with a known good outcome, over a campaign. */
  readonly succeeds: { readonly atLeastPercent: number };
  /** Most seeds destroy for ever what progress needs, and end `unavailable`: what is asked is that nothing is lost before. */
  readonly expects?: 'unavailable';
  /** Whether devices may be lost for good. */
  readonly replacement?: boolean;
  /** Whether faults outside the promise may be drawn. */
  readonly unrestricted?: boolean;
  /** More events than any regular run of it: beyond, a seed is `stuck`. */
  readonly eventsMax?: number;
  /** It is a small world, in which everything is fixed but the order of what happens. */
  readonly world?: World;
}
