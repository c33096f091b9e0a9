/**
 * FiniteSetsExt and SequencesExt of the community modules, in our own words. Folds over sets combine the least element last, as
 * MapThenFoldSet does with a CHOOSE that takes the least.
 */
import type { StandardModule } from './standard-module.ts';

export const finiteSetsExt: StandardModule = {
  name: 'FiniteSetsExt',
  intrinsics: {
    FoldSet: [2, 0, 0],
    kSubset: [0, 0],
  },
  text: String.raw`
---- MODULE FiniteSetsExt ----
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

ReduceSet(op(_, _), set, base) == FoldSet(op, base, set)
SumSet(set) == FoldSet(LAMBDA x, sum : x + sum, 0, set)
Sum(set) == SumSet(set)
ProductSet(set) == FoldSet(LAMBDA x, product : x * product, 1, set)
Product(set) == ProductSet(set)
MapThenSumSet(op(_), set) == FoldSet(LAMBDA x, sum : op(x) + sum, 0, set)
FlattenSet(set) == UNION set
SymDiff(A, B) == (A \ B) \cup (B \ A)
Quantify(S, P(_)) == Cardinality({s \in S : P(s)})
Max(S) == CHOOSE x \in S : \A y \in S : x >= y
Min(S) == CHOOSE x \in S : \A y \in S : x <= y
Choices(sets) == {f \in [sets -> UNION sets] : \A s \in sets : f[s] \in s}
ChooseUnique(S, P(_)) == CHOOSE x \in S : P(x) /\ \A y \in S : P(y) => y = x
====
`,
};

export const sequencesExt: StandardModule = {
  name: 'SequencesExt',
  intrinsics: {
    FoldLeft: [2, 0, 0],
    FoldRight: [2, 0, 0],
    SetToSeq: [0],
    SetToSortSeq: [0, 2],
  },
  text: String.raw`
---- MODULE SequencesExt ----
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL Fun == INSTANCE Functions

ToSet(s) == {s[i] : i \in DOMAIN s}
IsInjective(s) == \A i, j \in DOMAIN s : s[i] = s[j] => i = j
SetToSeqs(S) == {f \in [1..Cardinality(S) -> S] : IsInjective(f)}
SetToAllKPermutations(S) == UNION {SetToSeqs(s) : s \in SUBSET S}
TupleOf(set, n) == [1..n -> set]
SeqOf(set, n) == UNION {[1..m -> set] : m \in 0..n}
BoundedSeq(S, n) == SeqOf(S, n)
Contains(s, e) == \E i \in DOMAIN s : s[i] = e
Reverse(s) == [i \in 1..Len(s) |-> s[(Len(s) - i) + 1]]
Remove(s, e) == SelectSeq(s, LAMBDA t : t # e)
ReplaceAll(s, old, new) == [i \in 1..Len(s) |-> IF s[i] = old THEN new ELSE s[i]]
SelectInSubSeq(s, from, to, Test(_)) ==
  LET found == {i \in from..to : Test(s[i])}
  IN  IF found = {} THEN 0 ELSE CHOOSE i \in found : \A j \in found : i <= j
SelectInSeq(s, Test(_)) == SelectInSubSeq(s, 1, Len(s), Test)
SelectLastInSubSeq(s, from, to, Test(_)) ==
  LET found == {i \in from..to : Test(s[i])}
  IN  IF found = {} THEN 0 ELSE CHOOSE i \in found : \A j \in found : i >= j
SelectLastInSeq(s, Test(_)) == SelectLastInSubSeq(s, 1, Len(s), Test)
InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))
RemoveFirst(s, e) ==
  IF Contains(s, e) THEN RemoveAt(s, SelectInSeq(s, LAMBDA t : t = e)) ELSE s
RemoveFirstMatch(s, Test(_)) ==
  IF \E i \in DOMAIN s : Test(s[i]) THEN RemoveAt(s, SelectInSeq(s, Test)) ELSE s
ReplaceFirst(s, old, new) ==
  IF Contains(s, old) THEN ReplaceAt(s, SelectInSeq(s, LAMBDA t : t = old), new) ELSE s
Cons(e, s) == <<e>> \o s
Snoc(s, e) == Append(s, e)
Front(s) == SubSeq(s, 1, Len(s) - 1)
Last(s) == s[Len(s)]
IsPrefix(s, t) == Len(s) <= Len(t) /\ \A i \in 1..Len(s) : s[i] = t[i]
IsStrictPrefix(s, t) == IsPrefix(s, t) /\ Len(s) < Len(t)
IsSuffix(s, t) == IsPrefix(Reverse(s), Reverse(t))
IsStrictSuffix(s, t) == IsSuffix(s, t) /\ Len(s) < Len(t)
Prefixes(s) == {SubSeq(s, 1, n) : n \in 0..Len(s)}
Suffixes(s) == {SubSeq(s, n, Len(s)) : n \in 1..(Len(s) + 1)}
CommonPrefixes(S) ==
  LET some == CHOOSE s \in S : TRUE
  IN  {p \in Prefixes(some) : \A s \in S : IsPrefix(p, s)}
LongestCommonPrefix(S) ==
  IF S = {} THEN <<>>
  ELSE CHOOSE longest \in CommonPrefixes(S) : \A p \in CommonPrefixes(S) : Len(p) <= Len(longest)
SeqMod(a, b) == IF a % b = 0 THEN b ELSE a % b
FoldSeq(op(_, _), base, s) == Fun!FoldFunction(op, base, s)
FoldLeftDomain(op(_, _), base, s) == FoldLeft(op, base, [i \in 1..Len(s) |-> i])
FoldRightDomain(op(_, _), s, base) == FoldRight(op, [i \in 1..Len(s) |-> i], base)
FlattenSeq(ss) == FoldLeft(LAMBDA all, s : all \o s, <<>>, ss)
Zip(s, t) == [i \in 1..(IF Len(s) < Len(t) THEN Len(s) ELSE Len(t)) |-> <<s[i], t[i]>>]
Interleave(s, t) == Zip(s, t)
SubSeqs(s) == {SubSeq(s, i + 1, j) : i, j \in 0..Len(s)}
AllSubSeqs(s) == {FoldLeft(LAMBDA chosen, i : IF i \in D THEN Append(chosen, s[i]) ELSE chosen, <<>>, [i \in 1..Len(s) |-> i])
                  : D \in SUBSET DOMAIN s}
====
`,
};
