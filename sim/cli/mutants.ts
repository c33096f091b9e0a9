/** `corfuzz mutants`: does the harness find the bugs that are known? Every one must be found, and every benign one left alone. */
import type { Command } from 'commander';
import { type HuntOptions, hunt } from '../explore/hunt.ts';
import { type Hunted, mutantsResult } from '../explore/mutants-result.ts';
import { ThreadPool } from '../explore/thread-pool.ts';
import type { WorkerPool } from '../explore/worker-pool.ts';
import { InputError } from '../model/input-error.ts';
import { unknownName } from '../model/nearest-name.ts';
import type { Mutant } from '../mutants/mutant.ts';
import { mutantTable } from '../report/mutant-table.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { Interrupt } from './interrupt.ts';
import { knownMutants } from './known-mutants.ts';
import { loadScenarios } from './load-scenarios.ts';
import { quietOption, reporterOption, workersOption } from './options.ts';
import { Output, type ReporterName } from './output.ts';
import { parseCount, parseSeed } from './parse.ts';
import { shippedScenarios } from './scenario-files.ts';

interface MutantsFlags {
  readonly seeds: number;
  readonly from: number;
  readonly workers: number;
  readonly reporter?: readonly ReporterName[];
  readonly quiet?: true;
}

const examples = `
Examples:
  corfuzz mutants                         every known bug
  corfuzz mutants P09 P13 --seeds 5000    two of them, with more patience

Seeds are counted over the scenarios in turn: seed 0 of each, then seed 1 of each, in the order of \`list\`.
Exit codes: 0 when every bug is found and no benign variant is flagged, else 1.`;

export function addMutants(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('mutants')
    .summary('run the known bugs')
    .description('Runs the known bugs, and prints which were found, by which invariant, after how many seeds.')
    .argument('[ID...]', 'ids of mutants; without any: all')
    .addOption(program.createOption('--seeds <N>', 'seeds of each mutant').argParser(parseCount).default(1000))
    .addOption(program.createOption('--from <SEED>', 'the first seed').argParser(parseSeed).default(0))
    .addOption(workersOption())
    .addOption(reporterOption(['text', 'json']))
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (ids: readonly string[], flags: MutantsFlags) => exit(await runMutants(ids, flags)));
}

async function runMutants(ids: readonly string[], flags: MutantsFlags): Promise<ExitCode> {
  const mutants = await chosenMutants(ids);
  const { reporter = ['text'], quiet = false } = flags;
  const output = new Output({ reporters: reporter, verbosity: 0, quiet });
  const pool = new ThreadPool({ size: flags.workers });
  const interrupt = new Interrupt(() => output.progress.say('corfuzz: stopping; Ctrl-C again to stop at once'));
  try {
    const scenarios = await loadScenarios(pool, shippedScenarios());
    let seeds = 0;
    const options: HuntOptions = {
      scenarios: scenarios.map(({ file, description }) => ({ name: description.name, url: file.url })),
      from: flags.from,
      seedsMax: flags.seeds,
      stopped: () => interrupt.signalled,
      onSeed: () => {
        seeds += 1;
        output.progress.update(() => `mutants: ${seeds} seeds`);
      },
    };
    const hunted = await huntAll(pool, mutants, options, output);
    const result = mutantsResult(hunted);
    if (output.has('text')) output.print(mutantTable(result, output.style));
    if (output.has('json')) output.document(`${JSON.stringify(result, null, 2)}\n`);
    if (interrupt.signalled) return exitCodes.interrupted;
    const asExpected = result.score.found === result.score.total && result.benign.every(({ flagged }) => !flagged);
    return asExpected ? exitCodes.pass : exitCodes.violation;
  } finally {
    output.progress.clear();
    interrupt.dispose();
    await pool.close();
  }
}

async function chosenMutants(ids: readonly string[]): Promise<readonly Mutant[]> {
  const mutants = await knownMutants();
  const valid = mutants.map(({ id }) => id);
  const unknown = ids.find((id) => !valid.includes(id));
  if (unknown !== undefined) throw new InputError(unknownName('mutant', unknown, valid));
  return ids.length === 0 ? mutants : mutants.filter(({ id }) => ids.includes(id));
}

/** A bug with a campaign of its own is hunted there, for as long as that takes. */
function optionsFor(campaign: Mutant['campaign'], options: HuntOptions): HuntOptions {
  if (campaign === undefined) return options;
  const scenarios = options.scenarios.filter(({ name }) => name === campaign.scenario);
  return { ...options, scenarios, seedsMax: Math.max(options.seedsMax, campaign.seedsMax) };
}

/** One mutant per worker at a time; the results stand in the order of the mutants. */
async function huntAll(
  pool: WorkerPool,
  mutants: readonly Mutant[],
  options: HuntOptions,
  { progress }: Output,
): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < mutants.length) {
      const place = next;
      next += 1;
      const { id, layer, benign, breaks, implied, departsFrom, campaign } = mutants[place] as Mutant;
      const expected = benign ? [] : [...breaks, ...implied];
      const result = await hunt(pool, { id, expected, departsFrom }, optionsFor(campaign, options));
      hunted[place] = { id, layer, benign, result };
      const by = result.found === null ? '' : ` by ${result.found.invariant}`;
      const became = result.found === null ? 'not found' : 'found';
      progress.say(`${id}: ${benign ? 'ran' : became}${by} in ${result.seeds} seeds`);
    }
  };
  await Promise.all(Array.from({ length: pool.size }, lane));
  return hunted;
}
