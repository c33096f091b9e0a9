// `corfuzz explore` as scripts see it: exit codes, the JSON shape, what is said of a world that was not tried whole, and capsules that replay.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corfuzz, scratchFolder } from './cli.ts';

interface Explored {
  readonly version: string;
  readonly worlds: readonly {
    readonly name: string;
    readonly executions: number;
    readonly exhausted: boolean;
    readonly sometimes: Readonly<Record<string, number>>;
    readonly parts: readonly { readonly name: string }[];
    readonly failures: readonly { readonly property: string | null; readonly capsule: string | null }[];
  }[];
}

describe.concurrent('explore', () => {
  test('exhausts a small world, and counts what it tried', async () => {
    const args = ['explore', 'owner-and-two-fillers', '--require-exhausted', '--reporter', 'json'];
    const { code, stdout } = await corfuzz(args, { cwd: scratchFolder() });
    const { worlds } = JSON.parse(stdout) as Explored;
    expect(worlds).toMatchObject([
      { name: 'owner-and-two-fillers', exhausted: true, parts: [{ name: 'nothing crashes' }], failures: [] },
    ]);
    expect(worlds[0]?.executions).toBeGreaterThan(100);
    expect(worlds[0]?.sometimes['two fillers met at the head']).toBeGreaterThan(0);
    expect(code).toBe(0);
  });

  test('says what it did not try, and fails for it only if asked to', async () => {
    const args = ['explore', 'writers-and-seal', '--executions', '3'];
    const cwd = scratchFolder();
    const [lenient, strict] = await Promise.all([
      corfuzz(args, { cwd }),
      corfuzz([...args, '--require-exhausted'], { cwd }),
    ]);
    expect(lenient.stdout).toMatch(/^writers-and-seal +3 .* not exhausted$/m);
    expect([lenient.code, strict.code]).toEqual([0, 5]);
  });

  test('ends when its time is over, with what it tried by then', async () => {
    const args = ['explore', 'three-writers', 'owner-and-two-fillers', '--time', '1ms', '--reporter', 'json'];
    const { code, stdout } = await corfuzz(args, { cwd: scratchFolder() });
    const { worlds } = JSON.parse(stdout) as Explored;
    expect(worlds.map(({ name, exhausted }) => [name, exhausted])).toEqual([
      ['three-writers', false],
      ['owner-and-two-fillers', false],
    ]);
    expect(code).toBe(0);
  });

  test('shows the order in which a bug shows, shrunk, as a capsule that replays', async () => {
    const cwd = scratchFolder();
    const args = ['explore', 'owner-and-filler', '--mutant', 'P14', '--reporter', 'json'];
    const { code, stdout, stderr } = await corfuzz(args, { cwd });
    const [failure] = (JSON.parse(stdout) as Explored).worlds[0]?.failures ?? [];
    expect(failure?.property).toBe('C-JunkNotAck');
    expect(stderr).toContain('gets ok outPos=0');
    expect(code).toBe(1);
    const replay = await corfuzz(['replay', 'last'], { cwd });
    expect(replay.stdout).toContain('violates C-JunkNotAck');
    expect(replay.code).toBe(1);
    const capsule = JSON.parse(readFileSync(join(cwd, failure?.capsule ?? ''), 'utf8')) as {
      readonly plan: { readonly world: { readonly choices: readonly string[] } };
    };
    expect(Array.isArray(capsule.plan.world.choices)).toBe(true);
  });

  test('takes a world of the user, and calls one vacuous that cannot reach what it asks for', async () => {
    const cwd = scratchFolder();
    const text = [
      'name: mine',
      'summary: one reader',
      'clients: { count: 1, operations: 1, mix: { read: 1 } }',
      'properties: [invariants]',
      'sometimes: [an append was acknowledged]',
      'succeeds: { atLeastPercent: 0 }',
      'world: { chainLength: 2, clients: [[read]] }',
    ];
    writeFileSync(join(cwd, 'mine.yaml'), text.join('\n'));
    const { code, stdout } = await corfuzz(['explore', 'mine.yaml'], { cwd });
    expect(stdout).toContain('mine: no order reaches: an append was acknowledged');
    expect(code).toBe(6);
  });

  test('refuses a scenario that is no small world', async () => {
    const { code, stderr } = await corfuzz(['explore', 'tiny'], { cwd: scratchFolder() });
    expect(stderr).toContain('tiny is no small world');
    expect(code).toBe(2);
  });
});
