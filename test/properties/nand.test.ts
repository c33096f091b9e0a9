/**
 * The flash device against a small reference model: any legal sequence of programs, erases and reads, with power lost at any
 * moment, reads back as the model allows. After a power loss one page, or one block, may be in doubt, and it says what
 * it came to the first time it is read, for good.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentOf, type DeviceBench, pageOf, runDevices, smallFlash } from '../support/device-bench.ts';

const { blocks, pagesPerBlock } = smallFlash;
const PAGES = blocks * pagesPerBlock;

interface Step {
  readonly do: 'program' | 'erase' | 'program-and-crash' | 'erase-and-crash' | 'read';
  readonly block: number;
  readonly afterMicros: number;
}

const steps = fc.array(
  fc.record({
    do: fc.constantFrom<Step['do']>('program', 'program', 'erase', 'program-and-crash', 'erase-and-crash', 'read'),
    block: fc.nat(blocks - 1),
    afterMicros: fc.nat(2_000),
  }),
  { maxLength: 60 },
);

type Content = { readonly is: 'erased' | 'noise' } | { readonly is: 'whole' | 'torn'; readonly bytes: string };

const ERASED: Content = { is: 'erased' };
const erasedBytes = String(new Uint8Array(pageOf(0).length).fill(0xff));

class Model {
  readonly pages: Content[] = Array.from({ length: PAGES }, () => ERASED);
  /** What the operation that lost power would have done. */
  doubt: { readonly block: number; readonly page: number | undefined; readonly bytes: string } | undefined;
  marks = 0;

  /** The first page of `block` behind which all are erased; `undefined` if the block is full. */
  free(block: number): number | undefined {
    const first = block * pagesPerBlock;
    let page = first + pagesPerBlock;
    while (page > first && this.pages[page - 1]?.is === 'erased') page -= 1;
    return page < first + pagesPerBlock ? page : undefined;
  }

  erase(block: number): void {
    for (let i = 0; i < pagesPerBlock; i += 1) this.pages[block * pagesPerBlock + i] = ERASED;
  }
}

/** Reads everything, and settles what was in doubt: an erase did all, nothing or noise; a program a prefix. */
async function inspect({ flash }: DeviceBench, model: Model): Promise<void> {
  const { doubt } = model;
  model.doubt = undefined;
  const found: Content[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const read = await flash().read(page);
    const bytes = String(contentOf(read));
    const expected = model.pages[page] as Content;
    if (read.status === 'erased') {
      expect(bytes).toBe(erasedBytes);
      found.push(ERASED);
    } else if (expected.is === 'torn' && bytes === expected.bytes) {
      found.push(expected);
    } else if (page === doubt?.page && bytes !== doubt.bytes) {
      const intended = doubt.bytes.split(',');
      const torn = bytes.split(',');
      const kept = torn.findIndex((byte, i) => byte !== intended[i]);
      expect(torn.slice(kept).every((byte) => byte === '255')).toBe(true);
      found.push({ is: 'torn', bytes });
    } else if (read.status === 'uncorrectable') found.push({ is: 'noise' });
    else found.push({ is: 'whole', bytes });
  }
  if (doubt === undefined) {
    expect(found).toEqual(model.pages);
    return;
  }
  const first = doubt.block * pagesPerBlock;
  const inDoubt = found.slice(first, first + pagesPerBlock);
  const outside = (pages: readonly Content[]): Content[] =>
    pages.filter((_, page) => page < first || page >= first + pagesPerBlock);
  expect(outside(found)).toEqual(outside(model.pages));
  if (doubt.page === undefined) {
    const before = model.pages.slice(first, first + pagesPerBlock);
    const noise = before.map((): Content => ({ is: 'noise' }));
    expect([before, before.map(() => ERASED), noise]).toContainEqual(inDoubt);
  } else {
    found.forEach((content, page) => {
      if (page !== doubt.page) expect(content).toEqual(model.pages[page]);
    });
    expect(['erased', 'torn', 'whole']).toContain(found[doubt.page]?.is);
  }
  model.pages.splice(0, PAGES, ...found);
}

async function live(bench: DeviceBench, model: Model, todo: Step[]): Promise<void> {
  const { flash, kernel } = bench;
  await inspect(bench, model);
  for (let step = todo.shift(); step !== undefined; step = todo.shift()) {
    const { block } = step;
    const page = model.free(block);
    const crashes = step.do.endsWith('crash');
    if (crashes) kernel.schedule(step.afterMicros, 'fault', null, () => bench.restart(() => live(bench, model, todo)));
    if (step.do === 'read') await inspect(bench, model);
    else if (step.do.startsWith('program') && page !== undefined) {
      model.marks += 1;
      const bytes = pageOf(model.marks % 200);
      const before = model.pages[page] as Content;
      model.doubt = { block, page, bytes: String(bytes) };
      const outcome = flash().program(page, bytes);
      expect(before).toBe(ERASED);
      expect(await outcome).toBe('ok');
      model.doubt = undefined;
      model.pages[page] = { is: 'whole', bytes: String(bytes) };
    } else if (step.do.startsWith('erase')) {
      model.doubt = { block, page: undefined, bytes: '' };
      expect(await flash().erase(block)).toBe('ok');
      model.doubt = undefined;
      model.erase(block);
    }
    if (crashes) await new Promise(() => {});
  }
  await inspect(bench, model);
}

it('a flash device reads as a small model of it does, also after power loss', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), steps, async (seed, todo) => {
      const { kernel } = await runDevices(seed, (bench) => live(bench, new Model(), [...todo]));
      expect(kernel.violations).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
