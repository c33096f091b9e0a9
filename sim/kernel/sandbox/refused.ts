/**
 * What code in a run must not call: whatever waits for the machine, whose answers come in an order that no seed decides.
 * Each entry says what to use instead, in terms of NodePorts where a port exists.
 *
 * What may go wrong: Node calls some of these itself, for a stack trace with a source map or on the first write to
 * stdout. The installation settles what it can (install.ts); stacks are best read after the run.
 */
import { sandbox } from './host.ts';
import type { Callable, SandboxEntry } from './entry.ts';

interface RefusedRow {
  /** What stands before the name of each function. */
  readonly prefix: string;
  readonly owner: object | undefined;
  /** Names, separated by blanks; `*` stands for every function that the owner has. */
  readonly names: string;
  readonly except?: readonly string[];
  readonly instead: string;
}

const disk = 'ports.disk (or ports.flash)';
const network = 'ports.network';
const tasks = 'an async function of the node itself';
const sleep = 'ports.clock.sleep';
const loadBefore = 'a constant of the scenario, read before the run';
const syncCrypto = 'a synchronous function of node:crypto (createHash, createHmac, createCipheriv)';
const keys = 'keys made before the run, or bytes drawn from ports.random';

const builtin = (id: string): object => process.getBuiltinModule(id) as object;

const row = (prefix: string, owner: object | undefined, names: string, instead: string): RefusedRow => ({
  prefix: prefix === '' ? '' : `${prefix}.`,
  owner,
  names,
  instead,
});

const ofModule = (id: string, names: string, instead: string): RefusedRow =>
  row(id, builtin(`node:${id}`), names, instead);

const subtle = Object.getPrototypeOf(globalThis.crypto.subtle) as object;
const timeline = Object.getPrototypeOf(performance) as object;

const refusedRows: readonly RefusedRow[] = [
  // Dirent and Stats are plain data; the module `promises` has a line of its own, here and for dns.
  { ...ofModule('fs', '*', disk), except: ['Dirent', 'Stats', 'promises'] },
  ofModule('fs/promises', '*', disk),
  ofModule('net', 'connect createConnection createServer Server Socket Stream', network),
  ofModule('tls', 'connect createServer Server TLSSocket', network),
  ofModule('dgram', 'createSocket Socket', network),
  ofModule('http', 'request get createServer Server ClientRequest', network),
  ofModule('https', 'request get createServer Server', network),
  ofModule('http2', 'connect createServer createSecureServer', network),
  row('', globalThis, 'fetch WebSocket EventSource', network),
  { ...ofModule('dns', '*', `${network} with a NodeId`), except: ['promises'] },
  ofModule('dns/promises', '*', `${network} with a NodeId`),
  ofModule('child_process', '*', tasks),
  ofModule('cluster', 'fork', tasks),
  ofModule('worker_threads', 'Worker MessageChannel BroadcastChannel receiveMessageOnPort postMessageToThread', tasks),
  row('', globalThis, 'MessageChannel BroadcastChannel', tasks),
  row('Atomics', Atomics, 'wait waitAsync', sleep),
  row('crypto.subtle', subtle, '*', syncCrypto),
  ofModule('crypto', 'pbkdf2 scrypt hkdf argon2 checkPrime', 'the same function with Sync at the end of its name'),
  ofModule('crypto', 'generateKey generateKeySync generateKeyPair generateKeyPairSync', keys),
  ofModule('crypto', 'generatePrime generatePrimeSync createECDH createDiffieHellman getDiffieHellman', keys),
  ofModule(
    'zlib',
    [
      'deflate inflate gzip gunzip deflateRaw inflateRaw unzip',
      'brotliCompress brotliDecompress zstdCompress zstdDecompress',
      'createDeflate createInflate createGzip createGunzip createDeflateRaw createInflateRaw createUnzip',
      'createBrotliCompress createBrotliDecompress createZstdCompress createZstdDecompress',
      'Deflate Inflate Gzip Gunzip DeflateRaw InflateRaw Unzip',
      'BrotliCompress BrotliDecompress ZstdCompress ZstdDecompress',
    ].join(' '),
    'a function of node:zlib whose name ends with Sync',
  ),
  row(
    'WebAssembly',
    (globalThis as { readonly WebAssembly?: object }).WebAssembly,
    'compile instantiate compileStreaming instantiateStreaming',
    'new WebAssembly.Module and new WebAssembly.Instance',
  ),
  row(
    'performance',
    timeline,
    'getEntries getEntriesByName getEntriesByType toJSON eventLoopUtilization',
    'ports.trace',
  ),
  ofModule('perf_hooks', 'PerformanceObserver monitorEventLoopDelay eventLoopUtilization', 'ports.trace'),
  row('', globalThis, 'PerformanceObserver', 'ports.trace'),
  ofModule('os', 'freemem loadavg uptime', loadBefore),
  row('process', process, 'resourceUsage', loadBefore),
];

/** Getters of node:fs that only warn of their deprecation cannot be configured; those that hide a class can. */
function isFunctionProperty(owner: object, key: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined || !descriptor.configurable || key === 'constructor') return false;
  return descriptor.get !== undefined || typeof descriptor.value === 'function';
}

/** Throws in a run, and is the original outside: as a function, a class, or the base of one. */
function refusal(api: string, instead: string): (original: Callable) => Callable {
  return (original) =>
    function (this: unknown, ...args: never[]): unknown {
      if (sandbox.host !== null) sandbox.host.refuse(api, instead);
      if (new.target === undefined) return Reflect.apply(original, this, args);
      return Reflect.construct(original, args, new.target);
    };
}

export const refusedEntries: readonly SandboxEntry[] = refusedRows.flatMap(
  ({ prefix, owner, names, except = [], instead }) => {
    if (owner === undefined) return [];
    return (names === '*' ? Object.getOwnPropertyNames(owner) : names.split(' '))
      .filter((key) => !except.includes(key) && isFunctionProperty(owner, key))
      .map((key) => ({
        name: prefix + key,
        kind: 'refused' as const,
        owner,
        key,
        part: 'value' as const,
        replace: refusal(prefix + key, instead),
      }));
  },
);
