/** Loaded by Node alone in a worker thread: executes the short plan and posts its run. */
import { parentPort } from 'node:worker_threads';
import { execute } from '../../../sim/run/execute.ts';
import { shortPlan, shortScenario } from '../../support/short-plan.ts';

const { properties } = shortScenario;
const run = await execute(shortPlan, {}, { properties, eventsMax: 100_000 });
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
parentPort?.postMessage(run);
