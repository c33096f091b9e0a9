/** The command line: one file per command. Whatever goes wrong ends here as an exit code and, for people, one line or a stack. */
import { Command, CommanderError } from 'commander';
import { WorkerFailure } from '../explore/worker-pool.ts';
import { InputError } from '../model/input-error.ts';
import { addCheck } from './check.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { addList } from './list.ts';
import { addMutants } from './mutants.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addShrink } from './shrink.ts';
import { addSpec } from './spec.ts';
import { version } from './version.ts';

const description = `Runs shared logs on a simulated network and simulated flash, injects faults from a seed, and judges every run.
The same seed gives the same run, byte for byte, on any machine.`;

/** Runs the command line and returns the exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  if (!process.stdout.listeners('error').includes(outliveReader)) process.stdout.on('error', outliveReader);
  let code: ExitCode = exitCodes.pass;
  const exit = (chosen: ExitCode): void => void (code = chosen);
  const program = programWith(exit);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error);
  }
}

/** Who reads the output may end before it does, as `head` does. The exit code still says what came out. */
function outliveReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function programWith(exit: (code: ExitCode) => void): Command {
  const program = new Command('corfuzz')
    .description(description)
    .version(version())
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`corfuzz: ${oneLine(text)}\n`) });
  addRun(program, exit);
  addReplay(program, exit);
  addShrink(program, exit);
  addMutants(program, exit);
  addCheck(program, exit);
  addSpec(program, exit);
  addList(program, exit);
  return program;
}

/** Commander puts its suggestion on a line of its own. */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ');
}

function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
  if (error instanceof InputError) {
    process.stderr.write(`corfuzz: ${error.message}\n`);
    return exitCodes.usage;
  }
  process.stderr.write(`corfuzz: a defect of corfuzz, please report it:\n${stackOf(error)}\n`);
  return exitCodes.internal;
}

function stackOf(error: unknown): string {
  // The stack in the worker says where it happened; that of the main thread only where it was heard of.
  if (error instanceof WorkerFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
