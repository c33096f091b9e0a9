/**
 * The known bugs are found, by an invariant that they break; they pass quiet seeds, or they are no mistakes that anybody would
 * ship; and they still replace what they were written against.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariantNames } from '../../../sim/check/invariants/all.ts';
import { cAtMostOnce } from '../../../sim/check/invariants/c-at-most-once.ts';
import { Ledger } from '../../../sim/check/invariants/ledger.ts';
import { clauses } from '../../../sim/check/log/clauses.ts';
import { corfuClientView } from '../../../sim/check/linearizable.ts';
import { isFailure } from '../../../sim/explore/tally.ts';
import { corfuParts, type Parts } from '../../../sim/systems/corfu.ts';
import { hashString } from '../../../sim/kernel/mix.ts';
import type { Mutant } from '../../../sim/mutants/mutant.ts';
import { mutants } from '../../../sim/mutants/registry.ts';
import type { Property } from '../../../sim/model/property.ts';
import { specsProperty } from '../../../sim/refine/names.ts';
import { runSeed } from '../../../sim/run/run-seed.ts';
import type { Scenario } from '../../../sim/model/scenario.ts';
import type { NodePorts } from '../../../src/ports/node-ports.ts';
import { shippedScenarios } from '../../support/shipped.ts';

const scenarios = await shippedScenarios();
const quiet = scenarios.find(({ name }) => name === 'quiet-append')!;
const bugs = mutants.filter(({ benign }) => !benign);

/** What shows `mutant` at the first seed, round-robin over the scenarios or in its own, that does not pass. */
async function firstFinding(mutant: Mutant, patience: number, without: readonly string[]): Promise<string> {
  const { campaign } = mutant;
  const hunted = campaign === undefined ? scenarios : scenarios.filter(({ name }) => name === campaign.scenario);
  const seedsMax = campaign?.seedsMax ?? patience;
  let seeds = 0;
  for (let seed = 0; seeds < seedsMax; seed += 1) {
    for (const scenario of hunted) {
      seeds += 1;
      const { verdict } = await runSeed(scenario, seed, { mutant, without });
      // A bug may keep the log from going on as well; what it is looked for by is what it breaks.
      const isFinding = isFailure(verdict.kind) && (mutant.benign || verdict.kind !== 'stuck');
      if (isFinding) return verdict.property ?? verdict.kind;
    }
  }
  return 'not found';
}

describe.each(bugs.map((mutant) => [mutant.id, mutant] as const))('%s', (_id, mutant) => {
  it('is found by an invariant that it breaks', async () => {
    expect([...mutant.breaks, ...mutant.implied]).toContain(await firstFinding(mutant, 1000, [specsProperty]));
  });

  it('is found when nobody claims anything', async () => {
    expect([...mutant.breaks, ...mutant.implied]).toContain(
      await firstFinding(withoutClaims(mutant), 1000, [specsProperty]),
    );
  });

  it('is hunted in a scenario that exists', () => {
    expect(scenarios.map(({ name }) => name)).toContain(mutant.campaign?.scenario ?? quiet.name);
  });

  it('names invariants and rules that exist or will', () => {
    const later = ['O-SamePrefix', 'L-PrefixReadable', 'A-Linearizable', 'C-HoleResolved'];
    const known = [...invariantNames, ...Object.values(clauses).map(({ rule }) => rule), ...later];
    expect([...mutant.breaks, ...mutant.implied].filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('B1, which was taken for benign', () => {
  it('has an append committed twice, when nobody looks at tails', async () => {
    const suspicion = scenarios.find(({ name }) => name === 'wrong-suspicion')!;
    const atMostOnce: Property = {
      name: 'C-AtMostOnce',
      watch(view) {
        const ledger = view.shared(Ledger);
        ledger.attach(cAtMostOnce.watch(ledger));
        return ledger;
      },
    };
    const mutant = mutants.find(({ id }) => id === 'B1')!;
    let found = false;
    for (let seed = 0; !found && seed < 200; seed += 1) {
      const { verdict } = await runSeed({ ...suspicion, properties: [atMostOnce] }, seed, { mutant });
      found = verdict.property === 'C-AtMostOnce';
    }
    expect(found).toBe(true);
  });
});

describe('benign variations', () => {
  it.each(mutants.filter(({ benign }) => benign).map((mutant) => [mutant.id, mutant] as const))(
    '%s is not flagged',
    async (_id, mutant) => {
      expect(await firstFinding(mutant, 20 * scenarios.length, [])).toBe('not found');
    },
  );
});

/** A smoke test sees what clients see on a good day, and no more. */
describe('quiet seeds', () => {
  const smoke: Scenario = { ...quiet, properties: [corfuClientView] };

  it.each(bugs.map((mutant) => [mutant.id, mutant] as const))('%s passes 200 of them', async (_id, mutant) => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { verdict } = await runSeed(smoke, seed, { mutant });
      expect(verdict.kind).toBe('pass');
    }
  });
});

describe('replaced methods', () => {
  const file = new URL('replaced-sources.json', import.meta.url);
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

  it('are what the mutants were written against: look at a mutant again when this fails, then record the new hash', () => {
    const now = Object.fromEntries(
      mutants.flatMap(({ replaces }) => replaces).map((name) => [name, hashString(sourceOf(name)).toString(16)]),
    );
    expect(now).toEqual(recorded);
  });
});

/** The source of `Class.method` or of a whole class, without the blanks that differ between tools. */
function sourceOf(name: string): string {
  const [part, method] = name.split('.') as [keyof Parts, string?];
  const replaced = method === undefined ? corfuParts[part] : Reflect.get(corfuParts[part].prototype, method);
  expect(replaced, name).toBeTypeOf('function');
  return String(replaced).replaceAll(/\s/g, '');
}

/** The same mutant in a world where protocol code stays silent: what it says may explain a finding, never make it. */
function withoutClaims(mutant: Mutant): Mutant {
  const parts = { ...corfuParts, ...mutant.parts };
  const silent = (ports: NodePorts): NodePorts => ({ ...ports, trace: { emit: () => undefined } });
  class SilentUnit extends parts.FlashUnit {
    static override format(ports: NodePorts, ...rest: [number, never]): Promise<void> {
      return super.format(silent(ports), ...rest);
    }
    static override open(ports: NodePorts): ReturnType<typeof parts.FlashUnit.open> {
      return super.open(silent(ports));
    }
  }
  class SilentSequencer extends parts.Sequencer {
    constructor(_trace: NodePorts['trace'], incarnation: number) {
      super({ emit: () => undefined }, incarnation);
    }
  }
  class SilentChainClient extends parts.ChainClient {
    constructor(...[ports, ...rest]: ConstructorParameters<Parts['ChainClient']>) {
      super(silent(ports), ...rest);
    }
  }
  class SilentClient extends parts.CorfuClient {
    constructor(...[ports, ...rest]: ConstructorParameters<Parts['CorfuClient']>) {
      super(silent(ports), ...rest);
    }
  }
  return {
    ...mutant,
    parts: {
      ...parts,
      FlashUnit: SilentUnit,
      Sequencer: SilentSequencer,
      ChainClient: SilentChainClient,
      CorfuClient: SilentClient,
    },
  };
}
