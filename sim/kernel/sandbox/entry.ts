/** What the tables of the sandbox consist of, and the function that makes an ordinary trampoline. */
import { sandbox, type SandboxHost } from './host.ts';

export type Callable = (this: unknown, ...args: never[]) => unknown;

export interface SandboxEntry {
  /** As people write it: `crypto.randomUUID`. */
  readonly name: string;
  readonly kind: 'virtual' | 'refused';
  readonly owner: object;
  readonly key: PropertyKey;
  /** What is replaced: the function that the property holds, or the getter of the property. */
  readonly part: 'value' | 'getter';
  /** Makes the trampoline; its name, length and other properties are copied from the original afterwards. */
  readonly replace: (original: Callable) => Callable;
}

/** A line of a table: entries whose owner or property this version of Node does not have fall away. */
export interface VirtualRow {
  readonly name: string;
  readonly owner: object | undefined;
  readonly key: PropertyKey;
  /** The value, unless said otherwise. */
  readonly part?: SandboxEntry['part'];
  readonly replace: (original: Callable) => Callable;
}

/** The arguments have the types that the caller promises, no more: it may be plain JavaScript. */
export type Virtual<Args extends readonly unknown[]> = (
  host: SandboxHost,
  args: Args,
  original: Callable,
  self: unknown,
) => unknown;

/** During a run `virtual` answers, else the original does. */
export function during<Args extends readonly unknown[]>(virtual: Virtual<Args>): (original: Callable) => Callable {
  return (original) =>
    function (this: unknown, ...args: never[]): unknown {
      const host = sandbox.host;
      return host === null
        ? Reflect.apply(original, this, args)
        : virtual(host, args as unknown as Args, original, this);
    };
}

/** Calls the original with arguments whose types only it knows. */
export function call(original: Callable, self: unknown, args: readonly unknown[]): unknown {
  return Reflect.apply(original, self, args as never[]);
}
