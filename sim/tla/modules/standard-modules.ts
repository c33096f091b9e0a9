/**
 * The modules that a spec can extend without a file. A file of the same name beside the spec comes first, except for those that have no
 * text here, since only the evaluator can implement them.
 */
import { bags, finiteSets, sequences } from './collections.ts';
import { folds, functions } from './folds.ts';
import { integers, naturals, reals } from './numbers.ts';
import { libraries, tlaps } from './proofs.ts';
import { finiteSetsExt, sequencesExt } from './sets-and-sequences-ext.ts';
import type { StandardModule } from './standard-module.ts';
import { json, randomization, tlc, tlcExt } from './tlc.ts';

const all: readonly StandardModule[] = [
  naturals,
  integers,
  reals,
  sequences,
  finiteSets,
  bags,
  tlc,
  tlcExt,
  randomization,
  json,
  folds,
  functions,
  finiteSetsExt,
  sequencesExt,
  tlaps,
  ...libraries,
];

export const standardModules: ReadonlyMap<string, StandardModule> = new Map(all.map((module) => [module.name, module]));
