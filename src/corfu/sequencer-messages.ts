/** Requests to the sequencer and its replies. Every request carries the epoch of the layout its sender knows. */

export interface NextRequest {
  readonly kind: 'sequencer/next';
  readonly epoch: number;
  /** How many consecutive tokens. */
  readonly count: number;
}

export interface QueryRequest {
  readonly kind: 'sequencer/query';
  readonly epoch: number;
}

export interface BootstrapRequest {
  readonly kind: 'sequencer/bootstrap';
  readonly epoch: number;
  readonly tail: number;
  /** The sequencer process that the layout names. */
  readonly incarnation: number;
}

export interface SealSequencerRequest {
  readonly kind: 'sequencer/seal';
  readonly epoch: number;
}

export type SequencerRequest = NextRequest | QueryRequest | BootstrapRequest | SealSequencerRequest;

/** `position`: the first token granted, or the tail. `epoch`: the sequencer's own. `incarnation`: which process refuses. */
export type SequencerReply =
  | { readonly status: 'ok'; readonly epoch: number; readonly position: number }
  | { readonly status: 'sealed'; readonly epoch: number; readonly incarnation: number }
  | { readonly status: 'not-ready'; readonly epoch: number; readonly incarnation: number };
