import type { Parts } from '../systems/corfu.ts';

/**
 * A mutant: one realistic mistake, as a replacement of one part by a subclass with one method overridden. A harness is worth what it
 * finds, so every one must be found; a benign one must not be.
 */
export interface Mutant {
  readonly id: string;
  readonly layer: 'unit' | 'client' | 'sequencer' | 'layout' | 'reconfiguration' | 'lease';
  /** The mistake, in one line. */
  readonly change: string;
  /** The invariants that it breaks. */
  readonly breaks: readonly string[];
  /** Others that may show it first, since they follow from those. */
  readonly implied: readonly string[];
  /** What a run that departs from a spec is reported as, which mostly comes before an invariant is broken. */
  readonly departsFrom: readonly string[];
  /** A variation that breaks nothing: flagging it would be a false alarm. */
  readonly benign: boolean;
  /** The scenario that was made for it and how many seeds it may take there, where in all others it would take long to be found. */
  readonly campaign?: { readonly scenario: string; readonly seedsMax: number };
  /** The methods that it overrides, as `Class.method`. */
  readonly replaces: readonly string[];
  readonly parts: Partial<Parts>;
}
