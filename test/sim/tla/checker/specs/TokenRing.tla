---- MODULE TokenRing ----
\* Dijkstra's self-stabilizing ring (EWD 426): whatever it starts with, in the end there is one token.
EXTENDS Naturals, FiniteSets
CONSTANTS N, M
VARIABLE c
ASSUME M >= N

TypeOK == c \in [0..(N - 1) -> 0..(M - 1)]
Init == c \in [0..(N - 1) -> 0..(M - 1)]

HasToken(i) == IF i = 0 THEN c[0] = c[N - 1] ELSE c[i] # c[i - 1]
CreateToken == c[0] = c[N - 1] /\ c' = [c EXCEPT ![0] = (c[N - 1] + 1) % M]
PassToken(i) == i # 0 /\ c[i] # c[i - 1] /\ c' = [c EXCEPT ![i] = c[i - 1]]

Next == CreateToken \/ \E i \in 1..(N - 1) : PassToken(i)
Spec == Init /\ [][Next]_c /\ WF_c(Next)

UniqueToken == Cardinality({i \in 0..(N - 1) : HasToken(i)}) = 1
SomeToken == \E i \in 0..(N - 1) : HasToken(i)
Stabilizes == <>[]UniqueToken
====
