import * as childProcess from 'node:child_process';
import * as dns from 'node:dns';
import * as fs from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import { promisify } from 'node:util';
import * as workerThreads from 'node:worker_threads';
import * as zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { installSandbox, sandboxEntries } from '../../../sim/kernel/sandbox/install.ts';
import { FakeHost, inRun } from './sandbox-host.ts';

installSandbox();

type Called = (this: unknown, ...args: unknown[]) => unknown;

const entries = sandboxEntries.filter((entry) => entry.kind === 'refused');
const names = new Set(entries.map((entry) => entry.name));

/** The namespaces of ES modules, whose bindings are not the properties of the module objects. */
const namespaces: Readonly<Record<string, object>> = {
  fs,
  'fs/promises': fsPromises,
  net,
  http,
  https,
  dns,
  child_process: childProcess,
  worker_threads: workerThreads,
  zlib,
};

/** The refusal of `use` in a run, from both sides: what the host recorded, and what the code saw. */
function refusalOf(use: () => unknown): { recorded: string[]; message: string } {
  const host = new FakeHost(1);
  let message = 'not refused';
  inRun(host, () => {
    try {
      use();
    } catch (error) {
      message = (error as Error).message;
    }
  });
  return { recorded: host.refused, message };
}

function expectRefused(use: () => unknown, what: RegExp): void {
  const { recorded, message } = refusalOf(use);
  expect(recorded).toHaveLength(1);
  expect(message).toContain(recorded[0]);
  expect(message).toMatch(what);
}

test('what the design names is refused', () => {
  const required = `
    fs.readFile fs.readFileSync fs.writeFileSync fs.createReadStream fs.openSync fs.watch
    fs/promises.readFile fs/promises.open net.connect net.createServer net.Socket http.request
    http.get http.createServer https.request https.get https.createServer fetch dns.lookup
    dns.resolve dns/promises.lookup child_process.spawn child_process.execSync child_process.fork
    worker_threads.Worker Atomics.wait crypto.subtle.digest crypto.subtle.sign zlib.gzip
    zlib.createGzip zlib.brotliCompress WebSocket MessageChannel
  `;
  expect(
    required
      .trim()
      .split(/\s+/)
      .filter((name) => !names.has(name)),
  ).toEqual([]);
});

for (const { name, owner, key } of entries) {
  const captured = Reflect.get(owner, key) as Called;
  test(`${name} is refused in plain and in captured form, with what to use instead`, () => {
    expectRefused(() => Reflect.apply(Reflect.get(owner, key) as Called, owner, []), / use ./);
    expectRefused(() => Reflect.apply(captured, undefined, []), / use ./);
    if (captured.prototype !== undefined) expectRefused(() => Reflect.construct(captured, []), / use ./);
    const namespace = namespaces[name.slice(0, name.lastIndexOf('.'))];
    if (namespace !== undefined) expectRefused(Reflect.get(namespace, key) as () => unknown, / use ./);
  });
}

test('a refusal names the port', () => {
  expectRefused(() => fs.readFileSync('/etc/hostname'), /fs\.readFileSync .*ports\.disk/);
  expectRefused(() => fetch('http://localhost'), /fetch .*ports\.network/);
  expectRefused(() => childProcess.execSync('true'), /child_process\.execSync .*an async function of the node itself/);
  expectRefused(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1), /Atomics\.wait .*ports\.clock/);
});

test('functions that hang on refused ones are refused too', () => {
  expectRefused(() => fs.realpathSync.native('/'), /ports\.disk/);
  expectRefused(() => promisify(childProcess.exec)('true'), /child_process\.exec .*an async function/);
  expectRefused(() => fs.promises.readFile('/etc/hostname'), /ports\.disk/);
});

test('subclasses of refused classes, made before the run, are refused', () => {
  class Courier extends workerThreads.Worker {}
  expectRefused(() => new Courier('/nothing'), /Worker .*an async function/);
});

test('an instance does not lead back to the original class', () => {
  const channel = new MessageChannel();
  channel.port1.close();
  expectRefused(() => new (channel.constructor as typeof MessageChannel)(), /MessageChannel/);
});

test('what is synchronous and the same everywhere stays allowed', () => {
  const { recorded, message } = refusalOf(() => {
    zlib.gunzipSync(zlib.gzipSync('x'));
    structuredClone({ a: 1 });
    throw new Error(String(new Error('with a stack').stack?.includes('sandbox-refused')));
  });
  expect([recorded, message]).toEqual([[], 'true']);
});
