// The spec drives the stack: walks of ChainLog on the real units, sequencer and clients, walks of FlashUnit on one unit and its devices, and
// counterexamples of planted mistakes.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { playSpec } from '../../../../sim/explore/play/play-spec.ts';
import { playChainLog, playFlashUnit } from '../../../../sim/explore/play/play-walk.ts';
import { pairsOf } from '../../../../sim/tla/tlc/value-parts.ts';
import { InputError } from '../../../../sim/model/input-error.ts';
import { mutants } from '../../../../sim/mutants/registry.ts';
import type { PlayReport } from '../../../../sim/run/play-protocol.ts';
import type { TraceState } from '../../../../sim/tla/checker/result.ts';
import { closedWorld } from '../../../../sim/tla/compile/machine.ts';
import { loadProgram } from '../../../../sim/tla/load-spec.ts';
import { simulate } from '../../../../sim/tla/simulate/simulate.ts';
import type { TlaValue } from '../../../../sim/tla/tlc/value.ts';

const specs = fileURLToPath(new URL('../../../../specs/', import.meta.url));
const control = { beat: () => {}, stopped: () => false };

function play(
  config: string,
  mutant: string | null,
  walks: number | 'counterexample',
  spec = 'ChainLog',
): Promise<PlayReport> {
  const of = walks === 'counterexample' ? ({ counterexample: true } as const) : { seed: 1, walks, depthMax: 30 };
  const configFile = `${specs}${config}.cfg`;
  const job = { job: 'play', file: `${specs}${spec}.tla`, configFile, mutant, of } as const;
  return playSpec(job, mutants.find(({ id }) => id === mutant)?.parts ?? {}, control);
}

const everything = ['Token', 'Start', 'HeadWrite', 'HeadFill', 'Copy', 'Ack', 'Lose', 'GiveUp', 'Read'];

test.for([
  ['MC_ChainLog', everything],
  ['MC_ChainLog_trim', [...everything, 'TrimAt', 'PrefixTrimAt']],
] as const)('100 walks of %s, and the stack goes where the spec goes', async ([config, actions]) => {
  const { divergence, walks, actions: played, taken } = await play(config, null, 100);
  expect(divergence).toBeNull();
  expect(walks).toBe(100);
  expect(played).toBeGreaterThan(100 * 15);
  expect(Object.keys(taken).sort()).toEqual([...actions].sort());
});

test.for([
  ['P05', 'TrimAt', /unit-trimmed .* is no step Trim/],
  ['P07', '', /is no step Fill\(unit, 1, 0\) of FlashUnit/],
  ['P10', '', /is no step Filled\(0\) of ChainLog|takes no such step/],
  ['P14', '', /append answered ok .* is no step Ack/],
] as const)('with %s planted, they part', async ([mutant, action, message]) => {
  const { divergence } = await play('MC_ChainLog_trim', mutant, mutant === 'P14' ? 60 : 20);
  expect(divergence?.message).toMatch(message);
  expect(divergence?.action).toMatch(action);
  expect(divergence?.explanation.join('\n')).toMatch(/here they part; the spec goes on to\n +known = /);
});

test.for([
  ['P10', 'C_FillAdopts', 'Filled(0)'],
  ['P14', 'C_JunkNotAck', 'Ack(v1)'],
] as const)('the counterexample of %s can be played with the bug, and not without', async ([bug, invariant, last]) => {
  const planted = await play(`Bad_ChainLog_${bug}`, bug, 'counterexample');
  expect(planted).toMatchObject({ violated: invariant, divergence: null, cut: {} });
  const right = await play(`Bad_ChainLog_${bug}`, null, 'counterexample');
  expect(right).toMatchObject({ violated: invariant, actions: planted.actions - 1, divergence: { action: last } });
});

const unitActions = 'Read Write Fill Trim PrefixTrim Seal Repair Reset Crash Restart Estrange Rot'.split(' ');

test('200 walks of MC_FlashUnit, and the unit goes where the spec goes', async () => {
  const { divergence, walks, actions, taken, cut } = await play('MC_FlashUnit', null, 200, 'FlashUnit');
  expect(divergence).toBeNull();
  expect(walks).toBe(200);
  expect(actions).toBeGreaterThan(200 * 10);
  expect(Object.keys(taken).sort()).toEqual(unitActions.toSorted());
  expect(Object.keys(cut).every((why) => /^(Suspect|Restart): /.test(why))).toBe(true);
});

