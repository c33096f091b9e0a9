/**
 * The conditions of the log specs, one clause each, grouped under the rule whose id a verdict shows. A clause says why
 * one point comes no earlier than another; the sentences below are what a causal chain prints for it.
 *
 * `O1` has no clause of its own: it is the name of `tokenOrder` and of `appendOrder` between two appends that both
 * returned.
 */
export type LogRule =
  | 'W1'
  | 'W2'
  | 'W3'
  | 'W4'
  | 'U1'
  | 'R1'
  | 'O1'
  | 'O2'
  | 'O3'
  | 'T1'
  | 'T1c'
  | 'T2'
  | 'P1'
  | 'P1c'
  | 'S1'
  | 'D1';

export interface Clause {
  readonly rule: LogRule;
  readonly reason: string;
}

const clause = (rule: LogRule, reason: string): Clause => ({ rule, reason });

export const clauses = {
  oneWriter: clause('W1', 'a position is written once'),
  onePosition: clause('W1', 'an append takes effect at one position'),
  knownValue: clause('W1', 'a value that is read was appended by somebody'),
  junkOrData: clause('W2', 'a position holds data or junk, and keeps it'),
  noEffect: clause('U1', 'an append that was refused or failed has no effect; only an unknown one may have'),
  onceAppended: clause('R1', 'the attempts at one append take effect at one position at most'),
  writtenAfterCall: clause('W3', 'an append writes after its call'),
  writtenBeforeReturn: clause('W3', 'an append has written when it returns'),
  seenAfterWritten: clause('W3', 'what a position holds is seen after it was written'),
  unwrittenBefore: clause('W3', 'a position is found unwritten only before it is written'),
  filled: clause('W4', 'junk is written by a fill of the position, or by an append that gives up a token'),
  tokenBeforeWrite: clause('O2', 'an append takes the token of a position before it writes there'),
  tokenOrder: clause('O2', 'the sequencer hands out tokens in increasing order'),
  tailAboveDecided: clause('T1c', 'no token from the tail on, that was ever used, had been handed out'),
  tailMonotone: clause('T1c', 'within an epoch the tail never goes back'),
  tailMoved: clause('T1c', 'only an append, or the trim that a failover starts from, moves the tail off 0'),
  tailAfterWritten: clause('T2', 'the position below a tail of the units is written before they report it'),
  tailBelowWritten: clause('T2', 'no position from a tail of the units on is written before they report it'),
  trimmedByTrim: clause('P1c', 'a position is found trimmed only after some trim of it was called'),
  trimAcknowledged: clause('P1c', 'after a trim was acknowledged its positions are neither written nor seen again'),
  trimmedForGood: clause('P1c', 'a position is trimmed after it was written, and after it was last found unwritten'),
  appendOrder: clause('O3', 'positions are taken in ascending order, one after the other'),
  dense: clause('D1', 'every position below the tail was taken by an operation'),
  junkByFill: clause('W4', 'a fill makes a position junk after its call'),
  tailAfterTaken: clause('T1', 'the position below a tail was taken before it'),
  tailBeforeTaken: clause('T1', 'no position from a tail on was taken before it'),
  trimBelowTail: clause('P1', 'a trim reaches positions that were taken, and no others'),
  trimmedAfterTrim: clause('P1', 'a position is found trimmed only after some trim above it'),
  seenBeforeTrim: clause('P1', 'below a trim nothing is seen any more'),
  appendBeforeSeal: clause('S1', 'a sealed log takes no position'),
  openBeforeSeal: clause('S1', 'a sealed log does not say that it is open'),
  sealedAfterSeal: clause('S1', 'a log says that it is sealed only after some seal'),
} as const;

export type ClauseName = keyof typeof clauses;

/** Edge labels of the constraint graph are indices into this list. */
export const clauseNames = Object.keys(clauses) as readonly ClauseName[];

export const clauseLabels = Object.fromEntries(clauseNames.map((name, label) => [name, label])) as Record<
  ClauseName,
  number
>;
