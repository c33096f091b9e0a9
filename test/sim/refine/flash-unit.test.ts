import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../sim/model/fact.ts';
import type { RecordedFact } from '../../../sim/model/recorded-fact.ts';
import type { Scenario } from '../../../sim/model/scenario.ts';
import { describeMismatch } from '../../../sim/refine/spec-verdict.ts';
import defaultScenario from '../../../scenarios/default.ts';
import flashFaults from '../../../scenarios/flash-faults.ts';
import lostDevices from '../../../scenarios/lost-devices.ts';
import raceJunkFirst from '../../../scenarios/race-junk-first.ts';
import raceTrim from '../../../scenarios/race-trim-overtakes-writer.ts';
import trimUnderLoad from '../../../scenarios/trim-under-load.ts';
import unitCrashes from '../../../scenarios/unit-crashes.ts';
import unitLoss from '../../../scenarios/unit-loss-and-rebuild.ts';
import type { UnitEvent } from '../../../src/corfu/events.ts';
import type { ReplyDatagram } from '../../../src/rpc/endpoint.ts';
import { heldAgainstFlashUnit, recordRun, type RecordedRun } from './recorded-run.ts';

const scenarios: readonly Scenario[] = [
  defaultScenario,
  flashFaults,
  lostDevices,
  raceJunkFirst,
  raceTrim,
  trimUnderLoad,
  unitCrashes,
  unitLoss,
];

describe('runs are behaviours of FlashUnit', () => {
  const taken = new Map<string, number>();

  test.for(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async ([, scenario]) => {
    for (let seed = 0; seed < 6; seed += 1) {
      const run = await recordRun(scenario, seed);
      const verdict = heldAgainstFlashUnit(run, run.facts);
      expect(verdict.firstMismatch, `seed ${seed}`).toBeNull();
      expect(verdict.matched).toBeGreaterThan(0);
      expect(verdict.matched + verdict.stuttered).toBe(verdict.events);
      for (const [action, count] of [...verdict.coverage, ...verdict.silent]) {
        taken.set(action, (taken.get(action) ?? 0) + count);
      }
    }
  });

  test('in which every action occurs', async () => {
    // A record rots and is repaired.
    const run = await recordRun(flashFaults, 7);
    const verdict = heldAgainstFlashUnit(run, run.facts);
    expect(verdict.firstMismatch).toBeNull();
    for (const [action, count] of verdict.coverage) taken.set(action, (taken.get(action) ?? 0) + count);
    const never = [...taken].filter(([, count]) => count === 0).map(([action]) => action);
    // The atlas destroys no page so thoroughly that its position is unknown: two of three copies of it stay legible.
    expect(never).toEqual(['Suspect']);
  });
});

/** How a trace is made wrong at its n-th claim, and which claims it can be done to; undefined where it changes nothing. */
type Corruption = (facts: readonly RecordedFact[], at: number) => readonly RecordedFact[] | undefined;

function claimAt(facts: readonly RecordedFact[], at: number): UnitEvent | undefined {
  const fact = facts[at]?.fact;
  return fact?.fact === 'claim' ? (fact.claim as UnitEvent) : undefined;
}

function withClaim(facts: readonly RecordedFact[], at: number, change: object): readonly RecordedFact[] {
  const recorded = facts[at] as RecordedFact;
  const claim = { ...claimAt(facts, at), ...change };
  return facts.with(at, { ...recorded, fact: { ...recorded.fact, claim } as Fact });
}

/** The next claim of the same unit that tells a mark, if power lasts until then. */
function nextOfUnit(facts: readonly RecordedFact[], at: number): number | undefined {
  const { node } = (facts[at] as RecordedFact).fact;
  for (let next = at + 1; next < facts.length; next += 1) {
    const { fact } = facts[next] as RecordedFact;
    if (fact.node !== node) continue;
    if (fact.fact === 'crashed') return undefined;
    const claim = claimAt(facts, next);
    if (claim !== undefined && 'hwm' in claim) return next;
  }
  return undefined;
}

/** Does this claim raise the highest address of its unit? */
function raisesHwm(facts: readonly RecordedFact[], at: number): boolean {
  const claim = claimAt(facts, at);
  // A trim of what was written finds the mark there already.
  if (claim?.event === 'unit-trimmed' && !claim.poisoned) return false;
  return claim !== undefined && 'hwm' in claim && 'position' in claim && claim.hwm === claim.position;
}

