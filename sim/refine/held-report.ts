/** A run held against one spec, as plain data: for another thread, and for JSON. */
import { describeMismatch, type SpecMismatch, type SpecVerdict } from './spec-verdict.ts';

export interface HeldReport {
  readonly module: string;
  /** Everything that was to be explained; by an action; by staying as it was. */
  readonly events: number;
  readonly matched: number;
  readonly stuttered: number;
  /** Steps that no event tells, by why they were taken. */
  readonly silent: Readonly<Record<string, number>>;
  /** How often each action was taken. */
  readonly coverage: Readonly<Record<string, number>>;
  readonly firstMismatch: SpecMismatch | null;
  /** The mismatch in a sentence. */
  readonly message: string | null;
}

export function heldReport({ module, events, matched, stuttered, ...verdict }: SpecVerdict): HeldReport {
  const { silent, coverage, firstMismatch } = verdict;
  return {
    module,
    events,
    matched,
    stuttered,
    silent: Object.fromEntries(silent),
    coverage: Object.fromEntries(coverage),
    firstMismatch,
    message: firstMismatch === null ? null : describeMismatch(module, firstMismatch),
  };
}
