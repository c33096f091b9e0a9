/**
 * The command line: one file per command, loaded when it is asked for, since what the others need takes longer to load than a small spec
 * to check. Whatever goes wrong ends here as an exit code and, for people, one line or a stack.
 */
import { Command, CommanderError } from 'commander';
import { WorkerFailure } from '../explore/worker-pool.ts';
import { InputError } from '../model/input-error.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { version } from './version.ts';

const description = `Runs shared logs on a simulated network and simulated flash, injects faults from a seed, and judges every run.
The same seed gives the same run, byte for byte, on any machine.`;

type Exit = (code: ExitCode) => void;
type AddCommand = (program: Command, exit: Exit) => void;

/** In the order of the help. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import('./run.ts')).addRun,
  replay: async () => (await import('./replay.ts')).addReplay,
  shrink: async () => (await import('./shrink.ts')).addShrink,
  explore: async () => (await import('./explore.ts')).addExplore,
  mutants: async () => (await import('./mutants.ts')).addMutants,
  check: async () => (await import('./check.ts')).addCheck,
  spec: async () => (await import('./spec.ts')).addSpec,
  list: async () => (await import('./list.ts')).addList,
};

/** Runs the command line and returns the exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  if (!process.stdout.listeners('error').includes(outliveReader)) process.stdout.on('error', outliveReader);
  let code: ExitCode = exitCodes.pass;
  const exit = (chosen: ExitCode): void => void (code = chosen);
  try {
    const program = await programWith(namesIn(args), exit);
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

/** Help, suggestions and whatever else is said of commands needs all of them. */
function namesIn([first]: readonly string[]): readonly string[] {
  if (first === '--version') return [];
  return first !== undefined && Object.hasOwn(commands, first) ? [first] : Object.keys(commands);
}

async function programWith(names: readonly string[], exit: Exit): Promise<Command> {
  const program = new Command('corfuzz')
    .description(description)
    .version(version())
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`corfuzz: ${oneLine(text)}\n`) });
  const added = await Promise.all(names.map((name) => commands[name]!()));
  for (const add of added) add(program, exit);
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
