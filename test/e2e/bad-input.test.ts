// Whatever a user gives that is wrong ends in exit code 2 and one line on stderr that says what and where, and nothing on stdout.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corfuzz, folderWith, scratchFolder, yamlScenario } from './cli.ts';

async function expectRefused(args: readonly string[], message: RegExp, cwd = scratchFolder()): Promise<void> {
  const { code, stdout, stderr } = await corfuzz(args, { cwd });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

describe.concurrent('names and flags', () => {
  test.each([
    [['run', 'tinny'], /^corfuzz: unknown scenario "tinny"; did you mean "tiny"\?/],
    [['run', 'tiny', '--mutant', 'P99'], /^corfuzz: unknown mutant "P99"; did you mean "P/],
    [['run', 'tiny', '--seed', '9007199254740992'], /A seed is a whole number from 0 to 9007199254740991/],
    [['run', 'tiny', '--shard', '5/4'], /Expected i\/n with i from 1 to n/],
    [['rnu'], /^corfuzz: unknown command 'rnu' \(Did you mean run\?\)/],
  ])('%j', (args, message) => expectRefused(args, message));
});

describe.concurrent('scenario files', () => {
  test.each([
    [
      'YAML with bad syntax',
      'bad.yaml',
      yamlScenario((text) => text.replace('[4, 6]', '[4, 6')),
      /^corfuzz: bad\.yaml:\d+:\d+: /,
    ],
    [
      'YAML with a fault that does not exist',
      'bad.yaml',
      yamlScenario((text) => text.replace('network.drop', 'network.dorp')),
      /^corfuzz: bad\.yaml:9:5: faults\[0\]: unknown fault kind "network\.dorp"; did you mean "network\.drop"\?/,
    ],
    [
      'YAML with a wrong type',
      'bad.yaml',
      yamlScenario((text) => text.replace('count: 2', 'count: two')),
      /^corfuzz: bad\.yaml:5:10: clients\.count: expected a whole number, or \[min, max\]/,
    ],
    [
      'a module that throws',
      'bad.ts',
      `throw new Error('not today');`,
      /^corfuzz: bad\.ts: could not be loaded: not today/,
    ],
    ['a module with bad syntax', 'bad.ts', `export default {`, /^corfuzz: bad\.ts: could not be loaded: /],
    [
      'a module that is no scenario',
      'bad.ts',
      `export default 7;`,
      /^corfuzz: bad\.ts: expected object, received number/,
    ],
  ])('%s', (_, name, text, message) => expectRefused(['run', name], message, folderWith({ [name]: text })));
});

describe.concurrent('the output folder', () => {
  test('that is a file', () =>
    expectRefused(
      ['run', 'tiny', '--seeds', '1', '--out', 'taken'],
      /^corfuzz: cannot write to the output folder taken: /,
      folderWith({ taken: '' }),
    ));

  test('below a file', () =>
    expectRefused(
      ['run', 'tiny', '--seeds', '1', '--out', join('taken', 'deep')],
      /^corfuzz: cannot write to the output folder /,
      folderWith({ taken: '' }),
    ));
});

describe.concurrent('capsules', () => {
  test.each([
    [
      'cut short',
      '{"format": 1, "corfuzz": "0.1.0", "scen',
      /^corfuzz: cut\.json: not a whole JSON document, was it cut short\?/,
    ],
    ['empty', '', /^corfuzz: cut\.json: not a whole JSON document/],
    ['that is something else', '{"format": 2}', /^corfuzz: cut\.json: not a capsule: format: /],
    [
      'without a plan',
      '{"format":1,"corfuzz":"0","scenario":"tiny","seed":0,"mutant":null}',
      /^corfuzz: cut\.json: not a capsule: plan: /,
    ],
  ])('%s', (_, text, message) => expectRefused(['replay', 'cut.json'], message, folderWith({ 'cut.json': text })));
});
