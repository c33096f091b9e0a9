/** What became of the known bugs, in the shape that `mutants --reporter json` prints and scripts depend on. */
import type { Departure, HuntResult, Sighting } from './hunt.ts';

export interface HuntedMutant {
  readonly id: string;
  readonly layer: string;
  readonly found: boolean;
  /** Seeds until it was found, counted over the scenarios in turn, or all that were tried. */
  readonly seeds: number;
  readonly invariant: string | null;
  readonly seed: number | null;
  /** Where that seed broke it. */
  readonly scenario: string | null;
  /** The first run that departed from a spec, unless an invariant was broken before. */
  readonly departure: Departure | null;
  /** Failures by invariants that this bug is not known to break. */
  readonly unexpected: readonly Sighting[];
}

export interface BenignVariant {
  readonly id: string;
  readonly layer: string;
  readonly flagged: boolean;
  readonly seeds: number;
  readonly unexpected: readonly Sighting[];
}

export interface MutantsResult {
  readonly mutants: readonly HuntedMutant[];
  readonly benign: readonly BenignVariant[];
  readonly score: { readonly found: number; readonly total: number };
}

export interface Hunted {
  readonly id: string;
  readonly layer: string;
  readonly benign: boolean;
  readonly result: HuntResult;
}

export function mutantsResult(hunted: readonly Hunted[]): MutantsResult {
  const mutants = hunted
    .filter(({ benign }) => !benign)
    .map(({ id, layer, result: { seeds, found, departure, unexpected } }) => ({
      id,
      layer,
      found: found !== null,
      seeds,
      invariant: found?.invariant ?? null,
      seed: found?.seed ?? null,
      scenario: found?.scenario ?? null,
      departure,
      unexpected,
    }));
  const benign = hunted
    .filter((each) => each.benign)
    .map(({ id, layer, result: { seeds, unexpected } }) => ({
      id,
      layer,
      flagged: unexpected.length > 0,
      seeds,
      unexpected,
    }));
  const found = mutants.filter((mutant) => mutant.found).length;
  return { mutants, benign, score: { found, total: mutants.length } };
}
