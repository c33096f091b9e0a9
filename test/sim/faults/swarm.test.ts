import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../../sim/faults/registry.ts';
import { drawFaults, type FaultDraw } from '../../../sim/faults/swarm.ts';
import { generatorFor } from '../../../sim/kernel/keyed-generator.ts';
import { topology } from '../../support/small-world.ts';

const draw: FaultDraw = {
  allowed: faultKinds,
  topology,
  system: {
    stripes: 2,
    chainLength: 2,
    replication: 'client-driven',
    delayMicros: 300,
    jitterMicros: 50,
    timeoutMicros: 5_000,
    fillDelayMicros: 5_000,
    flashBlocks: 8,
    flashPagesPerBlock: 8,
  },
  horizonMicros: 300_000,
  count: 40,
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
      // 40 faults of some 15 kinds do not show every kind taken; those that damage copies are thinned out besides.
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
