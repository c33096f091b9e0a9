--------------------------------- MODULE Lease ---------------------------------
(****************************************************************************)
(* Who may answer reads and tails without asking: a holder of grants from a *)
(* majority of layout servers, until they run out on its own clock; and how *)
(* long a reconfigurer must wait before it decides a layout without it.     *)
(*                                                                          *)
(* `now` is true time, which nobody sees. Every clock is at most Skew ahead *)
(* of it and never goes back, so that the same span measured on two clocks  *)
(* differs by Skew at most. The holder counts a grant from the instant when *)
(* it asked, Skew shorter; the reconfigurer adds 2 * Skew to what a grantor *)
(* says remains, for the grantor's clock and for its own.                   *)
(*                                                                          *)
(* Atomic: a grant, which includes the request that was sent at any earlier *)
(* instant; a promise to the reconfigurer, after which a grantor renews     *)
(* nothing and says what remains; an answer of the holder.                  *)
(*                                                                          *)
(* Left out: everything that is not about time.                             *)
(*                                                                          *)
(* Source: Gray and Cheriton, "Leases" (SOSP 1989); "CORFU: A Distributed   *)
(* Shared Log" (TOCS 2013), on reads of a detached unit.                    *)
(****************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Grantors,
  Duration,  \* of a grant
  Skew,      \* how far clocks may be ahead of true time
  TimeMax,
  Bug        \* the planted mistake, or "none"

VARIABLES
  now,       \* true time
  ahead,     \* per process: its clock is this much ahead
  asked,     \* the holder's clock when it sent the request that is under way, or Never
  expiry,    \* per grantor: when its grant ends on the holder's clock, or Never
  granted,   \* per grantor: when its grant ends on the grantor's clock, or Never
  promised,  \* grantors that promised the next epoch
  waitUntil, \* when the reconfigurer has waited long enough, on its own clock
  phase      \* of the reconfigurer: "waiting" or "installed"

vars == <<now, ahead, asked, expiry, granted, promised, waitUntil, phase>>

Never == -1
Holder == "holder"
Mover == "mover"
Processes == Grantors \cup {Holder, Mover}
Clock(x) == now + ahead[x]
Max(a, b) == IF a > b THEN a ELSE b
IsMajority(S) == 2 * Cardinality(S) > Cardinality(Grantors)
Times == 0 .. TimeMax + Duration + 4 * Skew

TypeOK ==
  /\ now \in 0 .. TimeMax
  /\ ahead \in [Processes -> 0 .. Skew]
  /\ asked \in Times \cup {Never}
  /\ expiry \in [Grantors -> Times \cup {Never}]
  /\ granted \in [Grantors -> Times \cup {Never}]
  /\ promised \in SUBSET Grantors
  /\ waitUntil \in Times
  /\ phase \in {"waiting", "installed"}

Init ==
  /\ now = 0
  /\ ahead = [x \in Processes |-> 0]
  /\ asked = Never
  /\ expiry = [g \in Grantors |-> Never]
  /\ granted = [g \in Grantors |-> Never]
  /\ promised = {}
  /\ waitUntil = 0
  /\ phase = "waiting"

\* Time passes. A clock that was ahead may stand still meanwhile.
Tick ==
  /\ now < TimeMax
  /\ now' = now + 1
  /\ ahead' \in [Processes -> 0 .. Skew]
  /\ \A x \in Processes : now' + ahead'[x] >= Clock(x)
  /\ UNCHANGED <<asked, expiry, granted, promised, waitUntil, phase>>

Ask ==
  /\ asked' = Clock(Holder)
  /\ asked' # asked
  /\ UNCHANGED <<now, ahead, expiry, granted, promised, waitUntil, phase>>

\* A grantor grants, and the holder hears of it at once or never.
Grant(g) ==
  LET from == IF Bug = "counts-from-reply" THEN Clock(Holder) ELSE asked IN
  /\ asked # Never
  /\ g \notin promised
  /\ granted' = [granted EXCEPT ![g] = Clock(g) + Duration]
  /\ \/ expiry' = [expiry EXCEPT ![g] = from + Duration - Skew]
     \/ UNCHANGED expiry
  /\ granted' # granted \/ expiry' # expiry
  /\ UNCHANGED <<now, ahead, asked, promised, waitUntil, phase>>

\* The reply of a grant that was made earlier arrives late. Only a holder that counts from replies cares.
LateReply(g) ==
  /\ Bug = "counts-from-reply"
  /\ granted[g] # Never
  /\ expiry' = [expiry EXCEPT ![g] = Clock(Holder) + Duration - Skew]
  /\ UNCHANGED <<now, ahead, asked, granted, promised, waitUntil, phase>>

\* The grantor promises the next epoch and says how much of its grant remains. If its clock ran ahead, more may remain.
Promise(g) ==
  LET remains == Max(0, granted[g] - Clock(g))
      wait == IF granted[g] = Never \/ (Bug = "trusts-zero" /\ remains = 0) THEN 0 ELSE remains + 2 * Skew
  IN
  /\ g \notin promised
  /\ promised' = promised \cup {g}
  /\ waitUntil' = Max(waitUntil, Clock(Mover) + wait)
  /\ UNCHANGED <<now, ahead, asked, expiry, granted, phase>>

\* A grantor loses power. What it granted is durable, except with the bug.
Crash(g) ==
  /\ Bug = "forgets-grant"
  /\ granted' = [granted EXCEPT ![g] = Never]
  /\ UNCHANGED <<now, ahead, asked, expiry, promised, waitUntil, phase>>

\* The next layout is decided.
Install ==
  /\ phase = "waiting"
  /\ IsMajority(promised)
  /\ Clock(Mover) >= waitUntil \/ Bug = "does-not-wait"
  /\ phase' = "installed"
  /\ UNCHANGED <<now, ahead, asked, expiry, granted, promised, waitUntil>>

Next ==
  \/ Tick \/ Ask \/ Install
  \/ \E g \in Grantors : Grant(g) \/ LateReply(g) \/ Promise(g) \/ Crash(g)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The holder answers reads as long as a majority of its grants is good on its own clock.
MayAnswer == IsMajority({g \in Grantors : expiry[g] # Never /\ Clock(Holder) < expiry[g]})

\* Once the next layout is known, and its units may serve it, the old holder answers nothing.
E_NoReadPastExpiry == phase = "installed" => ~MayAnswer

\* A majority of grantors promised, and what they had granted has run out.
E_WaitOutBeforeInstall ==
  phase = "installed" => IsMajority({g \in promised : expiry[g] = Never \/ Clock(Holder) >= expiry[g]})
=============================================================================
