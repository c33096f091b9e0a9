----------------------------- MODULE LayoutConsensus -----------------------------
(****************************************************************************)
(* What the choice of layouts must come to: one for each epoch, and no      *)
(* epoch without the one before.                                            *)
(*                                                                          *)
(* Source: "CORFU: A Shared Log Design for Flash Clusters" (NSDI 2012),     *)
(* section 3.1, where an auxiliary holds the sequence of projections.       *)
(****************************************************************************)
EXTENDS Integers

CONSTANTS Epochs, Layouts

VARIABLE chosen  \* per epoch: the set of layouts chosen for it

Init == chosen = [e \in Epochs |-> {}]

Choose(e, l) ==
  /\ chosen[e] = {}
  /\ e - 1 \in Epochs => chosen[e - 1] # {}
  /\ chosen' = [chosen EXCEPT ![e] = {l}]

Next == \E e \in Epochs, l \in Layouts : Choose(e, l)

Spec == Init /\ [][Next]_chosen

-----------------------------------------------------------------------------

TypeOK == chosen \in [Epochs -> SUBSET Layouts]

Y_OneLayoutPerEpoch == \A e \in Epochs : \A a, b \in chosen[e] : a = b

Y_EpochMonotone == [][\A e \in Epochs : chosen[e] \subseteq chosen'[e]]_chosen
=============================================================================
