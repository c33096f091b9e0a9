/**
 * Leases: who may say what the log does *not* contain without asking anybody (Gray and Cheriton, SOSP 1989; CORFU, TOCS 2013, on
 * reads of a detached unit). A holder has grants from a majority of the layout servers; as long as they last, no later layout is
 * decided behind its back. All of it is about spans of time on three clocks, none of which is right:
 *
 *     holder         |- asks ------------ heldMicros ----------->|
 *     grantor           |- grants ------------ durationMicros --------->|
 *     reconfigurer                  |- hears what remains -- waitMicros -->| decides
 *
 * The holder stops before the grant has ended on the clock of its grantor, and the reconfigurer decides after that. A clock may
 * run too fast or too slow by `driftPpm` parts in a million of true time, so of two clocks one may be ahead by
 * (1 + drift) / (1 - drift): the bound of one clock alone would be too little, since the other errs, too.
 *
 * The terms are the grantor's and travel with all that it says, so nobody can reckon by others. What may go wrong is a clock that
 * is worse than the bound: then a holder may answer out of an epoch that is over, and nobody notices.
 */
import { type Micros, micros } from '../ports/units.ts';

export interface LeaseTerms {
  /** How long a grant lasts, on the clock of its grantor. */
  readonly durationMicros: number;
  /** How far the rate of any clock may be off true time; below a million. */
  readonly driftPpm: number;
}

const MILLION = 1_000_000;
/** Of a span that is measured by whole microseconds, either clock may miss one. */
const GRAIN_MICROS = 2;

/** How long the holder relies on a grant, on its own clock, from the instant when it sent the request. */
export function heldMicros({ durationMicros, driftPpm }: LeaseTerms): Micros {
  const held = Math.floor((durationMicros * (MILLION - driftPpm)) / (MILLION + driftPpm));
  return micros(Math.max(0, held - GRAIN_MICROS));
}

/** How long the reconfigurer waits, on its own clock, for what a grantor says remains of a grant. */
export function waitMicros(restMicros: number, driftPpm: number): Micros {
  return micros(Math.ceil((restMicros * (MILLION + driftPpm)) / (MILLION - driftPpm)));
}
