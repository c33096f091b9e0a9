import { describe, expect, it } from 'vitest';
import tiny from '../../../scenarios/tiny.ts';
import { defineScenario } from '../../../sim/model/define-scenario.ts';
import { drawPlan } from '../../../sim/workload/draw-plan.ts';

const withStreams = defineScenario({
  ...tiny,
  system: { ...tiny.system, streams: [1, 3], backpointers: 2 },
  clients: { ...tiny.clients, operations: 20, mix: { append: 1, readStream: 1, read: 1 } },
});

describe('a plan', () => {
  it('says nothing of streams where the scenario says nothing', () => {
    for (let seed = 0; seed < 10; seed += 1) expect(JSON.stringify(drawPlan(tiny, seed))).not.toMatch(/stream|backp/);
  });

  it('names streams for what is about some, and for nothing else', () => {
    const operations = Array.from({ length: 10 }, (_unused, seed) => drawPlan(withStreams, seed).clients.flat()).flat();
    for (const { op, streams } of operations) {
      if (op === 'read') expect(streams).toBeUndefined();
      else if (op === 'readStream') expect(streams).toHaveLength(1);
    }
    const counts = operations.flatMap(({ op, streams }) => (op === 'append' ? [streams?.length] : []));
    expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
  });
});
