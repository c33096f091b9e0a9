/**
 * The proof that an obligation cannot be met, by anybody: statements of what was destroyed or ended, each of which can be looked up
 * in the trace of the run. A statement is about the newest layout that was decided.
 */
import type { Need } from './obligation.ts';

/** Something that happened to a node, and when. */
export interface NodeEvent {
  readonly node: number;
  readonly step: number;
  readonly timeMicros: number;
  /** The kind of the fault that did it, if one did. */
  readonly fault?: string;
}

export type Statement =
  /** Every unit that held the positions of a chain has lost them. `end` is exclusive; `null`: the segment is open. */
  | {
      readonly says: 'chain-lost';
      readonly epoch: number;
      readonly start: number;
      readonly end: number | null;
      readonly units: readonly NodeEvent[];
    }
  /** So many of the layout servers have forgotten their promises that the others are no majority. */
  | {
      readonly says: 'majority-lost';
      readonly epoch: number;
      readonly layoutServers: readonly number[];
      readonly lost: readonly NodeEvent[];
    }
  /** A unit of the layout has lost what it held. */
  | { readonly says: 'unit-lost'; readonly epoch: number; readonly unit: NodeEvent }
  /** The sequencer process that the layout names has ended, and with it what it knew. */
  | { readonly says: 'sequencer-ended'; readonly epoch: number; readonly sequencer: NodeEvent }
  /** Servers of the layout have said that they obey a later epoch, for which no layout is decided. */
  | { readonly says: 'epoch-ended'; readonly epoch: number; readonly by: readonly NodeEvent[] }
  /** The client asks in an earlier epoch: it has not heard of the newest layout. */
  | { readonly says: 'layout-unknown'; readonly epoch: number; readonly client: number; readonly asksIn: number }
  | { readonly says: 'layout-fixed' }
  /** Nobody is left who would change the layout. */
  | { readonly says: 'no-manager'; readonly destroyed: readonly NodeEvent[] }
  /** Nobody is left who could be the sequencer. */
  | { readonly says: 'no-sequencer'; readonly destroyed: readonly NodeEvent[] };

/** Why one obligation cannot be met: what it needs, and the statements that say that this is lost for ever. */
export interface Excuse {
  /** The obligation. */
  readonly what: string;
  readonly need: Need;
  readonly because: readonly Statement[];
}
