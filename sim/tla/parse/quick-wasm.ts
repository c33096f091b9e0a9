/**
 * WebAssembly that starts quickly and is never optimised. A spec is a few kilobytes, and the compiler's second look at
 * the grammar's huge functions costs three times the CPU seconds of all the rest (measured: 0.44 s against 0.15 s for a
 * spec of 3 KB). The flag of V8 holds for the whole process, so that it is for commands that do nothing but read specs,
 * never for a library.
 */
import { setFlagsFromString } from 'node:v8';

/** Call before the parser is loaded. */
export function preferQuickWasm(): void {
  setFlagsFromString('--wasm-tiering-budget=2000000000');
}
