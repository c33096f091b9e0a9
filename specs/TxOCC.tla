---------------------------------- MODULE TxOCC ----------------------------------
(****************************************************************************)
(* Transactions over objects that live in the log: optimistic, decided by   *)
(* whoever plays the commit record, without a coordinator.                  *)
(*                                                                          *)
(* A transaction reads at the versions that its host has, buffers its       *)
(* writes, and appends one commit record with both. It commits if none of   *)
(* what it read was written between. A host that does not have everything   *)
(* that was read cannot tell, and waits for a decision record from one that *)
(* can. The version of an object is the position of the commit record that  *)
(* wrote it last.                                                           *)
(*                                                                          *)
(* Atomic: an append to the log, and the application of one record by one   *)
(* host. The log is the one of SharedLog, without its holes.                *)
(*                                                                          *)
(* Left out: keys within objects, speculative writes in records of their    *)
(* own, nesting, and conflict checks at the sequencer. A transaction that   *)
(* writes nothing appends nothing: it looks at a fresh tail at its end.     *)
(*                                                                          *)
(* Source: Balakrishnan et al., "Tango: Distributed Data Structures over a  *)
(* Shared Log" (SOSP 2013), section 4.                                      *)
(****************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
  Objects,
  Txs,
  Full,            \* hosts that have every object
  Partial,         \* hosts that have only the objects of PartialObjects
  PartialObjects,
  WidthMax,        \* how many objects a transaction reads, and writes, at most
  DecisionsMax,    \* decision records for one transaction
  Bug              \* the planted mistake, or "none"

VARIABLES
  log,       \* commit and decision records, from position 1
  tx,        \* per transaction: how far it is, its host, the versions it read, and what it writes
  position,  \* per host: the record that it applied last
  version,   \* per host and object that it has: the position of the commit record that it reflects, 0 for none
  outcome,   \* per host and transaction: what it knows of it
  lagged     \* history: some read-only transaction missed a commit that somebody had been told of

vars == <<log, tx, position, version, outcome, lagged>>

Hosts == Full \cup Partial
Hosted(h) == IF h \in Full THEN Objects ELSE PartialObjects
Outcomes == {"unknown", "commit", "abort"}
NotBegun == [phase |-> "idle", host |-> "none", reads |-> {}, writes |-> {}]

Init ==
  /\ log = <<>>
  /\ tx = [t \in Txs |-> NotBegun]
  /\ position = [h \in Hosts |-> 0]
  /\ version = [h \in Hosts |-> [o \in Hosted(h) |-> 0]]
  /\ outcome = [h \in Hosts |-> [t \in Txs |-> "unknown"]]
  /\ lagged = FALSE

Positions == 1 .. Len(log)
CommitRecord(t, reads, writes, local) ==
  [kind |-> "commit", tx |-> t, reads |-> reads, writes |-> writes, outcome |-> local]
DecisionRecord(t, known) == [kind |-> "decision", tx |-> t, reads |-> {}, writes |-> {}, outcome |-> known]

TypeOK ==
  /\ \A p \in Positions : log[p].kind \in {"commit", "decision"} /\ log[p].tx \in Txs /\ log[p].outcome \in Outcomes
  /\ \A t \in Txs :
       /\ tx[t].phase \in {"idle", "running", "logged"}
       /\ tx[t].writes \subseteq Objects
       /\ \A r \in tx[t].reads : r[1] \in Objects /\ r[2] \in 0 .. Len(log)
  /\ position \in [Hosts -> 0 .. Len(log)]
  /\ \A h \in Hosts : version[h] \in [Hosted(h) -> 0 .. Len(log)]
  /\ outcome \in [Hosts -> [Txs -> Outcomes]]
  /\ lagged \in BOOLEAN

\* The transaction reads at host h, which has what it reads.
Begin(t, h, R, W) ==
  /\ tx[t].phase = "idle"
  /\ R \subseteq Hosted(h)
  /\ W # {}
  /\ Cardinality(R) <= WidthMax /\ Cardinality(W) <= WidthMax
  /\ tx' = [tx EXCEPT ![t] =
       [phase |-> "running", host |-> h, reads |-> {<<o, version[h][o]>> : o \in R}, writes |-> W]]
  /\ UNCHANGED <<log, position, version, outcome, lagged>>

Unchanged(h, reads) == \A r \in reads : version[h][r[1]] = r[2]

\* P29: the outcome is decided here and now, against what the host has applied.
AppendCommit(t) ==
  LET local == IF Bug # "P29" THEN "unknown" ELSE IF Unchanged(tx[t].host, tx[t].reads) THEN "commit" ELSE "abort" IN
  /\ tx[t].phase = "running"
  /\ log' = Append(log, CommitRecord(t, tx[t].reads, tx[t].writes, local))
  /\ tx' = [tx EXCEPT ![t].phase = "logged"]
  /\ UNCHANGED <<position, version, outcome, lagged>>

DecisionsOf(t) == {p \in Positions : log[p].kind = "decision" /\ log[p].tx = t}

\* A host that knows says so, for those that cannot tell. Twice does no harm.
AppendDecision(h, t) ==
  /\ outcome[h][t] # "unknown"
  /\ Cardinality(DecisionsOf(t)) < DecisionsMax
  /\ log' = Append(log, DecisionRecord(t, outcome[h][t]))
  /\ UNCHANGED <<tx, position, version, outcome, lagged>>

CanTell(h, reads) == \A r \in reads : r[1] \in Hosted(h)

\* What host h concludes at a commit record, or "unknown": then it waits.
Concludes(h, record) ==
  CASE record.outcome # "unknown" -> record.outcome
    [] CanTell(h, record.reads) -> IF Unchanged(h, record.reads) THEN "commit" ELSE "abort"
    [] DecisionsOf(record.tx) # {} -> log[CHOOSE p \in DecisionsOf(record.tx) : TRUE].outcome
    [] Bug = "guesses" -> "commit"
    [] OTHER -> "unknown"

\* A host plays the next record. One that touches no object it has passes by; a decision record was used before.
Apply(h) ==
  LET p == position[h] + 1
      record == log[p]
      touched == record.writes \cap Hosted(h)
      known == Concludes(h, record)
      visible == known = "commit" \/ Bug = "P28"
  IN
  /\ p \in Positions
  /\ position' = [position EXCEPT ![h] = p]
  /\ IF record.kind = "decision" \/ touched = {}
     THEN UNCHANGED <<version, outcome>>
     ELSE /\ known # "unknown"
          /\ outcome' = [outcome EXCEPT ![h][record.tx] = known]
          /\ version' = [version EXCEPT ![h] =
               [o \in Hosted(h) |->
                  IF o \in touched /\ visible /\ (Bug = "half-applied" => o = CHOOSE x \in touched : TRUE)
                  THEN p ELSE version[h][o]]]
  /\ UNCHANGED <<log, tx, lagged>>

\* A client was told of t's commit: the host where it ran knows.
IsAcked(t) == tx[t].phase = "logged" /\ outcome[tx[t].host][t] = "commit"

\* A transaction that only reads ends at a host that has applied everything. P31: it does not look.
ReadOnly(h) ==
  /\ position[h] = Len(log) \/ Bug = "P31"
  /\ lagged' = (lagged \/ \E p \in Positions :
       p > position[h] /\ log[p].kind = "commit" /\ log[p].writes \cap Hosted(h) # {} /\ IsAcked(log[p].tx))
  /\ UNCHANGED <<log, tx, position, version, outcome>>

Next ==
  \/ \E t \in Txs, h \in Hosts, R, W \in SUBSET Objects : Begin(t, h, R, W)
  \/ \E t \in Txs : AppendCommit(t)
  \/ \E h \in Hosts, t \in Txs : AppendDecision(h, t)
  \/ \E h \in Hosts : Apply(h) \/ ReadOnly(h)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* What the log alone says: the versions of all objects after its first n records, and who committed.
RECURSIVE Replay(_)
Replay(n) ==
  IF n = 0
  THEN [versions |-> [o \in Objects |-> 0], committed |-> {}]
  ELSE LET before == Replay(n - 1)
           record == log[n]
       IN IF record.kind = "commit" /\ \A r \in record.reads : before.versions[r[1]] = r[2]
          THEN [versions |-> [o \in Objects |-> IF o \in record.writes THEN n ELSE before.versions[o]],
                committed |-> before.committed \cup {n}]
          ELSE before

\* Every host is where the log alone would have it, and who only reads misses nothing.
T_StrictSerializable ==
  /\ ~lagged
  /\ \A h \in Hosts : LET said == Replay(position[h]) IN \A o \in Hosted(h) : version[h][o] = said.versions[o]

\* Hosts and decision records agree.
T_DecisionAgree ==
  /\ \A g, h \in Hosts, t \in Txs :
       outcome[g][t] # "unknown" /\ outcome[h][t] # "unknown" => outcome[g][t] = outcome[h][t]
  /\ \A t \in Txs : \A p \in DecisionsOf(t) : \A h \in Hosts :
       outcome[h][t] # "unknown" => log[p].outcome = outcome[h][t]

CommitOf(t) == CHOOSE p \in Positions : log[p].kind = "commit" /\ log[p].tx = t

\* All that a transaction wrote shows at a host, or nothing.
T_Atomic ==
  \A h \in Hosts, t \in Txs :
    outcome[h][t] = "commit" => \A o \in tx[t].writes \cap Hosted(h) : version[h][o] >= CommitOf(t)

T_AbortNoEffect ==
  \A h \in Hosts, t \in Txs :
    outcome[h][t] = "abort" => \A o \in Hosted(h) : version[h][o] # CommitOf(t)

\* What was read had been committed.
T_NoDirtyRead ==
  \A t \in Txs : \A r \in tx[t].reads : r[2] = 0 \/ r[2] \in Replay(Len(log)).committed

\* Nothing that a committed transaction read was written by another one between.
T_NoFalseCommit ==
  \A h \in Hosts, t \in Txs :
    outcome[h][t] = "commit" =>
      \A r \in tx[t].reads : \A p \in r[2] + 1 .. CommitOf(t) - 1 :
        ~(p \in Replay(Len(log)).committed /\ r[1] \in log[p].writes)

\* Transactions differ in nothing but their names.
Symmetry == Permutations(Txs)
=============================================================================