test.for([
  ['P01', /known of address .: the spec has (v1|JUNK), the stack UNWRITTEN/],
  ['P02', /is no step Restart|minEpoch/],
  ['P03', /the unit answers status (ok|overwritten|trimmed|corrupt), and not sealed/],
  ['P04', /the unit answers status unwritten, and not corrupt|Read\(unit, 0, "UNWRITTEN"\)/],
  ['P05', /unit-trimmed .*poisoned true/],
  ['P06', /is no step Restart|upTo/],
  ['P07', /the unit answers status ok, and not (overwritten|trimmed)|is no step Fill/],
] as const)('a unit with %s goes elsewhere', async ([mutant, message]) => {
  const { divergence } = await play('MC_FlashUnit', mutant, 60, 'FlashUnit');
  expect(divergence?.message).toMatch(message);
});

test.for([
  ['P03', 'U_NoStaleEpochEffect', 'Fill(u1, 1, 0)'],
  ['P07', 'U_WriteOnce', 'Fill(u1, 1, 0)'],
] as const)('the counterexample of %s can be played with the bug in the unit, and not without', async (row) => {
  const [bug, property, last] = row;
  const planted = await play(`Bad_FlashUnit_${bug}`, bug, 'counterexample', 'FlashUnit');
  expect(planted).toMatchObject({ violated: property, divergence: null, cut: {}, actions: 2 });
  const right = await play(`Bad_FlashUnit_${bug}`, null, 'counterexample', 'FlashUnit');
  expect(right).toMatchObject({ violated: property, actions: 1, divergence: { action: last } });
});

test('a state that is not the one of the spec is seen, whichever variable it is in', async () => {
  const program = await loadProgram(`${specs}ChainLog.tla`, `${specs}MC_ChainLog.cfg`);
  const { trace } = simulate(program, closedWorld, { seed: 4, walks: 1, depthMax: 30 });
  expect(await playChainLog(trace, {}, 'none')).toEqual({ actions: trace.length - 1, cut: null, divergence: null });
  const last = trace.at(-1)!;
  for (const name of ['known', 'durable', 'prefix', 'tail', 'owner', 'status', 'decided', 'seen']) {
    const variables = last.variables.map((each) => {
      return each.name === name ? { ...each, value: initialOr(trace, name, each.value) } : each;
    });
    const { divergence } = await playChainLog([...trace.slice(0, -1), { ...last, variables }], {}, 'none');
    expect({ name, at: divergence?.at }).toEqual({ name, at: trace.length - 2 });
    expect(divergence?.message).toMatch(/: the spec has .*, the stack /);
  }
});

test('so is one of a unit', async () => {
  const program = await loadProgram(`${specs}FlashUnit.tla`, `${specs}MC_FlashUnit.cfg`);
  const traces: (readonly TraceState[])[] = [];
  const onWalk = (walked: () => readonly TraceState[]): unknown => traces.push(walked());
  simulate(program, closedWorld, { seed: 1, walks: 40, depthMax: 8, onWalk });
  const seen = new Set<string>();
  for (const trace of traces) {
    const last = trace.at(-1)!;
    if ((await playFlashUnit(trace, {}, 'none')).cut !== null) continue;
    for (const { name, value } of last.variables) {
      const first = trace[0]!.variables.find((each) => each.name === name)!.value;
      if (seen.has(name) || JSON.stringify(first) === JSON.stringify(value)) continue;
      const variables = last.variables.map((each) => (each.name === name ? { ...each, value: first } : each));
      const { divergence } = await playFlashUnit([...trace.slice(0, -1), { ...last, variables }], {}, 'none');
      if (divergence?.at === trace.length - 2) seen.add(name);
    }
  }
  for (const name of [
    'known',
    'durable',
    'prefix',
    'minEpoch',
    'diskEpoch',
    'lastReset',
    'power',
    'promised',
    'stamp',
    'report',
  ]) {
    expect([...seen]).toContain(name);
  }
});

/** Another value for a variable: that of the first state, or, where it never changed, one that it cannot have. */
function initialOr(trace: readonly TraceState[], name: string, value: TlaValue): TlaValue {
  if (name === 'prefix') return marked(value);
  return trace[0]!.variables.find((each) => each.name === name)!.value;
}

function marked(prefix: TlaValue): TlaValue {
  return { '#map': pairsOf(prefix).map(([unit]) => [unit, 1] as const) };
}

test('what cannot be played is refused', async () => {
  await expect(play('MC_ChainLog', null, 'counterexample')).rejects.toThrow('no counterexample to play');
  await expect(play('Bad_ChainLog_P16', null, 'counterexample')).rejects.toThrow(InputError);
  const of = { seed: 0, walks: 1, depthMax: 5 };
  const files = { file: `${specs}Loglet.tla`, configFile: `${specs}MC_Loglet.cfg` };
  await expect(playSpec({ job: 'play', ...files, mutant: null, of }, {}, control)).rejects.toThrow(
    'only ChainLog and FlashUnit can',
  );
});
