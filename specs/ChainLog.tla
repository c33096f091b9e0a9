------------------------------- MODULE ChainLog -------------------------------
(****************************************************************************)
(* Positions decided by chains of flash units in one layout: append, read,  *)
(* fill, trim, driven by clients.                                           *)
(*                                                                          *)
(* The head is a consensus object: its first entry is the value of the      *)
(* position. Whoever loses there adopts what won and copies it down the     *)
(* chain, and what the last unit has is committed.                          *)
(*                                                                          *)
(* Atomic: one step of one unit, and one conclusion of one client. There    *)
(* are no messages: an answer of a unit is a fact that lasts (an address    *)
(* changes once, then to TRIMMED), so a client that waits for it may as     *)
(* well look; and a request may arrive late, twice or never, so a unit may  *)
(* take the step whenever some client was ever entitled to ask. Who copies  *)
(* or fills does not matter: a writer that goes on, a reader that repairs   *)
(* and a forgotten retransmission are the same step. So a time-out is no    *)
(* step either; it is a client that concludes nothing yet.                  *)
(*                                                                          *)
(* Left out: epochs beyond the first, lost units and the recovery of the    *)
(* tail (Reconfig); the rule that a trim is for positions decided on the    *)
(* whole chain, so that trims race with writes here as they do in the code. *)
(*                                                                          *)
(* Source: "CORFU: A Shared Log Design for Flash Clusters" (NSDI 2012),     *)
(* sections 3.2 and 3.3; van Renesse and Schneider, "Chain Replication for  *)
(* Supporting High Throughput and Availability" (OSDI 2004).                *)
(****************************************************************************)
EXTENDS Integers

CONSTANTS
  Values,         \* what is appended; every value is one append
  PositionCount,
  ChainLength,
  Stripes,        \* how many chains take turns
  Trims,          \* a subset of {"one", "prefix"}: how clients trim
  Faults,         \* as in FlashUnit
  Bug             \* the planted mistake, or "none"

Positions == 0 .. PositionCount - 1
Hops == 1 .. ChainLength
Units == (0 .. Stripes - 1) \X Hops
Nobody == "NOBODY"
NoPosition == -1
Unwritten == "UNWRITTEN"
Junk == "JUNK"
Trimmed == "TRIMMED"
Corrupt == "CORRUPT"

VARIABLES known, durable, prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, promised, stamp, report

Unit == INSTANCE FlashUnit WITH Epochs <- {1}, FirstEpoch <- 1, Incarnations <- {1}

VARIABLES
  tail,     \* the sequencer's counter
  owner,    \* per position: the value whose writer got the token, or Nobody
  status,   \* per value: what its writer is doing
  at,       \* per value: the position its writer tries now, or was told, or NoPosition
  decided,  \* history, per position: what the head took first, or Unwritten
  seen,     \* history, per position: what reads and fills returned
  missed    \* history: positions that a read called unwritten after their append was acknowledged

vars == <<Unit!vars, tail, owner, status, at, decided, seen, missed>>

TypeOK ==
  /\ Unit!TypeOK
  /\ tail \in 0 .. PositionCount
  /\ owner \in [Positions -> Values \cup {Nobody}]
  /\ status \in [Values -> {"idle", "writing", "again", "acked", "failed", "unknown"}]
  /\ at \in [Values -> Positions \cup {NoPosition}]
  /\ decided \in [Positions -> Values \cup {Junk, Unwritten}]
  /\ seen \in [Positions -> SUBSET (Values \cup {Junk})]
  /\ missed \in SUBSET Positions

Init ==
  /\ Unit!Init
  /\ tail = 0
  /\ owner = [p \in Positions |-> Nobody]
  /\ status = [v \in Values |-> "idle"]
  /\ at = [v \in Values |-> NoPosition]
  /\ decided = [p \in Positions |-> Unwritten]
  /\ seen = [p \in Positions |-> {}]
  /\ missed = {}

UnitAt(p, h) == <<p % Stripes, h>>
Content(p, h) == Unit!Content(UnitAt(p, h), p)

\* Every unit has what was decided for p, or will never serve anything else.
Complete(p) ==
  /\ decided[p] # Unwritten
  /\ \A h \in Hops : Content(p, h) \in {decided[p], Trimmed}

-----------------------------------------------------------------------------
\* Steps of the sequencer and of units

\* token-granted. The answer may be lost; then nobody starts.
Token(p) ==
  /\ p = tail
  /\ p < PositionCount
  /\ tail' = tail + 1
  /\ UNCHANGED <<Unit!vars, owner, status, at, decided, seen, missed>>

\* unit-wrote at the head of the chain.
HeadWrite(p, v) ==
  /\ owner[p] = v
  /\ Unit!Write(UnitAt(p, 1), 1, p, v)
  /\ decided' = [decided EXCEPT ![p] = IF @ = Unwritten THEN v ELSE @]
  /\ UNCHANGED <<tail, owner, status, at, seen, missed>>

\* unit-filled at the head of the chain, or, by mistake, at its end.
HeadFill(p) ==
  /\ p < tail
  /\ Unit!Fill(UnitAt(p, IF Bug = "P09" THEN ChainLength ELSE 1), 1, p)
  /\ decided' = [decided EXCEPT ![p] = IF @ = Unwritten THEN Junk ELSE @]
  /\ UNCHANGED <<tail, owner, status, at, seen, missed>>

\* unit-wrote or unit-filled behind the head: what was decided, after the unit before has it.
Copy(p, h) ==
  /\ h > 1
  /\ decided[p] # Unwritten
  /\ Content(p, h - 1) \in {decided[p], Trimmed}
  /\ IF decided[p] = Junk
     THEN Unit!Fill(UnitAt(p, h), 1, p)
     ELSE Unit!Write(UnitAt(p, h), 1, p, decided[p])
  /\ UNCHANGED <<tail, owner, status, at, decided, seen, missed>>

\* unit-trimmed. A trim goes down the chain like a value: whoever meets one at the head sends it on.
TrimAt(p, h) ==
  /\ "one" \in Trims
  /\ p < tail
  /\ h > 1 => Content(p, h - 1) = Trimmed /\ Bug # "leaves-trim"
  /\ Unit!Trim(UnitAt(p, h), 1, p)
  /\ UNCHANGED <<tail, owner, status, at, decided, seen, missed>>

\* unit-prefix-trimmed: each chain on its own.
PrefixTrimAt(u, w) ==
  /\ "prefix" \in Trims
  /\ w <= tail
  /\ u[2] > 1 => prefix[<<u[1], u[2] - 1>>] >= w
  /\ Unit!PrefixTrim(u, 1, w)
  /\ UNCHANGED <<tail, owner, status, at, decided, seen, missed>>

\* unit-repaired. The head gets back what a unit behind it has; a unit behind it gets what goes down the chain.
RepairAt(p, h) ==
  /\ IF h = 1 THEN \E i \in Hops : Content(p, i) = decided[p] ELSE Content(p, h - 1) \in {decided[p], Trimmed}
  /\ Unit!Repair(UnitAt(p, h), 1, p, decided[p])
  /\ UNCHANGED <<tail, owner, status, at, decided, seen, missed>>

\* What happens to a unit alone.
Fault ==
  /\ \E u \in Units :
       \/ Unit!Crash(u) \/ Unit!Restart(u) \/ \E b \in 1 .. PositionCount : Unit!Suspect(u, b)
       \* The atlas of faults leaves one good copy of everything.
       \/ \E p \in Positions, h \in Hops \ {u[2]} :
            Content(p, h) \in {decided[p], Trimmed} /\ UnitAt(p, u[2]) = u /\ Unit!Rot(u, p)
  /\ UNCHANGED <<tail, owner, status, at, decided, seen, missed>>

-----------------------------------------------------------------------------
\* Conclusions of clients

\* The writer of v has its token, and offers v at p.
Start(v, p) ==
  /\ p < tail
  /\ owner[p] = Nobody
  /\ status[v] \in {"idle", "again"}
  /\ owner' = [owner EXCEPT ![p] = v]
  /\ at' = [at EXCEPT ![v] = p]
  /\ status' = [status EXCEPT ![v] = "writing"]
  /\ UNCHANGED <<Unit!vars, tail, decided, seen, missed>>

\* The writer knows that the whole chain has its value, by its own writes or because it found it (own-write-found).
Ack(v) ==
  /\ status[v] = "writing"
  /\ \/ decided[at[v]] = v /\ Complete(at[v])
     \/ Bug = "P14" /\ Content(at[v], 1) # Unwritten
  /\ status' = [status EXCEPT ![v] = "acked"]
  /\ UNCHANGED <<Unit!vars, tail, owner, at, decided, seen, missed>>

\* The writer knows that the position holds something else on the whole chain (write-lost, or what it resolved), and
\* takes another token.
Lose(v) ==
  /\ status[v] = "writing"
  /\ \/ decided[at[v]] # v /\ Complete(at[v])
     \* P13: a time-out is taken for a loss. P15: so is help with the unit behind the head.
     \/ Bug = "P13"
     \/ Bug = "P15" /\ decided[at[v]] = v /\ ChainLength > 1 /\ Content(at[v], 2) = v
  /\ status' = [status EXCEPT ![v] = "again"]
  /\ UNCHANGED <<Unit!vars, tail, owner, at, decided, seen, missed>>

\* Trimmed, or out of patience: append-unknown.
GiveUp(v) ==
  /\ status[v] = "writing"
  /\ status' = [status EXCEPT ![v] = "unknown"]
  /\ UNCHANGED <<Unit!vars, tail, owner, at, decided, seen, missed>>

\* Every position that v was offered at holds something else, and there are no more tries.
Fail(v) ==
  /\ status[v] = "again"
  /\ status' = [status EXCEPT ![v] = "failed"]
  /\ UNCHANGED <<Unit!vars, tail, owner, at, decided, seen, missed>>

\* What a reader of p gets from one unit: the last, unless it is mistaken.
ReadFrom(p, u) ==
  LET found == IF power[u] = "up" THEN Unit!Content(u, p) ELSE Corrupt IN
  /\ seen' = IF found \in Values \cup {Junk} THEN [seen EXCEPT ![p] = @ \cup {found}] ELSE seen
  /\ missed' = IF found = Unwritten /\ (\E v \in Values : status[v] = "acked" /\ at[v] = p)
               THEN missed \cup {p} ELSE missed
  /\ UNCHANGED <<Unit!vars, tail, owner, status, at, decided>>

Read(p) ==
  CASE Bug = "P11" -> ReadFrom(p, UnitAt(p, 1))
    [] Bug = "P12" -> \E h \in Hops : ReadFrom(p, UnitAt(p, h))
    [] Bug = "P16" -> \E q \in 0 .. p : ReadFrom(p, UnitAt(q, ChainLength))
    [] OTHER -> ReadFrom(p, UnitAt(p, ChainLength))

\* A filler says what the position holds: junk (hole-filled), or the value of the writer that was faster (value-adopted).
Filled(p) ==
  /\ Complete(p) \/ (Bug = "P10" /\ Content(p, 1) \in Values)
  /\ seen' = [seen EXCEPT ![p] = @ \cup {IF Bug = "P10" THEN Junk ELSE decided[p]}]
  /\ UNCHANGED <<Unit!vars, tail, owner, status, at, decided, missed>>

Next ==
  \/ \E p \in Positions : Token(p) \/ HeadFill(p) \/ Read(p) \/ Filled(p)
  \/ \E p \in Positions, v \in Values : HeadWrite(p, v) \/ Start(v, p)
  \/ \E p \in Positions, h \in Hops : Copy(p, h) \/ TrimAt(p, h) \/ RepairAt(p, h)
  \/ \E u \in Units, w \in 1 .. PositionCount : PrefixTrimAt(u, w)
  \/ \E v \in Values : Ack(v) \/ Lose(v) \/ GiveUp(v) \/ Fail(v)
  \/ Fault

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

Unreadable == {Trimmed, Corrupt}

\* What a unit has, the units before it in the chain have, or had and were told to forget.
C_PrefixOfChain ==
  \A p \in Positions, h \in Hops :
    h > 1 /\ Content(p, h) \in Values \cup {Junk} => Content(p, h - 1) \in {Content(p, h)} \cup Unreadable

C_SingleValue ==
  \A p \in Positions, g, h \in Hops :
    Content(p, g) \in Values \cup {Junk} /\ Content(p, h) \in Values \cup {Junk} => Content(p, g) = Content(p, h)

\* What was returned once is returned for ever, or is trimmed.
C_ReadStable ==
  \A p \in Positions : \A c \in seen[p] : Content(p, ChainLength) \in {c} \cup Unreadable

\* A reader or filler that meets a decision returns that decision.
C_FillAdopts == \A p \in Positions : seen[p] \subseteq {decided[p]}

\* An acknowledged append can be read where its writer was told.
C_AckRead ==
  /\ missed = {}
  /\ \A v \in Values : status[v] = "acked" => Content(at[v], ChainLength) \in {v} \cup Unreadable

C_NoLostAck == \A v \in Values : status[v] = "acked" => decided[at[v]] = v

C_JunkNotAck == \A v \in Values : status[v] = "acked" => decided[at[v]] # Junk

C_AtMostOnce == \A p, q \in Positions : decided[p] \in Values /\ decided[p] = decided[q] => p = q

Abs == INSTANCE SharedLog WITH
  trimmed <- {p \in Positions : Content(p, 1) = Trimmed},
  status <- [v \in Values |-> IF status[v] \in {"writing", "again"} THEN "open" ELSE status[v]],
  home <- [v \in Values |-> IF status[v] = "acked" THEN at[v] ELSE NoPosition]

\* Seen from outside this is a shared log.
RefinesSharedLog == Abs!Spec

-----------------------------------------------------------------------------
\* Liveness, while no unit is down: readers fill, and helpers copy what was decided and finish trims that were begun.

Live ==
  /\ \A p \in Positions : WF_vars(HeadFill(p))
  /\ \A p \in Positions, h \in Hops : WF_vars(Copy(p, h))
  /\ \A p \in Positions, h \in Hops \ {1} : WF_vars(TrimAt(p, h))

LiveSpec == Spec /\ Live

\* Every position below the tail is decided or given up in the end, where readers look.
C_HoleResolved == \A p \in Positions : p < tail ~> Content(p, ChainLength) # Unwritten
=============================================================================
