/**
 * Ranks (ballot numbers) of single-decree Paxos (Lamport, "Paxos Made Simple", 2001): totally ordered, and no two proposals
 * ever share one. A proposer that has restarted has forgotten which rounds it used, so the number of its life is part of the
 * rank; within one life the proposer counts.
 */
import type { Brand, NodeId } from '../ports/units.ts';

export type Rank = Brand<number, 'Rank'>;

/** Below every rank: nothing was promised yet. */
export const NO_RANK = 0 as Rank;

/** Rounds, lives and nodes are below: a rank has 48 bits. */
const EACH_MAX = 0x1_0000;
const ROUND = EACH_MAX * EACH_MAX;

/** Who proposes: a node in one of its lives. */
export interface ProposerId {
  readonly node: NodeId;
  /** From 1. */
  readonly incarnation: number;
}

/** The lowest rank of `proposer` above `rank`. */
export function rankAbove(rank: Rank, { node, incarnation }: ProposerId): Rank {
  const proposer = incarnation * EACH_MAX + node;
  const round = roundOf(rank);
  const above = proposer > rank - round * ROUND && round > 0 ? round : round + 1;
  if (above >= EACH_MAX || incarnation >= EACH_MAX || node >= EACH_MAX)
    throw new RangeError(`no rank above ${rank} for node ${node} in its life ${incarnation}`);
  return (above * ROUND + proposer) as Rank;
}

/** How often proposers have outdone each other up to here; 0 for {@link NO_RANK}. */
function roundOf(rank: Rank): number {
  return Math.floor(rank / ROUND);
}
