/** Runs the command in a child process, from source, as a user would run what is built. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const bin = fileURLToPath(new URL('../../sim/cli/bin.ts', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether stdout is closed before anything is written to it. */
  readonly deaf?: boolean;
  /** Goes to stdin, which ends behind it. */
  readonly input?: string;
  /** Called when the child has taken the input; stdin stays open then. */
  onTaken?(kill: (signal: NodeJS.Signals) => void): void;
  /** Called with the child and what it has said on stderr so far, whenever it says more. */
  onTalk?(stderr: string, kill: (signal: NodeJS.Signals) => void): void;
}

export function corfuzz(args: readonly string[], options: CliOptions = {}): Promise<Outcome> {
  const { CI: _ci, GITHUB_ACTIONS: _actions, FORCE_COLOR: _colour, NODE_OPTIONS: _options, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=corfuzz-source', bin, ...args], {
      cwd: options.cwd,
      // The children compile the same modules over and over.
      env: { ...env, NODE_COMPILE_CACHE: join(root, 'compiled'), ...options.env },
    });
    if (options.input !== undefined) {
      // A child that was ended reads no more.
      child.stdin.on('error', () => undefined);
      child.stdin.write(options.input, () => options.onTaken?.((signal) => child.kill(signal)));
      if (options.onTaken === undefined) child.stdin.end();
    }
    if (options.deaf === true) child.stdout.destroy();
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
      options.onTalk?.(stderr, (signal) => child.kill(signal));
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Folders of the tests of one file; they go when its tests have run. */
const root = mkdtempSync(join(tmpdir(), 'corfuzz-e2e-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** An empty folder. */
export function scratchFolder(): string {
  return mkdtempSync(join(root, 'folder-'));
}

/** Writes `files` to a fresh folder and returns it. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = scratchFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A scenario in YAML of runs of about 200 events. `change` edits its text. */
export function yamlScenario(change: (text: string) => string = (text) => text): string {
  return change(`name: small
summary: two clients on one chain
system: { stripes: 1, chainLength: 2, flashBlocks: 8, flashPagesPerBlock: 8 }
clients:
  count: 2
  operations: [4, 6]
  mix: { append: 4, read: 2, checkTail: 1, fill: 1 }
faults:
  - network.drop
  - process.crash
properties: [invariants]
sometimes: [an append was acknowledged]
succeeds: { atLeastPercent: 40 }
`);
}
