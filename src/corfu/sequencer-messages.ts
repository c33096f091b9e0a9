/** Requests to the sequencer and its replies. Every request carries the epoch of the layout its sender knows. */
import type { EntryStreams, StreamId } from '../log/stream.ts';
import type { StreamTails } from './stream-table.ts';

export interface NextRequest {
  readonly kind: 'sequencer/next';
  readonly epoch: number;
  /** How many consecutive tokens. */
  readonly count: number;
  /** Those that the entry is to belong to; absent for none. */
  readonly streams?: readonly StreamId[];
}

export interface QueryRequest {
  readonly kind: 'sequencer/query';
  readonly epoch: number;
  /** Those whose last positions are asked for; absent for none. */
  readonly streams?: readonly StreamId[];
  /** Say whether you hold a lease. */
  readonly leased?: true;
}

export interface BootstrapRequest {
  readonly kind: 'sequencer/bootstrap';
  readonly epoch: number;
  readonly tail: number;
  /** The sequencer process that the layout names. */
  readonly incarnation: number;
  /** The last positions of every stream; absent where the log has none. */
  readonly streams?: StreamTails;
}

/**
 * Goes on in `epoch` with the tail and the streams of the epoch just before, which this process must have served: the shorter way
 * from one layout to the next that keeps its sequencer.
 */
export interface AdvanceRequest {
  readonly kind: 'sequencer/advance';
  readonly epoch: number;
  /** The sequencer process that the layout names. */
  readonly incarnation: number;
}

export interface SealSequencerRequest {
  readonly kind: 'sequencer/seal';
  readonly epoch: number;
}

export type SequencerRequest = NextRequest | QueryRequest | BootstrapRequest | AdvanceRequest | SealSequencerRequest;

/**
 * `position`: the first token granted, or the tail. `streams`: what the entry there is to say of its streams, or where the streams
 * asked about end. `epoch`: the sequencer's own. `incarnation`: which process refuses. `leased`: no later epoch had begun when the
 * answer left; only for who asked for that.
 */
export type SequencerReply =
  | {
      readonly status: 'ok';
      readonly epoch: number;
      readonly position: number;
      readonly streams?: EntryStreams;
      readonly leased?: boolean;
    }
  | { readonly status: 'sealed'; readonly epoch: number; readonly incarnation: number }
  | { readonly status: 'not-ready'; readonly epoch: number; readonly incarnation: number };
