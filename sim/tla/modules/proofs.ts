/**
 * Modules that only proofs use: TLAPS and the libraries of theorems. Proofs are dropped, so that nothing of them but what they extend,
 * and the names of the provers, has to exist.
 */
import type { StandardModule } from './standard-module.ts';

export const tlaps: StandardModule = {
  name: 'TLAPS',
  intrinsics: {},
  text: String.raw`
---- MODULE TLAPS ----
SMT == TRUE
SMTT(seconds) == TRUE
CVC3 == TRUE
CVC3T(seconds) == TRUE
CVC4 == TRUE
Yices == TRUE
YicesT(seconds) == TRUE
veriT == TRUE
veriTT(seconds) == TRUE
Z3 == TRUE
Z3T(seconds) == TRUE
Spass == TRUE
SpassT(seconds) == TRUE
LS4 == TRUE
PTL == TRUE
Zenon == TRUE
ZenonT(seconds) == TRUE
SlowZenon == TRUE
SlowerZenon == TRUE
VerySlowZenon == TRUE
SlowestZenon == TRUE
Isa == TRUE
IsaT(seconds) == TRUE
IsaM(tactic) == TRUE
IsaMT(tactic, seconds) == TRUE
IsaWithSetExtensionality == TRUE
SimpleArithmetic == TRUE
SetExtensionality == TRUE
NoSetContainsEverything == TRUE
SimplifyAndSolve == TRUE
Simplification == TRUE
AutoSolve == TRUE
Auto == TRUE
ExpandENABLED == TRUE
ExpandCdot == TRUE
AutoUSE == TRUE
Lambdify == TRUE
ENABLEDaxioms == TRUE
ENABLEDrules == TRUE
LevelComparison == TRUE
EnabledWrapper == TRUE
CdotWrapper == TRUE
====
`,
};

/** A library of theorems and the modules whose names come with it. */
function theorems(name: string, ...extended: string[]): StandardModule {
  return { name, intrinsics: {}, text: null, extends: extended };
}

export const libraries: readonly StandardModule[] = [
  theorems('FiniteSetTheorems', 'FiniteSets', 'Integers'),
  theorems('NaturalsInduction', 'Integers', 'TLAPS'),
  theorems('WellFoundedInduction', 'NaturalsInduction'),
  theorems('SequenceTheorems', 'Sequences', 'Integers'),
  theorems('FunctionTheorems', 'Functions'),
  theorems('BagsTheorems', 'Bags', 'TLAPS'),
  theorems('FiniteSetsExtTheorems', 'FiniteSetsExt'),
  theorems('SequencesExtTheorems', 'SequencesExt'),
];
