/**
 * Loaded by Node itself, without a test runner, in a process or a worker thread: what code there gets in a run, and that the
 * thread's own life goes on after it. Named imports come first, as in a user's module.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort } from 'node:worker_threads';
import { installSandbox, sandboxEntries } from '../../../sim/kernel/sandbox/install.ts';
import { FakeHost, inRun } from './sandbox-host.ts';
import { uses } from './sandbox-uses.ts';

installSandbox();

const virtual = sandboxEntries.filter((entry) => entry.kind === 'virtual').map((entry) => entry.name);

function observe(seed: number): Promise<unknown[]> {
  const host = new FakeHost(seed);
  const values = inRun(host, () => {
    const results = [randomUUID(), ...virtual.map((name) => uses[name]!.plain())];
    host.advance(100_000);
    return results;
  });
  return Promise.all(values);
}

/** Node reads the source of a failed assertion to quote it. */
function assertion(): string {
  const assert = process.getBuiltinModule('node:assert');
  const host = new FakeHost(1);
  try {
    return inRun(host, () => String(assert.ok(virtual.length === 0)));
  } catch (error) {
    return [(error as Error).name, ...host.refused].join(' ');
  }
}

function refusal(): string {
  try {
    return inRun(new FakeHost(1), () => readFileSync(new URL(import.meta.url), 'utf8'));
  } catch (error) {
    return (error as Error).message;
  }
}

// The first write of this thread to its stdout: Node builds the stream then, of parts that are refused in a run.
inRun(new FakeHost(1), () => console.log('written in a run'));

const text = (values: unknown[]): string =>
  JSON.stringify(values, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

const report = {
  virtual,
  first: text(await observe(1)),
  second: text(await observe(1)),
  other: text(await observe(2)),
  assertion: assertion(),
  refusal: refusal(),
  readAfterwards: readFileSync(new URL(import.meta.url), 'utf8').length,
};

if (isMainThread) console.log(JSON.stringify(report));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
else parentPort!.postMessage(report);
