import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../sim/model/fact.ts';
import type { RecordedFact } from '../../../sim/model/recorded-fact.ts';
import type { Scenario } from '../../../sim/model/scenario.ts';
import clocks from '../../../scenarios/clocks.ts';
import defaultScenario from '../../../scenarios/default.ts';
import flashFaults from '../../../scenarios/flash-faults.ts';
import raceJunkFirst from '../../../scenarios/race-junk-first.ts';
import raceTrim from '../../../scenarios/race-trim-overtakes-writer.ts';
import raceTwoFillers from '../../../scenarios/race-two-fillers.ts';
import trimUnderLoad from '../../../scenarios/trim-under-load.ts';
import unitCrashes from '../../../scenarios/unit-crashes.ts';
import wrongSuspicion from '../../../scenarios/wrong-suspicion.ts';
import { heldAgainstChainLog, recordRun, type RecordedRun } from './recorded-run.ts';

const scenarios: readonly Scenario[] = [
  defaultScenario,
  flashFaults,
  raceJunkFirst,
  raceTrim,
  trimUnderLoad,
  unitCrashes,
  wrongSuspicion,
];

describe('runs are behaviours of ChainLog', () => {
  const taken = new Map<string, number>();

  test.for(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async ([, scenario]) => {
    for (let seed = 0; seed < 6; seed += 1) {
      const run = await recordRun(scenario, seed);
      const verdict = heldAgainstChainLog(run, run.everything);
      expect(verdict.firstMismatch, `seed ${seed}`).toBeNull();
      expect(verdict.matched + verdict.stuttered).toBe(verdict.events);
      for (const [action, count] of verdict.coverage) taken.set(action, (taken.get(action) ?? 0) + count);
    }
  });

  test('in which every action occurs', async () => {
    // A record rots and is repaired; a writer loses its position to junk.
    for (const run of [await recordRun(flashFaults, 7), await recordRun(raceTwoFillers, 6)]) {
      for (const [action, count] of heldAgainstChainLog(run, run.everything).coverage) {
        taken.set(action, (taken.get(action) ?? 0) + count);
      }
    }
    expect([...taken].filter(([, count]) => count === 0).map(([action]) => action)).toEqual([]);
  });
});

type Corruption = (fact: Fact, facts: readonly RecordedFact[]) => Fact | 'twice' | undefined;

function isClaim(fact: Fact, event: string): boolean {
  return fact.fact === 'claim' && fact.claim.event === event;
}

function isReadOf(fact: Fact, operation: number): boolean {
  return fact.fact === 'invoked' && fact.operation === operation && 'op' in fact.detail && fact.detail.op === 'read';
}

/** Of one fact each; undefined where it does not apply. */
const corruptions: Readonly<Record<string, Corruption>> = {
  'a token is granted twice': (fact) => (isClaim(fact, 'token-granted') ? 'twice' : undefined),
  'a read answers the opposite': (fact) => {
    if (fact.fact !== 'responded') return undefined;
    const { out, outPos } = fact.detail as { readonly out: string; readonly outPos?: number };
    if (outPos !== undefined || (out !== 'data' && out !== 'junk')) return undefined;
    return { ...fact, detail: { ...fact.detail, out: out === 'data' ? 'junk' : 'data' } };
  },
  'a read finds nothing though nobody said so': (fact, facts) => {
    if (fact.fact !== 'responded' || !facts.some((each) => isReadOf(each.fact, fact.operation))) return undefined;
    const { out, outVal } = fact.detail as { readonly out: string; readonly outVal?: unknown };
    if (out !== 'data' || outVal === undefined) return undefined;
    return { ...fact, detail: { out: 'unwritten' } };
  },
  'an append is acknowledged elsewhere': (fact) => {
    if (fact.fact !== 'responded') return undefined;
    const { out, outPos } = fact.detail as { readonly out: string; readonly outPos?: number };
    if (out !== 'ok' || outPos === undefined) return undefined;
    return { ...fact, detail: { ...fact.detail, outPos: outPos + 1 } };
  },
  'a writer says that it lost': (fact) => {
    if (fact.fact !== 'responded') return undefined;
    const { out, outPos } = fact.detail as { readonly out: string; readonly outPos?: number };
    if (out !== 'ok' || outPos === undefined) return undefined;
    return { fact: 'claim', node: fact.node, claim: { event: 'write-lost', position: outPos, to: 'data' } };
  },
};

function corrupted(facts: readonly RecordedFact[], place: number, corrupt: Corruption): readonly RecordedFact[] | null {
  for (let i = 0; i < facts.length; i += 1) {
    const at = (place + i) % facts.length;
    const recorded = facts[at] as RecordedFact;
    const fact = corrupt(recorded.fact, facts);
    if (fact === undefined) continue;
    return fact === 'twice' ? facts.toSpliced(at, 0, recorded) : facts.with(at, { ...recorded, fact });
  }
  return null;
}

describe('a trace is refused in which', async () => {
  // ChainLog is about one layout: of a run whose layout changes, only what comes before is held against it.
  const runs = [await recordRun(clocks, 2), await recordRun(raceJunkFirst, 1)];

  test.for(Object.entries(corruptions))('%s', ([, corrupt]) => {
    fc.assert(
      fc.property(fc.nat({ max: runs.length - 1 }), fc.nat({ max: 1_000_000 }), (number, place) => {
        const run = runs[number] as RecordedRun;
        const facts = corrupted(run.everything, place, corrupt);
        expect(facts).not.toBeNull();
        expect(heldAgainstChainLog(run, facts ?? []).firstMismatch).not.toBeNull();
      }),
      { numRuns: 15 },
    );
  });
});
