import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { heldMicros, waitMicros } from '../../src/corfu/lease-terms.ts';
import { NodeClock } from '../../sim/kernel/node-clock.ts';

const DRIFT_MAX = 500_000;

const setting = fc
  .record({ durationMicros: fc.integer({ min: 1, max: 3_600_000_000 }), driftPpm: fc.nat(DRIFT_MAX) })
  .chain(({ durationMicros, driftPpm }) => {
    const rate = fc.oneof(fc.constantFrom(-driftPpm, driftPpm), fc.integer({ min: -driftPpm, max: driftPpm }));
    const phases = fc.nat(1_000_000);
    return fc.record({
      terms: fc.constant({ durationMicros, driftPpm }),
      one: fc.tuple(rate, phases),
      other: fc.tuple(rate, phases),
    });
  });

/** A clock that has run for a while, so that its microseconds do not begin with those of true time. */
function clockOf([driftPpm, phaseMicros]: readonly [number, number]): { clock: NodeClock; now: number } {
  const clock = new NodeClock();
  clock.setDrift(0, driftPpm);
  return { clock, now: phaseMicros };
}

/** The first instant of true time at which `clock` shows `micros` more than at `from`. */
function reaches(clock: NodeClock, from: number, micros: number): number {
  const goal = clock.monotonic(from) + micros;
  let [early, late] = [from, from + clock.trueDuration(micros) + 2];
  while (early < late) {
    const middle = Math.floor((early + late) / 2);
    if (clock.monotonic(middle) >= goal) late = middle;
    else early = middle + 1;
  }
  return late;
}

it('a holder stops before the grant has ended on the clock of its grantor, whatever both clocks do', () => {
  fc.assert(
    fc.property(setting, ({ terms, one, other }) => {
      const [holder, grantor] = [clockOf(one), clockOf(other)];
      const held = heldMicros(terms);
      expect(held).toBeLessThanOrEqual(terms.durationMicros);
      if (held === 0) return;
      const stops = reaches(holder.clock, holder.now, held) - holder.now;
      const ends = reaches(grantor.clock, grantor.now, terms.durationMicros) - grantor.now;
      expect(stops).toBeLessThanOrEqual(ends);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

it('a reconfigurer goes on after what remained of a grant has passed on the clock of its grantor', () => {
  fc.assert(
    fc.property(setting, ({ terms: { durationMicros, driftPpm }, one, other }) => {
      const [mover, grantor] = [clockOf(one), clockOf(other)];
      const waits = mover.clock.trueDuration(waitMicros(durationMicros, driftPpm));
      const ends = reaches(grantor.clock, grantor.now, durationMicros) - grantor.now;
      expect(waits).toBeGreaterThanOrEqual(ends);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

it('the drift of one clock alone would be too little at the bound', () => {
  const terms = { durationMicros: 100_000, driftPpm: 50_000 };
  const [slow, fast] = [clockOf([-50_000, 0]).clock, clockOf([50_000, 0]).clock];
  const ends = reaches(fast, 0, terms.durationMicros);
  expect(reaches(slow, 0, terms.durationMicros * 0.95)).toBeGreaterThan(ends);
  expect(reaches(slow, 0, heldMicros(terms))).toBeLessThanOrEqual(ends);
});

it('nobody waits for nothing', () => {
  expect(waitMicros(0, 50_000)).toBe(0);
});
