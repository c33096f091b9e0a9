/**
 * How fast specs are checked: `node --conditions=corfuzz-source test/bench/spec-check.ts`. For each model the states generated per second of
 * processor time, without reading the files, and the memory of the process afterwards. At least 200,000 a second on models of some size,
 * and a million distinct states within a minute and 1 GB, is what we ask of it.
 */
import { fileURLToPath } from 'node:url';
import { check } from '../../sim/tla/checker/check.ts';
import { closedWorld } from '../../sim/tla/compile/machine.ts';
import { loadProgram } from '../../sim/tla/load-spec.ts';

const fixtures = fileURLToPath(new URL('../sim/tla/checker/specs/', import.meta.url));
const shipped = fileURLToPath(new URL('../../specs/', import.meta.url));

const models: readonly (readonly [folder: string, module: string, config: string])[] = [
  [fixtures, 'Counters', 'CountersMillion'],
  [fixtures, 'TokenRing', 'TokenRing'],
  [fixtures, 'CoffeeCan', 'CoffeeCan1000'],
  [shipped, 'SharedLog', 'MC_SharedLog_big'],
  [shipped, 'ChainLog', 'MC_ChainLog_big'],
  [shipped, 'NativeLoglet', 'MC_NativeLoglet_big'],
  [shipped, 'Streams', 'MC_Streams_big'],
  [shipped, 'TxOCC', 'MC_TxOCC_big'],
  [shipped, 'VirtualLog', 'MC_VirtualLog_big'],
];

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const wanted = new Set(process.argv.slice(2));
console.log('model                   generated    distinct  depth    cpu s  generated/s  rss MB');
for (const [folder, module, config] of models) {
  if (wanted.size > 0 && !wanted.has(config)) continue;
  const program = await loadProgram(`${folder}${module}.tla`, `${folder}${config}.cfg`);
  const from = cpuSeconds();
  const { generated, distinct, depth, result, message } = check(program, closedWorld, { statesMax: 2_000_000 });
  const seconds = cpuSeconds() - from;
  if (result !== 'ok' && result !== 'limit') throw new Error(`${config}: ${message}`);
  const cells = [
    config,
    generated,
    distinct,
    depth,
    seconds.toFixed(2),
    Math.round(generated / seconds),
    Math.round(process.memoryUsage().rss / 1e6),
  ];
  const widths = [20, 13, 12, 7, 9, 13, 8];
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!))).join(''),
  );
}
