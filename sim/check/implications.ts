/**
 * Which invariants may show a known bug before, or instead of, those that it is listed to break: their violation follows from the
 * mistake, and a shorter run reaches it. Rules such as `U1` are those of the log checker, which judges when a run has
 * ended without another violation. A mutant that fails in any other way is not found but wrong.
 */
export interface Implication {
  readonly invariant: string;
  readonly why: string;
}

const follows = (invariant: string, why: string): Implication => ({ invariant, why });

export const implications: Readonly<Record<string, readonly Implication[]>> = {
  // The first acknowledgement that comes too early breaks U-AckDurable at once; nothing can come before it.
  P01: [],
  P02: [
    follows('U-NoStaleEpochEffect', 'what a restarted unit answers in the old epoch is seen before the epoch it says'),
    follows('C-SingleValue', 'an old write completes where the new epoch had decided otherwise'),
    follows('C-PrefixOfChain', 'an old write lands on one unit of a chain that has moved on'),
  ],
  // The first answer in the former epoch breaks U-NoStaleEpochEffect; nothing can come before it.
  P03: [],
  P04: [
    follows('U-WriteOnce', 'a write or a fill takes the position of the destroyed record before anybody reads it'),
    follows('U-NoResurrect', 'the destroyed record was that of a trim'),
  ],
  P05: [
    follows('U-HwmCovers', 'the position was the highest that the unit knew of, and its report no longer covers it'),
  ],
  P06: [
    follows(
      'U-NoResurrect',
      'a position below the mark was then trimmed alone, which was acknowledged without a record',
    ),
    follows(
      'U-WriteOnce',
      'a record below the mark is overwritten, which comes before the answer that shows the lost mark',
    ),
  ],
  P07: [
    follows('U-NoResurrect', 'the check left out also refuses to fill a position that was trimmed alone'),
    follows('U-TrimMonotone', 'the check left out also refuses to fill a position below the prefix mark'),
  ],
  P08: [
    follows('U-NoStaleEpochEffect', 'the write that was admitted becomes durable after the seal was acknowledged'),
    follows('C-SingleValue', 'and the new epoch has decided the position otherwise meanwhile'),
  ],
  P09: [
    follows('C-PrefixOfChain', 'junk is at the tail before the head has anything, whether or not a writer comes'),
    follows('U-NoResurrect', 'a trimmed head, reached last, lets pass what it refuses when it is reached first'),
    follows('U-TrimMonotone', 'the same, below the prefix mark'),
    follows('C-FillAdopts', 'the same, where the head had data that never reached the tail'),
  ],
  P10: [
    follows(
      'C-AtMostOnce',
      'a writer in doubt is told junk for its own entry and appends again; a reader completes the first',
    ),
    follows('C-ReadStable', 'the filler also leaves out to complete junk that another filler left at the head'),
    follows('U1', 'a writer in doubt is told junk for its own entry, and in the end that it failed'),
  ],
  P11: [
    follows('C-NoLostAck', 'a writer in doubt finds its entry at the head and takes it for committed'),
    follows(
      'C-PrefixOfChain',
      'the copies are sent all at once, and a unit may get one before the unit in front of it',
    ),
  ],
  P12: [
    follows(
      'C-NoLostAck',
      'a writer in doubt finds its entry at the head and takes it for committed, though the tail has nothing',
    ),
  ],
  P13: [follows('U1', 'a client gives up with a failure, and one of the positions it did not resolve holds its entry')],
  P14: [
    follows(
      'C-NoLostAck',
      'the head refused a second copy of the very write, and the client leaves out the units behind',
    ),
  ],
  P15: [
    follows('U1', 'a client gives up with a failure after a position that it took for lost and that holds its entry'),
  ],
  P16: [
    follows('C-ReadStable', 'a position that one reader found decided is unwritten on the chain of another stripe'),
    follows('P1c', 'a trimmed position is unwritten on the chain of another stripe'),
  ],
  P17: [
    follows('S-TailAboveAcked', 'the position is at or above the new tail, and what is written there is acknowledged'),
    follows('S-BackpointerSound', 'the position is granted again, to another stream, and what follows leads there'),
  ],
  P18: [],
  P19: [
    follows('Y-AckedInSurvivors', 'the segment that begins too low gives an acknowledged position to other units'),
    follows('C-AckRead', 'and they say that it is unwritten'),
    follows('S-TokenUnique', 'positions that were handed out are handed out again'),
    follows('S-StreamComplete', 'no scan that begins below the last entries of streams finds them'),
    follows('T1c', 'a tail is told that is below what was decided'),
  ],
  P20: [
    follows('S-StreamComplete', 'of what was appended meanwhile the sequencer knows as little as of the tail'),
    follows('S-BackpointerSound', 'and of its own tokens not that they came to nothing'),
    follows('C-AtMostOnce', 'a client takes a position above that tail, which holds its entry, for never written'),
  ],
  P21: [],
  // Two layouts are told to be decided before anybody can act on the second; nothing can come before it.
  P22: [],
  P23: [],
  P24: [
    follows(
      'C-AckRead',
      'the segment that begins too low sends readers of an acknowledged position to a unit without it',
    ),
    follows('C-ReadStable', 'the same, for a position that was only read'),
    follows('C-NoLostAck', 'the same, when the append is acknowledged after the change'),
  ],
  P25: [follows('Y-RetainedSealed', 'a unit that was left out, or did not answer, is taken for sealed and stays')],
  P26: [follows('Y-RetainedSealed', 'a unit that was not wiped was not told of the new epoch either')],
  P27: [
    follows('C-AckRead', 'a trimmed position is found unwritten on the unit that was rebuilt'),
    follows('C-ReadStable', 'the same, for a position that was only read'),
    follows('P1c', 'a trim is undone for whoever reads from the unit that was rebuilt'),
    follows('C-PrefixOfChain', 'a trimmed position is written again behind a head that says it is trimmed'),
  ],
  // Each answer is held against the lease behind it, before anybody can be misled by it; and a layout that is decided too early
  // against the leases that are out.
  E1: [],
  E2: [],
  E3: [],
  E4: [],
  E5: [],
  // The first tail that is told after the bootstrap breaks S-TailAboveAcked; what comes of it comes later.
  B1: [],
};
