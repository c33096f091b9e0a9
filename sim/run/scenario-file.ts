/**
 * Reads a scenario from the file that a URL names: a module with a default export, or YAML. What is wrong in it is said with the file
 * and, in YAML, with line and column. It imports no part of the simulator, so that tests can name their own faults and properties.
 */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, type Document, isMap, isNode, isPair, isScalar, parseDocument } from 'yaml';
import { InputError, messageOf } from '../model/input-error.ts';
import { type KnownNames, type ScenarioProblem, parseScenario } from '../model/scenario-schema.ts';
import type { Scenario } from '../model/scenario.ts';
import { pathText } from '../model/value-path.ts';
import { loadProblem } from './load-problem.ts';

export async function readScenario(url: string, known: KnownNames): Promise<Scenario> {
  return /\.ya?ml$/.test(url) ? await readYaml(url, known) : await importModule(url, known);
}

/** The file as a person in the current folder would write it. */
function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

async function importModule(url: string, known: KnownNames): Promise<Scenario> {
  const path = shortPath(fileURLToPath(url));
  let module: { readonly default?: unknown };
  try {
    module = (await import(url)) as { readonly default?: unknown };
  } catch (error) {
    const problem = loadProblem(error, url);
    const file = problem.path === null ? path : shortPath(problem.path);
    const failed = 'could not be loaded: ';
    const placed = file === path ? `${path}${problem.at}: ${failed}` : `${path}: ${failed}${file}${problem.at}: `;
    throw new InputError(`${placed}${problem.message}`);
  }
  if (module.default === undefined) throw new InputError(`${path}: has no default export; export default a scenario`);
  const parsed = parseScenario(module.default, known);
  if ('scenario' in parsed) return parsed.scenario;
  const [problem] = parsed.problems;
  const at = pathText(problem.path);
  throw new InputError(`${path}: ${at === '' ? '' : `${at}: `}${problem.message}${andMore(parsed.problems)}`);
}

async function readYaml(url: string, known: KnownNames): Promise<Scenario> {
  const path = shortPath(fileURLToPath(url));
  let text: string;
  try {
    text = await readFile(fileURLToPath(url), 'utf8');
  } catch (error) {
    throw new InputError(`${path}: could not be read: ${firstLine(error)}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new InputError(`${path}:${place(lines, syntax.pos[0])}: ${firstLine(syntax)}`);
  const parsed = parseScenario(document.toJS(), known);
  if ('scenario' in parsed) return parsed.scenario;
  const [problem] = parsed.problems;
  const at = place(lines, offsetOf(document, problem));
  const key = problem.inKey ? problem.path.slice(0, -1) : problem.path;
  const where = key.length === 0 ? '' : `${pathText(key)}: `;
  throw new InputError(`${path}:${at}: ${where}${problem.message}${andMore(parsed.problems)}`);
}

/** `line:column`, both from 1. */
function place(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

/** Where in the text the problem is: at the key, or at the value. */
function offsetOf(document: Document, problem: ScenarioProblem): number {
  if (problem.inKey) {
    const parent = nodeAt(document, problem.path.slice(0, -1));
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(problem.path.at(-1)),
      );
      if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0;
    }
  }
  // A value that YAML expands from a shorter form, such as the name of a fault kind, has no node of its own: its parent has.
  for (let depth = problem.path.length; depth > 0; depth -= 1) {
    const node = nodeAt(document, problem.path.slice(0, depth));
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}

function nodeAt(document: Document, path: readonly (string | number)[]): unknown {
  return path.length === 0 ? document.contents : document.getIn(path, true);
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0] as string;
}

function andMore(problems: readonly ScenarioProblem[]): string {
  return problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
}
