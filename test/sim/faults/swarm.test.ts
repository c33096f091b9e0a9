import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../../sim/faults/registry.ts';
import { drawFaults, type FaultDraw, faultsLike } from '../../../sim/faults/swarm.ts';
import { generatorFor } from '../../../sim/kernel/keyed-generator.ts';
import type { PlannedFault } from '../../../sim/model/plan.ts';
import { topology } from '../../support/small-world.ts';

const draw: FaultDraw = {
  allowed: faultKinds,
  topology,
  system: {
    stripes: 2,
    chainLength: 2,
    replication: 'client-driven',
    layoutServers: 0,
    spareLayoutServers: 0,
    sequencers: 1,
    spares: 0,
    managers: 0,
    delayMicros: 300,
    jitterMicros: 50,
    timeoutMicros: 5_000,
    fillDelayMicros: 5_000,
    flashBlocks: 8,
    flashPagesPerBlock: 8,
    strength: 'confirmed',
    leaseMicros: 20_000,
    driftPpm: 50_000,
  },
  horizonMicros: 300_000,
  count: 50,
  permits: { replacement: false, unrestricted: false },
};

const SEEDS = 200;

function kindsOfSeeds(options: FaultDraw): Set<string>[] {
  return Array.from({ length: SEEDS }, (_, seed) => {
    const faults = drawFaults(options, generatorFor(seed, 'faults'));
    return new Set(faults.map((fault) => fault.kind));
  });
}

describe('a swarm', () => {
  it('draws the same faults for the same seed, and others for the next', () => {
    const [first, again, next] = [1, 1, 2].map((seed) => drawFaults(draw, generatorFor(seed, 'faults')));
    expect(again).toEqual(first);
    expect(next).not.toEqual(first);
  });

  it('takes each kind in about half of the seeds, and never all of them', () => {
    const kindsBySeed = kindsOfSeeds(draw);
    expect(Math.max(...kindsBySeed.map((kinds) => kinds.size))).toBeLessThan(faultKinds.length);
    for (const { kind, faultClass, damagesCopies } of faultKinds) {
      const seeds = kindsBySeed.filter((kinds) => kinds.has(kind)).length;
      if (faultClass !== 'in-place') expect(seeds, kind).toBe(0);
      // 50 faults of some 20 kinds do not show every kind taken; those that damage copies are thinned out besides.
      else expect(seeds / SEEDS, kind).toBeGreaterThan(damagesCopies ? 0.2 : 0.3);
      expect(seeds / SEEDS, kind).toBeLessThan(0.65);
    }
  });

  it('draws from what is allowed, and always something', () => {
    const allowed = faultKinds.filter((kind) => kind.kind === 'network.drop' || kind.kind === 'process.crash');
    const kindsBySeed = kindsOfSeeds({ ...draw, allowed });
    const seen = new Set(kindsBySeed.map((kinds) => [...kinds].sort().join(' ')));
    expect(seen).toEqual(new Set(['network.drop', 'process.crash', 'network.drop process.crash']));
  });

  it('draws nothing when nothing is allowed', () => {
    expect(drawFaults({ ...draw, allowed: [] }, generatorFor(1, 'faults'))).toEqual([]);
    const lost = faultKinds.filter((kind) => kind.kind === 'process.lose-devices');
    expect(drawFaults({ ...draw, allowed: lost }, generatorFor(1, 'faults'))).toEqual([]);
  });

  it('leaves what the atlas forbids out', () => {
    const allowed = faultKinds.filter((kind) => kind.kind === 'process.lose-devices');
    const faults = drawFaults(
      { ...draw, allowed, permits: { replacement: true, unrestricted: false } },
      generatorFor(1, 'faults'),
    );
    expect(faults.length).toBeGreaterThan(10);
    expect(new Set(faults.map((fault) => Number(fault['index']) % 4)).size).toBe(2);
  });
});

describe('shrinking the faults of a plan', () => {
  it('works on faults drawn for a larger cluster and a longer run', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const faults = drawFaults({ ...draw, horizonMicros: 9_000_000 }, generatorFor(seed, 'faults'));
      expect(faultsLike(faults).canShrinkWithoutContext(JSON.parse(JSON.stringify(faults)))).toBe(true);
    }
  });

  it('keeps a fault written by hand beyond all bounds as it is, and shrinks those around it', () => {
    const crash = { kind: 'process.crash', role: 'unit', index: 13, atMicros: 9_000, downMicros: 9_000 };
    const byHand = {
      kind: 'network.drop',
      atMicros: -1,
      durationMicros: 5,
      link: 'unit-unit',
      fromIndex: 0,
      toIndex: 1,
    };
    expect(shrinkGreedily(faultsLike([crash, byHand]), [crash, byHand], (faults) => faults.length === 2)).toEqual([
      { kind: 'process.crash', role: 'unit', index: 0, atMicros: 0, downMicros: 1 },
      byHand,
    ]);
    expect(shrinkGreedily(faultsLike([crash, byHand]), [crash, byHand], () => true)).toEqual([]);
  });

  it('has nothing to do where there are no faults', () => {
    expect(faultsLike([]).canShrinkWithoutContext([])).toBe(true);
    expect([...faultsLike([]).shrink([], undefined)]).toEqual([]);
  });
});

/**
 * As a shrinker does that keeps plans and not fast-check's contexts: the first candidate that fails is where it goes
 * on.
 */
function shrinkGreedily(
  arbitrary: Arbitrary<PlannedFault[]>,
  from: readonly PlannedFault[],
  fails: (faults: readonly PlannedFault[]) => boolean,
): readonly PlannedFault[] {
  let best = [...from];
  for (;;) {
    expect(arbitrary.canShrinkWithoutContext(best)).toBe(true);
    const smaller = [...arbitrary.shrink(best, undefined)].find((candidate) => fails(candidate.value));
    if (smaller === undefined) return best;
    best = smaller.value;
  }
}
