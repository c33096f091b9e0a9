/** `corfuzz replay`: one run again, recorded, with its screen if it fails. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { logLines } from '../check/formats/write-log.ts';
import { needsParanoia } from '../explore/investigate.ts';
import { ThreadPool } from '../explore/thread-pool.ts';
import { isFailure } from '../explore/tally.ts';
import { WorkerLost, type WorkerPool } from '../explore/worker-pool.ts';
import { InputError, messageOf } from '../model/input-error.ts';
import type { Verdict } from '../model/verdict.ts';
import { failureScreen } from '../report/failure-screen.ts';
import { drawLanes } from '../report/space-time/draw-lanes.ts';
import { momentsAbout } from '../report/space-time/moments-about.ts';
import { traceJson, traceText } from '../report/trace-lines.ts';
import { counted, milliseconds } from '../report/units.ts';
import type { Recording } from '../run/worker-protocol.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { sizeOf } from './keep-finding.ts';
import { assertMutant } from './known-mutants.ts';
import { loadScenarios } from './load-scenarios.ts';
import { mutantOption, outDefault, outOption, quietOption } from './options.ts';
import { Output } from './output.ts';
import { parseNumber } from './parse.ts';
import { shellWord } from './shell-word.ts';
import { type RunTarget, differenceFrom, findTarget } from './target.ts';

interface ReplayFlags {
  readonly until?: number;
  readonly position?: number;
  readonly epoch?: number;
  readonly trace?: string;
  readonly history?: string;
  readonly mutant?: string;
  readonly out: string;
  readonly quiet?: true;
}

const examples = `
Examples:
  corfuzz replay last                             the failure found last
  corfuzz replay corfuzz-out/lossy-network-17.json
  corfuzz replay tiny@0x1f --until 40             what happened up to event 40
  corfuzz replay tiny@0x1f --position 3           who wrote, read and filled position 3
  corfuzz replay sequencer-failover@1 --epoch 2   how the second epoch began
  corfuzz replay tiny@31 --trace trace.jsonl      everything that happened, for tools
  corfuzz replay tiny@31 --history h.jsonl        what the clients saw, for \`corfuzz check h.jsonl\`

Exit codes: that of the verdict; 4 when a capsule does not give the run it was made from.`;

export function addReplay(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('replay')
    .summary('run one again, recorded')
    .description('Runs one plan again, recorded, and shows what broke.')
    .argument('<TARGET>', 'a capsule file, SCENARIO@SEED, or `last`')
    .option('--until <STEP>', 'print the trace up to this event', parseNumber('the number of an event'))
    .option('--position <P>', 'draw what happened at this position of the log', parseNumber('a position of the log'))
    .option('--epoch <E>', 'draw how this epoch began', parseNumber('the number of an epoch'))
    .option('--trace <FILE>', 'write the trace as JSON lines')
    .option('--history <FILE>', 'write what the clients saw as JSON lines, for `corfuzz check`')
    .addOption(mutantOption())
    .addOption(outOption())
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (target: string, flags: ReplayFlags) => exit(await replay(target, flags)));
}

async function replay(text: string, flags: ReplayFlags): Promise<ExitCode> {
  const target = await findTarget(text, flags.out, flags.mutant);
  if (target.mutant !== null) await assertMutant(target.mutant);
  const output = new Output({ reporters: ['text'], verbosity: 0, quiet: flags.quiet ?? false });
  const pool = new ThreadPool({ size: 1 });
  try {
    const [scenario] = await loadScenarios(pool, [target.scenario]);
    const recording = await record(pool, target, flags.until ?? null);
    if (flags.trace !== undefined) {
      writeLines(
        'trace',
        flags.trace,
        recording.facts.map((fact) => `${traceJson(fact)}\n`),
      );
    }
    if (flags.history !== undefined) {
      const { clientViewTerms } = await import('../check/linearizable.ts');
      writeLines('history', flags.history, [
        ...logLines(recording.run.history, clientViewTerms(recording.plan.system)),
      ]);
    }
    if (flags.until !== undefined) output.print(recording.facts.map((fact) => traceText(fact, recording.nodes)));
    if (flags.position !== undefined || flags.epoch !== undefined) output.print(story(recording, flags));
    const name = scenario?.description.name ?? target.scenario.reference;
    const verdict = differsFromCapsule(target, recording, flags) ?? recording.result.verdict;
    if (isFailure(verdict.kind)) {
      const shown = flags.until === undefined ? recording : { ...recording, facts: [] };
      const from = target.capsule?.shrunkFrom ?? null;
      const shrinking = from === null ? null : { from, to: sizeOf(recording.result), attempts: null };
      const { seed, mutant } = target;
      const again = replayLine(text, flags);
      const failure = {
        scenario: name,
        seed,
        mutant,
        verdict,
        recording: shown,
        shrinking,
        replay: again,
        report: null,
      };
      output.print(failureScreen(failure, output.style));
    } else {
      const proof = (verdict.explanation ?? []).map((line) => `    ${line}`);
      output.print([passed(name, target, recording, output), ...proof]);
    }
    return exitCodeOf(verdict.kind);
  } finally {
    await pool.close();
  }
}

async function record(pool: WorkerPool, target: RunTarget, untilStep: number | null): Promise<Recording> {
  const paranoid = needsParanoia(target.capsule?.verdict ?? null);
  try {
    const { scenario, mutant } = target;
    return await pool.perform({
      job: 'record',
      scenario: scenario.url,
      mutant,
      target: target.target,
      paranoid,
      untilStep,
    });
  } catch (error) {
    if (error instanceof WorkerLost) throw new InputError(`the run cannot be replayed: ${error.message}`);
    throw error;
  }
}

/** The verdict when a capsule gives another run than the one it was made from. With another mutant it is meant to. */
function differsFromCapsule({ capsule }: RunTarget, { result }: Recording, flags: ReplayFlags): Verdict | undefined {
  if (capsule === null || (flags.mutant !== undefined && flags.mutant !== capsule.mutant)) return undefined;
  const difference = differenceFrom(capsule, result);
  if (difference === undefined) return undefined;
  const message =
    `the capsule, made by corfuzz ${capsule.corfuzz}, does not reproduce: ${difference}; ` +
    'the code has changed since, or it is not deterministic';
  return { kind: 'nondeterministic', message };
}

