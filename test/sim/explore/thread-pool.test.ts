// Real threads, real scenarios. The watchdog's limit is long enough for a thread to load the simulator on a busy machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCampaign } from '../../../sim/explore/campaign.ts';
import { Tally } from '../../../sim/explore/tally.ts';
import { ThreadPool } from '../../../sim/explore/thread-pool.ts';
import { WorkerFailure, WorkerLost } from '../../../sim/explore/worker-pool.ts';
import { InputError } from '../../../sim/model/input-error.ts';
import type { Plan } from '../../../sim/model/plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'corfuzz-pool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A scenario of one append whose property runs `watch` when a run of a plan begins. */
function scenario(name: string, watch: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `export default { name: '${name}', summary: 's', clients: { count: 1, operations: 1, mix: { append: 1 } },
      succeeds: { atLeastPercent: 0 }, properties: [{ name: 'p', watch: ({ plan }) => { ${watch}; return { observe() {} }; } }] };`,
  );
  return pathToFileURL(path).href;
}

let pool: ThreadPool;
beforeEach(() => {
  pool = new ThreadPool({ size: 2, silenceMillisMax: 3_000 });
});
afterEach(() => pool.close());

const seeds = { first: 0, stride: 1, count: 6 };
const options = { mutant: null, seeds, verifyDeterminism: false, failuresMax: Infinity, stopped: () => false };

describe('a pool of threads', () => {
  test('runs seeds, and describes scenarios', async () => {
    const url = scenario('good', '');
    expect(await pool.perform({ job: 'describe', scenario: url })).toMatchObject({ name: 'good', properties: ['p'] });
    const tally = new Tally();
    await runCampaign(pool, { ...options, scenario: url }, tally);
    expect(tally.verdicts).toMatchObject({ pass: 6 });
  });

  test('ends a seed that never comes back, and reports that one', async () => {
    const tally = new Tally();
    await runCampaign(pool, { ...options, scenario: scenario('hangs', 'while (plan.seed === 3);') }, tally);
    expect(tally.verdicts).toMatchObject({ pass: 5, inconclusive: 1 });
    expect(tally.failures[0]).toMatchObject({
      seed: 3,
      verdict: { kind: 'inconclusive', message: 'it did not come back within 3 s' },
    });
  });

  test('replaces a thread that dies', async () => {
    const tally = new Tally();
    await runCampaign(pool, { ...options, scenario: scenario('exits', 'if (plan.seed === 3) process.exit(9)') }, tally);
    expect(tally.verdicts).toMatchObject({ pass: 5, inconclusive: 1 });
    expect(tally.failures[0]?.verdict.message).toBe('its worker exited with code 9');
  });

  test('tells what the user did wrong from what the program did', async () => {
    const missing = pool.perform({ job: 'describe', scenario: pathToFileURL(join(folder, 'none.mjs')).href });
    await expect(missing).rejects.toThrow(InputError);
    const nonsense = { plan: {} as Plan };
    const job = {
      job: 'record',
      scenario: scenario('any', ''),
      mutant: null,
      paranoid: false,
      untilStep: null,
    } as const;
    await expect(pool.perform({ ...job, target: nonsense })).rejects.toThrow(WorkerFailure);
  });

  test('does not give up a scenario that hangs while it loads without saying so', async () => {
    const path = join(folder, 'loops.mjs');
    writeFileSync(path, 'for (;;);');
    const loading = pool.perform({ job: 'describe', scenario: pathToFileURL(path).href });
    await expect(loading).rejects.toThrow(WorkerLost);
  });
});
