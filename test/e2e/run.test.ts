// What scripts and CI depend on: exit codes, what goes to which stream, the JSON shapes, and that a failure found is a failure shown,
// saved and replayed.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CampaignResult } from '../../sim/explore/scenario-result.ts';
import type { MutantsResult } from '../../sim/explore/mutants-result.ts';
import { corfuzz, folderWith, scratchFolder, yamlScenario } from './cli.ts';

/** With a bug planted that every few seeds of `tiny` show. */
const canary = ['run', 'tiny', '--mutant', 'P09', '--seeds', '40', '--max-failures', '1'] as const;

function campaign(stdout: string): CampaignResult {
  return JSON.parse(stdout) as CampaignResult;
}

describe.concurrent('a run that passes', () => {
  test('says so in a table and exits with 0', async () => {
    const { code, stdout, stderr } = await corfuzz(['run', 'tiny', '--seeds', '5'], { cwd: scratchFolder() });
    expect(stdout).toMatch(/^tiny +5 .* 5 pass$/m);
    // On a machine that is busy enough it tells how far it is.
    expect(stderr).toMatch(/^(tiny: \d of 5 seeds, [^\n]*\n)*$/);
    expect(code).toBe(0);
  });

  test('prints one JSON document, the same with any number of workers but for the time it took', async () => {
    const args = ['run', 'tiny', '--seeds', '30', '--reporter', 'json', '--workers'];
    const [one, two] = await Promise.all(
      ['1', '2'].map((workers) => corfuzz([...args, workers], { cwd: scratchFolder() })),
    );
    const timeless = ({ stdout }: { stdout: string }): unknown => {
      const { version, scenarios } = campaign(stdout);
      return { version, scenarios: scenarios.map((scenario) => ({ ...scenario, wallMs: 0 })) };
    };
    expect(timeless(two!)).toEqual(timeless(one!));
    const [tiny] = campaign(one!.stdout).scenarios;
    expect(tiny).toMatchObject({ name: 'tiny', seeds: 30, verdicts: { pass: 30, violation: 0 }, failures: [] });
    expect(tiny?.traceHash).toMatch(/^[0-9a-f]{16}$/);
  });

  test('has another hash from other seeds', async () => {
    const args = ['run', 'tiny', '--seeds', '3', '--reporter', 'json', '--from'];
    const [from0, from1] = await Promise.all(
      ['0', '1'].map((from) => corfuzz([...args, from], { cwd: scratchFolder() })),
    );
    expect(campaign(from1!.stdout).scenarios[0]?.traceHash).not.toBe(campaign(from0!.stdout).scenarios[0]?.traceHash);
  });

  test('takes a seed in hexadecimal', async () => {
    const cwd = scratchFolder();
    const { stdout } = await corfuzz(['run', 'tiny', '--seed', '0x1f', '-vv'], { cwd });
    expect(stdout).toMatch(/^tiny +1 /m);
    const { stderr } = await corfuzz(['run', 'tiny', '--seed', '31', '-vv'], { cwd });
    expect(stderr).toMatch(/^tiny@31: pass/);
  });

  test('runs a YAML scenario of the user', async () => {
    const cwd = folderWith({ 'mine.yaml': yamlScenario() });
    const { code, stdout } = await corfuzz(['run', 'mine.yaml', '--seeds', '5'], { cwd });
    expect(stdout).toMatch(/^small +5 .* 5 pass$/m);
    expect(code).toBe(0);
  });

  test('leaves its shard as a file', async () => {
    const cwd = scratchFolder();
    const { code } = await corfuzz(['run', 'tiny', '--seeds', '9', '--shard', '2/4', '-q'], { cwd });
    expect(code).toBe(0);
    const [tiny] = campaign(readFileSync(join(cwd, 'corfuzz-out', 'shard-2-of-4.json'), 'utf8')).scenarios;
    expect(tiny?.seeds).toBe(2);
  });
});

