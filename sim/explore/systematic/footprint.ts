/**
 * What one step of a small world touches, and which two steps therefore depend. Too much is taken for dependent rather than too little:
 * that costs executions, the other costs bugs.
 *
 * Nodes share nothing, so steps at different nodes commute, but for one thing: histories are judged by who was called after whose
 * answer. So the answer to one client and a call of another depend, wherever they happen. What else compares instants at two nodes, as
 * an invariant may that watches the wire, sees one order of those that are equivalent.
 *
 * At one node everything depends, but for this:
 *
 * - What only asks, and what was refused, commutes with its like: neither changes anything.
 * - At a unit, what is about one position commutes with what is about another, for the unit decides each by itself. The order of pages
 *   on flash is nothing that anybody sees, except at a unit that crashes in the middle of a write: there all depends.
 * - A reply that nobody waits for any more commutes with everything but what ended the wait.
 * - Replies to calls that were made together commute as long as some of them are missing, since all are waited for. (Not those of several
 *   layout servers, of which a majority is enough.)
 */
import type { NodeId } from '../../../src/ports/units.ts';
import type { ReplyDatagram, RequestDatagram } from '../../../src/rpc/endpoint.ts';

export interface Footprint {
  readonly node: NodeId;
  /** The position at a unit that it is about, or {@link EVERYTHING}. */
  readonly part: number;
  /** It changed nothing at its node. */
  readonly asks: boolean;
  readonly waiting: Waiting;
  /** It told the client at this node an outcome. */
  readonly answered: boolean;
  /** The client at this node called an operation. */
  readonly called: boolean;
}

export type Waiting =
  /** It has nothing to do with what the node waits for. */
  | 'none'
  /** It brought the reply that the node waited for, and the node went on. */
  | 'reply'
  /** It brought a reply that the node waits for together with others, which are missing. */
  | 'early reply'
  /** It brought a reply that nobody waits for. */
  | 'late reply'
  /** It ended the wait for a reply that may still come: a timeout, a crash. */
  | 'no reply';

const EVERYTHING = -1;

/** Requests that change nothing where they arrive. */
const questions: ReadonlySet<string> = new Set([
  'unit/read',
  'unit/tail',
  'unit/known',
  'sequencer/query',
  'layout/get',
  'layout/confirm',
]);

/** Requests to a unit that are about one position. */
const ofOnePosition: ReadonlySet<string> = new Set([
  'unit/read',
  'unit/write',
  'unit/fill',
  'unit/trim',
  'unit/repair',
]);

interface AnyRequest {
  readonly kind: string;
  readonly position?: number;
}

/** A step of which nothing is known but where it happened. */
export function stepAt(node: NodeId): Footprint {
  return { node, part: EVERYTHING, asks: false, waiting: 'none', answered: false, called: false };
}

/** What would have been, had `node` not been kept from running out of patience: anything. */
export function timeoutAt(node: NodeId): Footprint {
  return { node, part: EVERYTHING, asks: false, waiting: 'no reply', answered: true, called: true };
}

export function isReply(datagram: object): boolean {
  return (datagram as RequestDatagram | ReplyDatagram).is === 'reply';
}

/** `request` arrived at `node`, and was refused or not. */
export function requestAt(node: NodeId, request: object, refused: boolean): Footprint {
  const { kind, position } = (request as RequestDatagram).body as AnyRequest;
  const part = ofOnePosition.has(kind) ? (position ?? EVERYTHING) : EVERYTHING;
  return { ...stepAt(node), part, asks: refused || questions.has(kind) };
}

export function dependent(a: Footprint, b: Footprint): boolean {
  if (a.node !== b.node) return (a.answered && b.called) || (a.called && b.answered);
  if (a.asks && b.asks) return false;
  if (a.waiting === 'late reply') return b.waiting === 'no reply';
  if (b.waiting === 'late reply') return a.waiting === 'no reply';
  if (a.waiting === 'early reply' && isOneOfMany(b)) return false;
  if (b.waiting === 'early reply' && isOneOfMany(a)) return false;
  return a.part === b.part || a.part === EVERYTHING || b.part === EVERYTHING;
}

function isOneOfMany({ waiting }: Footprint): boolean {
  return waiting === 'early reply' || waiting === 'reply';
}
