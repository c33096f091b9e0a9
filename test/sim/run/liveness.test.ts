/**
 * The second phase of a run: what is not done is stuck, and the run says who waits for what; what nobody could do is unavailable, and
 * only that.
 */
import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../../sim/mutants/mutant.ts';
import { BurnsTokens } from '../../../sim/mutants/sequencer-mutants.ts';
import type { Plan, PlannedFault } from '../../../sim/model/plan.ts';
import { examinePlan, recordPlan, runPlan } from '../../../sim/run/run-seed.ts';
import type { Parts } from '../../../sim/systems/corfu.ts';
import { shrinkPlan } from '../../../sim/explore/shrink.ts';
import { ChainClient, type PositionState } from '../../../src/corfu/chain-client.ts';
import { CorfuClient } from '../../../src/corfu/client.ts';
import { FlashUnit } from '../../../src/corfu/flash-unit.ts';
import { Reconfigurer } from '../../../src/corfu/reconfiguration.ts';
import { shortPlan, shortScenario } from '../../support/short-plan.ts';

const never = (): Promise<never> => new Promise(() => undefined);

/** A cluster that can replace a sequencer, a unit, and one of three layout servers' votes. */
const managed: Plan = {
  ...shortPlan,
  system: { ...shortPlan.system, layoutServers: 3, sequencers: 2, spares: 1, managers: 1 },
};

const destroy = (role: string, ...indices: readonly number[]): readonly PlannedFault[] =>
  indices.map((index) => ({ kind: 'process.destroy', role, index, atMicros: 10_500 }));
const crash = (role: string, index: number): PlannedFault => ({
  kind: 'process.crash',
  role,
  index,
  atMicros: 10_500,
  downMicros: 3_000,
});

function mutantOf(parts: Partial<Parts>): Mutant {
  return {
    id: 'planted',
    layer: 'client',
    change: 'planted',
    breaks: [],
    implied: [],
    benign: false,
    replaces: [],
    parts,
  } as unknown as Mutant;
}

async function explanationOf(plan: Plan, parts: Partial<Parts>): Promise<string> {
  const { result } = await recordPlan(shortScenario, plan, { mutant: mutantOf(parts) });
  expect(result.verdict).toMatchObject({ kind: 'stuck' });
  return [result.verdict.message, ...(result.verdict.explanation ?? [])].join('\n');
}

/** A client that waits for a reply which never comes. */
class NeverResolves extends CorfuClient {
  protected override resolve(): Promise<never> {
    return never();
  }
}

