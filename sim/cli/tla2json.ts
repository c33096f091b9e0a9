/**
 * The command tla2json: TLA+ modules, and what TLC says, as JSON. The switches for TLC's output are those of the Scala
 * tool of that name, so that scripts which call it go on.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { messageOf } from '../model/input-error.ts';
import { parseConfig } from '../tla/config/parse-config.ts';
import { link } from '../tla/link/link.ts';
import { loadModule, readSource } from '../tla/load-spec.ts';
import { preferQuickWasm } from '../tla/parse/quick-wasm.ts';
import type { SourceText } from '../tla/source/source-text.ts';
import { SpecError } from '../tla/source/spec-error.ts';
import { ItfProblem, toItf } from '../tla/tlc/itf.ts';
import { readDump, withoutColour } from '../tla/tlc/read-output.ts';
import { TextReader } from '../tla/tlc/text-reader.ts';
import { traceOf } from '../tla/tlc/trace-file.ts';
import { type Trace, diffTrace, fullLastStep, fullTrace } from '../tla/tlc/trace.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { version } from './version.ts';

const description = `Prints a TLA+ module with all it depends on, checked, as JSON; or the output of TLC: traces, states, values.
What FILE is, is seen by its content unless a switch says it; without FILE, or with -, stdin is read.`;

const examples = `
Examples:
  tla2json Spec.tla --pretty                     the module, its names resolved
  tla2json Spec.tla --config Spec.cfg            ... and what the .cfg file says
  tlc Spec | tla2json --full                     the error trace, every state whole
  tla2json --itf tlc.log > trace.itf.json        ... for tools that read ITF
  tla2json trace.itf.json                        ITF, or the file of tlc -dumpTrace json, as a trace
  echo '<<1, {"a"}>>' | tla2json --value         {"#tup":[1,{"#set":["a"]}]}

Sets, tuples, functions and model values are {"#set":[...]}, {"#tup":[...]}, {"#map":[[argument,value],...]} and {"#mv":"name"};
records are objects, big integers {"#bigint":"..."}. The form of modules is described in dist/tla2json.md of the package.`;

interface Options {
  readonly config?: string;
  readonly dump?: true;
  readonly trace?: true;
  readonly state?: true;
  readonly value?: true;
  readonly diff?: true;
  readonly full?: true;
  readonly fullLastStep?: true;
  readonly itf?: true;
  readonly pretty?: true;
  readonly indent?: true;
  readonly sort?: true;
}

/** Runs the command line and returns the exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  try {
    await program().parseAsync([...args], { from: 'user' });
    return exitCodes.pass;
  } catch (error) {
    return explain(error);
  }
}

function program(): Command {
  const kinds = ['dump', 'trace', 'state', 'value'];
  const kind = (flags: string, text: string, name: string): Option =>
    new Option(flags, text).conflicts([...kinds.filter((each) => each !== name), 'config']);
  return new Command('tla2json')
    .description(description)
    .version(version(), '--version')
    .argument('[FILE]', 'a module, output of TLC, or JSON of a trace')
    .option('--config <FILE>', 'a .cfg file for the module')
    .addOption(kind('-D, --dump', 'read the states of tlc -dump', 'dump'))
    .addOption(kind('-T, --trace', 'read a trace', 'trace'))
    .addOption(kind('-S, --state', 'read a single state', 'state'))
    .addOption(kind('-V, --value', 'read a single value', 'value'))
    .addOption(new Option('-d, --diff', 'print of a trace only what changes from state to state').conflicts('full'))
    .option('-f, --full', 'print every state of a trace whole, also of a diff trace')
    .option('-l, --full-last-step', 'print the last state of a diff trace whole')
    .addOption(new Option('--itf', 'print a trace as ITF').conflicts(['diff', 'fullLastStep']))
    .option('-i, --indent', 'indent the JSON')
    .option('--pretty', 'the same')
    .option('-s, --sort', 'sort the fields of objects')
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`tla2json: ${text.trim().replace(/^error: /, '')}\n`) })
    .action(async (file: string | undefined, options: Options) => {
      print(await documentOf(file ?? '-', options), options);
    });
}

async function documentOf(file: string, options: Options): Promise<unknown> {
  const isOutput = options.dump ?? options.trace ?? options.state ?? options.value ?? false;
  if (!isOutput && (file.endsWith('.tla') || options.config !== undefined)) return moduleOf(file, options.config);
  const source = withoutColour(file === '-' ? { file: '<stdin>', text: readFileSync(0, 'utf8') } : readSource(file));
  return outputOf(source, options);
}

async function moduleOf(file: string, config: string | undefined): Promise<unknown> {
  preferQuickWasm();
  const spec = await loadModule(file);
  if (config === undefined) return spec.graph;
  const { sources } = spec.graph;
  const source = readSource(config);
  const parsed = parseConfig(source, sources.length);
  // Only for what it finds wrong: names that the module does not have, constants without a value.
  link(spec, parsed, source);
  return { ...spec.graph, sources: [...sources, { file: config }], config: parsed };
}

function outputOf(source: SourceText, options: Options): unknown {
  const { text } = source;
  if (options.value === true) return new TextReader(source).onlyValue();
  if (options.state === true) return new TextReader(source).onlyState();
  if (options.dump === true) return readDump(source);
  if (options.trace === true) return traceDocument(traceOf(source), options);
  // A dump is a list of states that are not the steps of anything.
  if (/^State \d+:[ \t]*$/m.test(text)) return readDump(source);
  if (/^\s*(?:\/\\\s*)?[A-Za-z_]\w*\s*=/.test(text)) return new TextReader(source).onlyState();
  return traceDocument(traceOf(source), options);
}

function traceDocument(trace: Trace, { diff, full, fullLastStep: lastFull, itf }: Options): unknown {
  if (itf === true) return toItf(trace);
  if (full === true) return fullTrace(trace);
  if (diff === true) return diffTrace(trace, lastFull === true);
  return lastFull === true ? fullLastStep(trace) : trace;
}

function print(document: unknown, { pretty, indent, sort }: Options): void {
  const sorted = (_: string, value: unknown): unknown => {
    if (sort !== true || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const spaces = pretty === true || indent === true ? 2 : undefined;
  process.stdout.write(`${JSON.stringify(document, sorted, spaces)}\n`);
}

function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
  if (error instanceof SpecError) return usageError(`${error.message}\n${error.excerpt}`);
  if (error instanceof ItfProblem) return usageError(error.message);
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    const path = 'path' in error ? String(error.path) : '';
    return usageError(error.code === 'ENOENT' ? `${path}: no such file` : error.message);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  process.stderr.write(`tla2json: a defect of tla2json, please report it:\n${stack}\n`);
  return exitCodes.internal;
}

function usageError(message: string): ExitCode {
  process.stderr.write(`tla2json: ${message}\n`);
  return exitCodes.usage;
}
