// The command, in this process: what it prints, and how it says what is wrong. That it is found in the package is tested where it is packed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { main } from '../../../sim/cli/tla2json.ts';

const folder = mkdtempSync(join(tmpdir(), 'tla2json-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const collect = (texts: string[]) => (text: string | Uint8Array) => texts.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(collect(out));
  vi.spyOn(process.stderr, 'write').mockImplementation(collect(err));
  const code = await main(args);
  vi.restoreAllMocks();
  return { code, stdout: out.join(''), stderr: err.join('').replaceAll(`${folder}/`, '') };
}

async function documentOf(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const spec = file('Spec.tla', '---- MODULE Spec ----\nEXTENDS Low\nVARIABLE x\nInit == x = One\n====\n');
file('Low.tla', '---- MODULE Low ----\nOne == 1\n====\n');
const report = file(
  'tlc.out',
  'Error: bad\nState 1: <Initial predicate>\n/\\ x = 1\n/\\ y = m\n\nState 2: <A line 1, col 1 to line 1, col 2 of module M>\n/\\ x = 2\n\nDone\n',
);

describe('a module', () => {
  test('is printed with those that it depends on', async () => {
    const document = await documentOf(spec);
    expect(document).toMatchObject({
      version: 1,
      root: 'Spec',
      modules: [{ name: 'Low' }, { name: 'Spec', extends: ['Low'] }],
    });
    expect(document).not.toHaveProperty('config');
  });

  test('with its .cfg file, whose source is the last', async () => {
    const config = file('Spec.cfg', 'INIT Init\n');
    const document = await documentOf(spec, '--config', config, '--pretty');
    expect(document).toMatchObject({ config: { init: { name: 'Init', span: [2, 1, 6, 1, 10] } } });
    expect((document as { sources: unknown[] }).sources).toHaveLength(3);
  });

  test.each([
    [
      'Syntax.tla',
      'A == {1',
      'Syntax.tla:3:1: unexpected "===="; the "{" in line 2 is not closed\n  3 | ====\n    | ^^^^\n',
    ],
    ['Name.tla', 'A == B', 'Name.tla:2:6: unknown name "B"\n  2 | A == B\n    |      ^\n'],
    [
      'Level.tla',
      "VARIABLE x\nA == x''",
      "Level.tla:3:6: an action stands before a prime, where only a state function may\n  3 | A == x''\n    |      ^^\n",
    ],
  ])('what is wrong in %s is one message and the line', async (name, body, message) => {
    const path = file(name, `---- MODULE ${name.replace('.tla', '')} ----\n${body}\n====\n`);
    expect(await run(path)).toEqual({ code: 2, stdout: '', stderr: `tla2json: ${message}` });
  });

  test('the names of the .cfg file must be there', async () => {
    const config = file('Wrong.cfg', 'INIT Init\nINVARIANT Inut\n');
    const stderr =
      'tla2json: Wrong.cfg:2:11: the module defines no "Inut"; did you mean "Init"?\n  2 | INVARIANT Inut\n    |           ^^^^\n';
    expect(await run(spec, '--config', config)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('the file must hold the module of its name', async () => {
    const path = file('Other.tla', '---- MODULE Spec ----\n====\n');
    expect((await run(path)).stderr).toContain('Other.tla:1:13: the file of module Other holds module Spec');
  });

  test('a file that is not there is no defect of ours', async () => {
    const { code, stderr } = await run(join(folder, 'Nowhere.tla'));
    expect(code).toBe(2);
    expect(stderr).toContain('no such file');
  });
});

describe('what TLC says', () => {
  const full = [
    { no: 1, name: 'Initial predicate', location: null, state: { x: 1, y: { '#mv': 'm' } } },
    { no: 2, name: 'A', location: 'line 1, col 1 to line 1, col 2 of module M', state: { x: 2, y: { '#mv': 'm' } } },
  ];
  const diff = [full[0], { ...full[1], state: { x: 2 } }];

  test.each([
    [['--trace'], diff],
    [[], diff],
    [['--full'], full],
    [['--diff'], diff],
    [['-l'], full],
    [['--diff', '--full-last-step'], full],
  ])('a trace with %j', async (switches, document) => {
    expect(await documentOf(report, ...switches)).toEqual(document);
  });

  test('a trace as ITF, and back', async () => {
    const itf = file('trace.itf.json', JSON.stringify(await documentOf(report, '--itf')));
    expect(await documentOf(itf)).toEqual(full);
  });

  test('what a file holds is seen', async () => {
    expect(await documentOf(file('dump', 'State 1:\nx = 1\n\nState 2:\nx = 2\n'))).toEqual([{ x: 1 }, { x: 2 }]);
    expect(await documentOf(file('state', '/\\ x = 1\n/\\ y = 2'))).toEqual({ x: 1, y: 2 });
    expect(await documentOf('--value', file('value', '{1, <<2>>}'))).toEqual({ '#set': [1, { '#tup': [2] }] });
    expect(await documentOf('-S', file('state-only', 'x = 1'))).toEqual({ x: 1 });
    expect(await documentOf('-D', file('one-state', 'State 1:\nx = 1'))).toEqual([{ x: 1 }]);
  });

  test('the JSON can be indented and its fields sorted', async () => {
    const value = file('record', '[b |-> 1, a |-> {}]');
    expect((await run('-V', '-s', value)).stdout).toBe('{"a":{"#set":[]},"b":1}\n');
    expect((await run('-V', '-i', value)).stdout).toBe('{\n  "b": 1,\n  "a": {\n    "#set": []\n  }\n}\n');
  });

  test.each([
    [
      ['--value', file('bad-value', '{1 2}')],
      'tla2json: bad-value:1:4: unexpected "2"; expected ","\n  1 | {1 2}\n    |    ^\n',
    ],
    [[file('bad.itf.json', '{"vars":["x"],"states":[{"x":null}]}')], 'tla2json: null is no value\n'],
    [
      [file('nothing', 'hello')],
      'tla2json: nothing:1:1: no trace here: no line begins with "State 1:"\n  1 | hello\n    | ^\n',
    ],
    [['--dump', '--state', report], "tla2json: option '-D, --dump' cannot be used with option '-S, --state'\n"],
    [['--diff', '--full', report], "tla2json: option '-d, --diff' cannot be used with option '-f, --full'\n"],
    [['--wrong'], "tla2json: unknown option '--wrong'\n"],
  ])('%j', async (args, stderr) => {
    expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr });
  });
});

test('--help has examples', async () => {
  const { code, stdout } = await run('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('tlc Spec | tla2json --full');
});