/** Decides layouts, and leaves their sequencers without a tail (CorfuDB, issue 1054). */
class NeverBootstraps extends Reconfigurer {
  override startSequencer(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

class SilentAfterRestart extends FlashUnit {
  static override open(...[ports]: Parameters<typeof FlashUnit.open>): Promise<FlashUnit> {
    return ports.process.incarnation > 1 ? never() : super.open(ports);
  }
}

class NeverFills extends ChainClient {
  override fill(): Promise<PositionState> {
    return Promise.resolve({ status: 'unknown' });
  }
}

describe('what is not done when faults have stopped is stuck:', () => {
  it('a call that nobody repeats', async () => {
    const lost = { kind: 'network.drop', link: 'client-unit', fromIndex: 0, toIndex: 0, ratePpm: 1_000_000 };
    const plan = { ...shortPlan, faults: [{ ...lost, atMicros: 0, durationMicros: 12_000 }] };
    const text = await explanationOf(plan, { CorfuClient: NeverResolves });
    expect(text).toContain('client-0 is to get an answer to its append, operation 0');
    expect(text).toMatch(
      /client-0 waits since event \d+ for its append; its last request, unit\/write in epoch 1 to unit-0/,
    );
    expect(text).not.toContain('client-1 is to');
  });

  it('also where others are busy for ever: the first phase ends when every client has had its time', async () => {
    const lost = { kind: 'network.drop', link: 'client-unit', fromIndex: 0, toIndex: 0, ratePpm: 1_000_000 };
    const plan = { ...managed, faults: [{ ...lost, atMicros: 0, durationMicros: 12_000 }] };
    const options = { mutant: mutantOf({ CorfuClient: NeverResolves }) };
    const { facts, run } = await recordPlan(shortScenario, plan, options);
    const stopped = facts.find(({ fact }) => fact.fact === 'faults-stopped');
    // Each of four operations, and one more, has two hundred timeouts; thinking comes on top.
    expect(stopped?.timeMicros).toBeGreaterThan(5 * 200 * plan.system.timeoutMicros);
    expect(run.startsMicros[0]).toHaveLength(1);
    expect(run.unmet.map(({ what }) => what)).toContain('client-0 is to get an answer to its append, operation 0');
    expect(run.unmet.every(({ client }) => client === 0)).toBe(true);
  });

  it('a sequencer that nobody tells its tail, so that it refuses everybody for ever', async () => {
    const text = await explanationOf(
      { ...managed, faults: [crash('sequencer', 0)] },
      { Reconfigurer: NeverBootstraps },
    );
    expect(text).toMatch(/sequencer-\d was never bootstrapped for epoch \d+/);
    expect(text).toContain('client-0 is to have an append acknowledged');
    expect(text).toMatch(
      /its last request, sequencer\/\w+ in epoch \d+ to sequencer-\d at event \d+, was answered (not-ready|sealed) in epoch/,
    );
  });

  it('a unit that says nothing after it started again', async () => {
    const text = await explanationOf({ ...shortPlan, faults: [crash('unit', 1)] }, { FlashUnit: SilentAfterRestart });
    expect(text).toContain('client-1 is to have an append acknowledged');
    expect(text).toMatch(/to unit-1 at event \d+, was not answered/);
    // It is well as far as anybody can see from outside, so it proves nothing; where it can be replaced, it is.
    const replaced = { ...managed, faults: [crash('unit', 1)] };
    const { verdict } = await runPlan(shortScenario, replaced, { mutant: mutantOf({ FlashUnit: SilentAfterRestart }) });
    expect(verdict).toEqual({ kind: 'pass' });
  });

  it('a hole that stays', async () => {
    const text = await explanationOf(shortPlan, { Sequencer: BurnsTokens, ChainClient: NeverFills });
    expect(text).toMatch(/client-\d is to have the hole at position \d+ filled/);
  });

  it('and shrinks to what it takes', async () => {
    const plan = { ...shortPlan, faults: [crash('client', 0), crash('unit', 1), crash('client', 1)] };
    const options = { mutant: mutantOf({ FlashUnit: SilentAfterRestart }) };
    const shrunk = await shrinkPlan(shortScenario, plan, options, { attemptsMax: 40, stopped: () => false });
    expect(shrunk.result.verdict.kind).toBe('stuck');
    expect(shrunk.plan.faults).toMatchObject([{ kind: 'process.crash', role: 'unit' }]);
    expect((await examinePlan(shortScenario, shrunk.plan, options)).result.traceHash).toBe(shrunk.result.traceHash);
  });
});

describe('what nobody could do is unavailable:', () => {
  const cases: readonly (readonly [string, Plan, readonly PlannedFault[], readonly string[]])[] = [
    ['a fixed layout without one of its units', shortPlan, destroy('unit', 1), ['unit-lost', 'layout-fixed']],
    ['a fixed layout without a chain', shortPlan, destroy('unit', 0, 1), ['chain-lost']],
    [
      'a fixed layout whose sequencer has forgotten its tail',
      shortPlan,
      [crash('sequencer', 0)],
      ['sequencer-ended', 'layout-fixed'],
    ],
    ['a chain, before the first of it was replaced', managed, destroy('unit', 0, 1), ['chain-lost']],
    ['a majority of the layout servers', managed, destroy('layout-server', 0, 2), ['majority-lost']],
    ['every sequencer node', managed, destroy('sequencer', 0, 1), ['sequencer-ended', 'no-sequencer']],
    [
      'the only manager, and the sequencer that it would replace',
      managed,
      [...destroy('manager', 0), crash('sequencer', 0)],
      ['sequencer-ended', 'no-manager'],
    ],
  ];

  it.each(cases)('%s', async (_name, plan, faults, statements) => {
    const { verdict } = await runPlan(shortScenario, { ...plan, faults }, {});
    expect(verdict.kind).toBe('unavailable');
    const reasons = (verdict.proof ?? []).map(({ because }) => because.map(({ says }) => says).join());
    expect(reasons).toContain(statements.join());
    expect(verdict.explanation?.join('\n')).toMatch(/at event \d+ \(\d+ us, process\.(destroy|crash)\)/);
  });

  const survived: readonly (readonly [string, readonly PlannedFault[]])[] = [
    ['a unit', destroy('unit', 0)],
    ['a minority of the layout servers', destroy('layout-server', 1)],
    ['a sequencer', destroy('sequencer', 0)],
    ['a client, which is owed nothing any more', destroy('client', 1)],
    ['the manager, with nothing to do for it', destroy('manager', 0)],
  ];

  it.each(survived)('but not %s', async (_name, faults) => {
    const { verdict } = await runPlan(shortScenario, { ...managed, faults }, {});
    expect(verdict).toEqual({ kind: 'pass' });
  });

  it('but not a chain of which one unit is destroyed after the other', async () => {
    const [first, second] = destroy('unit', 0, 1) as [PlannedFault, PlannedFault];
    const [operations] = managed.clients;
    const late = operations!.map((each) => ({ ...each, thinkMicros: 300_000 }));
    const plan = { ...managed, clients: [late], faults: [first, { ...second, atMicros: 700_000 }] };
    const result = await runPlan(shortScenario, plan, {});
    expect(result.verdict).toEqual({ kind: 'pass' });
    expect(result.fired).toEqual({ 'process.destroy': 2 });
  });

  it('but not a unit that lost its devices before they held anything', async () => {
    const early = { kind: 'process.lose-devices', role: 'unit', index: 0, atMicros: 1, downMicros: 10 };
    const { result, facts } = await recordPlan(
      shortScenario,
      { ...shortPlan, faults: [early, ...destroy('unit', 1)] },
      {},
    );
    const lost = (result.verdict.proof ?? []).flatMap(({ because }) => because);
    expect(facts.filter(({ fact }) => fact.fact === 'device-lost').map(({ fact }) => fact.node)).toEqual([0, 1]);
    expect(lost.map(({ says }) => says)).not.toContain('chain-lost');
    expect(lost.map(({ says }) => says)).toContain('unit-lost');
  });

  it('though a machine that was destroyed before it held anything is as gone as any other', async () => {
    const early = { kind: 'process.destroy', role: 'layout-server', index: 0, atMicros: 1 };
    const { result } = await recordPlan(
      shortScenario,
      { ...managed, faults: [early, ...destroy('layout-server', 2)] },
      {},
    );
    expect(result.verdict.kind).toBe('unavailable');
    const lost = (result.verdict.proof ?? []).flatMap(({ because }) => because);
    const majority = lost.find(({ says }) => says === 'majority-lost');
    expect(majority).toMatchObject({ lost: [{ fault: 'process.destroy' }, { fault: 'process.destroy' }] });
  });

  it('and a loss excuses only what depends on it', async () => {
    // Nobody confirms a tail any more; but that nobody fills a hole has another reason.
    const plan = { ...managed, faults: destroy('layout-server', 0, 2) };
    const parts = { CorfuClient: NeverResolves, ChainClient: NeverWrites };
    const { verdict } = await runPlan(shortScenario, plan, { mutant: mutantOf(parts) });
    expect(verdict.kind).toBe('stuck');
    expect(verdict.explanation?.join('\n')).toContain('hence not: client-0 is to be told the tail');
    const parked = await runPlan(
      shortScenario,
      { ...managed, faults: destroy('unit', 1) },
      { mutant: mutantOf({ Reconfigurer: NeverBootstraps }) },
    );
    expect(parked.verdict.kind).toBe('stuck');
  });
});

/** Its writes go nowhere. */
class NeverWrites extends ChainClient {
  override write(): ReturnType<ChainClient['write']> {
    return Promise.resolve('unknown');
  }
}
