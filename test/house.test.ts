// The rules of the house must bite. A tree of small files, each with one violation, is linted and compiled with the repository's own
// configuration; every violation must be reported by the rule meant for it, and the clean files beside them by none. A rule that a new
// version of a tool stops understanding, or a glob that matches nothing, shows here and not as silence.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { depthMax, importOrder } from '../oxlint.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** [file, its one violating line, the rule that must report it] */
const violations: readonly (readonly [string, string, string])[] = [
  // Direction of imports: static, type-only, re-exported, dynamic, from every depth, and by detour.
  ['src/log/later.ts', `import { x } from '../rpc/any.ts'; export const y = x;`, 'no-restricted-imports'],
  ['src/log/later-type.ts', `import type { X } from '../rpc/any.ts'; export type Y = X;`, 'no-restricted-imports'],
  ['src/log/later-inline.ts', `export type Y = import('../rpc/any.ts').X;`, 'consistent-type-imports'],
  ['src/log/later-export.ts', `export * from '../rpc/any.ts';`, 'no-restricted-imports'],
  ['src/log/later-dynamic.ts', `export const y = import('../rpc/any.ts');`, 'no-restricted-imports'],
  ['src/corfu/deep/later.ts', `export { x } from '../../tango/any.ts';`, 'no-restricted-imports'],
  ['src/corfu/deep/er/later.ts', `export { x } from '../../../tango/any.ts';`, 'no-restricted-imports'],
  ['src/log/detour.ts', `export { x } from '../ports/../rpc/any.ts';`, 'no-restricted-imports'],
  ['src/log/escape.ts', `export { x } from '../../sim/model/any.ts';`, 'no-restricted-imports'],
  ['src/log/package.ts', `export { z } from 'zod';`, 'no-restricted-imports'],
  ['src/log/node.ts', `export { setTimeout } from 'node:timers/promises';`, 'no-restricted-imports'],
  ['sim/model/later.ts', `export { x } from '../kernel/any.ts';`, 'no-restricted-imports'],
  ['sim/check/log/later.ts', `export { x } from '../../report/any.ts';`, 'no-restricted-imports'],
  ['sim/check/entry.ts', `export { x } from '../index.ts';`, 'no-restricted-imports'],
  ['sim/check/public.ts', `export { x } from 'corfuzz/check';`, 'no-restricted-imports'],
  ['sim/check/test.ts', `export { x } from '../../test/any.ts';`, 'no-restricted-imports'],
  ['sim/tla/earlier.ts', `export { x } from '../model/any.ts';`, 'no-restricted-imports'],
  ['scenarios/inside.ts', `export { x } from '../sim/model/any.ts';`, 'no-restricted-imports'],
  ['scenarios/node.ts', `export { readFile } from 'node:fs/promises';`, 'no-restricted-imports'],
  ['scenarios/package.ts', `export { z } from 'zod';`, 'no-restricted-imports'],
  ['src/rpc/cycle-a.ts', `import type { B } from './cycle-b.ts'; export type A = B | 1;`, 'no-cycle'],
  ['src/rpc/cycle-b.ts', `import type { A } from './cycle-a.ts'; export type B = A | 2;`, 'no-cycle'],

  // The machine's clock, entropy, locale and collector.
  ['src/log/date.ts', `export const y = Date.now();`, 'no-restricted-globals'],
  ['src/log/global-date.ts', `export const y = new globalThis.Date();`, 'no-restricted-globals'],
  ['src/log/performance.ts', `export const y = performance.now();`, 'no-restricted-globals'],
  ['src/log/timer.ts', `export const y = setTimeout(() => undefined, 1);`, 'no-restricted-globals'],
  ['src/log/microtask.ts', `queueMicrotask(() => undefined);`, 'no-restricted-globals'],
  ['src/log/weak.ts', `export const y = new WeakRef({});`, 'no-restricted-globals'],
  ['src/log/finalization.ts', `export const y = new FinalizationRegistry(() => undefined);`, 'no-restricted-globals'],
  ['src/log/crypto.ts', `export const y = crypto.randomUUID();`, 'no-restricted-globals'],
  ['src/log/intl.ts', `export const y = new Intl.Collator();`, 'no-restricted-globals'],
  ['src/log/random.ts', `export const y = Math.random();`, 'no-restricted-properties'],
  ['src/log/random-taken.ts', `export const { random } = Math;`, 'no-restricted-properties'],
  ['src/log/sine.ts', `export const y = Math.sin(1);`, 'no-restricted-properties'],
  ['src/log/logarithm.ts', `export const y = Math.log(3);`, 'no-restricted-properties'],
  ['src/log/pow.ts', `export const y = Math.pow(2, 3);`, 'no-restricted-properties'],
  ['src/log/compare.ts', `export const y = 'a'.localeCompare('b');`, 'no-restricted-properties'],
  ['src/log/locale.ts', `export const y = (1).toLocaleString();`, 'no-restricted-properties'],
  ['src/log/power.ts', `export const y = (x: number): number => x ** 2;`, 'no-inexact-power'],
  [
    'src/log/power-assigned.ts',
    `export function y(x: number): number { let z = x; z **= 2; return z; }`,
    'no-inexact-power',
  ],
  ['src/log/sort.ts', `export const y = (x: string[]): string[] => x.toSorted();`, 'require-array-sort-compare'],
  ['sim/kernel/date.ts', `export const y = Date.now();`, 'no-restricted-globals'],
  ['sim/kernel/timer.ts', `export const y = setImmediate(() => undefined);`, 'no-restricted-globals'],
  ['sim/kernel/node.ts', `export { setTimeout } from 'node:timers/promises';`, 'no-nodejs-modules'],
  ['sim/devices/disk/random.ts', `export const y = Math.random();`, 'no-restricted-properties'],

  // What the types know.
  ['src/log/floating.ts', `export function y(x: Promise<void>): void { x; }`, 'no-floating-promises'],
  ['sim/cli/floating.ts', `export function y(x: () => Promise<void>): void { x(); }`, 'no-floating-promises'],
  ['sim/run/misused.ts', `export const y = (x: Promise<boolean>): number => (x ? 1 : 2);`, 'no-misused-promises'],
  ['sim/run/any.ts', `export const y = (x: any): void => x;`, 'no-explicit-any'],
  [
    'sim/run/switch.ts',
    `export function y(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; } return 2; }`,
    'switch-exhaustiveness-check',
  ],
  ['test/focused.test.ts', `import { test } from 'vitest'; test.only('x', () => undefined);`, 'no-focused-tests'],
  ['test/empty.test.ts', `import { test } from 'vitest'; test('x', () => undefined);`, 'expect-expect'],
];

