/**
 * What the monitors hold a history against: an illegal history breaks one of these rules, and each is broken by some history that
 * keeps all others. Their ids stand in verdicts.
 */
export const monitorRules = {
  /** A value that is read or removed was written or inserted by an operation that did not fail. */
  'unwritten-value': 'a value comes from somewhere',
  /** Whoever reads or removes a value returns after the operation that brought it was called. */
  'read-before-write': 'a value is seen only after it was brought',
  /** A value that was inserted once is removed at most once. */
  'removed-twice': 'a value that went in once comes out once',
  /** Register: all operations on one value are neighbours, so two values cannot each come before the other. */
  'register-zones': 'a value that was written once is never back once it is gone',
  /** Register, key-value: what a compare-and-set or an append found is seen before it, what it made of it after it. */
  'version-order': 'what was found comes before what was made of it',
  /** Register: a value that was written once is replaced at most once. */
  'cas-twice': 'a value that was written once is replaced once',
  /** Register: of compare-and-sets that need each other's value, none is the first. */
  'cas-cycle': 'the first compare-and-set finds a value that none of the others wrote',
  /** Key-value: what two gets saw since the same put differs only by appends at the end. */
  'append-prefix': 'appends only add at the end',
  /** Key-value: an append is seen at one place. */
  'append-twice': 'an append takes effect once',
  /** Set: an element is found from its add to its remove, and at no other time. */
  'set-presence': 'an element is there from its add to its remove',
  /** Queue: what went in first comes out first. */
  'fifo-order': 'what went in first comes out first',
  /** Stack: while something is in the stack, one value lies at its bottom: the first of it to go in, and the last to come out. */
  'lifo-order': 'the bottom of a stack goes in first and comes out last',
  /** Priority queue: what comes out is the least of what is in. */
  'least-first': 'the least value comes out first',
  /** Stack, priority queue: what must have come out, by removals of unknown outcome, is no more than these can have taken in time. */
  'left-over': 'a removal takes one value',
  /** Queue, stack, priority queue: who found nothing came at a time when nothing had to be in. */
  'never-empty': 'whoever finds nothing finds nothing in it',
} as const;

export type MonitorRule = keyof typeof monitorRules;

/** Rules to leave out. Only the monitors' own tests do, to show that each rule is needed. */
export type DisabledRules = ReadonlySet<MonitorRule>;

export const noneDisabled: DisabledRules = new Set();
