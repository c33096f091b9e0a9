import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const script = new URL('./sandbox-thread.ts', import.meta.url);

interface Report {
  readonly virtual: string[];
  readonly first: string;
  readonly second: string;
  readonly other: string;
  readonly assertion: string;
  readonly refusal: string;
  readonly readAfterwards: number;
}

function expectVirtual(report: Report): void {
  expect(report.second).toBe(report.first);
  expect(report.other).not.toBe(report.first);
  expect(report.assertion).toBe('AssertionError');
  expect(report.refusal).toMatch(/fs\.readFileSync .*ports\.disk/);
  expect(report.readAfterwards).toBeGreaterThan(0);
}

/** Versions of Node without Temporal have an unfinished one behind a flag, whose Now is finished. */
function runAlone(): { written: string; report: Report } {
  const flags = 'Temporal' in globalThis ? [] : ['--harmony-temporal'];
  const arguments_ = [...flags, '--disable-warning=ExperimentalWarning', fileURLToPath(script)];
  const [written = '', report = ''] = execFileSync(process.execPath, arguments_, { encoding: 'utf8' }).split('\n');
  return { written, report: JSON.parse(report) as Report };
}

function runInWorker(): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { execArgv: ['--disable-warning=ExperimentalWarning'], stdout: true });
    worker.once('message', resolve).once('error', reject);
  });
}

test('a process of its own: all virtual entries at once, Temporal among them, and output during a run', () => {
  const { written, report } = runAlone();
  expect(written).toBe('written in a run');
  expectVirtual(report);
  expect(report.virtual.filter((name) => name.startsWith('Temporal.Now.'))).toHaveLength(5);
});

test('worker threads: the same values as in any other worker', async () => {
  const [one, two] = await Promise.all([runInWorker(), runInWorker()]);
  expectVirtual(one);
  expect(two.first).toBe(one.first);
});
