import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareBindings } from '../../../sim/refine/bindings.ts';

test('the build prepares every spec that runs are held against', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bindings-'));
  await prepareBindings(folder);
  expect(readdirSync(folder).toSorted()).toEqual([
    'ChainSlice.v8',
    'PaxosSlice.v8',
    'ReconfigSlice.v8',
    'UnitSlice.v8',
  ]);
  rmSync(folder, { recursive: true });
});
