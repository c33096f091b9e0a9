/**
 * A proposer of single-decree Paxos: one ballot, from prepare to decision. Whether to try again with a higher rank is the
 * caller's business, since only it knows whether its value still makes sense.
 *
 * The one thing easily got wrong is what a proposer goes on with after phase 1: of all values that its majority reported, the one
 * of the *highest rank* may be decided already, and no other may be proposed.
 */
import { gather, majorityOf } from '../rpc/gather.ts';
import type { Accepted, AcceptReply, PrepareReply } from './acceptor.ts';
import type { Rank } from './rank.ts';

/** Somebody who knows the decision need not vote any more. */
interface Known<Value> {
  readonly status: 'decided';
  readonly value: Value;
}

/** `abstained`: no vote, neither for nor against; the acceptor cannot take part yet, or did not answer in time. */
interface Abstained {
  readonly status: 'abstained';
}

export type PrepareVote<Value> = PrepareReply<Value> | Known<Value> | Abstained;
export type AcceptVote<Value> = AcceptReply | Known<Value> | Abstained;

/** The acceptors of one decision, as a proposer reaches them. Every call settles. */
export interface Acceptors<Value> {
  readonly count: number;
  prepare(acceptor: number, rank: Rank): Promise<PrepareVote<Value>>;
  accept(acceptor: number, rank: Rank, value: Value): Promise<AcceptVote<Value>>;
}

/** `unknown`: too few answered. The value proposed may be decided all the same, or may be yet. */
export type Ballot<Value> =
  | { readonly status: 'decided'; readonly value: Value }
  | { readonly status: 'outranked'; readonly by: Rank }
  | { readonly status: 'unknown' };

type Vote<Value> = PrepareVote<Value> | AcceptVote<Value>;

const UNKNOWN = Object.freeze({ status: 'unknown' });

export class Proposer<Value> {
  readonly #acceptors: Acceptors<Value>;

  constructor(acceptors: Acceptors<Value>) {
    this.#acceptors = acceptors;
  }

  /** Runs one ballot at `rank`, which nobody ever used before. What is decided may not be `value`. */
  async propose(rank: Rank, value: Value): Promise<Ballot<Value>> {
    const promises = await this.#vote((acceptor) => this.#acceptors.prepare(acceptor, rank), 'promised');
    const early = this.#endedBy(promises, 'promised');
    if (early !== undefined) return early;
    const chosen = this.adopt(
      promises.flatMap((vote) => (vote?.status === 'promised' ? (vote.accepted ?? []) : [])),
      value,
    );
    const acceptances = await this.#vote((acceptor) => this.#acceptors.accept(acceptor, rank, chosen), 'accepted');
    return this.#endedBy(acceptances, 'accepted') ?? { status: 'decided', value: chosen };
  }

  /** What to propose after a majority reported what it had accepted: the value of the highest rank, or else its own. */
  protected adopt(reported: readonly Accepted<Value>[], own: Value): Value {
    let highest: Accepted<Value> | undefined;
    for (const accepted of reported) if (highest === undefined || accepted.rank > highest.rank) highest = accepted;
    return highest === undefined ? own : highest.value;
  }

  /** Asks all acceptors, and waits until a majority voted `yes`, no majority can any more, or somebody knows the decision. */
  #vote<V extends Vote<Value>>(
    ask: (acceptor: number) => Promise<V>,
    yes: V['status'],
  ): Promise<readonly (V | undefined)[]> {
    const { count } = this.#acceptors;
    const needed = majorityOf(count);
    const calls = Array.from({ length: count }, (_unused, acceptor) => ask(acceptor));
    return gather(calls, (votes) => {
      let [inFavour, against] = [0, 0];
      for (const vote of votes) {
        if (vote === undefined) continue;
        if (vote.status === 'decided') return true;
        if (vote.status === yes) inFavour += 1;
        else against += 1;
      }
      return inFavour >= needed || against > count - needed;
    });
  }

  /** Why the ballot ends after these votes, unless a majority voted `yes`. */
  #endedBy<V extends Vote<Value>>(votes: readonly (V | undefined)[], yes: V['status']): Ballot<Value> | undefined {
    let inFavour = 0;
    let outrankedBy: Rank | undefined;
    for (const vote of votes) {
      if (vote === undefined) continue;
      if (vote.status === 'decided') return vote;
      if (vote.status === yes) inFavour += 1;
      if (vote.status === 'outranked' && vote.promised > (outrankedBy ?? 0)) outrankedBy = vote.promised;
    }
    if (inFavour >= majorityOf(this.#acceptors.count)) return undefined;
    return outrankedBy === undefined ? UNKNOWN : { status: 'outranked', by: outrankedBy };
  }
}
