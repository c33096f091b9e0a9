/**
 * Which invariants may show a known bug before, or instead of, those that it is listed to break: their violation follows from the
 * mistake, and a shorter run reaches it. Rules such as `W3` are those of the log checker, which judges when a run has
 * ended without another violation. A mutant that fails in any other way is not found but wrong.
 */
export interface Implication {
  readonly invariant: string;
  readonly why: string;
}

const follows = (invariant: string, why: string): Implication => ({ invariant, why });

export const implications: Readonly<Record<string, readonly Implication[]>> = {
  P01: [
    follows('U-NoFalseUnwritten', 'the unit crashes before the page is programmed and comes back without it'),
    follows('U-WriteOnce', 'the position is decided again after such a crash'),
    follows('C-PrefixOfChain', 'the next unit programs its page before the head has programmed its own'),
    follows('C-ReadStable', 'a value read from the tail is gone when the tail has crashed'),
    follows('C-AckRead', 'the same, for a value that was acknowledged'),
    follows('W3', 'the same, seen by the log checker'),
  ],
  P04: [
    follows('U-WriteOnce', 'a write or a fill takes the position whose record is destroyed'),
    follows('C-SingleValue', 'the same at one unit, while the others still hold the first value'),
    follows('C-PrefixOfChain', 'a filler decides junk at a head that lost its record, and finds the old value behind it'),
    follows('C-FillAdopts', 'a reader is told junk for a position that was data'),
    follows('C-JunkNotAck', 'junk is stored where a value was acknowledged'),
    follows('C-AtMostOnce', 'a writer in doubt finds its own committed entry unwritten, and appends again'),
    follows('C-AckRead', 'an acknowledged value reads unwritten'),
    follows('C-NoLostAck', 'a writer is told that its value is at a position whose head was decided again'),
    follows('H-NoException', 'a client meets two values in one chain and refuses to go on'),
    follows('W2', 'a position is read as data and as junk'),
    follows('W3', 'a position is read as data and then unwritten'),
  ],
  P05: [
    follows('C-ReadStable', 'a position that was trimmed unwritten is decided later, and differently on two units'),
    follows('C-SingleValue', 'one unit kept the trim and another did not, so that two writers win on different units'),
    follows('C-PrefixOfChain', 'a unit behind the head takes what the head refused'),
    follows('P1c', 'a position reads unwritten after its trim was acknowledged'),
  ],
  P06: [
    follows('U-NoResurrect', 'a position trimmed alone and below the mark comes back with the mark forgotten'),
    follows('U-NoFalseUnwritten', 'records below the forgotten mark were erased, and their positions read unwritten'),
    follows('U-HwmCovers', 'the highest position known was that of the forgotten mark'),
    follows('U-WriteOnce', 'a position whose record was erased below the forgotten mark is written again'),
    follows('C-SingleValue', 'the same at one unit of a chain'),
    follows('C-PrefixOfChain', 'the same at a unit behind the head'),
    follows('C-ReadStable', 'a value whose record was erased below the forgotten mark reads unwritten'),
    follows('C-AckRead', 'the same, for a value that was acknowledged'),
    follows('P1c', 'a position below an acknowledged prefix trim is readable or writable again'),
  ],
  P07: [
    follows('U-NoResurrect', 'the check left out also refuses to fill a position that was trimmed alone'),
    follows('U-TrimMonotone', 'the check left out also refuses to fill a position below the prefix mark'),
    follows('C-SingleValue', 'the head holds junk and the units behind it the value'),
    follows('C-PrefixOfChain', 'the slow writer completes its value behind a head that holds junk by now'),
    follows('C-JunkNotAck', 'junk is stored where a value was acknowledged'),
    follows('C-FillAdopts', 'the filler is told junk where the head held data'),
    follows('H-NoException', 'a client meets two values in one chain and refuses to go on'),
  ],
  P09: [
    follows('C-PrefixOfChain', 'junk is at the tail before the head has anything, whether or not a writer comes'),
    follows('U-NoResurrect', 'a trimmed head, reached last, lets pass what it must refuse when reached first'),
    follows('U-TrimMonotone', 'the same, below the prefix mark'),
    follows('C-ReadStable', 'readers at the tail see junk, and later what the head decided'),
    follows('C-FillAdopts', 'a reader at the tail is told junk while a writer won the head'),
    follows('C-JunkNotAck', 'the writer that won the head takes the refusal at the tail for help'),
    follows('C-NoLostAck', 'the same, when the writer is acknowledged'),
    follows('H-NoException', 'a client meets two values in one chain and refuses to go on'),
  ],
  P10: [
    follows('C-AtMostOnce', 'a writer in doubt is told junk for its own entry, appends again, and a reader completes the first'),
    follows('C-ReadStable', 'one reader is told junk, and another finds the value'),
    follows('C-AckRead', 'the same, when the writer is acknowledged'),
    follows('C-JunkNotAck', 'the same, when junk was told before the acknowledgement'),
    follows('U1', 'an append is told to have failed and is in the log'),
    follows('W1', 'one value is read at two positions'),
    follows('W2', 'a position is read as junk and as data'),
  ],
  P12: [
    follows('C-NoLostAck', 'a writer in doubt reads its entry at the head and takes it for committed, though no unit behind has it'),
    follows('C-AckRead', 'the same, found by a reader at the tail'),
    follows('C-FillAdopts', 'a reader finds junk at one unit and another answer elsewhere'),
    follows('C-AtMostOnce', 'a writer in doubt reads a unit that its entry has not reached, and is told to look elsewhere'),
    follows('P1c', 'a trimmed position is read at a unit that the trim has not reached'),
    follows('W3', 'a value is read and then unwritten'),
    follows('T1c', 'a value is read before any unit behind the head has it'),
  ],
  P13: [
    follows('C-AckRead', 'one value is found at two positions'),
    follows('U1', 'an append is told to have failed and is in the log'),
    follows('W1', 'one value is read at two positions'),
    follows('O1', 'the first of two positions of one append comes before appends that had returned'),
    follows('O2', 'the same, with reads in between'),
  ],
  P14: [
    follows('C-NoLostAck', 'the head refused the write for its own first copy, and the client leaves out the units behind'),
    follows('C-ReadStable', 'such a value reads unwritten at the tail'),
    follows('C-AtMostOnce', 'the value is acknowledged where another is, or at two positions'),
    follows('W1', 'the value read at the position is another than the acknowledged one'),
    follows('W2', 'junk is read at an acknowledged position'),
    follows('W3', 'an acknowledged position reads unwritten'),
  ],
  P15: [
    follows('C-AckRead', 'one value is found at two positions'),
    follows('U1', 'an append is told to have failed and is in the log'),
    follows('W1', 'one value is read at two positions'),
    follows('O1', 'the first of two positions of one append comes before appends that had returned'),
    follows('O2', 'the same, with reads in between'),
  ],
  P16: [
    follows('C-ReadStable', 'a position that one reader found decided is unwritten on the chain of another stripe'),
    follows('C-PrefixOfChain', 'a position is filled or repaired on a chain that it does not belong to'),
    follows('U-NoFalseUnwritten', 'the same chain is asked for positions of others'),
    follows('P1c', 'a trimmed position reads unwritten on the chain of another stripe'),
    follows('W3', 'a decided position reads unwritten'),
  ],
};
