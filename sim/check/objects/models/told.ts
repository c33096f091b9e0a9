/** Operations in a line, for the `describe` of models. */
import type { AnyOperation } from '../model.ts';

/** `write 3`, `read -> 4`, `read -> ?` if nobody knows, `write 3 -> failed` if it had no effect. */
export function told(call: string, operation: AnyOperation, answer = show): string {
  if (operation.outcome === 'info') return `${call} -> ?`;
  if (operation.outcome === 'fail') return `${call} -> failed`;
  return operation.output === undefined ? call : `${call} -> ${answer(operation.output)}`;
}

export function show(value: unknown): string {
  return JSON.stringify(value);
}

/** For operations that find nothing to answer. */
export function showOrEmpty(value: unknown): string {
  return value === undefined ? 'empty' : show(value);
}
