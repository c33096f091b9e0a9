/** What it is to play behaviours of a spec on the stack, and what comes of it: plain data. */

export interface PlayJob {
  readonly job: 'play';
  /** The spec, by its files. */
  readonly file: string;
  readonly configFile: string | null;
  readonly mutant: string | null;
  /** Which behaviours: random walks, or the one that the model checker finds against what the model claims. */
  readonly of:
    | { readonly seed: number; readonly walks: number; readonly depthMax: number }
    | { readonly counterexample: true };
}

/** Where spec and stack parted. */
export interface Divergence {
  /** Which action of the walk, from 0, and what it is. */
  readonly at: number;
  readonly action: string;
  readonly message: string;
  /** The actions until then, and the state in which the spec would be. */
  readonly explanation: readonly string[];
}

export interface PlayReport {
  readonly spec: string;
  /** Behaviours played. */
  readonly walks: number;
  /** Actions after which the stack was in the state of the spec. */
  readonly actions: number;
  /** The same by the name of the action. */
  readonly taken: Readonly<Record<string, number>>;
  /** Behaviours that were not played to their end because the stack never does what comes next, by why. */
  readonly cut: Readonly<Record<string, number>>;
  /** What the counterexample is one of; null for walks. */
  readonly violated: string | null;
  /** In the last walk; null if there was none. */
  readonly divergence: (Divergence & { readonly walk: number }) | null;
}
