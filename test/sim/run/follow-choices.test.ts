import { describe, expect, it } from 'vitest';
import { corfuClientView } from '../../../sim/check/linearizable.ts';
import type { Fact } from '../../../sim/model/fact.ts';
import type { Run } from '../../../sim/model/run.ts';
import type { World } from '../../../sim/model/world.ts';
import { execute } from '../../../sim/run/execute.ts';
import { topologyOf } from '../../../sim/systems/corfu.ts';
import { nameOf } from '../../../sim/systems/topology.ts';
import { planOfWorld } from '../../../sim/workload/plan-world.ts';

const world: World = { chainLength: 2, clients: [['append'], ['append']], timeouts: 1 };

/** Runs the world by `choices`; also says which datagrams were delivered, in order. */
async function follow(
  choices: readonly string[],
): Promise<{ readonly run: Run; readonly delivered: readonly string[] }> {
  const plan = planOfWorld('test', world, []);
  const topology = topologyOf(plan);
  const delivered: string[] = [];
  const observe = (fact: Fact): void => {
    if (fact.fact !== 'delivered') return;
    const { from, to, number } = fact;
    delivered.push(`${nameOf(topology, from)}>${nameOf(topology, to)}#${number}`);
  };
  const run = await execute(
    { ...plan, world: { timeouts: 1, reconfigurers: [], choices } },
    {},
    { properties: [corfuClientView], watchers: [{ watch: () => ({ observe }) }], eventsMax: 1_000 },
  );
  return { run, delivered };
}

function positionsOf({ history }: Run): readonly unknown[] {
  return history.map((operation) => ('outPos' in operation ? operation.outPos : undefined));
}

describe('the choices of a small world', () => {
  it('are made as listed, and behind the last one messages arrive in the order of their sending', async () => {
    const choices = ['client-0 timer#0', 'client-1 timer#0', 'client-1>sequencer-0#0'];
    const { run, delivered } = await follow(choices);
    expect(delivered.slice(0, 3)).toEqual([
      'client-1>sequencer-0#0',
      'client-0>sequencer-0#0',
      'sequencer-0>client-1#0',
    ]);
    expect([run.end, positionsOf(run)]).toEqual(['finished', [1, 0]]);
  });

  it('that are not possible are passed over', async () => {
    const usual = await follow([]);
    const odd = await follow(['client-7 timer#0', 'fault', 'unit-0>client-0#9']);
    expect(odd.run.traceHash).toBe(usual.run.traceHash);
    expect(positionsOf(usual.run)).toEqual([0, 1]);
  });

  it('include the loss of patience, once for each client', async () => {
    const impatient = await follow([
      'client-0 timer#0',
      'client-0 timeout#0',
      'client-0 timer#1',
      'client-0 timeout#1',
    ]);
    // Asked again, the sequencer grants another position; the second timeout is one too many.
    expect(impatient.delivered.filter((name) => name.startsWith('client-0>sequencer-0'))).toHaveLength(2);
    expect(impatient.run.end).toBe('finished');
  });
});
