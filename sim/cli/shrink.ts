/** `corfuzz shrink`: makes a failing run small, and writes the capsule and the report. */
import type { Command } from 'commander';
import { investigate } from '../explore/investigate.ts';
import { ThreadPool } from '../explore/thread-pool.ts';
import { isFailure } from '../explore/tally.ts';
import { InputError } from '../model/input-error.ts';
import { failureScreen } from '../report/failure-screen.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-code.ts';
import { Interrupt } from './interrupt.ts';
import { keepFinding } from './keep-finding.ts';
import { assertMutant } from './known-mutants.ts';
import { loadScenarios } from './load-scenarios.ts';
import { mutantOption, outOption, quietOption } from './options.ts';
import { Output } from './output.ts';
import { assertWritable } from './output-folder.ts';
import { parseTime } from './parse.ts';
import { differenceFrom, findTarget } from './target.ts';

interface ShrinkFlags {
  readonly mutant?: string;
  /** In milliseconds. */
  readonly time: number;
  readonly out: string;
  readonly quiet?: true;
}

const attemptsMax = 100_000;

const examples = `
Examples:
  corfuzz shrink lossy-network@17
  corfuzz shrink last --time 10min        what \`run\` had no time for

Exit codes: that of the verdict; 4 when a capsule does not give the run it was made from.`;

export function addShrink(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('shrink')
    .summary('shrink a failing run')
    .description('Makes a failing run as small as it can, and writes the capsule and the report.')
    .argument('<TARGET>', 'a capsule file, SCENARIO@SEED, or `last`')
    .addOption(program.createOption('--time <TIME>', 'end after this time').argParser(parseTime).default(60_000, '60s'))
    .addOption(mutantOption())
    .addOption(outOption())
    .addOption(quietOption())
    .addHelpText('after', examples)
    .action(async (target: string, flags: ShrinkFlags) => exit(await shrink(target, flags)));
}

async function shrink(text: string, flags: ShrinkFlags): Promise<ExitCode> {
  const { scenario: file, seed, mutant, target, capsule } = await findTarget(text, flags.out, flags.mutant);
  if (mutant !== null) await assertMutant(mutant);
  assertWritable(flags.out);
  const output = new Output({ reporters: ['text'], verbosity: 0, quiet: flags.quiet ?? false });
  const pool = new ThreadPool({ size: 1 });
  const interrupt = new Interrupt(() => {
    output.progress.say('corfuzz: keeping the smallest so far; Ctrl-C again to stop at once');
    pool.windDown();
  });
  try {
    const [scenario] = await loadScenarios(pool, [file]);
    const name = scenario?.description.name ?? file.reference;
    output.progress.say(`corfuzz: shrinking ${name}, seed ${seed}, for at most ${flags.time / 1000} s`);
    const suspect = { scenario: file.url, mutant, target, earlier: null };
    const finding = await investigate(pool, suspect, { attemptsMax, millisMax: flags.time });
    if (finding === null) throw new InputError(`${text} never comes back, so it cannot be shrunk`);
    const { from } = finding.shrunk ?? { from: finding.recording.result };
    if (capsule !== null && mutant === capsule.mutant) {
      const difference = differenceFrom(capsule, from);
      if (difference !== undefined) {
        output.print([`${text} does not reproduce: ${difference}`]);
        return exitCodes.nondeterministic;
      }
    }
    if (!isFailure(finding.verdict.kind)) {
      output.print([`${name}, seed ${seed}: ${finding.verdict.kind}; there is nothing to shrink`]);
      return exitCodes.pass;
    }
    const shrunkFrom = capsule?.shrunkFrom ?? null;
    const kept = keepFinding(finding, { name, file, seed, mutant, folder: flags.out, shrunkFrom });
    output.print(failureScreen(kept.shown, output.style));
    return interrupt.signalled ? exitCodes.interrupted : exitCodeOf(finding.verdict.kind);
  } finally {
    interrupt.dispose();
    await pool.close();
  }
}
