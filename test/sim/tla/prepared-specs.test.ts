import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPrepared, prepareSpecs } from '../../../sim/tla/prepared-specs.ts';

const specs = fileURLToPath(new URL('../../../specs/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'prepared-'));
const root = { file: 'Small.tla', text: '---- MODULE Small ----\nEXTENDS LayoutConsensus\nNames == {"a"}\n====' };
const parsed = await loadPrepared([root], specs, join(folder, 'nothing'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('what was prepared', () => {
  test('is what the files say', async () => {
    await prepareSpecs([root], specs, folder);
    // Nothing could be parsed here.
    const prepared = await loadPrepared([root], join(folder, 'nothing'), folder);
    expect(prepared).toEqual(parsed);
  });

  test('is left alone when the module has changed, and when it cannot be read', async () => {
    await prepareSpecs([root], specs, folder);
    const changed = { ...root, text: root.text.replace('"a"', '"b"') };
    const [spec] = await loadPrepared([changed], specs, folder);
    expect(spec?.sources.some(({ text }) => text === changed.text)).toBe(true);
    const file = join(folder, 'Small.v8');
    truncateSync(file, 100);
    expect(await loadPrepared([root], specs, folder)).toEqual(parsed);
    writeFileSync(file, 'no value at all');
    expect(await loadPrepared([root], specs, folder)).toEqual(parsed);
  });
});
