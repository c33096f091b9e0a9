/** Makes a trampoline look like its original to `instanceof`, `util.promisify`, `.name`, `.length` and subclasses. */
import type { Callable } from './entry.ts';

/**
 * Copies the own properties of `original`, symbols included, and its prototype chain. Functions among them
 * (`fs.realpath.native`, what `util.promisify` finds at `child_process.exec`) pass through `nested`.
 */
export function mimic(trampoline: Callable, original: Callable, nested: (inner: Callable) => Callable): void {
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key)!;
    if (typeof descriptor.value === 'function' && key !== 'super_') descriptor.value = nested(descriptor.value);
    Object.defineProperty(trampoline, key, descriptor);
  }
  Object.setPrototypeOf(trampoline, Object.getPrototypeOf(original));
  adoptInstances(trampoline, original);
}

/** An instance must not lead back to the original class through its `constructor`. */
function adoptInstances(trampoline: Callable, original: Callable): void {
  const prototype = original.prototype as object | undefined;
  const constructor = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (constructor?.value === original && constructor.configurable) {
    Object.defineProperty(prototype, 'constructor', { ...constructor, value: trampoline });
  }
}
