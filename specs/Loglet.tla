-------------------------------- MODULE Loglet --------------------------------
(****************************************************************************)
(* What a virtual log may expect of a loglet: an order of entries, a        *)
(* committed prefix that only grows, and a seal that ends it.               *)
(*                                                                          *)
(* Atomic: each of the four operations. Appends that were under way when    *)
(* the loglet was sealed may still be stored and even committed, but none   *)
(* at or above a tail that somebody was told after the seal; and different  *)
(* observers may be told different tails.                                   *)
(*                                                                          *)
(* Left out: the entries, of which only the number matters here, and trims. *)
(*                                                                          *)
(* Source: "Virtual Consensus in Delos" (OSDI 2020), section 3.2.           *)
(****************************************************************************)
EXTENDS Integers

CONSTANT Capacity

VARIABLES
  length,     \* entries ordered
  committed,  \* of them, so many may be acknowledged
  sealed,
  cap         \* once sealed: no more than this will ever be committed

vars == <<length, committed, sealed, cap>>

TypeOK ==
  /\ length \in 0 .. Capacity
  /\ committed \in 0 .. Capacity
  /\ sealed \in BOOLEAN
  /\ cap \in 0 .. Capacity

Init ==
  /\ length = 0
  /\ committed = 0
  /\ sealed = FALSE
  /\ cap = 0

\* An entry gets its place. It may be stored on some server after the seal, for nothing.
Append ==
  /\ length < Capacity
  /\ length' = length + 1
  /\ UNCHANGED <<committed, sealed, cap>>

Commit ==
  /\ committed' \in committed + 1 .. (IF sealed THEN cap ELSE length)
  /\ UNCHANGED <<length, sealed, cap>>

\* What is appended from here on is never committed.
Seal ==
  /\ ~sealed
  /\ sealed' = TRUE
  /\ cap' = length
  /\ UNCHANGED <<length, committed>>

\* Somebody is told that the loglet ended at t.
CheckTail(t) ==
  /\ sealed
  /\ t \in committed .. length
  /\ cap' = IF t < cap THEN t ELSE cap
  /\ UNCHANGED <<length, committed, sealed>>

Next == Append \/ Commit \/ Seal \/ \E t \in 0 .. Capacity : CheckTail(t)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

L_CommittedIsStored == committed <= length

L_SealBarrier == sealed => committed <= cap

L_SealForever == [][sealed => sealed']_vars

L_TailMonotone == [][committed' >= committed]_vars
=============================================================================
