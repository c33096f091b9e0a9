import { expect, test } from 'vitest';
import { investigate } from '../../../sim/explore/investigate.ts';
import { FakePool } from './fake-pool.ts';
import { seedResult } from './seed-result.ts';

test('what hung is not run again', async () => {
  const pool = new FakePool(1, () => expect.unreachable());
  const earlier = seedResult(3, { verdict: { kind: 'inconclusive', message: 'it did not come back' }, traceHash: '' });
  const suspect = { scenario: 'file:///any.ts', mutant: null, target: { seed: 3 }, earlier };
  expect(await investigate(pool, suspect, { attemptsMax: 9, millisMax: 9 })).toBeNull();
});
