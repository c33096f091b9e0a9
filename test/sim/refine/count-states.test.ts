// States of the specs that runs were in, against those that the model checker finds.
import { expect, test } from 'vitest';
import defaultScenario from '../../../scenarios/default.ts';
import { unitStateText } from '../../../sim/refine/abstract-states.ts';
import { loadBindings } from '../../../sim/refine/bindings.ts';
import { countStates, visitedStates } from '../../../sim/refine/count-states.ts';
import { modelStates } from '../../../sim/refine/model-states.ts';
import { refinesSpecs } from '../../../sim/refine/refines-specs.ts';
import { unitSlice } from '../../../sim/refine/unit-slice.ts';
import { execute } from '../../../sim/run/execute.ts';
import { parseConfig } from '../../../sim/tla/config/parse-config.ts';
import { link } from '../../../sim/tla/link/link.ts';
import { readSource } from '../../../sim/tla/load-spec.ts';
import { TlaParser } from '../../../sim/tla/parse/tla-parser.ts';
import { loadGraph } from '../../../sim/tla/resolve/load-graph.ts';
import type { TlaState } from '../../../sim/tla/tlc/value.ts';
import { drawPlan } from '../../../sim/workload/draw-plan.ts';

const ofUnit = (value: TlaState[string]) => ({ '#map': [[{ '#mv': 'unit' }, value] as const] });
const ofAddress = (value: TlaState[string]) => ofUnit({ '#map': [[0, value] as const] });

/** An address that holds `entry` since `stamp`, of a unit in `epoch`. */
function unitState(entry: string, stamp: number, epoch: number, prefix = 0): TlaState {
  return {
    known: ofAddress(entry),
    durable: ofAddress(entry),
    promised: ofAddress(entry),
    stamp: ofAddress(stamp),
    prefix: ofUnit(prefix),
    diskPrefix: ofUnit(prefix),
    minEpoch: ofUnit(epoch),
    diskEpoch: ofUnit(epoch),
    lastReset: ofUnit(1),
    inc: ofUnit(1),
    power: ofUnit('up'),
  };
}

test('names do not count: which write it was, and how far apart epochs are', () => {
  const text = unitStateText(unitState('write 7', 2, 3));
  expect(unitStateText(unitState('write 8', 4, 9))).toBe(text);
  for (const other of [unitState('JUNK', 2, 3), unitState('write 7', 3, 3), unitState('write 7', 1, 3)]) {
    expect(unitStateText(other)).not.toBe(text);
  }
  // What is below a mark is trimmed, whatever it had been.
  expect(unitStateText(unitState('JUNK', 2, 3, 5))).toBe(unitStateText(unitState('write 7', 3, 3, 1)));
});

test('three epochs and three incarnations are all that a unit has states for', async () => {
  const parser = await TlaParser.load();
  const { name, text, counted } = unitSlice;
  const find = (module: string) => readSource(new URL(`../../../specs/${module}.tla`, import.meta.url).pathname);
  const spec = loadGraph(parser, { file: `${name}.tla`, text }, { find, names: () => [] });
  const sizeWith = (model: string): number => {
    const source = { file: `${name}.cfg`, text: model };
    const program = link(spec, parseConfig(source, spec.sources.length), source);
    return modelStates(program, unitStateText).size;
  };
  const { model } = counted!;
  const { program, textOf } = (await loadBindings()).model('FlashUnit', 1);
  expect(modelStates(program, textOf).size).toBe(105);
  expect(sizeWith(model.replaceAll('{1, 2, 3}', '{1, 2, 3, 4}').replace('{"entry"}', '{"one", "two"}'))).toBe(105);
  expect(sizeWith(model.replaceAll('{1, 2, 3}', '{1, 2}'))).toBeLessThan(105);
});

test('runs are in states that the models have, each counted once', async () => {
  for (const seed of [0, 1, 2]) {
    await execute(drawPlan(defaultScenario, seed), {}, { properties: [refinesSpecs], eventsMax: 200_000 });
  }
  const visited = await visitedStates();
  const counts = await countStates([...visited, ...visited]);
  expect(counts.map(({ spec }) => spec)).toContain('FlashUnit');
  expect(counts.map(({ spec }) => spec)).toContain('ChainLog');
  for (const { outside, visited: count, known } of counts) {
    expect(outside).toEqual([]);
    expect(count).toBeGreaterThan(15);
    expect(count).toBeLessThan(known);
  }
  const of = { spec: 'FlashUnit', size: 1 } as const;
  const [planted] = await countStates([{ ...of, states: ['nowhere'] }]);
  expect(planted).toEqual({ ...of, known: 105, visited: 0, outside: ['nowhere'] });
});
