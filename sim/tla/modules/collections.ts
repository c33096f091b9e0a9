/**
 * Sequences, FiniteSets and Bags. A bag is a function from its elements to how often each occurs.
 */
import type { StandardModule } from './standard-module.ts';

export const sequences: StandardModule = {
  name: 'Sequences',
  intrinsics: {
    Seq: [0],
    Len: [0],
    '\\o': [0, 0],
    Append: [0, 0],
    Head: [0],
    Tail: [0],
    SubSeq: [0, 0, 0],
    SelectSeq: [0, 1],
  },
  text: null,
  extends: ['Naturals'],
};

export const finiteSets: StandardModule = {
  name: 'FiniteSets',
  intrinsics: { IsFiniteSet: [0], Cardinality: [0] },
  text: null,
};

export const bags: StandardModule = {
  name: 'Bags',
  intrinsics: {},
  text: String.raw`
---- MODULE Bags ----
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE Folds

IsABag(B) == \A e \in DOMAIN B : B[e] \in Nat /\ B[e] > 0
BagToSet(B) == DOMAIN B
SetToBag(S) == [e \in S |-> 1]
EmptyBag == SetToBag({})
BagIn(e, B) == e \in DOMAIN B
CopiesIn(e, B) == IF BagIn(e, B) THEN B[e] ELSE 0

B1 (+) B2 == [e \in (DOMAIN B1) \cup (DOMAIN B2) |-> CopiesIn(e, B1) + CopiesIn(e, B2)]

B1 (-) B2 ==
  LET rest == {e \in DOMAIN B1 : B1[e] > CopiesIn(e, B2)}
  IN  [e \in rest |-> B1[e] - CopiesIn(e, B2)]

B1 \sqsubseteq B2 == \A e \in DOMAIN B1 : B1[e] <= CopiesIn(e, B2)

LOCAL AnyOf(S) == CHOOSE e \in S : TRUE

BagUnion(S) == MapThenFoldSet(LAMBDA B, union : B (+) union, EmptyBag, LAMBDA B : B, AnyOf, S)

SubBag(B) ==
  LET counts == UNION {[D -> 1..MapThenFoldSet(LAMBDA n, most : IF n > most THEN n ELSE most, 0, LAMBDA e : B[e], AnyOf, D)] :
                       D \in SUBSET DOMAIN B}
  IN  {C \in counts : C \sqsubseteq B}

BagOfAll(F(_), B) ==
  LET images == {F(e) : e \in DOMAIN B}
      Copies(image) == MapThenFoldSet(LAMBDA n, sum : n + sum, 0, LAMBDA e : B[e], AnyOf, {e \in DOMAIN B : F(e) = image})
  IN  [image \in images |-> Copies(image)]

BagCardinality(B) == MapThenFoldSet(LAMBDA n, sum : n + sum, 0, LAMBDA e : B[e], AnyOf, DOMAIN B)
====
`,
};
