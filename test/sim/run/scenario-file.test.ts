// What is wrong in a scenario file is said with its place: line and column in YAML, the path of keys in a module.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { KnownNames } from '../../../sim/model/scenario-schema.ts';
import { readScenario } from '../../../sim/run/scenario-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'corfuzz-scenario-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const property = { name: 'invariants', watch: () => ({ observe: () => undefined }) };
const known: KnownNames = {
  faultKinds: ['network.drop', 'process.crash'],
  marks: ['a hole was filled'],
  properties: { invariants: property },
  faultProblem: ({ atMicros }) =>
    atMicros === undefined
      ? { parameter: null, message: 'needs "atMicros"' }
      : atMicros === 7
        ? { parameter: 'atMicros', message: 'is unlucky' }
        : undefined,
};

let files = 0;

/** The scenario in a file with this text, or the message without the folder. */
async function read(ending: string, text: string): Promise<unknown> {
  files += 1;
  const path = join(folder, `file-${files}${ending}`);
  writeFileSync(path, text);
  try {
    return await readScenario(pathToFileURL(path).href, known);
  } catch (error) {
    return (error as Error).message.replace(path, 'file');
  }
}

const good = `name: small
summary: two clients on one chain
system: { stripes: 1, chainLength: [2, 3] }
clients:
  count: 2
  operations: [4, 6]
  mix: { append: 4, read: 2 }
faults:
  - network.drop
  - kind: process.crash
always:
  - { kind: process.crash, atMicros: 100 }
properties: [invariants]
succeeds: { atLeastPercent: 40 }
`;

test('YAML names faults and properties', async () => {
  expect(await read('.yaml', good)).toEqual({
    name: 'small',
    summary: 'two clients on one chain',
    system: { stripes: 1, chainLength: [2, 3] },
    clients: { count: 2, operations: [4, 6], mix: { append: 4, read: 2 } },
    faults: [{ kind: 'network.drop' }, { kind: 'process.crash' }],
    always: [{ kind: 'process.crash', atMicros: 100 }],
    properties: [property],
    sometimes: [],
    succeeds: { atLeastPercent: 40 },
  });
});

describe('YAML', () => {
  const change = (from: string | RegExp, to: string): string => good.replace(from, to);

  test.each([
    ['bad syntax', change('[4, 6]', '[4, 6'), /^file:\d+:\d+: /],
    [
      'a wrong type',
      change('count: 2', 'count: two'),
      'file:5:10: clients.count: expected a whole number, or [min, max]',
    ],
    [
      'an unknown fault',
      change('network.drop', 'network.dorp'),
      'file:9:5: faults[0]: unknown fault kind "network.dorp"; did you mean "network.drop"?',
    ],
    [
      'an unknown fault in an object',
      change('kind: process.crash', 'kind: crush'),
      'file:10:11: faults[1].kind: unknown fault kind "crush"; did you mean "process.crash"?',
    ],
    ['a fault that is a number', change('network.drop', '7'), 'file:9:5: faults[0]: expected the name of a fault kind'],
    [
      'an unknown property',
      change('[invariants]', '[invariant]'),
      'file:13:14: properties[0]: unknown property "invariant"; did you mean "invariants"?',
    ],
    [
      'an unknown mark',
      `${good}sometimes: [a hole was fixed]\n`,
      'file:15:13: sometimes[0]: unknown mark "a hole was fixed"; did you mean "a hole was filled"?',
    ],
    [
      'a misspelt key',
      change('clients:', 'client:'),
      'file:4:1: unknown key "client"; did you mean "clients"? (and 1 more)',
    ],
    ['an unknown key', `${good}sometime: []\n`, 'file:15:1: unknown key "sometime"; did you mean "sometimes"?'],
    ['a key like no other', `${good}zzz: []\n`, 'file:15:1: unknown key "zzz"'],
    [
      'an unknown operation',
      change('append: 4', 'apend: 4'),
      'file:7:10: clients.mix: unknown key "apend"; did you mean "append"?',
    ],
    ['a missing key', change(/^succeeds.*$/m, ''), 'file:1:1: "succeeds" is missing'],
    ['a missing key inside', change('  count: 2\n', ''), 'file:5:3: clients: "count" is missing'],
    ['a range upside down', change('[4, 6]', '[6, 4]'), 'file:6:15: clients.operations: min is above max'],
    ['too much to do', change('[4, 6]', '[4, 1e9]'), 'file:6:15: clients.operations: must be at most 100000'],
    ['too many clients', change('count: 2', 'count: 1001'), 'file:5:10: clients.count: must be at most 1000'],
    ['a fault without a parameter', change(', atMicros: 100', ''), 'file:12:5: always[0]: needs "atMicros"'],
    ['a fault with a wrong parameter', change('100', '7'), 'file:12:38: always[0].atMicros: is unlucky'],
    [
      'streams read where there are none',
      change('{ append: 4, read: 2 }', '{ append: 4, readStream: 2 }'),
      'file:7:33: clients.mix.readStream: the log has no streams: say how many in system.streams',
    ],
    [
      'payloads that leave no room for streams',
      change('stripes: 1', 'stripes: 1, streams: 2').replace('  count: 2', '  count: 2\n  payloadBytes: [8, 106]'),
      /clients\.payloadBytes: must be at most 105 in a log with streams$/,
    ],
    ['weights of 0', change('{ append: 4, read: 2 }', '{ read: 0 }'), 'file:7:8: clients.mix: every weight is 0'],
    [
      'a percentage beyond 100',
      change('40', '400'),
      'file:14:29: succeeds.atLeastPercent: must be at most 100, got 400',
    ],
    ['several problems', change('count: 2', 'count: x').replace('[4, 6]', 'y'), /\(and 1 more\)$/],
    ['nothing', '', 'file:1:1: expected an object, got nothing'],
  ])('with %s', async (_, text, message) => {
    const said = await read('.yaml', text);
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });
});

describe('a module', () => {
  const moduleOf = (change: string): string =>
    `const scenario = { name: 'x', summary: 'y', clients: { count: 2, operations: 3, mix: { append: 1 } }, ` +
    `properties: [{ name: 'p', watch: () => ({ observe() {} }) }], succeeds: { atLeastPercent: 1 } };\n${change}\n` +
    `export default scenario;`;

  test('that is right keeps its own properties', async () => {
    expect(await read('.mjs', moduleOf(''))).toMatchObject({ name: 'x', properties: [{ name: 'p' }], faults: [] });
  });

  test.each([
    ['throws', `throw new Error('not today');`, 'file:1:7: could not be loaded: not today'],
    ['has no default export', `export const a = 1;`, 'file: has no default export; export default a scenario'],
    ['exports something else', `export default 7;`, 'file: expected an object, got 7'],
    [
      'has a wrong type',
      moduleOf(`scenario.clients.count = 'two';`),
      'file: clients.count: expected a whole number, or [min, max]',
    ],
    [
      'has a property that is none',
      moduleOf(`delete scenario.properties[0].watch;`),
      'file: properties[0]: expected the name of a property, or a property { name, watch }',
    ],
    [
      'has a name no file could have',
      moduleOf(`scenario.name = 'a/b';`),
      'file: name: a name has small letters, digits and hyphens',
    ],
  ])('that %s', async (_, text, message) => {
    expect(await read('.mjs', text)).toBe(message);
  });
});
