import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NodeClock } from '../../../sim/kernel/node-clock.ts';

interface Change {
  readonly afterMicros: number;
  readonly what: 'drift' | 'jump' | 'none';
  readonly by: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  afterMicros: fc.nat(600_000_000),
  what: fc.constantFrom('drift', 'jump', 'none'),
  by: fc.integer({ min: -200_000, max: 200_000 }),
});

describe('the clock of a machine', () => {
  it('shows true time until something happens to it', () => {
    const clock = new NodeClock();
    expect(clock.local(123_456)).toBe(123_456);
    expect(clock.trueDuration(5)).toBe(5);
  });

  it('goes on from an offset, faster or slower, by whole microseconds', () => {
    const clock = new NodeClock();
    clock.jump(1_000);
    expect(clock.local(100)).toBe(1_100);
    clock.setDrift(100, 100_000);
    expect(clock.local(100)).toBe(1_100);
    expect(clock.local(1_100)).toBe(2_200);
    clock.setDrift(1_100, -100_000);
    expect(clock.local(2_100)).toBe(3_100);
    expect(clock.trueDuration(900)).toBe(1_000);
    clock.jump(-3_000);
    expect(clock.local(2_100)).toBe(100);
  });

  it('never goes back but by a jump, and a duration on it always passes, and not much later', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.nat(10_000_000), (changes, durationMicros) => {
        const clock = new NodeClock();
        let now = 0;
        let shown = clock.local(0);
        for (const { afterMicros, what, by } of changes) {
          now += afterMicros;
          expect(clock.local(now)).toBeGreaterThanOrEqual(shown);
          const before = clock.local(now);
          const monotonic = clock.monotonic(now);
          if (what === 'jump') clock.jump(by);
          if (what === 'drift') clock.setDrift(now, by);
          expect(clock.local(now)).toBe(what === 'jump' ? before + by : before);
          expect(clock.monotonic(now)).toBe(monotonic);
          const wait = clock.trueDuration(durationMicros);
          const passed = clock.local(now + wait) - clock.local(now);
          expect(Number.isInteger(wait)).toBe(true);
          expect(passed).toBeGreaterThanOrEqual(durationMicros);
          expect(passed).toBeLessThanOrEqual(durationMicros + 2);
          shown = clock.local(now);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('loses nothing to changes of its rate', () => {
    const clock = new NodeClock();
    for (let now = 0; now < 1_000; now += 1) clock.setDrift(now, now % 2 === 0 ? 400_000 : 400_001);
    expect(clock.monotonic(1_000)).toBe(1_400);
    clock.jump(50);
    expect(clock.monotonic(1_000)).toBe(1_400);
    expect(clock.local(1_000)).toBe(1_450);
  });
});
