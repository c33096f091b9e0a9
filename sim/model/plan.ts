/**
 * A plan: everything random decided up front. Plain data, JSON, shrinkable and editable. The same plan gives the same run,
 * byte for byte; the generators may change without touching plans that were saved.
 */

import type { Strength } from '../../src/corfu/strength.ts';
import type { PlannedWorld } from './planned-world.ts';

/** Which positions an operation means. Never a literal: a plan that shrinks keeps its sense. */
export type PositionReference =
  /** The `back`-th last position whose append was acknowledged to any client. */
  | 'acknowledged'
  /** The `back`-th position below the highest tail any client has seen, whatever it holds. */
  | 'tail'
  /** The `back`-th oldest position that a client saw unwritten below a tail, and nobody saw decided since. */
  | 'hole'
  /** The `back`-th last position that was trimmed. */
  | 'trimmed';

export interface PlannedOperation {
  readonly op: 'append' | 'read' | 'readRange' | 'readStream' | 'checkTail' | 'fill' | 'trim' | 'prefixTrim';
  /** Payload size of an append; length of a range. */
  readonly size: number;
  readonly of: PositionReference;
  readonly back: number;
  /** How long the client thinks before it calls. */
  readonly thinkMicros: number;
  /** In a log with streams: those that an append is to belong to, or the one that is read. Counted round the streams there are. */
  readonly streams?: readonly number[];
}

/** Parameters are flat numbers and strings, all with the unit in their name. Nodes are named by role and index. */
export interface PlannedFault {
  readonly kind: string;
  readonly [parameter: string]: number | string;
}

/** How the cluster is built and tuned. */
export interface CorfuPlan {
  readonly stripes: number;
  readonly chainLength: number;
  readonly replication: 'client-driven' | 'server-forwarded';
  /** Who votes on the next layout; with none, the layout is fixed. */
  readonly layoutServers: number;
  /** Layout servers that have no vote at first. */
  readonly spareLayoutServers: number;
  /** Nodes on which a sequencer runs; the first serves the first layout. */
  readonly sequencers: number;
  /** Units that no chain has at first. */
  readonly spares: number;
  /** Processes that watch the servers and have the layout changed. */
  readonly managers: number;
  /** One-way network delay: a fixed part and a uniform jitter. */
  readonly delayMicros: number;
  readonly jitterMicros: number;
  /** How long a client waits for a reply before it takes the outcome for unknown. */
  readonly timeoutMicros: number;
  /** How long a reader waits before it fills a hole below the tail; from 0. */
  readonly fillDelayMicros: number;
  readonly flashBlocks: number;
  readonly flashPagesPerBlock: number;
  /** How much stands behind a tail, or a position found unwritten. */
  readonly strength: Strength;
  /** For `leased`: how long a grant lasts on the clock of the layout server that gives it. */
  readonly leaseMicros: number;
  /** For `leased`: how far the rate of any clock may be off, in parts per million. */
  readonly driftPpm: number;
  /** Tries of one step before a client gives up; enough for about a hundred timeouts when left out. */
  readonly attemptsMax?: number;
  /** Streams that the clients use. Left out: the log has none. */
  readonly streams?: number;
  /** Backpointers that an entry has for each of its streams. */
  readonly backpointers?: number;
}

/**
 * What an operator may want of the layout from some time on:
 *
 * - `scale-out`: one stripe more than the first layout and the orders before have.
 * - `drop-trimmed`: no segments in which everything was trimmed.
 * - `replace-layout-server`: another one instead of the first layout server that no order before named.
 */
export const changeKinds = ['scale-out', 'drop-trimmed', 'replace-layout-server'] as const;

export type ChangeKind = (typeof changeKinds)[number];

/** An order of the operator, which all managers know of from `atMicros` on. Orders of one kind count in the order of the list. */
export interface PlannedChange {
  readonly change: ChangeKind;
  readonly atMicros: number;
}

export interface Plan {
  readonly format: 1;
  readonly scenario: string;
  /** Decides what the plan leaves open: delays of single messages, the bytes of a torn page, ties. */
  readonly seed: number;
  readonly system: CorfuPlan;
  /** The operations of each client, in order. */
  readonly clients: readonly (readonly PlannedOperation[])[];
  readonly faults: readonly PlannedFault[];
  /** Left out: the operator wants nothing. */
  readonly changes?: readonly PlannedChange[];
  /** In a small world: what is chosen there, where elsewhere time decides. */
  readonly world?: PlannedWorld;
}
