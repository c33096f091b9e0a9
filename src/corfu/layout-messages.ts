/**
 * The messages of a layout server. The decision on the layout of epoch e is a slot of its own, and its acceptors are the
 * layout servers of epoch e - 1: they know the layout before it, so slots are decided one after the other and none is skipped.
 */
import type { PrepareReply, AcceptReply } from '../paxos/acceptor.ts';
import type { Rank } from '../paxos/rank.ts';
import type { NodeId } from '../ports/units.ts';
import type { Layout } from './layout.ts';
import type { LeaseTerms } from './lease-terms.ts';

/** Which is the newest layout that you know to be decided? */
export interface GetLayoutRequest {
  readonly kind: 'layout/get';
}

/** Is `epoch` still the newest one, and has nobody begun to end it? */
export interface ConfirmRequest {
  readonly kind: 'layout/confirm';
  readonly epoch: number;
}

/** Grant `holder` a lease on `epoch`, if you would confirm it. */
export interface LeaseRequest {
  readonly kind: 'layout/lease';
  readonly epoch: number;
  readonly holder: NodeId;
}

/** Promise never to confirm an epoch below `epoch` again. */
export interface SealLayoutRequest {
  readonly kind: 'layout/seal';
  readonly epoch: number;
}

/** Phase 1 of the decision on the layout of epoch `slot`. */
export interface PrepareRequest {
  readonly kind: 'layout/prepare';
  readonly slot: number;
  readonly rank: Rank;
}

/** Phase 2. */
export interface AcceptRequest {
  readonly kind: 'layout/accept';
  readonly slot: number;
  readonly rank: Rank;
  readonly layout: Layout;
}

/** `layout` is decided. Only a hint: what a majority accepted is decided, whether anybody says so or not. */
export interface CommitRequest {
  readonly kind: 'layout/commit';
  readonly layout: Layout;
}

export type LayoutRequest =
  | GetLayoutRequest
  | ConfirmRequest
  | LeaseRequest
  | SealLayoutRequest
  | PrepareRequest
  | AcceptRequest
  | CommitRequest;

/**
 * `layout`: the newest one that the server knows to be decided. `sealed`: it confirms no epoch below. `leases`: in answer to a
 * seal, from a server that grants any.
 */
export interface LayoutFound {
  readonly status: 'ok';
  readonly layout: Layout;
  readonly sealed: number;
  readonly leases?: LeasesLeft;
}

/** What remains of the leases that a server has granted, on its clock at the instant when it says so. */
export interface LeasesLeft {
  readonly driftPpm: LeaseTerms['driftPpm'];
  /** Anybody may hold one for so long, since the server has forgotten whom it granted any. */
  readonly anybodyMicros: number;
  readonly holders: readonly { readonly holder: NodeId; readonly restMicros: number }[];
}

/** The lease counts from before the request was sent, by the terms that come with it. */
export interface LeaseGranted extends LeaseTerms {
  readonly status: 'granted';
}

export interface Confirmed {
  readonly status: 'confirmed';
}

/** The layout of that epoch has no such sequencer or unit. */
export interface LeaseRefused {
  readonly status: 'not-named';
}

/** The epoch is over, or about to be; its layout may be old. */
export interface Superseded {
  readonly status: 'superseded';
  readonly layout: Layout;
}

/** The slot is decided. */
export interface SlotDecided {
  readonly status: 'decided';
  readonly layout: Layout;
}

/**
 * The server knows of no layout, since it is new or has lost its disk, or not of the one before the slot. It promises and
 * accepts nothing.
 */
export interface LayoutUnknown {
  readonly status: 'not-ready';
}

export type LayoutReply =
  | LayoutFound
  | Confirmed
  | LeaseGranted
  | LeaseRefused
  | Superseded
  | SlotDecided
  | LayoutUnknown
  | PrepareReply<Layout>
  | AcceptReply;
