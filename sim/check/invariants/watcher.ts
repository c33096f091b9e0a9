/** What the {@link Ledger} tells those who judge: facts in the words of the log, told once each, in the order they happened. */
import type { EntryStreams } from '../../../src/log/stream.ts';
import type { Layout } from '../../../src/corfu/layout.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import type { Fact } from '../../model/fact.ts';
import type { Call } from './calls.ts';
import type { Content } from './content.ts';
import type { Replica } from './log-cell.ts';
import type { UnitState } from './unit-state.ts';

/** A reply of any unit or of the sequencer; which fields there are depends on its status and its request. */
export interface AnyReply {
  readonly status: string;
  readonly epoch: number;
  /** Of a unit: the identity that it has until its device is replaced or wiped. */
  readonly incarnation?: number;
  readonly position?: number;
  readonly upTo?: number;
  readonly hwm?: number;
  /** Of a layout server: it confirms no epoch below. */
  readonly sealed?: number;
  readonly stored?: 'data' | 'junk';
  readonly writer?: number;
  readonly writeNumber?: number;
  readonly payload?: Uint8Array;
  /** The holder of a lease vouches for the answer. */
  readonly leased?: boolean;
  /** Of a lease that is granted. */
  readonly durationMicros?: number;
  /** Of an entry, or of a token. */
  readonly streams?: EntryStreams;
}

/**
 * A unit has sent a reply, or handed a request on, which says that it has done its part. The object is used again for the next
 * answer; do not keep it.
 */
export interface Answer {
  readonly unit: UnitState;
  readonly call: Call;
  /** `passed` when the request was handed on. */
  readonly status: string;
  /** `undefined` when the request was handed on. */
  readonly reply: AnyReply | undefined;
  /** For requests that name a position. */
  readonly replica: Replica | undefined;
  /** Where in the chain of that position, in the epoch of the request, the unit stands: 0 is the head. -1: not in it. */
  readonly place: number;
  /** The entry that the unit says it holds at that position. */
  readonly said: Content | undefined;
}

/** A client's operation on the log; `value` is what an append appends, `streams` those that it is for. */
export interface ClientOperation {
  readonly number: number;
  readonly node: NodeId;
  readonly op: string;
  readonly position: number;
  readonly value: number | string | undefined;
  readonly invokedStep: number;
  readonly streams: readonly number[] | undefined;
}

export interface OperationResponse {
  readonly out: string;
  readonly outPos?: number;
  readonly outVal?: number | string;
  /** What a reader of a stream was given. */
  readonly positions?: readonly number[];
  readonly values?: readonly (number | string)[];
}

export interface LedgerWatcher {
  /** A page with `content` is programmed. `before` is the entry that the unit held and must have kept; `copies` of `content` were there. */
  readonly stored?: (replica: Replica, content: Content, before: Content | undefined, copies: number) => void;
  /** The last page with the content of `replica` was erased. */
  readonly vanished?: (replica: Replica) => void;
  /** A client has sent a request. */
  readonly asked?: (call: Call) => void;
  /** A copy of a request has reached a unit; judge by the masks of `call`, which count it already. */
  readonly arrived?: (unit: UnitState, call: Call) => void;
  /** What the unit has said before does not count this answer yet. */
  readonly answered?: (answer: Answer) => void;
  /** The sequencer has answered. */
  readonly sequenced?: (call: Call, reply: AnyReply, sequencer: NodeId) => void;
  /** A layout server has answered. */
  readonly voted?: (call: Call, reply: AnyReply, server: NodeId) => void;
  /** A sequencer or a unit has told with its answer to `call` whether it vouches for that by a lease. */
  readonly vouched?: (holder: NodeId, call: Call, isLeased: boolean) => void;
  /** A majority of the layout servers has accepted a layout of `epoch`: from this instant on it is decided, known or not. */
  readonly chosen?: (epoch: number) => void;
  /** Somebody has told a layout server that `layout` is decided. `isNew`: the first time that anybody did for its epoch. */
  readonly decided?: (layout: Layout, isNew: boolean) => void;
  readonly invoked?: (operation: ClientOperation) => void;
  /** An acknowledgement counts already. */
  readonly responded?: (operation: ClientOperation, response: OperationResponse) => void;
  /** Crashes, starts, lost devices and faults, as told. */
  readonly happened?: (fact: Fact) => void;
  /** What protocol code says of itself. For marks; no invariant may listen. */
  readonly claimed?: (node: NodeId, claim: { readonly event: string }) => void;
}
