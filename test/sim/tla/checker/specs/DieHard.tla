---- MODULE DieHard ----
\* Four litres are to be measured with a jug of three and one of five.
EXTENDS Naturals
VARIABLES small, big

TypeOK == small \in 0..3 /\ big \in 0..5

Init == small = 0 /\ big = 0

FillSmall == small' = 3 /\ UNCHANGED big
FillBig == big' = 5 /\ UNCHANGED small
EmptySmall == small' = 0 /\ UNCHANGED big
EmptyBig == big' = 0 /\ UNCHANGED small

Least(m, n) == IF m < n THEN m ELSE n

SmallToBig ==
  LET poured == Least(small, 5 - big)
  IN  /\ big' = big + poured
      /\ small' = small - poured

BigToSmall ==
  LET poured == Least(big, 3 - small)
  IN  /\ big' = big - poured
      /\ small' = small + poured

Next == FillSmall \/ FillBig \/ EmptySmall \/ EmptyBig \/ SmallToBig \/ BigToSmall

Spec == Init /\ [][Next]_<<small, big>>

NotSolved == big # 4
====
