/**
 * Runs TLC on the models of `specs/` and compares what it counts with what is recorded. It needs Java and a jar of TLC, which is no part of
 * this project; without one every model is reported as skipped, and nothing as passed. The larger models are left out unless named.
 *
 *     TLC_JAR=tla2tools.jar node --conditions=corfuzz-source test/scripts/tlc-counts.ts [MC_ChainLog ...]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SpecModel, recordedCounts, specModels } from '../specs/spec-models.ts';

const asked = process.argv.slice(2);
const models = specModels().filter(({ name, isBig }) => (asked.length > 0 ? asked.includes(name) : !isBig));
const jar = process.env['TLC_JAR'];
const javaHome = process.env['JAVA_HOME'];
const java = javaHome === undefined ? 'java' : join(javaHome, 'bin', 'java');
const counts = recordedCounts();

if (jar === undefined || !existsSync(jar)) {
  const why = jar === undefined ? 'TLC_JAR is not set' : `TLC_JAR names no file: ${jar}`;
  for (const { name } of models) console.log(`${name}: skipped, ${why}`);
} else {
  for (const model of models) {
    const complaint = complaintAbout(model, outputOfTlc(jar, model));
    console.log(`${model.name}: ${complaint ?? 'same'}`);
    if (complaint !== undefined) process.exitCode = 1;
  }
}

/** One worker: with more the depth is not deterministic. */
function outputOfTlc(jarFile: string, { specFile, configFile }: SpecModel): string {
  const scratch = mkdtempSync(join(tmpdir(), 'corfuzz-tlc-'));
  try {
    const options = ['-workers', '1', '-nowarning', '-metadir', scratch, '-config', configFile, specFile];
    const { stdout, stderr, error } = spawnSync(java, ['-XX:+UseParallelGC', '-jar', jarFile, ...options], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (error !== undefined) throw error;
    return stdout + stderr;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function complaintAbout({ name, violates }: SpecModel, output: string): string | undefined {
  if (violates !== null) {
    const found =
      output.includes(`Invariant ${violates} is violated`) ||
      /Action property .* is violated|Temporal properties were violated/.test(output);
    return found ? undefined : `TLC does not find ${violates} violated\n${output}`;
  }
  const recorded = counts[name];
  const states = /^(\d+) states generated, (\d+) distinct states found, 0 states left on queue/m.exec(output);
  const depth = /^The depth of the complete state graph search is (\d+)/m.exec(output);
  if (recorded === undefined) return 'no counts are recorded';
  if (states === null || depth === null) return `TLC did not finish\n${output}`;
  const [generated, distinct] = [Number(states[1]), Number(states[2])];
  const same =
    generated === recorded.generated && distinct === recorded.distinct && Number(depth[1]) === recorded.depth;
  if (same) return undefined;
  const ours = `${recorded.distinct} distinct, ${recorded.generated} generated, depth ${recorded.depth}`;
  return `TLC counts ${distinct} distinct, ${generated} generated, depth ${depth[1]}; recorded are ${ours}`;
}
