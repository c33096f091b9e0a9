/** The terms on which a history of a log is judged. */
import type { Strength } from '../../../src/corfu/strength.ts';
import type { ClauseName } from './clauses.ts';

export interface LogCheckOptions {
  /**
   * `cells`: every position is a write-once register. `corfu`: cells and a sequencer, as CORFU's clients see them.
   * `atomic`: one sequence; an append, a read, a trim, a seal each take effect at one instant.
   */
  readonly spec: 'atomic' | 'corfu' | 'cells';
  /**
   * For `atomic`. True, the default: each position below the tail was taken by an operation of the history. False:
   * positions may be skipped, for ever, and read as junk from then on.
   */
  readonly dense?: boolean;
  /**
   * For `corfu`: where tails come from. `sequencer`, the default: the next token. `slow`: the units, one above the
   * highest position that is written or trimmed.
   */
  readonly tails?: 'sequencer' | 'slow';
  /**
   * What a refused append (`sealed`) leaves behind. `no-effect`, the default: nothing, as history files have it.
   * `indeterminate`: it may have been in flight when the log was sealed, and a repair may have adopted it (Delos).
   */
  readonly sealed?: 'no-effect' | 'indeterminate';
  /**
   * What several appends with one `arg`, or with one `request`, are. `none`, the default: separate appends, whose
   * values must differ. `once`: attempts at one append, which takes effect at most once. `first`: attempts of which each
   * may take effect at a position of its own, since readers skip all but the first.
   */
  readonly retries?: 'none' | 'once' | 'first';
  /**
   * For `corfu` and `cells`. What an acknowledged trim hides. `final`, the default: everything. `lingering`: what was there may still be
   * read, from a unit that was given up and has not heard of the trim.
   */
  readonly trims?: 'final' | 'lingering';
  /**
   * What stands behind tails and positions found unwritten. `confirmed`, the default, and `leased`: they were so during the call.
   * `serializable`: they were so at some time before the return.
   */
  readonly strength?: Strength;
  /** Clauses to leave out. Only the checker's own tests do, to show that each clause is needed. */
  readonly disabledClauses?: readonly ClauseName[];
}

export interface Terms {
  readonly spec: 'atomic' | 'corfu' | 'cells';
  readonly dense: boolean;
  readonly slowTails: boolean;
  readonly sealedMayApply: boolean;
  readonly retries: 'none' | 'once' | 'first';
  readonly trimsLinger: boolean;
  readonly serializable: boolean;
  readonly disabled: ReadonlySet<ClauseName>;
}

export const termsOf = (options: LogCheckOptions): Terms => ({
  spec: options.spec,
  dense: options.spec === 'atomic' && options.dense !== false,
  slowTails: options.spec === 'corfu' && options.tails === 'slow',
  sealedMayApply: options.sealed === 'indeterminate',
  retries: options.retries ?? 'none',
  trimsLinger: options.trims === 'lingering',
  serializable: options.strength === 'serializable',
  disabled: new Set(options.disabledClauses),
});