const corruptions: Readonly<Record<string, Corruption>> = {
  'an event is missing': (facts, at) => {
    const next = nextOfUnit(facts, at);
    // If the next event raises the mark further, nothing but the rest of the chain can tell.
    if (next === undefined || !raisesHwm(facts, at) || raisesHwm(facts, next)) return undefined;
    return facts.toSpliced(at, 1);
  },
  'two events are swapped': (facts, at) => {
    const next = nextOfUnit(facts, at);
    if (next === undefined || !raisesHwm(facts, at) || !raisesHwm(facts, next)) return undefined;
    return facts.with(at, facts[next] as RecordedFact).with(next, facts[at] as RecordedFact);
  },
  'a resulting value is another': (facts, at) => {
    const claim = claimAt(facts, at);
    return claim !== undefined && 'hwm' in claim ? withClaim(facts, at, { hwm: claim.hwm + 1 }) : undefined;
  },
  'a mark is another': (facts, at) => {
    const claim = claimAt(facts, at);
    const marks = claim?.event === 'unit-recovered' || claim?.event === 'unit-sealed';
    return marks ? withClaim(facts, at, { upTo: claim.upTo - 1 }) : undefined;
  },
  'the epoch is another': (facts, at) => {
    const claim = claimAt(facts, at);
    if (claim === undefined || !('epoch' in claim) || !('position' in claim)) return undefined;
    return withClaim(facts, at, { epoch: claim.epoch + 1 });
  },
  'the writer is another': (facts, at) => {
    const claim = claimAt(facts, at);
    return claim?.event === 'unit-wrote' ? withClaim(facts, at, { writer: claim.writer + 1 }) : undefined;
  },
  'an event happens twice': (facts, at) => {
    const claim = claimAt(facts, at);
    if (claim === undefined || !('position' in claim) || claim.event === 'unit-page-moved') return undefined;
    return facts.toSpliced(at, 0, facts[at] as RecordedFact);
  },
  'a read is answered otherwise': (facts, at) => {
    const fact = facts[at]?.fact;
    if (fact?.fact !== 'sent') return undefined;
    const datagram = fact.datagram as ReplyDatagram;
    const { status } = datagram.body as { readonly status?: string };
    const other = { data: 'unwritten', junk: 'trimmed', unwritten: 'junk' }[status ?? ''];
    if (other === undefined) return undefined;
    const body = { ...datagram.body, status: other };
    return facts.with(at, { ...(facts[at] as RecordedFact), fact: { ...fact, datagram: { ...datagram, body } } });
  },
  'the flash never had it': (facts, at) => {
    const claim = claimAt(facts, at);
    if (claim?.event !== 'unit-wrote' && claim?.event !== 'unit-filled') return undefined;
    const page = facts.findLastIndex(
      ({ fact }, i) =>
        i < at && fact.fact === 'programmed' && fact.node === facts[at]?.fact.node && fact.page === claim.page,
    );
    return facts.toSpliced(page, 1);
  },
};

describe('a trace is refused in which', async () => {
  const runs = [
    await recordRun(defaultScenario, 2),
    await recordRun(unitCrashes, 1),
    await recordRun(trimUnderLoad, 1),
    await recordRun(unitLoss, 1),
  ];

  test.for(Object.entries(corruptions))('%s', ([, corrupt]) => {
    let refused = 0;
    fc.assert(
      fc.property(fc.nat({ max: runs.length - 1 }), fc.nat({ max: 1_000_000 }), (number, place) => {
        const run = runs[number] as RecordedRun;
        const { facts } = run;
        // The first place from there on where it can be done.
        let corrupted: readonly RecordedFact[] | undefined;
        for (let i = 0; i < facts.length && corrupted === undefined; i += 1) {
          corrupted = corrupt(facts, (place + i) % facts.length);
        }
        fc.pre(corrupted !== undefined);
        const { firstMismatch } = heldAgainstFlashUnit(run, corrupted);
        expect(firstMismatch).not.toBeNull();
        refused += 1;
      }),
      { numRuns: 15 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});

test('what is no step is told with the conjunct, its place and the values', async () => {
  const run = await recordRun(defaultScenario, 2);
  const at = run.facts.findIndex((_fact, i) => claimAt(run.facts, i)?.event === 'unit-wrote');
  const stale = heldAgainstFlashUnit(run, withClaim(run.facts, at, { epoch: 2 }));
  expect(stale.firstMismatch).toMatchObject({ event: 'unit-wrote', conjunct: 'Obeys(u, e)' });
  expect(describeMismatch('FlashUnit', stale.firstMismatch!)).toMatch(
    /^unit-wrote \(epoch 2, position \d+, writer \d+, writeNumber \d+, page \d+, hwm \d+\) is no step Write\(unit, 2, 0, "entry"\) of FlashUnit: Obeys\(u, e\) \(FlashUnit\.tla:\d+:6\) is not so$/,
  );
  const page = run.facts.findLastIndex(({ fact }, i) => i < at && fact.fact === 'programmed');
  const { firstMismatch } = heldAgainstFlashUnit(run, run.facts.toSpliced(page, 1));
  expect(firstMismatch?.expected).toMatch(/"entry"/);
  expect(firstMismatch?.seen).toMatch(/UNWRITTEN/);
  expect(firstMismatch?.state).toContain('power = (unit :> "up")');
});
