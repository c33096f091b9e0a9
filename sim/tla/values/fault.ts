/**
 * What a spec does wrong when it is evaluated: a function applied outside its domain, a set that cannot be enumerated. The message is
 * for the author of the spec; the place is added by whoever evaluates.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
}
