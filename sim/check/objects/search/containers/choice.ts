/** Which of several insertions of one value came out. */
import type { Contents } from './contents.ts';

/**
 * Of insertions in the order of their returns, those that are not called later than one before them: where both are as good, which comes
 * out first makes no difference but for their times, and the other one can take its place later.
 */
export function earliest({ call }: Contents, insertions: readonly number[]): readonly number[] {
  return insertions.filter((op, at) => !insertions.slice(0, at).some((other) => call[other]! <= call[op]!));
}
