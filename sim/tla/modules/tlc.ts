/**
 * TLC and TLCExt: what a spec can ask of the tool that checks it. What would make two runs differ (JavaTime, RandomElement outside of
 * simulation) is refused by name when it is evaluated.
 */
import type { StandardModule } from './standard-module.ts';

export const tlc: StandardModule = {
  name: 'TLC',
  intrinsics: {
    Print: [0, 0],
    PrintT: [0],
    Assert: [0, 0],
    JavaTime: [],
    TLCGet: [0],
    TLCSet: [0, 0],
    ':>': [0, 0],
    '@@': [0, 0],
    Permutations: [0],
    SortSeq: [0, 2],
    RandomElement: [0],
    Any: [],
    ToString: [0],
    TLCEval: [0],
  },
  text: null,
};

export const tlcExt: StandardModule = {
  name: 'TLCExt',
  intrinsics: { TLCModelValue: [0] },
  text: String.raw`
---- MODULE TLCExt ----
LOCAL INSTANCE TLC

AssertEq(a, b) == IF a = b THEN TRUE ELSE PrintT(<<"AssertEq failed", a, b>>) /\ FALSE
TLCDefer(expression) == expression
TLCNoOp(value) == value
TLCCache(expression, closure) == expression
====
`,
};

export const randomization: StandardModule = {
  name: 'Randomization',
  intrinsics: {
    RandomSubset: [0, 0],
    RandomSetOfSubsets: [0, 0, 0],
    RandomSubsetSet: [0, 0, 0],
  },
  text: null,
};

export const json: StandardModule = {
  name: 'Json',
  intrinsics: {
    ToJson: [0],
    JsonDeserialize: [0],
    ndJsonDeserialize: [0],
    JsonSerialize: [0, 0],
    ndJsonSerialize: [0, 0],
  },
  text: null,
};
