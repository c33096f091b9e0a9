/**
 * A small world: so few clients, operations and mishaps that every order of what happens in it can be tried, which no number of
 * seeds does. Chance has no part in it. What is left open is only in which order messages arrive, when a client loses
 * patience, and when a node crashes.
 */
import type { PlannedOperation } from './plan.ts';
import type { WorldChange } from './planned-world.ts';

/** Who may crash. */
export const worldRoles = ['client', 'sequencer', 'unit', 'layout-server', 'manager'] as const;

export type WorldRole = (typeof worldRoles)[number];

export interface World {
  /** Of the one chain that there is. */
  readonly chainLength: number;
  readonly replication?: 'client-driven' | 'server-forwarded';
  /**
   * What each client does, one operation after the other. One that needs a position means the last below the highest tail that any
   * client was told by then, or the first of the log.
   */
  readonly clients: readonly (readonly PlannedOperation['op'][])[];
  /** Who changes the layout, and how. */
  readonly reconfigurers?: readonly WorldChange[];
  /** Left out: one, if anybody changes the layout. */
  readonly layoutServers?: number;
  /** One node of these roles crashes once, at any moment, and comes back at once. */
  readonly crashes?: readonly WorldRole[];
  /** How often each client may take a reply for lost that could still come; 1 when left out. */
  readonly timeouts?: number;
}
