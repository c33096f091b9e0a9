import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultKindNamed, faultKinds } from '../../../sim/faults/registry.ts';
import { HORIZON_MICROS, topology } from '../../support/small-world.ts';

const SAMPLE = { numRuns: 200, seed: 1 };

describe.each(faultKinds.map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
  const arbitrary = kind.arbitrary(topology, HORIZON_MICROS);

  it('says what it is', () => {
    expect(faultKindNamed(name)).toBe(kind);
    expect(name.startsWith(`${kind.place}.`)).toBe(true);
    for (const text of [kind.summary, kind.heals, kind.noticedBy]) expect(text).toMatch(/^\S.{5,110}[^.\s]$/);
  });

  it('draws plain data: integers and words, begun within the run', () => {
    for (const fault of fc.sample(arbitrary, SAMPLE)) {
      expect(fault.kind).toBe(name);
      expect(JSON.parse(JSON.stringify(fault))).toStrictEqual(fault);
      for (const value of Object.values(fault)) {
        expect(typeof value === 'string' || Number.isSafeInteger(value), String(value)).toBe(true);
      }
      expect(Number(fault['atMicros'] ?? 0)).toBeGreaterThanOrEqual(0);
      expect(Number(fault['atMicros'] ?? 0)).toBeLessThanOrEqual(HORIZON_MICROS);
    }
  });

  it('shrinks faults that fast-check did not generate', () => {
    for (const fault of fc.sample(arbitrary, SAMPLE)) {
      const saved: unknown = JSON.parse(JSON.stringify(fault));
      expect(arbitrary.canShrinkWithoutContext(saved)).toBe(true);
      for (const smaller of arbitrary.shrink(saved as typeof fault, undefined)) {
        expect(smaller.value.kind).toBe(name);
        expect(smaller.value).not.toEqual(fault);
        break;
      }
    }
  });

  it('fits a world with one unit, and a run too short for its bounds', () => {
    const smallest = kind.arbitrary({ roles: ['unit', 'sequencer', 'client'] }, 1);
    expect(fc.sample(smallest, SAMPLE).every((fault) => fault.kind === name)).toBe(true);
  });
});

describe('the registry', () => {
  it('names each kind once', () => {
    expect(new Set(faultKinds.map((kind) => kind.kind)).size).toBe(faultKinds.length);
  });

  it('knows no kind that does not exist', () => {
    expect(faultKindNamed('network.gremlins')).toBeUndefined();
  });

  it('shrinks the faults of a saved plan to the one that matters, and that one to its simplest', () => {
    const arbitrary = fc.array(fc.oneof(...faultKinds.map((kind) => kind.arbitrary(topology, HORIZON_MICROS))));
    const drawn = faultKinds.map(
      (kind) => fc.sample(kind.arbitrary(topology, HORIZON_MICROS), { numRuns: 1, seed: 3 })[0],
    );
    const saved = JSON.parse(JSON.stringify(drawn)) as NonNullable<(typeof drawn)[0]>[];
    expect(arbitrary.canShrinkWithoutContext(saved)).toBe(true);
    const fails = fc.check(
      fc.property(
        arbitrary,
        (faults) => !faults.some((fault) => fault.kind === 'network.drop' && Number(fault['ratePpm']) >= 1000),
      ),
      { examples: [[saved]], seed: 1 },
    );
    expect(fails.counterexample?.[0]).toEqual([
      {
        kind: 'network.drop',
        atMicros: 0,
        durationMicros: 1,
        link: 'client-unit',
        fromIndex: 0,
        toIndex: 0,
        ratePpm: 1000,
      },
    ]);
  });
});
