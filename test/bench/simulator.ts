/**
 * How fast the simulator is, on one core: the kernel alone, then `default` with everything on (network, flash, invariants, trace
 * hash, history, log check), each as a share of the bare loop measured in the same process. Also seeds a minute, client
 * operations a second, virtual to wall time, and memory after many seeds. Seconds are seconds of CPU, so that other load on
 * the machine counts for little.
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
const LOOPS = 3_000_000;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function rate(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} M/s` : `${Math.round(perSecond / 1e3)} k/s`;
}

/** What this process uses of one core while `run` runs, in seconds, with what its helper threads collect and compile. */
async function cpuSeconds(run: () => Promise<void> | void): Promise<number> {
  const started = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** Timer events with a plain callback: the heap, the tie-break, the hash of each event, and nothing behind it. */
function callbackEvents(count: number): void {
  const kernel = new Kernel({ seed: 1, drain: chooseDrain(), observers: [], eventsMax: count, paranoid: false });
  let random = 12345;
  const fire = (): void => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    kernel.schedule(1 + (random % 1000), 'fault', null, fire);
  };
  for (let i = 0; i < 32; i += 1) kernel.schedule(i, 'fault', null, fire);
  kernel.run(() => undefined);
}

const sum = { events: 0, operations: 0, virtualMicros: 0 };

async function seedsOfDefault(): Promise<void> {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const result = await runSeed(defaultScenario, seed, {});
    sum.events += result.events;
    sum.operations += result.operations;
    sum.virtualMicros += result.virtualMicros;
  }
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
const everything: number[] = [];
bareLoop(1_000_000);
callbackEvents(1_000_000);
await seedsOfDefault();
const perRound = { ...sum };
for (let round = 0; round < ROUNDS; round += 1) {
  bare.push(LOOPS / (await cpuSeconds(() => bareLoop(LOOPS))));
  callbacks.push(LOOPS / (await cpuSeconds(() => callbackEvents(LOOPS))));
  everything.push(perRound.events / (await cpuSeconds(seedsOfDefault)));
}
const bareRate = median(bare);
const callbackRate = median(callbacks);
const eventRate = median(everything);
const { events, operations, virtualMicros } = perRound;
console.log(`bare loop:              ${rate(bareRate)}`);
console.log(`callback events:        ${rate(callbackRate)}   ${(callbackRate / bareRate).toFixed(2)} of bare`);
console.log(`default, everything on: ${rate(eventRate)}   ${(eventRate / bareRate).toFixed(3)} of bare`);
console.log(`client operations:      ${rate((eventRate * operations) / events)}`);
console.log(
  `seeds of default:       ${Math.round((60 * SEEDS * eventRate) / events)} a minute, ${Math.round(events / SEEDS)} events each`,
);
const virtualSeconds = virtualMicros / 1e6;
const wallSeconds = events / eventRate;
console.log(
  `virtual to wall time:   ${Math.round(virtualSeconds / wallSeconds)} times, at ${Math.round(events / virtualSeconds)} events a virtual second`,
);
await memory(Number(process.argv[2] ?? 100_000));
