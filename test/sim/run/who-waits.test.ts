/** A run that got stuck says who waits for what. */
import { describe, expect, it } from 'vitest';
import { recordPlan } from '../../../sim/run/run-seed.ts';
import type { Mutant } from '../../../sim/mutants/mutant.ts';
import { ChainClient, type WriteOutcome } from '../../../src/corfu/chain-client.ts';
import { shortPlan, shortScenario } from '../../support/short-plan.ts';

/** Writes, and then waits for something that nobody will ever do. */
class WaitsForEver extends ChainClient {
  override async write(...write: Parameters<ChainClient['write']>): Promise<WriteOutcome> {
    await super.write(...write);
    return await new Promise(() => undefined);
  }
}

const mutant: Mutant = {
  id: 'planted',
  layer: 'client',
  change: 'waits for ever',
  breaks: [],
  implied: [],
  departsFrom: [],
  benign: false,
  replaces: [],
  parts: { ChainClient: WaitsForEver },
};

describe('a stuck run, recorded', () => {
  it('names the client, its operation, and its last request', async () => {
    const { result } = await recordPlan(shortScenario, shortPlan, { mutant });
    expect(result.verdict.kind).toBe('stuck');
    expect(result.verdict.explanation?.[0]).toMatch(
      /^client-\d waits since event \d+ for its append; its last request, unit\/write in epoch 1 to unit-\d at event \d+, was answered ok in epoch 1$/,
    );
  });
});
