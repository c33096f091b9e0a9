/**
 * Why a module could not be loaded, in one line, with the place as far as Node tells it: some syntax errors start their stack with the
 * file, the line of code and carets below it; what code threw has frames. Plain JavaScript that is no module says nothing.
 */
import { fileURLToPath } from 'node:url';
import { messageOf } from '../model/input-error.ts';

export interface LoadProblem {
  /** The path of the file that is wrong, when it is known. */
  readonly path: string | null;
  /** `:line:column`, or nothing. */
  readonly at: string;
  readonly message: string;
}

/** Frames of this package are not where the mistake is. */
const own = new URL('../', import.meta.url).href;

export function loadProblem(error: unknown, url: string): LoadProblem {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const { path, at } = headerOf(stack) ?? frameOf(stack) ?? { path: null, at: '' };
  const [message = ''] = messageOf(error).split('\n');
  return { path, at, message: `${message}${adviceFor(message, url)}` };
}

type Place = Pick<LoadProblem, 'path' | 'at'>;

function headerOf(stack: string): Place | undefined {
  const [header = '', ...code] = stack.split('\n');
  const [, file, line] = /^(\S.*):(\d+)$/.exec(header) ?? [];
  const carets = code.find((each) => /^\s*\^+\s*$/.test(each));
  if (file === undefined || carets === undefined) return undefined;
  return { path: pathOf(file), at: `:${line}:${carets.indexOf('^') + 1}` };
}

function frameOf(stack: string): Place | undefined {
  for (const [, file = '', line, column] of stack.matchAll(
    /^ +at (?:.*\(|async )?(file:[^()]*|\/[^()]*):(\d+):(\d+)\)?$/gm,
  )) {
    if (file.startsWith(own) || file.includes('/node_modules/')) continue;
    return { path: pathOf(file), at: `:${line}:${column}` };
  }
  return undefined;
}

function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}

function adviceFor(message: string, url: string): string {
  if (!/outside a module|^Unexpected token 'export'/.test(message)) return '';
  const ending = url.endsWith('.ts') ? '.mts' : '.mjs';
  return `; name it ${ending}, or put "type": "module" in package.json`;
}
