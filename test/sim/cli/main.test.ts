// Names and flags that are wrong end in exit code 2 and one line that says what is right. Nothing here gets as far as a worker.
import { chdir, cwd } from 'node:process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../../../sim/cli/main.ts';

const here = cwd();
let folder = '';
let stdout = '';
let stderr = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corfuzz-cli-'));
  chdir(folder);
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
});

afterEach(() => {
  vi.restoreAllMocks();
  chdir(here);
  rmSync(folder, { recursive: true, force: true });
});

describe('refused', () => {
  test.each([
    [['run', 'tinny'], /^corfuzz: unknown scenario "tinny"; did you mean "tiny"\?/],
    [['run', 'no-such-thing-at-all'], /^corfuzz: unknown scenario "no-such-thing-at-all"; valid: .*default/],
    [['run', 'missing.yaml'], /^corfuzz: missing\.yaml: no such file/],
    [['run', 'folder/'], /^corfuzz: folder\/: a scenario is a \.ts, /],
    [['run', 'tiny', '--mutant', 'P99'], /^corfuzz: unknown mutant "P99"; did you mean "P/],
    [['mutants', 'P99'], /^corfuzz: unknown mutant "P99"; did you mean "P/],
    [
      ['run', 'tiny', '--seed', '-1'],
      /^corfuzz: option '--seed <SEED>' argument '-1' is invalid\. A seed is a whole number from 0 to/,
    ],
    [['run', 'tiny', '--seed', '9007199254740992'], /A seed is a whole number from 0 to 9007199254740991/],
    [['run', 'tiny', '--seed', '0x20000000000000'], /A seed is a whole number from 0 to 9007199254740991/],
    [['run', 'tiny', '--seed', '1e3'], /A seed is a whole number/],
    [
      ['run', 'tiny', '--from', '9007199254740991', '--seeds', '2'],
      /^corfuzz: 2 seeds from 9007199254740991 go beyond/,
    ],
    [['run', 'tiny', '--seed', '1', '--seeds', '2'], /option '--seed <SEED>' cannot be used with option '--seeds <N>'/],
    [['run', 'tiny', '--seeds', '0'], /Expected a whole number from 1/],
    [['run', 'tiny', '--shard', '5/4'], /Expected i\/n with i from 1 to n/],
    [['run', 'tiny', '--shard', '0/4'], /Expected i\/n with i from 1 to n/],
    [['run', 'tiny', '--shard', 'half'], /Expected i\/n with i from 1 to n/],
    [['run', 'tiny', '--time', 'soon'], /Expected a time such as/],
    [['run', 'tiny', '--reporter', 'jason'], /Expected some of text, json, junit, github/],
    [['run', '--sedes', '3'], /^corfuzz: unknown option '--sedes' \(Did you mean --seeds\?\)/],
    [['rnu'], /^corfuzz: unknown command 'rnu' \(Did you mean run\?\)/],
    [['replay'], /^corfuzz: missing required argument 'TARGET'/],
    [['replay', 'tiny'], /^corfuzz: "tiny" is no target: expected a capsule file/],
    [['replay', 'tinny@3'], /^corfuzz: unknown scenario "tinny"; did you mean "tiny"\?/],
    [['replay', 'tiny@many'], /^corfuzz: "many" is no seed\. A seed is a whole number/],
    [['replay', 'last'], /^corfuzz: there is no last failure in corfuzz-out/],
    [['check'], /^corfuzz: missing required argument 'FILE'/],
    [['check', 'h', '--model', 'kvs'], /This is an unknown model "kvs"; did you mean "kv"\?/],
    [['check', 'g', 'h', '--witness', 'w'], /^corfuzz: --witness takes one proof, of one FILE/],
    [['shrink', 'gone.json'], /^corfuzz: cannot read the capsule: .*gone\.json/],
  ])('%j', async (args, message) => {
    const code = await main(args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test.each([
  ['--help'],
  ['run', '--help'],
  ['replay', '--help'],
  ['shrink', '--help'],
  ['mutants', '--help'],
  ['list', '--help'],
  ['check', '--help'],
])('help of %s', async (...args) => {
  expect(await main(args)).toBe(0);
  expect(stdout).toContain('Usage: corfuzz');
  if (args.length > 1) expect(stdout).toContain('Examples:');
});

test('the version is that of the package', async () => {
  expect(await main(['--version'])).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
