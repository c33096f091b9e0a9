/** What is wrong with a spec that is well formed, and where: found while it is compiled, or while it is evaluated. */
import type { Span } from '../ir/span.ts';

export type Complaint =
  /** Valid TLA+ that cannot be checked. */
  | 'unsupported'
  /** An expression has no value in the state where it was evaluated. */
  | 'evaluation'
  /** `Assert` of the module TLC. */
  | 'assert';

export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly kind: Complaint;
  readonly span: Span;

  constructor(kind: Complaint, message: string, span: Span) {
    super(message);
    this.kind = kind;
    this.span = span;
  }
}
