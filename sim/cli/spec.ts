/** `corfuzz spec`: TLA+ specs checked exhaustively, or walked through at random. */
import { type Command, Option } from 'commander';
import type { SpecJob } from '../tla/checker/worker-protocol.ts';
import type { ExitCode } from './exit-code.ts';
import { quietOption, reporterOption } from './options.ts';
import { parseCount, parseSeed } from './parse.ts';
import { performSpec, type SpecOutput } from './perform-spec.ts';
import { configOf, moduleFile } from './spec-files.ts';
import { addSpecPlay } from './spec-play.ts';
import { addSpecTrace } from './spec-trace.ts';

interface SpecFlags extends SpecOutput {
  readonly config?: string;
  /** False for `--no-deadlock`, true for `--deadlock`. */
  readonly deadlock?: boolean;
}

interface CheckFlags extends SpecFlags {
  readonly maxStates?: number;
}

interface SimulateFlags extends SpecFlags {
  readonly seed: number;
  readonly walks: number;
  readonly depth: number;
}

const checkExamples = `
SPEC is a file, or the name of a module in this folder, in ./specs, or among the specs that ship. Without --config it is SPEC.cfg
beside it, else MC_SPEC.cfg.

Examples:
  corfuzz spec check FlashUnit
  corfuzz spec check Queue.tla --config Queue_big.cfg --max-states 1000000
  corfuzz spec check ChainLog --reporter json | jq '.distinct'

Exit codes: 0 all of it holds; 1 something does not; 2 the spec or its .cfg file is wrong; 5 stopped early, or not supported.`;

const simulateExamples = `
Examples:
  corfuzz spec simulate ChainLog --seed 7 --walks 1000 --depth 100

The same seed gives the same walks. Exit codes are those of \`spec check\`.`;

export function addSpec(program: Command, exit: (code: ExitCode) => void): void {
  const spec = program.command('spec').summary('check TLA+ specs').description('Works with specs in TLA+.');
  withFlags(spec.command('check').argument('<SPEC>', 'a .tla file, or the name of a module'))
    .summary('explore all states of a spec')
    .description('Explores every state of a TLA+ spec and says whether what its .cfg file claims is true.')
    .option('--max-states <N>', 'stop after so many distinct states', parseCount)
    .addHelpText('after', checkExamples)
    .action(async (name: string, flags: CheckFlags) => exit(await checkSpec(name, flags)));
  withFlags(spec.command('simulate').argument('<SPEC>', 'a .tla file, or the name of a module'))
    .summary('walk at random through the states of a spec')
    .description('Walks at random through the states of a TLA+ spec; the same seed gives the same walks.')
    .option('--seed <S>', 'where chance begins', parseSeed, 0)
    .option('--walks <N>', 'how many walks', parseCount, 100)
    .option('--depth <D>', 'how many states a walk may have', parseCount, 100)
    .addHelpText('after', simulateExamples)
    .action(async (name: string, flags: SimulateFlags) => exit(await simulateSpec(name, flags)));
  addSpecTrace(spec, exit);
  addSpecPlay(spec, exit);
}

function withFlags(command: Command): Command {
  return command
    .option('--config <FILE>', 'the .cfg file')
    .addOption(new Option('--deadlock', 'a state without a step is an error, whatever the .cfg file says'))
    .addOption(new Option('--no-deadlock', 'a state without a step is none').default(undefined))
    .option('--coverage', 'print how often each action was taken')
    .addOption(reporterOption(['text', 'json']))
    .addOption(quietOption());
}

async function checkSpec(name: string, flags: CheckFlags): Promise<ExitCode> {
  const job: SpecJob = { job: 'check', ...filesOf(name, flags), statesMax: flags.maxStates ?? null };
  return performSpec(job, flags);
}

async function simulateSpec(name: string, flags: SimulateFlags): Promise<ExitCode> {
  const { seed, walks, depth } = flags;
  return performSpec({ job: 'simulate', ...filesOf(name, flags), seed, walks, depthMax: depth }, flags);
}

function filesOf(
  name: string,
  { config, deadlock }: SpecFlags,
): { readonly file: string; readonly configFile: string | null; readonly checkDeadlock: boolean | null } {
  const file = moduleFile(name);
  return { file, configFile: configOf(file, config), checkDeadlock: deadlock ?? null };
}
