import type { SeedResult } from '../../../sim/model/seed-result.ts';

/** A result as a worker gives it, passing unless told otherwise. */
export function seedResult(seed: number, more: Partial<SeedResult> = {}): SeedResult {
  return {
    seed,
    verdict: { kind: 'pass' },
    events: 100,
    operations: 10,
    succeeded: 8,
    virtualMicros: 5_000,
    wallMicros: 1_000,
    traceHash: `hash-${seed}`,
    fired: {},
    marks: {},
    plannedOperations: 10,
    plannedFaults: 1,
    ...more,
  };
}
