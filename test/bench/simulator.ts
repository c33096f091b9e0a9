/**
 * How fast the simulator is, on one core: the kernel alone, then `default` with everything on (network, flash, invariants, trace
 * hash, history, log check), each as a share of the bare loop measured in the same process. Also seeds a minute, client
 * operations a second, virtual to wall time, and memory after many seeds.
 *
 *     npm run bench            (add a number of seeds of `tiny` for the memory measurement, 100000 by default)
 */
import { chooseDrain } from '../../sim/kernel/drain.ts';
import { Kernel } from '../../sim/kernel/kernel.ts';
import { runSeed } from '../../sim/run/run-seed.ts';
import { bareLoop } from './bare-loop.ts';
import defaultScenario from '../../scenarios/default.ts';
import tiny from '../../scenarios/tiny.ts';

const ROUNDS = 5;
const SEEDS = 100;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function rate(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} M/s` : `${Math.round(perSecond / 1e3)} k/s`;
}

/** What this process uses of one core while `run` runs, in seconds, with what its helper threads collect and compile. */
async function cpuSeconds(run: () => unknown): Promise<number> {
  const started = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** Timer events with a plain callback: the heap, the tie-break, the hash of each event, and nothing behind it. */
function callbackEvents(count: number): number {
  const kernel = new Kernel({ seed: 1, drain: chooseDrain(), observers: [], eventsMax: count, paranoid: false });
  let random = 12345;
  const fire = (): void => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    kernel.schedule(1 + (random % 1000), 'fault', null, fire);
  };
  for (let i = 0; i < 32; i += 1) kernel.schedule(i, 'fault', null, fire);
  const started = performance.now();
  kernel.run(() => undefined);
  return (count * 1000) / (performance.now() - started);
}

async function seedsOfDefault(): Promise<{
  events: number;
  operations: number;
  virtualMicros: number;
  seconds: number;
}> {
  const sum = { events: 0, operations: 0, virtualMicros: 0, seconds: 0 };
  const started = process.cpuUsage();
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const result = await runSeed(defaultScenario, seed, {});
    sum.events += result.events;
    sum.operations += result.operations;
    sum.virtualMicros += result.virtualMicros;
  }
  const { user, system } = process.cpuUsage(started);
  sum.seconds = (user + system) / 1e6;
  return sum;
}

async function memory(seeds: number): Promise<void> {
  const early = Math.floor(seeds / 10);
  let earlyMegabytes = 0;
  for (let seed = 0; seed < seeds; seed += 1) {
    await runSeed(tiny, seed, {});
    if (seed === early) earlyMegabytes = process.memoryUsage().rss / 1e6;
  }
  const late = process.memoryUsage().rss / 1e6;
  console.log(
    `memory: ${earlyMegabytes.toFixed(0)} MB after ${early} seeds of tiny, ${late.toFixed(0)} MB after ${seeds}: ${(late / earlyMegabytes).toFixed(2)} times`,
  );
}

const bare: number[] = [];
const callbacks: number[] = [];
const everything: Awaited<ReturnType<typeof seedsOfDefault>>[] = [];
bareLoop(1_000_000);
callbackEvents(1_000_000);
await seedsOfDefault();
for (let round = 0; round < ROUNDS; round += 1) {
  bare.push(bareLoop(3_000_000));
  callbacks.push(callbackEvents(3_000_000));
  everything.push(await seedsOfDefault());
}
const bareRate = median(bare);
const callbackRate = median(callbacks);
const eventRate = median(everything.map(({ events, seconds }) => events / seconds));
const first = everything[0] as (typeof everything)[number];
console.log(`bare loop:              ${rate(bareRate)}`);
console.log(`callback events:        ${rate(callbackRate)}   ${(callbackRate / bareRate).toFixed(2)} of bare`);
console.log(`default, everything on: ${rate(eventRate)}   ${(eventRate / bareRate).toFixed(3)} of bare`);
console.log(`client operations:      ${rate((eventRate * first.operations) / first.events)}`);
console.log(
  `seeds of default:       ${Math.round((60 * SEEDS * eventRate) / first.events)} a minute, ${Math.round(first.events / SEEDS)} events each`,
);
const virtualSeconds = first.virtualMicros / 1e6;
const wallSeconds = first.events / eventRate;
console.log(
  `virtual to wall time:   ${Math.round(virtualSeconds / wallSeconds)} times, at ${Math.round(first.events / virtualSeconds)} events a virtual second`,
);
await memory(Number(process.argv[2] ?? 100_000));