const clean: readonly (readonly [string, string])[] = [
  ['src/rpc/any.ts', `export type X = number; export const x: X = 2 ** 32;`],
  ['src/corfu/deep/earlier.ts', `export { x } from '../../rpc/any.ts';`],
  ['src/corfu/deep/sibling.ts', `export { x } from '../deep/earlier.ts';`],
  ['sim/model/any.ts', `export const x = 2n ** 64n;`],
  ['sim/kernel/drain.ts', `import { types } from 'node:util'; export const y = [Date.now(), setImmediate, types];`],
  ['sim/kernel/sandbox/clock.ts', `export const y = [Date, Math.random()];`],
  [
    'sim/check/log/earlier.ts',
    `export { x } from '../../model/any.ts'; export { x as z } from '../../../src/rpc/any.ts';`,
  ],
  ['sim/cli/bin.ts', `import { argv } from 'node:process'; export const y = [argv, Date.now()];`],
  ['scenarios/user.ts', `export { x } from 'corfuzz'; export { y } from 'corfuzz/loglet';`],
  ['test/sim/model/any.test.ts', `import { x } from '../../../sim/model/any.ts'; export const y = [x, Date.now()];`],
];

let tree = '';

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'corfuzz-house-'));
  for (const file of ['oxlint.config.ts', 'oxlint.rules.ts', 'tsconfig.json', 'src/tsconfig.json']) {
    cpSync(join(root, file), join(tree, file));
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const [path, source] of [...violations, ...clean]) plant(path, source);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

function plant(path: string, source: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), `${source}\n`);
}

function runTool(tool: string, ...args: string[]): string {
  return spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], { cwd: tree, encoding: 'utf8' })
    .stdout;
}

describe('the linter', () => {
  const reports = new Map<string, string[]>();

  beforeAll(() => {
    const { diagnostics } = JSON.parse(runTool('oxlint/bin/oxlint', '--format', 'json')) as {
      diagnostics: { code: string; filename: string }[];
    };
    for (const { code, filename } of diagnostics) {
      const rule = code.slice(code.indexOf('(') + 1, -1);
      reports.set(filename, [...(reports.get(filename) ?? []), rule]);
    }
  });

  test.each(violations)('%s is refused: %s', (path, _source, rule) => {
    expect(reports.get(path)).toContain(rule);
  });

  test.each(clean)('%s is accepted', (path) => {
    expect(reports.get(path)).toBeUndefined();
  });
});

describe('the compiler', () => {
  const compile = (project: string): string => runTool('typescript/bin/tsc', '--noEmit', '-p', project);

  test('src has no console, no timers, no Node', () => {
    plant('src/ports/console.ts', `console.log('x');`);
    plant('src/ports/timer.ts', `setTimeout(() => undefined, 1);`);
    plant('src/ports/encoder.ts', `export const y = new TextEncoder();`);
    const output = compile('src/tsconfig.json');
    for (const name of ['console', 'setTimeout', 'TextEncoder']) expect(output).toContain(`Cannot find name '${name}'`);
  });

  test('syntax that Node cannot strip is refused', () => {
    plant('sim/model/enum.ts', `export enum X { A }`);
    expect(compile('tsconfig.json')).toMatch(/enum\.ts.*TS1294/);
  });
});

describe('the order of imports', () => {
  const folders = (path: string): string[] =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);

  test.each(['src', 'sim'] as const)('%s has no folder outside it', (name) => {
    expect(importOrder[name]).toEqual(expect.arrayContaining(folders(name)));
  });

  test.each(['src', 'sim'] as const)('%s is at most as deep as the rules reach', (name) => {
    const depths = readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => path.split('/').length - 1);
    expect(Math.max(...depths)).toBeLessThanOrEqual(depthMax);
  });
});
