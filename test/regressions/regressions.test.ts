/**
 * Plans that once broke something. Each stays here, as it was shrunk, and must pass.
 *
 * - program-failure-while-formatting: a program failed while a unit was being prepared. The unit was opened by the same process
 *   with a fresh view of the device, and later erased the block that it had just been told is bad.
 * - spare-called-in-twice: one manager called in a spare unit while another was about to put it into the same chain.
 * - epoch-ended-and-left: a manager sealed an epoch, could not build the next layout with those that answered, and saw them well again
 *   when it looked once more. Nobody decided a layout, and nobody obeyed the old one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corfuClientView } from '../../sim/check/linearizable.ts';
import { invariants } from '../../sim/check/invariants/all.ts';
import type { Plan } from '../../sim/model/plan.ts';
import { execute } from '../../sim/run/execute.ts';
import { judge } from '../../sim/run/judge.ts';

const folder = new URL('./', import.meta.url);

describe('regressions', () => {
  it.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s passes', async (file) => {
    const plan = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Plan;
    const run = await execute(
      plan,
      {},
      { properties: [corfuClientView, invariants], eventsMax: 100_000, paranoid: true },
    );
    expect(judge(run)).toEqual({ kind: 'pass' });
  });
});
