/**
 * An acceptor of single-decree Paxos, as functions from state to state. Whoever owns one makes the new state durable before
 * it sends the reply: a promise that a restart forgets lets two values be decided.
 */
import { NO_RANK, type Rank } from './rank.ts';

export interface Accepted<Value> {
  readonly rank: Rank;
  readonly value: Value;
}

export interface AcceptorState<Value> {
  /** Nothing of a lower rank is promised or accepted any more. */
  readonly promised: Rank;
  /** What it accepted last, which has the highest rank of all it accepted. */
  readonly accepted: Accepted<Value> | null;
}

/** `accepted`: what the proposer may have to adopt. */
export type PrepareReply<Value> =
  | { readonly status: 'promised'; readonly accepted: Accepted<Value> | null }
  | { readonly status: 'outranked'; readonly promised: Rank };

export type AcceptReply = { readonly status: 'accepted' } | { readonly status: 'outranked'; readonly promised: Rank };

export interface Step<Value, Reply> {
  readonly state: AcceptorState<Value>;
  readonly reply: Reply;
}

export function newAcceptor<Value>(): AcceptorState<Value> {
  return { promised: NO_RANK, accepted: null };
}

/** Phase 1b. A repeated prepare gets the same promise. */
export function prepare<Value>(state: AcceptorState<Value>, rank: Rank): Step<Value, PrepareReply<Value>> {
  if (rank < state.promised) return { state, reply: { status: 'outranked', promised: state.promised } };
  const { accepted } = state;
  return { state: { promised: rank, accepted }, reply: { status: 'promised', accepted } };
}

/** Phase 2b. Accepting promises too: whoever accepts without having been prepared must not fall back behind it. */
export function accept<Value>(state: AcceptorState<Value>, rank: Rank, value: Value): Step<Value, AcceptReply> {
  if (rank < state.promised) return { state, reply: { status: 'outranked', promised: state.promised } };
  return { state: { promised: rank, accepted: { rank, value } }, reply: { status: 'accepted' } };
}
