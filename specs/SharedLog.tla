------------------------------ MODULE SharedLog ------------------------------
(****************************************************************************)
(* The shared log that everything else here must look like from outside:   *)
(* write-once positions, appends that end at one position or nowhere.       *)
(*                                                                          *)
(* Atomic: a decision. A log with tokens (CORFU) grants a position first    *)
(* and decides it later; one without (a virtual log) does both in one step, *)
(* and decides several positions at once when it closes a segment.          *)
(*                                                                          *)
(* Left out: reads, which change nothing (what they return is checked in    *)
(* the modules that refine this one), the payload, which is the name of     *)
(* the append, and who appends: every append is made once and by somebody.  *)
(*                                                                          *)
(* Source: Balakrishnan et al., "CORFU: A Shared Log Design for Flash       *)
(* Clusters" (NSDI 2012), section 2; "Virtual Consensus in Delos" (OSDI     *)
(* 2020), section 2.                                                        *)
(****************************************************************************)
EXTENDS Integers

CONSTANTS
  Values,         \* what is appended; every value is one append
  PositionCount,  \* positions are 0 to PositionCount - 1
  Bug             \* the planted mistake, or "none"

Positions == 0 .. PositionCount - 1
NoPosition == -1
Unwritten == "UNWRITTEN"
Junk == "JUNK"

VARIABLES
  decided,  \* per position: Unwritten, Junk or a value; what it held stays here when it is trimmed
  trimmed,  \* positions given up; one that was given up undecided stays so
  tail,     \* no position at or above was ever granted
  status,   \* per value: how its append stands
  home      \* per value: the position that its append was told, or NoPosition

vars == <<decided, trimmed, tail, status, home>>

Contents == Values \cup {Unwritten, Junk}

TypeOK ==
  /\ decided \in [Positions -> Contents]
  /\ trimmed \in SUBSET Positions
  /\ tail \in 0 .. PositionCount
  /\ status \in [Values -> {"idle", "open", "acked", "failed", "unknown"}]
  /\ home \in [Values -> Positions \cup {NoPosition}]

Init ==
  /\ decided = [p \in Positions |-> Unwritten]
  /\ trimmed = {}
  /\ tail = 0
  /\ status = [v \in Values |-> "idle"]
  /\ home = [v \in Values |-> NoPosition]

Invoke(v) ==
  /\ status[v] = "idle"
  /\ status' = [status EXCEPT ![v] = "open"]
  /\ UNCHANGED <<decided, trimmed, tail, home>>

\* A position is granted. Who was granted it, and whether they ever learn, does not matter here.
Take ==
  /\ tail < PositionCount
  /\ tail' = tail + 1
  /\ UNCHANGED <<decided, trimmed, status, home>>

\* May position p get what it has in the next state?
MayBecome(p) ==
  \/ /\ decided[p] = Unwritten
     /\ p \notin trimmed
     /\ p < tail'
     /\ decided'[p] \in Values => status[decided'[p]] \in {"open", "unknown"}
  \/ Bug = "P07" /\ decided'[p] = Junk

NowhereTwice(content) ==
  \A p, q \in Positions : content[p] = content[q] /\ content[p] \in Values => p = q

Decide ==
  /\ decided' \in [Positions -> Contents]
  /\ decided' # decided
  /\ tail' \in tail .. PositionCount
  /\ \A p \in Positions : decided'[p] # decided[p] => MayBecome(p)
  /\ Bug # "P13" => NowhereTwice(decided')
  /\ UNCHANGED <<trimmed, status, home>>

Ack(v, p) ==
  /\ status[v] = "open"
  /\ decided[p] = v \/ (Bug = "P14" /\ decided[p] # Unwritten)
  /\ status' = [status EXCEPT ![v] = "acked"]
  /\ home' = [home EXCEPT ![v] = p]
  /\ UNCHANGED <<decided, trimmed, tail>>

\* The caller is told that its value is nowhere, now and for ever.
Fail(v) ==
  /\ status[v] = "open"
  /\ \A p \in Positions : decided[p] # v
  /\ status' = [status EXCEPT ![v] = "failed"]
  /\ UNCHANGED <<decided, trimmed, tail, home>>

\* The caller is told nothing: its value may be decided already, or later, or never.
GiveUp(v) ==
  /\ status[v] = "open"
  /\ status' = [status EXCEPT ![v] = "unknown"]
  /\ UNCHANGED <<decided, trimmed, tail, home>>

\* One position or a prefix of them.
Trim ==
  /\ trimmed' \in SUBSET {p \in Positions : p < tail}
  /\ trimmed \subseteq trimmed'
  /\ trimmed' # trimmed
  /\ UNCHANGED <<decided, tail, status, home>>

Next ==
  \/ \E v \in Values : Invoke(v) \/ Fail(v) \/ GiveUp(v)
  \/ \E v \in Values, p \in Positions : Ack(v, p)
  \/ Take
  \/ Decide
  \/ Trim

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* An append is decided at one position at most.
C_AtMostOnce == NowhereTwice(decided)

\* An acknowledged append is at the position that its caller was told.
C_AckRead == \A v \in Values : status[v] = "acked" => decided[home[v]] = v

\* An append that is said to have failed is nowhere.
C_FailedIsNowhere == \A v \in Values : status[v] = "failed" => \A p \in Positions : decided[p] # v

\* No decision at or above the tail.
S_TailAboveDecided == \A p \in Positions : decided[p] # Unwritten => p < tail

\* What is decided stays.
U_WriteOnce == [][\A p \in Positions : decided[p] # Unwritten => decided'[p] = decided[p]]_vars

\* What is given up stays given up, and undecided if it was.
U_NoResurrect ==
  [][\A p \in trimmed : p \in trimmed' /\ (decided[p] = Unwritten => decided'[p] = Unwritten)]_vars

A_TailMonotone == [][tail' >= tail]_vars
=============================================================================
