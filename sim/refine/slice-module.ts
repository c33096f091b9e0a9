/** Slices of specs: see those of units and chains for why checking slices is checking the whole. */
import type { TlaState } from '../tla/tlc/value.ts';

/** A module that narrows a spec to one slice of it, and its constants. */
export interface SliceModule {
  readonly name: string;
  readonly text: string;
  /** As in a .cfg file. */
  readonly config: string;
  /** Left out: its states are not counted. */
  readonly counted?: CountedSlice;
}

/** A slice whose states are counted: those that runs were in against those of a model. */
export interface CountedSlice {
  readonly spec: CountedSpec;
  /** How long the chain is; 1 for a unit. */
  readonly size: number;
  /** The .cfg file of a model that has every state. */
  readonly model: string;
  /** The same text for states that are counted as one. */
  readonly textOf: (state: TlaState) => string;
}

export type CountedSpec = 'FlashUnit' | 'ChainLog';
