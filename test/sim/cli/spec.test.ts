// The command around the model checker: where a spec is found, what is printed, and the exit codes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../../../sim/cli/main.ts';

const counter = `---- MODULE Counter ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up(by) == x + by <= 4 /\\ x' = x + by
Next == \\E n \\in 1..2 : Up(n)
Spec == Init /\\ [][Next]_x
Small == x < 3
Bad == x.field
====
`;

let folder = '';
let stdout = '';
let stderr = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corfuzz-spec-'));
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
  write('Counter.tla', counter);
  write('Counter.cfg', 'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\n');
  write('Small.cfg', 'SPECIFICATION Spec\nINVARIANT Small\n');
  write('Wrong.cfg', 'SPECIFICATION Spec\nINVARIANT Smal\n');
  write('Bad.cfg', 'SPECIFICATION Spec\nINVARIANT Bad\n');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function spec(...args: readonly string[]): Promise<number> {
  return main(['spec', args[0]!, join(folder, 'Counter.tla'), ...args.slice(1)]);
}

describe('check', () => {
  test('says what to give instead of a model, or of a folder', async () => {
    expect(await main(['spec', 'check', 'Counter.cfg'])).toBe(2);
    expect(stderr).toMatch(
      'Counter.cfg is a model, not a spec: give the spec that it is a model of, and --config Counter.cfg',
    );
    expect(await main(['spec', 'check', folder])).toBe(2);
    expect(stderr).toMatch(`is a folder: give one spec, such as ${join(folder, 'Counter.tla')}`);
    rmSync(join(folder, 'Counter.tla'));
    expect(await main(['spec', 'check', folder])).toBe(2);
    expect(stderr).toMatch('is a folder: give one spec; there is none in it');
  });

  test('says the counts, and exits 0 when all of it holds', async () => {
    expect(await spec('check')).toBe(0);
    expect(stdout).toMatch(/Counter: 8 states generated, 5 distinct, depth 3 in/);
  });

  test('shows the way to a violation as differences, and exits 1', async () => {
    expect(await spec('check', '--config', 'Small.cfg')).toBe(1);
    expect(stdout).toMatch('Counter: invariant Small: the invariant is false in the last state');
    expect(stdout).toMatch(/ {3}3\. Up\(by = 2\) .*Counter\.tla:5:11\n {7}x = 3/);
  });

  test('prints one document as JSON', async () => {
    expect(await spec('check', '--config', 'Small.cfg', '--reporter', 'json')).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      spec: 'Counter',
      result: 'invariant',
      violated: 'Small',
      trace: [
        { action: null, state: { x: 0 } },
        { action: 'Up', parameters: { by: 1 }, state: { x: 1 } },
        { action: 'Up', parameters: { by: 2 }, state: { x: 3 } },
      ],
    });
  });

  test('stops at the bound on states and exits 5', async () => {
    expect(await spec('check', '--max-states', '2')).toBe(5);
    expect(stdout).toMatch('stopped before all states were explored');
  });

  test('takes a deadlock for an error when told to', async () => {
    expect(await spec('check', '--deadlock')).toBe(1);
    expect(stdout).toMatch('deadlock');
    expect(await spec('check', '--config', 'Small.cfg', '--no-deadlock')).toBe(1);
  });

  test('shows where an expression has no value', async () => {
    expect(await spec('check', '--config', 'Bad.cfg')).toBe(1);
    expect(stdout).toMatch(/Counter\.tla:9:8\n {2}9 \| Bad == x\.field\n {4}\| {8}\^/);
  });

  test('refuses what is wrong in a file with its place, and exits 2', async () => {
    expect(await spec('check', '--config', 'Wrong.cfg')).toBe(2);
    expect(stderr).toMatch(/^corfuzz: .*Wrong\.cfg:2:11: .*Smal.*Small/);
    expect(await spec('check', '--config', 'None.cfg')).toBe(2);
    expect(await main(['spec', 'check', 'NoSuchSpec'])).toBe(2);
  });

  test('prints how often each action was taken', async () => {
    expect(await spec('check', '--coverage')).toBe(0);
    expect(stdout).toMatch(/Up +7 taken +4 new/);
  });
});

test('simulate walks from a seed', async () => {
  expect(await spec('simulate', '--seed', '0x10', '--walks', '3', '--depth', '4')).toBe(0);
  expect(stdout).toMatch(/3 walks with seed 16/);
  expect(await spec('simulate', '--config', 'Small.cfg', '--reporter', 'json')).toBe(1);
});

describe('trace', () => {
  const itf = (...xs: readonly number[]) => JSON.stringify({ vars: ['x'], states: xs.map((x) => ({ x })) });

  test('a file of states is a behaviour, or the first step that is none is shown', async () => {
    write('good.json', itf(0, 2, 3));
    write('bad.json', itf(0, 2, 1));
    expect(await spec('trace', join(folder, 'good.json'))).toBe(0);
    expect(stdout).toMatch('Counter: 3 states held');
    expect(await spec('trace', join(folder, 'bad.json'))).toBe(1);
    expect(stdout).toMatch(
      /mismatch Up: state 3 is no step Up\(\d\): x' = x \+ by is not so: the spec has x' = \d|the spec has \d, the trace 1/,
    );
  });

  test('what `check` prints as JSON can be held against another model', async () => {
    expect(await spec('check', '--config', 'Small.cfg', '--reporter', 'json')).toBe(1);
    write('found.json', stdout);
    stdout = '';
    expect(await spec('trace', join(folder, 'found.json'), '--reporter', 'json')).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ result: 'ok', distinct: 3 });
  });

  test('a run is held against the specs that it is bound to', async () => {
    expect(await main(['spec', 'trace', 'ChainLog', 'tiny@3', '--reporter', 'json'])).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ module: 'ChainLog', firstMismatch: null, message: null });
    stdout = '';
    expect(await main(['spec', 'trace', 'FlashUnit', 'clocks@0', '--mutant', 'P07'])).toBe(1);
    expect(stdout).toMatch(
      /FlashUnit: event \d+: unit-filled .* is no step Fill\(.*\(FlashUnit\.tla:\d+:\d+\) is not so/,
    );
  });

  test('what is no trace, or of another spec, is one line and exit code 2', async () => {
    write('wrong.json', '{"vars":["y"],"states":[{"y":1}]}');
    for (const [trace, message] of [
      [join(folder, 'wrong.json'), /wrong\.json: the spec has no variable y/],
      [join(folder, 'Counter.cfg'), /no trace here/],
      ['nowhere.json', /there is no trace nowhere\.json/],
    ] as const) {
      stderr = '';
      expect(await spec('trace', trace)).toBe(2);
      expect(stderr).toMatch(message);
    }
    stderr = '';
    expect(await main(['spec', 'trace', 'Streams', 'tiny@3'])).toBe(2);
    expect(stderr).toMatch(/this run is held against FlashUnit, ChainLog\b.*; Streams is bound to nothing in it/);
  });
});
