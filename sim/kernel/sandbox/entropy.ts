/**
 * Randomness: Math.random and the generators of node:crypto and Web Crypto. Each first calls the original, which refuses
 * bad arguments in its own words and allocates, and then overwrites what came from the machine.
 */
import crypto from 'node:crypto';
import { call, during, type Callable, type VirtualRow } from './entry.ts';
import type { SandboxHost } from './host.ts';

/** 53 bits, as many as a number in [0, 1) can use. */
function fraction(host: SandboxHost): number {
  const high = host.random() >>> 5;
  const low = host.random() >>> 6;
  return (high * 0x4000000 + low) / 0x20000000000000;
}

function fill(host: SandboxHost, bytes: Uint8Array): void {
  let word = 0;
  for (let i = 0; i < bytes.length; i++) {
    word = i % 4 === 0 ? host.random() : word >>> 8;
    bytes[i] = word & 0xff;
  }
}

function bytesOf(target: ArrayBufferView | ArrayBufferLike): Uint8Array {
  return ArrayBuffer.isView(target)
    ? new Uint8Array(target.buffer, target.byteOffset, target.byteLength)
    : new Uint8Array(target);
}

type Done = (error: null | undefined, value: unknown) => void;

/** Answers now, or through the last argument, in an event of its own at the same time. */
function answer(host: SandboxHost, done: unknown, error: null | undefined, value: unknown): unknown {
  if (typeof done !== 'function') return value;
  host.setTimer(0, () => (done as Done)(error, value), false);
  return undefined;
}

function getRandomValues(host: SandboxHost, [view]: [ArrayBufferView], original: Callable, self: unknown): unknown {
  call(original, self, [view]);
  fill(host, bytesOf(view));
  return view;
}

function randomBytes(host: SandboxHost, [size, done]: [number, Done?], original: Callable): unknown {
  const bytes = call(original, undefined, [size]) as Buffer;
  fill(host, bytes);
  return answer(host, done, null, bytes);
}

type FillTarget = ArrayBufferView | ArrayBuffer;
type FillArguments = [target: FillTarget, offset?: number, size?: number];

/** Offset and size count elements of the target, not bytes. */
function randomFillSync(host: SandboxHost, [target, offset, size]: FillArguments): FillTarget {
  realRandomFillSync(target, offset, size);
  const width = (target as Partial<Uint8Array>).BYTES_PER_ELEMENT ?? 1;
  const from = (offset ?? 0) * width;
  fill(host, bytesOf(target).subarray(from, size === undefined ? undefined : from + size * width));
  return target;
}

const realRandomFillSync = crypto.randomFillSync as (...args: FillArguments) => FillTarget;

function randomFill(host: SandboxHost, args: unknown[], original: Callable, self: unknown): unknown {
  const done = args.at(-1);
  // Without a callback the original throws what it always throws.
  if (typeof done !== 'function') return call(original, self, args);
  return answer(host, done, null, randomFillSync(host, args.slice(0, -1) as FillArguments));
}

function randomInt(host: SandboxHost, args: unknown[], original: Callable, self: unknown): unknown {
  const done = args.at(-1);
  const bounds = typeof done === 'function' ? args.slice(0, -1) : args;
  call(original, self, bounds);
  const [min, max] = (bounds[1] === undefined ? [0, bounds[0]] : bounds) as [number, number];
  return answer(host, done, undefined, min + below(host, max - min));
}

/** Uniform in [0, bound), for a bound of at most 2^48: draws of 48 bits, without the incomplete last multiple. */
function below(host: SandboxHost, bound: number): number {
  const range = 2 ** 48;
  const limit = range - (range % bound);
  for (;;) {
    const draw = host.random() * 0x10000 + (host.random() >>> 16);
    if (draw < limit) return draw % bound;
  }
}

function uuid(bytes: Uint8Array, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function randomUUID(host: SandboxHost, args: unknown[], original: Callable, self: unknown): string {
  call(original, self, args);
  const bytes = new Uint8Array(16);
  fill(host, bytes);
  return uuid(bytes, 4);
}

/** RFC 9562, section 5.7: 48 bits of milliseconds, the rest random. */
function randomUUIDv7(host: SandboxHost, args: unknown[], original: Callable, self: unknown): string {
  call(original, self, args);
  const bytes = Buffer.alloc(16);
  fill(host, bytes);
  bytes.writeUIntBE(Math.floor(host.nowMillis()), 0, 6);
  return uuid(bytes, 7);
}

const web = Object.getPrototypeOf(crypto.webcrypto) as object;

/** The names of `randomBytes` that are deprecated are getters, which is why they stand here one by one. */
export const entropyRows: readonly VirtualRow[] = [
  { name: 'Math.random', owner: Math, key: 'random', replace: during(fraction) },
  { name: 'webcrypto.getRandomValues', owner: web, key: 'getRandomValues', replace: during(getRandomValues) },
  { name: 'webcrypto.randomUUID', owner: web, key: 'randomUUID', replace: during(randomUUID) },
  { name: 'crypto.randomBytes', owner: crypto, key: 'randomBytes', replace: during(randomBytes) },
  { name: 'crypto.pseudoRandomBytes', owner: crypto, key: 'pseudoRandomBytes', replace: during(randomBytes) },
  { name: 'crypto.prng', owner: crypto, key: 'prng', replace: during(randomBytes) },
  { name: 'crypto.rng', owner: crypto, key: 'rng', replace: during(randomBytes) },
  { name: 'crypto.randomFillSync', owner: crypto, key: 'randomFillSync', replace: during(randomFillSync) },
  { name: 'crypto.randomFill', owner: crypto, key: 'randomFill', replace: during(randomFill) },
  { name: 'crypto.randomInt', owner: crypto, key: 'randomInt', replace: during(randomInt) },
  { name: 'crypto.randomUUID', owner: crypto, key: 'randomUUID', replace: during(randomUUID) },
  { name: 'crypto.randomUUIDv7', owner: crypto, key: 'randomUUIDv7', replace: during(randomUUIDv7) },
];
