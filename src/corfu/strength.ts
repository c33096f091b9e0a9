/**
 * How much stands behind an answer that something is *not* in the log: a tail, or a position that is unwritten. The sequencer or the
 * unit that gives it may have been left behind by a reconfiguration that it has not heard of. What is there needs no such thing.
 *
 * - `confirmed`: a majority of the layout servers says that the epoch was in force while the call was on its way. Linearizable, for
 *   one round trip more.
 * - `leased`: who answers holds a lease of the epoch from a majority of the layout servers; if not, the answer is confirmed.
 *   Linearizable as long as no clock is worse than the leases allow for.
 * - `serializable`: as the sequencer or the unit says. True at some time, perhaps before the call.
 */
export type Strength = (typeof strengths)[number];
export const strengths = ['confirmed', 'leased', 'serializable'] as const;
