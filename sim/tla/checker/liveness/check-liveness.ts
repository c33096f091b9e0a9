/** What is claimed of infinite behaviours. */
import { EvaluationError } from '../../compile/evaluation-error.ts';
import type { Span } from '../../ir/span.ts';
import type { CheckedModel } from '../model.ts';

export interface LivenessViolation {
  readonly name: string;
  readonly span: Span;
  readonly path: readonly number[];
  readonly backTo: number;
}

export function checkLiveness(model: CheckedModel): LivenessViolation | null {
  const { name, formula } = model.temporal[0]!;
  throw new EvaluationError('unsupported', `${name} speaks of infinite behaviours`, formula.expression.span);
}
