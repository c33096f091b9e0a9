/**
 * Date, as a class, called without `new`, and `Date.now`. The trampoline shares the prototype of the original, so that
 * subclasses, `instanceof` in both directions and dates made before the installation keep working.
 */
import { during, type Callable, type VirtualRow } from './entry.ts';
import { sandbox, type SandboxHost } from './host.ts';

/** A Date holds whole milliseconds. */
const wholeMillis = (host: SandboxHost): number => Math.floor(host.nowMillis());

function replaceDate(original: Callable): Callable {
  const RealDate = original as unknown as DateConstructor;
  return function (this: unknown, ...args: never[]): unknown {
    const host = sandbox.host;
    if (new.target === undefined) return host === null ? RealDate() : new RealDate(wholeMillis(host)).toString();
    const now = host !== null && args.length === 0;
    return Reflect.construct(RealDate, now ? [wholeMillis(host)] : args, new.target);
  };
}

/** `Date.now` comes first: the new `Date` copies the properties of the old one. */
export const dateRows: readonly VirtualRow[] = [
  { name: 'Date.now', owner: Date, key: 'now', replace: during(wholeMillis) },
  { name: 'Date', owner: globalThis, key: 'Date', replace: replaceDate },
];