describe.concurrent('a scenario', () => {
  test('gets its share of the time, however many there are', async () => {
    const args = ['run', '--time', '1ms', '--reporter', 'json', '-q'];
    const { code, stdout } = await corfuzz(args, { cwd: scratchFolder() });
    const { scenarios } = campaign(stdout);
    expect(scenarios.length).toBeGreaterThan(10);
    expect(scenarios.filter(({ seeds }) => seeds === 0)).toEqual([]);
    expect(code).toBe(0);
  });

  test('passes with nothing run when its shard is empty, which is said', async () => {
    const args = ['run', 'tiny', '--shard', '3/100', '--seeds', '2', '--require-sometimes'];
    const { code, stdout, stderr } = await corfuzz(args, { cwd: scratchFolder() });
    expect(stderr).toBe('corfuzz: none of the seeds belong to this shard, so nothing is run\n');
    expect(stdout).toMatch(/^tiny +0 .* nothing ran$/m);
    expect(code).toBe(0);
  });
});

test('a scenario that is named twice runs once', async () => {
  const { stdout } = await corfuzz(['run', 'tiny', 'tiny', '--seeds', '2'], { cwd: scratchFolder() });
  expect(stdout.match(/^tiny /gm)).toHaveLength(1);
});

describe.concurrent('a run that fails', () => {
  test('shows the failure in order, saves it, and its replay line reproduces it', async () => {
    const cwd = scratchFolder();
    const { code, stdout } = await corfuzz(canary, { cwd });
    expect(code).toBe(1);
    const inOrder = [
      /^✗ tiny, seed \d+ with P09: violates C-\w+: /,
      /^ {2}at step \d+, [\d.]+ ms of virtual time, on unit-\d$/,
      /^ {4}step {8}time {2}unit-0/,
      /^ {2}Shrunk from \d+ operations?, \d+ faults?, \d+ events to /,
      /^ {2}Replay: corfuzz replay corfuzz-out\/tiny-P09-\d+\.json$/,
      /^ {2}Report: corfuzz-out\/tiny-P09-\d+\.txt$/,
    ];
    const lines = stdout.split('\n');
    const places = inOrder.map((pattern) => lines.findIndex((line) => pattern.test(line)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const lanes = (places[3] as number) - (places[2] as number) - 1;
    expect(lanes).toBeGreaterThanOrEqual(5);
    expect(lanes).toBeLessThanOrEqual(15);

    const [, replayLine = ''] = /Replay: corfuzz (.*)$/m.exec(stdout) ?? [];
    const replayed = await corfuzz(replayLine.split(' '), { cwd });
    expect(replayed.code).toBe(1);
    expect(replayed.stdout.split('\n').slice(0, places[3])).toEqual(lines.slice(0, places[3]));
    expect((await corfuzz(['replay', 'last'], { cwd })).code).toBe(1);
  });

  test('says so in JSON', async () => {
    const cwd = scratchFolder();
    const { code, stdout } = await corfuzz([...canary, '--reporter', 'json'], { cwd });
    expect(code).toBe(1);
    const [tiny] = campaign(stdout).scenarios;
    expect(tiny?.verdicts.violation).toBe(1);
    const [failure] = tiny?.failures ?? [];
    expect(failure).toMatchObject({ verdict: 'violation', replay: `corfuzz replay ${failure?.capsule}` });
    expect(existsSync(join(cwd, failure?.capsule ?? ''))).toBe(true);
  });

  test('says so in JUnit and to GitHub', async () => {
    const cwd = scratchFolder();
    const { stdout } = await corfuzz([...canary, '--reporter', 'junit'], { cwd });
    expect(stdout).toMatch(/<testsuite name="tiny" tests="2" failures="1" errors="0"/);
    expect(readFileSync(join(cwd, 'corfuzz-out', 'junit.xml'), 'utf8')).toBe(stdout);
    const actions = await corfuzz(canary, { cwd, env: { GITHUB_ACTIONS: 'true' } });
    expect(actions.stdout).toMatch(
      /^::error title=corfuzz%3A tiny%2C seed \d+%3A C-\w+::.*%0Areplay: corfuzz replay /m,
    );
  });

  test('leaves nothing half-written', async () => {
    const cwd = scratchFolder();
    await corfuzz([...canary, '-q'], { cwd });
    const names = readdirSync(join(cwd, 'corfuzz-out')).map((name) => name.replace(/\d+/g, 'N'));
    expect(names.sort()).toEqual(['last', 'tiny-PN-N.json', 'tiny-PN-N.txt']);
  });
});

describe.concurrent('a capsule', () => {
  test('has a replay line to paste, and finds its scenario from any folder', async () => {
    const fails = `export default { name: 'fails', summary: 's', clients: { count: 1, operations: 1, mix: { append: 1 } },
      succeeds: { atLeastPercent: 0 }, properties: [{ name: 'p', watch: () => ({ observe() {}, finish(_at, report) {
        report({ property: 'p', message: 'always' }); } }) }] };`;
    const cwd = folderWith({ "it's mine.mjs": fails });
    const run = await corfuzz(['run', "it's mine.mjs", '--seeds', '5', '--out', 'out here/deep'], { cwd });
    expect(run.stdout).toMatch(/^ {2}Replay: corfuzz replay 'out here\/deep\/fails-0\.json'$/m);
    const { stdout } = await corfuzz(['run', "it's mine.mjs", '--seeds', '5', '--reporter', 'json'], { cwd });
    expect(campaign(stdout).scenarios[0]?.failures[4]?.replay).toBe(`corfuzz replay 'it'\\''s mine.mjs@4'`);
    const elsewhere = scratchFolder();
    const capsule = join(cwd, 'out here', 'deep', 'fails-0.json');
    expect((await corfuzz(['replay', capsule], { cwd: elsewhere })).code).toBe(1);
    const last = await corfuzz(['replay', 'last', '--out', 'out here/deep'], { cwd });
    expect(last.stdout).toMatch(/^ {2}Replay: corfuzz replay last --out 'out here\/deep'$/m);
    expect(last.code).toBe(1);
  });

  test('that gives another run than it did exits with 4', async () => {
    const cwd = scratchFolder();
    await corfuzz([...canary, '-q'], { cwd });
    const name = readFileSync(join(cwd, 'corfuzz-out', 'last'), 'utf8').trim();
    const path = join(cwd, 'corfuzz-out', name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"traceHash": "\w+"/, '"traceHash": "0000000000000000"'));
    const { code, stdout } = await corfuzz(['replay', 'last'], { cwd });
    expect(stdout).toMatch(/nondeterministic: the capsule, made by corfuzz [\d.]+, does not reproduce/);
    expect(code).toBe(4);
    expect((await corfuzz(['shrink', 'last'], { cwd })).code).toBe(4);
  });
});

describe.concurrent('a property that does not repeat', () => {
  // The events are the same every time, and only the first run of each thread is judged badly.
  const odd = `let n = 0;
    export default { name: 'odd', summary: 's', clients: { count: 1, operations: 1, mix: { append: 1 } },
      succeeds: { atLeastPercent: 0 }, properties: [{ name: 'p', watch() { n += 1; const bad = n === 1;
        return { observe() {}, finish(_at, report) { if (bad) report({ property: 'p-odd', message: 'odd' }); } }; } }] };`;

  test.each([[[]], [['--verify-determinism']]])('is nondeterministic: exit code 4 %j', async (flags) => {
    const cwd = folderWith({ 'odd.mjs': odd });
    const args = ['run', 'odd.mjs', '--seeds', '3', '--workers', '1', ...flags];
    const { code, stdout } = await corfuzz(args, { cwd });
    expect(stdout).toMatch(
      /^✗ odd, seed 0: nondeterministic: the same events were judged p-odd, then pass: a property /m,
    );
    expect(stdout).toMatch(/^odd +3 .* 2 pass, 1 nondeterministic$/m);
    expect(code).toBe(4);
    expect((await corfuzz(['replay', 'last'], { cwd })).code).toBe(4);
  });
});

test('a property that cannot be judged is inconclusive: exit code 5', async () => {
  const unsure = `export default { name: 'unsure', summary: 's', clients: { count: 1, operations: 1, mix: { append: 1 } },
    succeeds: { atLeastPercent: 0 }, properties: [{ name: 'p', watch: () => ({ observe() {}, finish(_at, report) {
      report({ property: 'p', message: 'too many cases', inconclusive: true }); } }) }] };`;
  const args = ['run', 'unsure.mjs', '--seeds', '2'];
  const { code, stdout } = await corfuzz(args, { cwd: folderWith({ 'unsure.mjs': unsure }) });
  expect(stdout).toMatch(/^✗ unsure, seed 0: inconclusive \(p\): too many cases$/m);
  expect(stdout).toMatch(/^unsure +2 .* 2 inconclusive$/m);
  expect(code).toBe(5);
});

describe.concurrent('replay', () => {
  test('of a seed that passes', async () => {
    const { code, stdout } = await corfuzz(['replay', 'tiny@0x3'], { cwd: scratchFolder() });
    expect(stdout).toMatch(/^✓ tiny, seed 3: pass \(\d+ events, /);
    expect(code).toBe(0);
  });

  test('prints the trace up to a step, and writes it', async () => {
    const cwd = scratchFolder();
    const { stdout } = await corfuzz(['replay', 'tiny@3', '--until', '6', '--trace', 'trace.jsonl'], { cwd });
    const steps = [...stdout.matchAll(/^ +(\d+) +[\d.]+ ms /gm)].map(([, step]) => Number(step));
    expect(steps.length).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeLessThanOrEqual(6);
    const lines = readFileSync(join(cwd, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual(steps);
  });
});

describe.concurrent('the story of a replay', () => {
  test('has who wrote a position, and how an epoch began', async () => {
    const cwd = scratchFolder();
    const position = await corfuzz(['replay', 'tiny@3', '--position', '0'], { cwd });
    expect(position.stdout).toMatch(/ unit-wrote position=0 /);
    expect(position.stdout).not.toMatch(/ position=1 /);
    const epoch = await corfuzz(['replay', 'sequencer-failover@1', '--epoch', '2'], { cwd });
    expect(epoch.stdout).toMatch(/ sequencer-bootstrapped .*epoch=2$/m);
  });

  test('of a position that the run never came to is an error', async () => {
    const { code, stderr } = await corfuzz(['replay', 'tiny@3', '--position', '999'], { cwd: scratchFolder() });
    expect(stderr).toMatch(/nothing happened at position 999 in this run/);
    expect(code).toBe(2);
  });
});

describe.concurrent('shrink', () => {
  test('writes a capsule that replays', async () => {
    const cwd = scratchFolder();
    const { stdout: json } = await corfuzz([...canary, '--reporter', 'json'], { cwd: scratchFolder() });
    const seed = campaign(json).scenarios[0]?.failures[0]?.seed;
    const { code, stdout } = await corfuzz(['shrink', `tiny@${seed}`, '--mutant', 'P09'], { cwd });
    expect(stdout).toMatch(/Shrunk from .* in \d+ attempts\./);
    expect(code).toBe(1);
    expect((await corfuzz(['replay', 'last'], { cwd })).code).toBe(1);
  });

  test('of a seed that passes has nothing to do', async () => {
    const { code, stdout } = await corfuzz(['shrink', 'tiny@3'], { cwd: scratchFolder() });
    expect(stdout).toBe('tiny, seed 3: pass; there is nothing to shrink\n');
    expect(code).toBe(0);
  });
});

describe.concurrent('vacuous', () => {
  test('when a required mark is never reached', async () => {
    const cwd = folderWith({
      'mine.yaml': yamlScenario((text) =>
        text.replace('an append was acknowledged', 'a clock jumped while an append was open'),
      ),
    });
    const { code, stdout } = await corfuzz(['run', 'mine.yaml', '--seeds', '3', '--require-sometimes'], { cwd });
    expect(stdout).toMatch(/^small +3 .* 3 vacuous$/m);
    expect(stdout).toMatch(/^small: vacuous: never reached: a clock jumped while an append was open$/m);
    expect(code).toBe(6);
  });

  test('when too few operations succeed', async () => {
    const change = (text: string): string => text.replace('atLeastPercent: 40', 'atLeastPercent: 100');
    const cwd = folderWith({ 'mine.yaml': yamlScenario(change) });
    const { code, stdout } = await corfuzz(['run', 'mine.yaml', '--seeds', '20'], { cwd });
    expect(stdout).toMatch(/^small: vacuous: [\d.]+ % of \d+ operations succeeded; at least 100 % must$/m);
    expect(code).toBe(6);
  });
});

describe.concurrent('Ctrl-C', () => {
  const endless = ['run', 'tiny', '--time', '10min', '-vv'];

  test('once: what was done is printed, exit code 130', async () => {
    let sent = false;
    const { code, stdout } = await corfuzz([...endless, '--reporter', 'json'], {
      cwd: scratchFolder(),
      onTalk: (stderr, kill) => {
        if (sent || !stderr.includes('tiny@2:')) return;
        sent = true;
        kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    const [tiny] = campaign(stdout).scenarios;
    expect(tiny?.seeds).toBeGreaterThanOrEqual(3);
    expect(tiny?.verdicts.pass).toBe(tiny?.seeds);
  });

  test('twice: at once', async () => {
    // It says that it loads, and never ends: to finish what is under way would take for ever.
    const hangs = `import { writeSync } from 'node:fs';
      writeSync(2, 'started');
      for (;;);`;
    let sent = 0;
    const { code, stdout } = await corfuzz(['run', 'hangs.mjs'], {
      cwd: folderWith({ 'hangs.mjs': hangs }),
      onTalk: (stderr, kill) => {
        const wanted = stderr.includes('Ctrl-C again') ? 2 : stderr.includes('started') ? 1 : 0;
        for (; sent < wanted; sent += 1) kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stdout).toBe('');
  });
});

describe.concurrent('mutants', () => {
  test('in JSON: found by which invariant, after how many seeds, the same with any number of workers', async () => {
    const args = ['mutants', 'P09', 'P10', '--seeds', '60', '--reporter', 'json', '--workers'];
    const [one, two] = await Promise.all(
      ['1', '2'].map((workers) => corfuzz([...args, workers], { cwd: scratchFolder() })),
    );
    expect(two!.stdout).toBe(one!.stdout);
    const { mutants, score } = JSON.parse(one!.stdout) as MutantsResult;
    expect(mutants.map(({ id, layer, found }) => [id, layer, found])).toEqual([
      ['P09', 'client', true],
      ['P10', 'client', true],
    ]);
    expect(score).toEqual({ found: 2, total: 2 });
    expect(one!.code).toBe(0);
  });

  test('a benign one is not flagged; one that survives gives exit code 1', async () => {
    const benign = await corfuzz(['mutants', 'B7', '--seeds', '10', '-q'], { cwd: scratchFolder() });
    expect(benign.stdout).toMatch(/^B7 +sequencer +benign +10$/m);
    expect(benign.code).toBe(0);
    const hard = await corfuzz(['mutants', 'P06', '--seeds', '1', '-q'], { cwd: scratchFolder() });
    expect(hard.stdout).toMatch(/^P06 +unit +survived +1$/m);
    expect(hard.code).toBe(1);
  });
});

test('a property that throws is a violation with its name, and its stack', async () => {
  const throws = `export default { name: 'throws', summary: 's', clients: { count: 1, operations: 1, mix: { append: 1 } },
    succeeds: { atLeastPercent: 0 }, properties: [{ name: 'p', watch: ({ plan }) => {
      if (plan.seed === 9) throw new Error('not this one');
      return { observe() {} }; } }] };`;
  const { code, stdout } = await corfuzz(['run', 'throws.mjs'], { cwd: folderWith({ 'throws.mjs': throws }) });
  expect(stdout).toMatch(/^✗ throws, seed 9: violates H-NoException: property "p" threw Error: not this one$/m);
  expect(stdout).toMatch(/^ +at Object\.watch \(.*throws\.mjs:3:\d+\)$/m);
  expect(stdout).toMatch(/^throws +50 .* 49 pass, 1 violation$/m);
  expect(code).toBe(1);
});

test('a reader that ends early does not change the exit code', async () => {
  const { code, stderr } = await corfuzz([...canary], { cwd: scratchFolder(), deaf: true });
  expect(stderr).toBe('');
  expect(code).toBe(1);
});

test('list names everything that other commands take', async () => {
  const { code, stdout } = await corfuzz(['list', '--reporter', 'json'], { cwd: scratchFolder() });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    scenarios: expect.arrayContaining([expect.objectContaining({ name: 'tiny' })]) as unknown,
    faults: expect.arrayContaining([expect.objectContaining({ kind: 'network.drop', class: 'in-place' })]) as unknown,
    mutants: expect.arrayContaining([expect.objectContaining({ id: 'P09', breaks: ['C-SingleValue'] })]) as unknown,
    properties: expect.arrayContaining(['invariants']) as unknown,
    marks: expect.arrayContaining([
      { name: 'a hole was filled by another client', summary: expect.any(String) as unknown },
    ]) as unknown,
  });
});
