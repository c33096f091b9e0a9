// `corfuzz check` as scripts and people use it: exit codes, streams, the JSON shape, certificates, and that a run's own history gets the
// verdict of the run.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CampaignResult } from '../../sim/explore/scenario-result.ts';
import { corfuzz, folderWith, scratchFolder, yamlScenario } from './cli.ts';

const histories = fileURLToPath(new URL('../fixtures/histories/', import.meta.url));
const fixture = (name: string): string => join(histories, name);

describe.concurrent('a history', () => {
  test('that is right', async () => {
    const { code, stdout, stderr } = await corfuzz(['check', fixture('kv.ok.jsonl')]);
    expect(stdout).toMatch(/^✓ .*kv\.ok\.jsonl: ok: One key-value store, /);
    expect(stdout).toContain('Judged as a key-value store: 6 operations, 1 answer with data, ');
    expect(stdout).toContain('Not judged: 1 operation got no answer, and nobody saw an effect.');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('that is wrong is told with what shows it', async () => {
    const { code, stdout } = await corfuzz(['check', 'log-atomic.illegal.jsonl'], { cwd: histories });
    const said = [
      /^✗ log-atomic\.illegal\.jsonl: illegal \(O3\): read #3 found position 0 unwritten, but append #1 had returned /,
      /^ {4}read #3 is called \(t=6\): /,
      /^ {4}read #3 sees position 0 unwritten: /,
      /^ {4}append #1 takes position 1: /,
      /^ {4}append #1 returns \(t=3\): /,
      /^$/,
      /^client 1: append #1 at position 1 -> ok \[2, 3\] +\|-+\|$/,
      /^client 2: read #3 of position 0 -> unwritten \[6, 7\] +\|-+\|$/,
      /^$/,
      /^ {2}Where: #1 at line 3, #3 at line 5$/,
      /^ {2}Judged as a log \(atomic\): 4 operations, 3 concurrent pairs\.$/,
      /^ {2}Not judged: The other operations: the first contradiction that was found is the verdict\.$/,
      /^$/,
    ];
    expect(stdout.split('\n')).toEqual(said.map((line): unknown => expect.stringMatching(line)));
    for (const line of stdout.split('\n').slice(1, -1)) expect(line.length).toBeLessThanOrEqual(120);
    expect(code).toBe(1);
  });

  test('that nobody can decide within the limits', async () => {
    const write = (client: number): object => ({
      client,
      kind: 'register',
      op: 'write',
      arg: client % 3,
      call: 1,
      return: 99,
    });
    const swap = (client: number): object => ({
      client,
      kind: 'register',
      op: 'cas',
      arg: `${client % 3},${(client + 1) % 3}`,
      out: 'ok',
      call: 2,
      return: 98,
    });
    const lines = [...Array(12).keys()].flatMap((i) => [write(i), swap(i + 12)]).map((line) => JSON.stringify(line));
    const cwd = folderWith({ 'h.jsonl': lines.join('\n'), 'proof.json': 'an older one' });
    const args = ['check', 'h.jsonl', '--max-configurations', '3', '--witness', 'proof.json'];
    const { code, stdout } = await corfuzz(args, { cwd });
    expect(stdout).toMatch(/^\? h\.jsonl: unknown: .*3 configurations/);
    expect(existsSync(join(cwd, 'proof.json'))).toBe(false);
    expect(code).toBe(5);
  });

  test('is read from standard input', async () => {
    const { code, stdout } = await corfuzz(['check', '-'], {
      input: readFileSync(fixture('jepsen-register.ok.log'), 'utf8'),
    });
    expect(stdout).toMatch(/^✓ -: ok: /);
    expect(code).toBe(0);
  });

  test('of transactions is held against the level that is asked for', async () => {
    const skew = fixture('list-append.illegal.jsonl');
    const strict = await corfuzz(['check', skew]);
    expect(strict.stdout).toContain('illegal (G2-item)');
    const snapshot = await corfuzz(['check', skew, '--consistency', 'snapshot-isolation']);
    expect(snapshot.stdout).toContain('ok: These transactions are snapshot-isolation');
    expect([strict.code, snapshot.code]).toEqual([1, 0]);
  });

  test('of a log is held against the spec that is asked for', async () => {
    const { code } = await corfuzz(['check', fixture('log-atomic.illegal.jsonl'), '--spec', 'corfu']);
    expect(code).toBe(0);
  });

  test('starts from the value that is asked for', async () => {
    const text = '0\t:invoke\t:read\tnil\n0\t:ok\t:read\t7\n';
    const cwd = folderWith({ 'history.txt': text });
    const [without, with7] = await Promise.all(
      [[], ['--initial', '7']].map((more) => corfuzz(['check', 'history.txt', ...more], { cwd })),
    );
    expect([without!.code, with7!.code]).toEqual([1, 0]);
  });
});

describe.concurrent('the document', () => {
  test('of one history has the shape that scripts know', async () => {
    const { code, stdout } = await corfuzz(['check', fixture('log-corfu.illegal.jsonl'), '--reporter', 'json']);
    expect(JSON.parse(stdout)).toEqual({
      verdict: 'illegal',
      rule: 'O1',
      operations: [0, 1],
      message: expect.stringContaining('append #1 returned position 0') as string,
    });
    expect(code).toBe(1);
  });

  test('of several is one document too, and the worst decides', async () => {
    const names = ['queue.ok.jsonl', 'queue.illegal.jsonl', 'jepsen-queue.ok.edn'];
    const { code, stdout, stderr } = await corfuzz(['check', ...names, '--reporter', 'json,text'], { cwd: histories });
    expect(JSON.parse(stdout)).toMatchObject([
      { file: names[0], verdict: 'ok', rule: null, operations: [] },
      { file: names[1], verdict: 'illegal' },
      { file: names[2], verdict: 'ok' },
    ]);
    expect(stderr.match(/^[✓✗]/gm)).toEqual(['✓', '✗', '✓']);
    expect(code).toBe(1);
  });
});

describe.concurrent('the certificate', () => {
  const certificateOf = async (name: string): Promise<Readonly<Record<string, unknown>>> => {
    const cwd = scratchFolder();
    const { stdout } = await corfuzz(['check', fixture(name), '--witness', 'out/proof.json'], { cwd });
    expect(stdout).toContain('  Certificate: out/proof.json\n');
    return JSON.parse(readFileSync(join(cwd, 'out', 'proof.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  };

  test('of a right one is an order of its operations', async () => {
    expect(await certificateOf('stack.ok.jsonl')).toMatchObject({
      verdict: 'ok',
      kind: 'stack',
      witness: [0, 1, 2, 3, 4],
    });
  });

  test('of a right log has every step', async () => {
    const { witness, spec } = await certificateOf('log-cells.ok.jsonl');
    expect(witness).toEqual([
      { operation: 0, step: 'write', position: 1, at: 1 },
      { operation: 1, step: 'write', position: 0, at: 3 },
    ]);
    expect(spec).toBe('cells');
  });

  test('of a wrong one is what contradicts itself', async () => {
    expect(await certificateOf('register.illegal.jsonl')).toMatchObject({ verdict: 'illegal', operations: [0, 2, 3] });
  });
});

describe.concurrent('refused', () => {
  test.each([
    [['check'], /^corfuzz: missing required argument 'FILE'/],
    [['check', 'none.jsonl'], /^corfuzz: none\.jsonl: no such file$/m],
    [['check', '.'], /^corfuzz: \.: a folder, and no file$/m],
    [['check', 'cut.jsonl'], /^corfuzz: cut\.jsonl:2:21: the JSON is not whole; was the file cut short\?$/m],
    [['check', 'binary'], /^corfuzz: binary: this is no text in UTF-8$/m],
    [['check', 'kv.jsonl', '--model', 'kvs'], /is invalid\. This is an unknown model "kvs"; did you mean "kv"\?$/m],
    [
      ['check', 'kv.jsonl', '--spec', 'atomc'],
      /is invalid\. This is an unknown spec "atomc"; did you mean "atomic"\?$/m,
    ],
    [['check', 'kv.jsonl', '--format', 'edn'], /is invalid\. This is an unknown format "edn"/],
    [['check', 'kv.jsonl', '--max-configurations', '0'], /Expected a whole number from 1/],
    [['check', 'kv.jsonl', '--spec', 'corfu'], /^corfuzz: --spec is for logs, and this is a history of kind "kv"$/m],
    [
      ['check', 'kv.jsonl', '--consistency', 'serializable'],
      /^corfuzz: --consistency is for transactions, and this is /,
    ],
    [['check', 'kv.jsonl', 'kv.jsonl', '--witness', 'w'], /^corfuzz: --witness takes one proof, of one FILE$/m],
    [['check', 'kv.jsonl', '--witness', 'binary/w'], /^corfuzz: cannot write to the output folder binary: /],
    [['check', 'kv.jsonl', 'cut.jsonl', '--reporter', 'json'], /^corfuzz: cut\.jsonl:2:21: /],
  ])('%j', async (args, message) => {
    const kv = readFileSync(fixture('kv.ok.jsonl'), 'utf8');
    const cwd = folderWith({ 'kv.jsonl': kv, 'cut.jsonl': kv.slice(0, kv.indexOf('\n') + 21) });
    writeFileSync(join(cwd, 'binary'), new Uint8Array([0x1f, 0x8b, 0x08, 0xff]));
    const { code, stdout, stderr } = await corfuzz(args, { cwd });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('Ctrl-C ends it at once', async () => {
  const line = `${JSON.stringify({ client: 0, kind: 'kv', key: 'a', op: 'get', out: '', call: 1, return: 1 })}\n`;
  const { code, stdout } = await corfuzz(['check', '-'], {
    input: line.repeat(40_000),
    onTaken: (kill) => kill('SIGINT'),
  });
  expect(stdout).toBe('');
  expect(code).toBe(130);
});

describe.concurrent('what the clients of a run saw', () => {
  test.each([
    ['tiny@3', 'confirmed'],
    ['default@5', 'confirmed'],
    ['lease-holder-partitioned@1', 'leased'],
    ['stale-tails@3', 'serializable'],
  ])('in %s is right, as the run was', async (target, strength) => {
    const cwd = scratchFolder();
    const run = await corfuzz(['replay', target, '--history', 'h.jsonl'], { cwd });
    expect(run.code).toBe(0);
    const [header, first] = readFileSync(join(cwd, 'h.jsonl'), 'utf8').split('\n', 2) as [string, string];
    expect(JSON.parse(header)).toMatchObject({ header: true, kind: 'log', spec: 'corfu', strength });
    expect(JSON.parse(first)).toMatchObject({ kind: 'log' });
    const { code, stderr } = await corfuzz(['check', 'h.jsonl'], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('is wrong by the same rule as in the run', async () => {
    const text = yamlScenario((yaml) => yaml.replace('[invariants]', '[linearizable.corfuClientView]'));
    const cwd = folderWith({ 'small.yaml': text });
    const seeds = ['--seeds', '300', '--max-failures', '1', '--reporter', 'json'];
    const run = await corfuzz(['run', 'small.yaml', '--mutant', 'P10', ...seeds], { cwd });
    const [failure] = (JSON.parse(run.stdout) as CampaignResult).scenarios[0]!.failures;
    const replay = await corfuzz(['replay', 'last', '--history', 'h.jsonl'], { cwd });
    expect([run.code, replay.code]).toEqual([1, 1]);
    const { code, stdout } = await corfuzz(['check', 'h.jsonl', '--reporter', 'json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'illegal',
      rule: failure?.property,
      message: failure?.message,
    });
    expect(code).toBe(1);
  });
});
