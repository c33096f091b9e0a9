/**
 * Installs the permanent trampolines of the sandbox, once per thread, before any scenario or user module loads: what such a
 * module captures (`const random = Math.random`, a named import of node:crypto) is then a trampoline too.
 *
 * What may go wrong: code that loaded earlier holds originals, and those leak real time into a run. The trace hash
 * of a second run tells.
 */
import { syncBuiltinESMExports } from 'node:module';
import type { Callable, SandboxEntry } from './entry.ts';
import { sandbox } from './host.ts';
import { mimic } from './mimic.ts';
import './originals.ts';
import { refusedEntries } from './refused.ts';
import { slotOf, type Slot } from './slot.ts';
import { virtualEntries } from './virtual.ts';

/** Everything that the sandbox replaces in this version of Node. */
export const sandboxEntries: readonly SandboxEntry[] = [...virtualEntries, ...refusedEntries];

/** Globals that fake clocks of test runners replace as a whole, with the trampolines inside. */
const holders = ['performance', 'Intl', 'Temporal', 'Math', 'crypto', 'AbortSignal'] as const;

/** Idempotent, also across copies of this package on one thread. */
export function installSandbox(): void {
  if (sandbox.slots !== null) return;
  settleStreams();
  const trampolines = new Map<unknown, Callable>();
  for (const entry of sandboxEntries) replace(entry, trampolines);
  syncBuiltinESMExports();
  const clocks = virtualEntries.filter((entry) => entry.part === 'value').map(({ owner, key }) => slotOf(owner, key));
  const globals = holders.map((key) => slotOf(globalThis, key));
  sandbox.slots = [...clocks, ...globals].filter((slot): slot is Slot => slot !== undefined);
}

/** Node builds its output streams on the first write, from `net.Socket`: now, while that is still the original. */
function settleStreams(): void {
  for (const stream of ['stdout', 'stderr']) Reflect.get(process, stream);
}

function replace(entry: SandboxEntry, trampolines: Map<unknown, Callable>): void {
  const { owner, key, part } = entry;
  // Some getters of Node put their value in their own place when they are first asked, which would undo the replacement.
  if (part === 'value') Reflect.get(owner, key);
  const descriptor = Object.getOwnPropertyDescriptor(owner, key)!;
  const swap = (original: unknown): unknown =>
    typeof original === 'function' ? trampolineOf(original as Callable, entry, trampolines) : original;
  if (part === 'getter') {
    // In some versions of Node the property is a constant instead.
    const { value, writable: _, get = () => value as unknown, ...rest } = descriptor;
    Object.defineProperty(owner, key, { ...rest, get: swap(get) as () => unknown });
  } else if (descriptor.get !== undefined) {
    const get = descriptor.get;
    Object.defineProperty(owner, key, {
      ...descriptor,
      get(this: unknown) {
        return swap(Reflect.apply(get, this, []));
      },
    });
  } else {
    Object.defineProperty(owner, key, { ...descriptor, value: swap(descriptor.value) });
  }
}

/** One trampoline per original, so that `timers.setTimeout === setTimeout` stays true. */
function trampolineOf(original: Callable, entry: SandboxEntry, trampolines: Map<unknown, Callable>): Callable {
  const known = trampolines.get(original);
  if (known !== undefined) return known;
  const trampoline = entry.replace(original);
  mimic(trampoline, original, entry.kind === 'refused' ? entry.replace : (inner) => inner);
  trampolines.set(original, trampoline);
  trampolines.set(trampoline, trampoline);
  return trampoline;
}
