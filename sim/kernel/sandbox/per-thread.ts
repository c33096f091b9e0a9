/**
 * Values that exist once per thread, however many copies of this package the thread has loaded. A test runner that resets
 * its module cache loads a second copy; its trampolines on top of the first copy's, or its idea of what is original,
 * would be wrong. A worker thread has its own global object, hence its own values.
 */
export function perThread<T extends object>(name: string, create: () => T): T {
  const key = Symbol.for(`corfuzz.sandbox.${name}`);
  const globals = globalThis as unknown as Record<symbol, T | undefined>;
  const existing = globals[key];
  if (existing !== undefined) return existing;
  const created = create();
  Object.defineProperty(globalThis, key, { value: created });
  return created;
}
