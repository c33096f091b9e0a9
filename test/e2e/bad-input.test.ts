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
    [['explore', 'nope'], /^corfuzz: unknown small world "nope"; valid: fill-and-crash, /],
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
      'YAML with more operations than anybody waits for',
      'bad.yaml',
      yamlScenario((text) => text.replace('[4, 6]', '1e9')),
      /^corfuzz: bad\.yaml:6:15: clients\.operations: must be at most 100000$/m,
    ],
    [
      'a module that throws',
      'bad.ts',
      `throw new Error('not today');`,
      /^corfuzz: bad\.ts:1:7: could not be loaded: not today$/m,
    ],
    [
      'a module with bad syntax',
      'bad.ts',
      `export default {\n  name: 'x',,\n};`,
      /^corfuzz: bad\.ts:2:13: could not be loaded: Unexpected token/,
    ],
    [
      'a module that imports what is not there',
      'bad.mjs',
      `import { nothing } from 'node:fs';\nexport default nothing;`,
      /^corfuzz: bad\.mjs:1:10: could not be loaded: The requested module 'node:fs' does not provide an export/,
    ],
    ['a module that is no scenario', 'bad.ts', `export default 7;`, /^corfuzz: bad\.ts: expected an object, got 7$/m],
  ])('%s', (_, name, text, message) => expectRefused(['run', name], message, folderWith({ [name]: text })));
});

test.each([
  [['tiny.yaml'], /^corfuzz: tiny\.yaml: name: "tiny" is the name of a scenario that ships; choose another$/m],
  [['one.yaml', 'two.yaml'], /^corfuzz: two\.yaml: name: "small" is the name of one\.yaml; choose another$/m],
])('names that are taken: %j', (files, message) => {
  const called = { 'tiny.yaml': 'tiny', 'one.yaml': 'small', 'two.yaml': 'small' };
  const texts = Object.entries(called).map(([file, name]) => [
    file,
    yamlScenario((text) => text.replace('name: small', `name: ${name}`)),
  ]);
  return expectRefused(['run', ...files], message, folderWith(Object.fromEntries(texts) as Record<string, string>));
});

test('a module in a package without modules', () =>
  expectRefused(
    ['run', 'bad.ts'],
    /^corfuzz: bad\.ts:1:1: could not be loaded: Cannot use import statement outside a module; name it \.mts, or put "type": "module" in package\.json$/m,
    folderWith({ 'package.json': '{ "type": "commonjs" }', 'bad.ts': `import 'node:fs';\nexport default {};` }),
  ));

test('a module whose own import throws', () =>
  expectRefused(
    ['run', 'bad.mjs'],
    /^corfuzz: bad\.mjs: could not be loaded: part\.mjs:2:7: not today$/m,
    folderWith({ 'bad.mjs': `import './part.mjs';`, 'part.mjs': `\nthrow new Error('not today');` }),
  ));

describe.concurrent('the output folder', () => {
  test('that is a file', () =>
    expectRefused(
      ['run', 'tiny', '--seeds', '1', '--out', 'taken'],
      /^corfuzz: cannot write to the output folder taken: /,
      folderWith({ taken: '' }),
    ));

  test.skipIf(process.platform !== 'linux')('where none can be made', () =>
    expectRefused(
      ['run', 'tiny', '--seeds', '1', '--out', '/proc/corfuzz/deep'],
      /^corfuzz: cannot write to the output folder \/proc\/corfuzz\/deep: ENOENT/,
    ),
  );

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

describe.concurrent('a capsule edited by hand', () => {
  const operation = { op: 'append', size: 8, of: 'tail', back: 0, thinkMicros: 0 };
  const system = {
    stripes: 1,
    chainLength: 2,
    replication: 'client-driven',
    delayMicros: 100,
    jitterMicros: 1,
    timeoutMicros: 5000,
    fillDelayMicros: 0,
    flashBlocks: 8,
    flashPagesPerBlock: 8,
  };
  const crash = { kind: 'process.crash', role: 'unit', index: 0, atMicros: 9, downMicros: 9 };
  const plan = { format: 1, scenario: 'tiny', seed: 0, system, clients: [[operation]], faults: [crash] };
  const capsule = {
    format: 1,
    corfuzz: '0',
    scenario: 'tiny',
    seed: 0,
    mutant: null,
    plan,
    verdict: { kind: 'pass' },
    traceHash: '',
    shrunkFrom: null,
  };
  const withPlan = (more: object): string => JSON.stringify({ ...capsule, plan: { ...plan, ...more } });
  const withSystem = (more: object): string => withPlan({ system: { ...system, ...more } });

  test('with nothing wrong is run', async () => {
    const { code, stdout } = await corfuzz(['replay', 'c.json'], { cwd: folderWith({ 'c.json': withPlan({}) }) });
    expect(stdout).toContain('does not reproduce');
    expect(code).toBe(4);
  });

  test.each([
    [
      withPlan({ faults: [{ ...crash, kind: 'process.crush' }] }),
      /plan\.faults\[0\]\.kind: unknown fault kind "process\.crush"; did you mean "process\.crash"\?$/m,
    ],
    [withPlan({ faults: [{ kind: 'process.crash' }] }), /plan\.faults\[0\]: process\.crash needs "/],
    [withPlan({ faults: [{ ...crash, atMicros: -3 }] }), /plan\.faults\[0\]\.atMicros: must be at least 0, got -3$/m],
    [withPlan({ faults: [{ ...crash, role: 'layout' }] }), /plan\.faults\[0\]\.role: no node plays the role "layout"/],
    [
      withPlan({ clients: [[{ ...operation, size: 153 }]] }),
      /plan\.clients\[0\]\[0\]\.size: must be at most 152, got 153$/m,
    ],
    [
      withPlan({ clients: [[{ ...operation, size: 106, streams: [1] }]] }),
      /plan\.clients\[0\]\[0\]\.size: the payload of an entry with streams has at most 105 bytes$/m,
    ],
    [withPlan({ clients: [[{ ...operation, op: 'apend' }]] }), /plan\.clients\[0\]\[0\]\.op: expected append, read, /],
    [
      withPlan({ changes: [{ change: 'drop', atMicros: 1 }] }),
      /plan\.changes\[0\]\.change: unknown change "drop"; valid: scale-out, drop-trimmed, replace-layout-server$/m,
    ],
    [withPlan({ clients: Array.from({ length: 1001 }, () => []) }), /plan\.clients: there are at most 1000 clients$/m],
    [withSystem({ stripes: 65 }), /plan\.system\.stripes: must be at most 64, got 65$/m],
    [withSystem({ chainLength: 1e9 }), /plan\.system\.chainLength: must be at most 16, /],
    [withSystem({ flashBlocks: 7 }), /plan\.system\.flashBlocks: must be at least 8, got 7$/m],
    [
      withSystem({ flashPagesPerBlock: '8' }),
      /plan\.system\.flashPagesPerBlock: expected a (whole )?number, got "8"$/m,
    ],
  ])('%#', (text, message) => expectRefused(['replay', 'c.json'], message, folderWith({ 'c.json': text })));
});
