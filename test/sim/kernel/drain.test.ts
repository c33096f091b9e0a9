import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { availableDrains, chooseDrain, type Drain, drains } from '../../../sim/kernel/drain.ts';
import { chosen, type DrainReport, reportAll } from './drain-run.ts';

interface ThreadReport {
  readonly chosen: string;
  readonly reports: readonly DrainReport[];
}

function inWorker(): Promise<ThreadReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('drain-run.ts', import.meta.url), { execArgv: ['--conditions=corfuzz-source'] });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function inMacrotask<T>(body: () => T): Promise<T> {
  return new Promise((resolve) => {
    setImmediate(() => resolve(body()));
  });
}

describe('draining', () => {
  it('has three ways, and all of them run promise jobs and nextTick callbacks between two events', async () => {
    const reports = await reportAll();
    expect(reports.map(({ name }) => name)).toEqual(['tick', 'intrinsic', 'barrier']);
    for (const report of reports) {
      expect(report.drains).toBe(true);
      expect(report.claims.slice(0, 2)).toEqual(['tick before job', 'job after tick']);
      for (const what of ['slept', 'heard 0', 'heard 5']) {
        const at = report.claims.indexOf(`${what}, job`);
        const rest = [what, `${what}, tick`, `${what}, tick after tick`];
        expect(report.claims.slice(at + 1, at + 4)).toEqual(rest);
      }
    }
  });

  it('gives one run the same hash in each way, here and in a worker thread', async () => {
    const here = await reportAll();
    const there = await inWorker();
    expect(here[0]?.claims.length).toBeGreaterThan(50);
    expect(there.reports).toEqual(here);
    expect(new Set(here.map(({ hash }) => hash)).size).toBe(1);
    expect(new Set(here.map(({ claims }) => claims.join())).size).toBe(1);
  });

  it('is done in several threads at once, which reset flags of V8 for each other', async () => {
    const reports = await Promise.all([inWorker(), inWorker(), inWorker()]);
    const names = reports.map((thread) => thread.reports.map(({ name }) => name));
    expect(names).toEqual(names.map(() => ['tick', 'intrinsic', 'barrier']));
  });

  it('prefers the tick callback, in a test and in a worker thread', async () => {
    expect(await chosen()).toBe('tick');
    expect((await inWorker()).chosen).toBe('tick');
  });
});

describe('the self-test of a drain', () => {
  it('rejects one that does nothing', async () => {
    const idle = availableDrains()[0] as Required<Drain>;
    vi.spyOn(idle, 'now').mockImplementation(() => undefined);
    expect(await inMacrotask(() => drains(idle))).toBe(false);
    expect(idle.now).toHaveBeenCalledTimes(1);
  });

  it('rejects every synchronous drain inside a promise job, where none works, and leaves the barrier', async () => {
    await Promise.resolve();
    const working = availableDrains().filter(drains);
    expect(working.map(({ name }) => name)).toEqual(['barrier']);
    expect(chooseDrain().name).toBe('barrier');
  });

  it('falls back when Node has no tick callback, or one that does nothing', async () => {
    for (const tickCallback of [undefined, () => undefined]) {
      vi.resetModules();
      const original = Object.getOwnPropertyDescriptor(process, '_tickCallback') as PropertyDescriptor;
      Object.defineProperty(process, '_tickCallback', { ...original, value: tickCallback });
      const fresh = await import('../../../sim/kernel/drain.ts');
      Object.defineProperty(process, '_tickCallback', original);
      expect(await inMacrotask(() => fresh.chooseDrain().name)).toBe('intrinsic');
    }
  });
});
