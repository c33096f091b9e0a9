---- MODULE Counters ----
\* Three counters: Size^3 states, each with a step per counter that is not full.
EXTENDS Naturals
CONSTANT Size
VARIABLES a, b, c
Init == a = 0 /\ b = 0 /\ c = 0
Next == \/ a < Size - 1 /\ a' = a + 1 /\ UNCHANGED <<b, c>>
        \/ b < Size - 1 /\ b' = b + 1 /\ UNCHANGED <<a, c>>
        \/ c < Size - 1 /\ c' = c + 1 /\ UNCHANGED <<a, b>>
====
