/**
 * A run for each drain that exists on this thread: two clients that talk, sleep, await deeply and use `nextTick`. Loaded by the
 * test itself and, by Node alone, in a worker thread.
 */
import { isMainThread, parentPort } from 'node:worker_threads';
import { availableDrains, chooseDrain, type Drain, drains } from '../../../sim/kernel/drain.ts';
import type { NodePorts } from '../../../src/ports/node-ports.ts';
import { micros, nodeId } from '../../../src/ports/units.ts';
import { claimsOf, runCluster } from '../../support/run-cluster.ts';

export interface DrainReport {
  readonly name: string;
  readonly drains: boolean;
  readonly hash: string;
  readonly claims: readonly string[];
}

async function talk(ports: NodePorts): Promise<void> {
  const peer = nodeId(1 - ports.self);
  const say = (event: string): void => ports.trace.emit({ event });
  ports.network.onDatagram((_from, datagram) => {
    const { n } = datagram as { readonly n: number };
    void deep(`heard ${n}`);
    if (n < 5) ports.network.send(peer, { n: n + 1 });
  });
  async function deep(what: string): Promise<void> {
    for (let i = 0; i < 50; i += 1) await Promise.resolve();
    process.nextTick(() => {
      say(`${what}, tick`);
      void Promise.resolve().then(async () => {
        await Promise.resolve();
        process.nextTick(say, `${what}, tick after tick`);
      });
    });
    queueMicrotask(() => say(`${what}, job`));
    for (let i = 0; i < 50; i += 1) await Promise.resolve();
    say(what);
  }
  process.nextTick(say, 'tick before job');
  queueMicrotask(() => say('job after tick'));
  await ports.clock.sleep(micros(10));
  await deep('slept');
  ports.network.send(peer, { n: 0 });
}

async function reportOf(drain: Drain): Promise<DrainReport> {
  const { kernel, facts } = await runCluster(['client', 'client'], talk, { drain });
  const passes = await new Promise<boolean>((resolve) => {
    setImmediate(() => resolve(drains(drain)));
  });
  return { name: drain.name, drains: passes, hash: kernel.hash.digest(), claims: claimsOf(facts) };
}

export async function reportAll(): Promise<readonly DrainReport[]> {
  const reports: DrainReport[] = [];
  for (const drain of availableDrains()) reports.push(await reportOf(drain));
  return reports;
}

export function chosen(): Promise<string> {
  return new Promise((resolve) => {
    setImmediate(() => resolve(chooseDrain().name));
  });
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
if (!isMainThread) parentPort?.postMessage({ chosen: await chosen(), reports: await reportAll() });