/** @throws InputError when the run has nothing to tell of it. */
function story({ facts, nodes }: Recording, { position, epoch }: ReplayFlags): readonly string[] {
  const subject = { ...(position === undefined ? {} : { position }), ...(epoch === undefined ? {} : { epoch }) };
  const moments = momentsAbout(facts, subject);
  if (moments.length > 0) return drawLanes(moments, nodes);
  const asked = [position === undefined ? '' : `position ${position}`, epoch === undefined ? '' : `epoch ${epoch}`];
  throw new InputError(`nothing happened at ${asked.filter((each) => each !== '').join(' or ')} in this run`);
}

function replayLine(text: string, { out, mutant }: ReplayFlags): string {
  const folder = text === 'last' && out !== outDefault ? ` --out ${shellWord(out)}` : '';
  const planted = mutant === undefined ? '' : ` --mutant ${mutant}`;
  return `corfuzz replay ${shellWord(text)}${folder}${planted}`;
}

function passed(name: string, { seed, mutant }: RunTarget, { result }: Recording, { style }: Output): string {
  const { verdict, events, virtualMicros, operations, traceHash } = result;
  const planted = mutant === null ? '' : ` with ${mutant}`;
  const ran = `${counted(events, 'event')}, ${counted(operations, 'operation')}, ${milliseconds(virtualMicros)} of virtual time`;
  return `${style.good('✓')} ${style.strong(`${name}, seed ${seed}${planted}`)}: ${verdict.kind} (${ran}, trace ${traceHash})`;
}

function writeLines(what: string, path: string, lines: readonly string[]): void {
  try {
    writeFileSync(path, lines.join(''));
  } catch (error) {
    throw new InputError(`cannot write the ${what}: ${messageOf(error)}`);
  }
}
