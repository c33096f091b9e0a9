/**
 * Judges the checker's proof of illegality: the operations named contradict each other in every order, and no longer
 * once any one of them is forgotten. Shares nothing with the checker but the meaning of forgetting.
 */
import type { LogHistory } from '../../model/history.ts';
import { isLegal } from './exhaustive/is-legal.ts';
import { partOf } from './forget.ts';
import { type LogCheckOptions, termsOf } from './terms.ts';

/** Says what is wrong, or null. Exponential in the operations named. */
export const verifyContradiction = (
  history: LogHistory,
  operations: readonly number[],
  options: LogCheckOptions,
): string | null => {
  const terms = termsOf(options);
  const isPossible = (kept: readonly number[], forgotten: readonly number[]): boolean => {
    const { history: part, spare, appends } = partOf(history, terms, kept, forgotten);
    return isLegal(part, { ...terms, spare, bystanders: appends.operations });
  };
  if (isPossible(operations, [])) return `the operations ${operations.join(', ')} are legal alone`;
  for (const operation of operations) {
    const others = operations.filter((other) => other !== operation);
    if (!isPossible(others, [operation])) return `operation ${operation} is not needed`;
  }
  return null;
};
