import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permitted, type Permits, withinPromise } from '../../../sim/faults/atlas.ts';
import type { FaultKind } from '../../../sim/faults/fault-kind.ts';
import { faultKindNamed, faultKinds } from '../../../sim/faults/registry.ts';
import type { CorfuPlan, PlannedFault } from '../../../sim/model/plan.ts';

const system: CorfuPlan = {
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
};
const inPlace: Permits = { replacement: false, unrestricted: false };
const replacement: Permits = { replacement: true, unrestricted: false };
const unrestricted: Permits = { replacement: false, unrestricted: true };

const lose = (index: number): PlannedFault => ({
  kind: 'process.lose-devices',
  role: 'unit',
  index,
  atMicros: 1,
  downMicros: 1,
});
const crash = (index: number): PlannedFault => ({
  kind: 'process.crash',
  role: 'unit',
  index,
  atMicros: 1,
  downMicros: 1,
});

describe('the fault atlas', () => {
  it('keeps any number of faults that damage no copy, in their order', () => {
    const faults = [crash(3), crash(0), crash(1), crash(2), crash(0)];
    expect(withinPromise(faults, system, inPlace)).toEqual(faults);
  });

  it('lets one unit of each chain lose copies, the first that is named', () => {
    const faults = [lose(1), crash(0), lose(0), lose(2), lose(3), lose(1)];
    expect(withinPromise(faults, system, replacement)).toEqual([lose(1), crash(0), lose(2), lose(1)]);
  });

  it('counts units round and round, as plans do', () => {
    expect(withinPromise([lose(5), lose(0), lose(4), lose(1)], system, replacement)).toEqual([lose(5), lose(1)]);
  });

  it('lets no unit of a chain of one lose copies', () => {
    const single = { ...system, chainLength: 1 };
    expect(withinPromise([lose(0), crash(0), lose(1)], single, replacement)).toEqual([crash(0)]);
  });

  it('lets a minority of the layout servers be destroyed, those that are named first', () => {
    const destroy = (index: number): PlannedFault => ({
      kind: 'process.destroy',
      role: 'layout-server',
      index,
      atMicros: 1,
    });
    const three = { ...system, layoutServers: 3 };
    expect(withinPromise([destroy(4), destroy(0), destroy(1), destroy(2)], three, replacement)).toEqual([
      destroy(4),
      destroy(1),
    ]);
    expect(withinPromise([destroy(0)], { ...system, layoutServers: 1 }, replacement)).toEqual([]);
  });

  it('admits the loss of devices only where they can be replaced', () => {
    expect(withinPromise([lose(0), crash(0)], system, inPlace)).toEqual([crash(0)]);
  });

  it('lets clocks drift as far as leases allow for, where there are leases', () => {
    const drift = (driftPpm: number): PlannedFault => {
      return { kind: 'clock.drift', role: 'unit', index: 0, atMicros: 1, durationMicros: 1, driftPpm };
    };
    const faults = [drift(10_000), drift(10_001), drift(-10_000), drift(-10_001)];
    const leased = { ...system, driftPpm: 10_000, strength: 'leased' } as const;
    expect(withinPromise(faults, leased, inPlace)).toEqual([drift(10_000), drift(-10_000)]);
    expect(withinPromise(faults, leased, unrestricted)).toEqual(faults);
    expect(withinPromise(faults, { ...leased, strength: 'confirmed' }, inPlace)).toEqual(faults);
  });

  it('restrains nothing where anything goes', () => {
    const faults = [lose(0), lose(1)];
    expect(withinPromise(faults, { ...system, chainLength: 1 }, unrestricted)).toEqual(faults);
  });

  it('admits faults outside of the promise only where anything goes', () => {
    const outside: FaultKind = { ...(faultKindNamed('network.drop') as FaultKind), faultClass: 'outside' };
    expect([inPlace, replacement, unrestricted].map((permits) => permitted(outside, permits))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('refuses a kind that does not exist', () => {
    expect(() => withinPromise([{ kind: 'network.gremlins' }], system, inPlace)).toThrow('network.gremlins');
  });

  it('finds the unit that a kind damages: every such kind names it by role and index', () => {
    for (const kind of faultKinds.filter((each) => each.damagesCopies)) {
      const drawn = fc.sample(kind.arbitrary({ roles: ['unit', 'unit', 'sequencer', 'client'] }, 1_000), {
        numRuns: 50,
        seed: 1,
      });
      for (const fault of drawn)
        expect(fault, kind.kind).toMatchObject({ role: expect.any(String), index: expect.any(Number) });
      expect(
        drawn.some((fault) => fault['role'] === 'unit'),
        kind.kind,
      ).toBe(true);
    }
  });
});
