------------------------------ MODULE VirtualLog ------------------------------
(****************************************************************************)
(* A log put together from loglets: the MetaStore holds the chain of them,  *)
(* appends go to the last, and to replace it one seals it, asks where it    *)
(* ended, and puts a new one behind it, if nobody was faster.               *)
(*                                                                          *)
(* Atomic: one operation on a loglet (as in Loglet), and one put to the     *)
(* MetaStore, which compares versions (as in MetaStore). A lost answer to a *)
(* put is a client that does not go on. What a client believes to be the    *)
(* chain may be old: an append may go to any loglet that ever was the last. *)
(*                                                                          *)
(* The order of entries inside a loglet, the prefix of it that is           *)
(* committed, and the tails that different observers are told after the     *)
(* seal are those of Loglet: any tail from the committed to the stored      *)
(* length. The one that the chain records binds.                            *)
(*                                                                          *)
(* Left out: the chain is kept whole, with a mark where it begins, so that  *)
(* positions can be compared after a truncation; reconfiguration for a      *)
(* reason (it may happen at any time).                                      *)
(*                                                                          *)
(* Source: "Virtual Consensus in Delos" (OSDI 2020), sections 3.1 to 3.3.   *)
(****************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Values,        \* what is appended; every value is one append
  Movers,        \* clients that reconfigure
  SegmentsMax,
  Steps,         \* a subset of {"trim", "modify", "zombie", "read"}
  Bug            \* the planted mistake, or "none"

VARIABLES
  meta,    \* the MetaStore: its version, the chain of segments, and how many of them are truncated
  loglets, \* every loglet that was made, by id
  status,  \* per value: how its append stands
  where,   \* per value: loglet and offset of its entry, or Nowhere
  mover,   \* per mover: how far its reconfiguration is
  trim,    \* positions below are trimmed
  heirs,   \* history: <<a, b>>: loglet b was published as the one after a
  seen     \* history: <<p, v>>: somebody read v at position p

vars == <<meta, loglets, status, where, mover, trim, heirs, seen>>

PositionCount == Cardinality(Values)
Positions == 0 .. PositionCount - 1
Unwritten == "UNWRITTEN"
Nowhere == [loglet |-> 0, offset |-> 0]
NewLoglet == [entries |-> <<>>, committed |-> 0, sealed |-> FALSE, cap |-> 0]
IdleMover == [phase |-> "idle", meta |-> [version |-> 0, chain |-> <<>>, first |-> 1], end |-> 0]

Init ==
  /\ meta = [version |-> 1, chain |-> <<[id |-> 1, base |-> 0]>>, first |-> 1]
  /\ loglets = <<NewLoglet>>
  /\ status = [v \in Values |-> "idle"]
  /\ where = [v \in Values |-> Nowhere]
  /\ mover = [m \in Movers |-> IdleMover]
  /\ trim = 0
  /\ heirs = {}
  /\ seen = {}

Ids == 1 .. Len(loglets)
LastOf(chain) == chain[Len(chain)]
Min(a, b) == IF a < b THEN a ELSE b

TypeOK ==
  /\ meta.version \in Nat
  /\ meta.first \in 1 .. Len(meta.chain)
  /\ \A i \in 1 .. Len(meta.chain) : meta.chain[i].id \in Ids /\ meta.chain[i].base \in 0 .. PositionCount
  /\ \A l \in Ids :
       /\ loglets[l].entries \in Seq(Values)
       /\ loglets[l].committed \in 0 .. Len(loglets[l].entries)
       /\ loglets[l].sealed \in BOOLEAN
       /\ loglets[l].cap \in 0 .. PositionCount
  /\ status \in [Values -> {"idle", "sent", "acked", "unknown"}]
  /\ \A v \in Values : where[v].loglet \in Ids \cup {0}
  /\ \A m \in Movers : mover[m].phase \in {"idle", "fetched", "sealed", "sealing late", "tail known", "done"}
  /\ trim \in 0 .. PositionCount
  /\ heirs \in SUBSET (Ids \X Ids)
  /\ seen \in SUBSET (Positions \X Values)

\* One above the last position of segment i: where the next one begins, or what the open one has committed.
EndOf(i) ==
  IF i < Len(meta.chain)
  THEN meta.chain[i + 1].base
  ELSE meta.chain[i].base + loglets[meta.chain[i].id].committed

LogTail == EndOf(Len(meta.chain))

EntryAt(i, p) == loglets[meta.chain[i].id].entries[p - meta.chain[i].base + 1]

\* What position p holds: of segments with the same base, the later.
ValueAt(p) ==
  IF p >= LogTail
  THEN Unwritten
  ELSE LET i == CHOOSE j \in 1 .. Len(meta.chain) : meta.chain[j].base <= p /\ p < EndOf(j) IN EntryAt(i, p)

\* Where the chain puts an entry of one of its loglets.
PositionOf(place) ==
  LET i == CHOOSE j \in 1 .. Len(meta.chain) : meta.chain[j].id = place.loglet IN meta.chain[i].base + place.offset

-----------------------------------------------------------------------------
\* Appends

\* The client believes that segment i is the last. If its loglet is sealed, the entry comes too late, but some server may
\* take it.
AppendTo(v, i) ==
  LET id == meta.chain[i].id IN
  /\ status[v] = "idle"
  /\ ~loglets[id].sealed \/ "zombie" \in Steps
  /\ loglets' = [loglets EXCEPT ![id].entries = Append(@, v)]
  /\ status' = [status EXCEPT ![v] = "sent"]
  /\ where' = [where EXCEPT ![v] = [loglet |-> id, offset |-> Len(loglets[id].entries)]]
  /\ UNCHANGED <<meta, mover, trim, heirs, seen>>

Commit(id) ==
  LET l == loglets[id] IN
  /\ l.committed < (IF l.sealed THEN l.cap ELSE Len(l.entries))
  /\ loglets' = [loglets EXCEPT ![id].committed = @ + 1]
  /\ UNCHANGED <<meta, status, where, mover, trim, heirs, seen>>

Ack(v) ==
  /\ status[v] = "sent"
  /\ where[v].offset < loglets[where[v].loglet].committed
  /\ status' = [status EXCEPT ![v] = "acked"]
  /\ UNCHANGED <<meta, loglets, where, mover, trim, heirs, seen>>

\* SEALED or a time-out: the entry may be in the log or not.
GiveUp(v) ==
  /\ status[v] = "sent"
  /\ status' = [status EXCEPT ![v] = "unknown"]
  /\ UNCHANGED <<meta, loglets, where, mover, trim, heirs, seen>>

-----------------------------------------------------------------------------
\* Reconfiguration: seal, ask for the tail, put

Fetch(m) ==
  /\ mover[m].phase = "idle"
  /\ Len(meta.chain) < SegmentsMax
  /\ mover' = [mover EXCEPT ![m] = [IdleMover EXCEPT !.phase = "fetched", !.meta = meta]]
  /\ UNCHANGED <<meta, loglets, status, where, trim, heirs, seen>>

Sealed(l) == IF l.sealed THEN l ELSE [l EXCEPT !.sealed = TRUE, !.cap = Len(l.entries)]

\* Sealing twice changes nothing.
Seal(m) ==
  LET id == LastOf(mover[m].meta.chain).id IN
  /\ mover[m].phase = "fetched" /\ Bug # "P33"
  /\ loglets' = [loglets EXCEPT ![id] = Sealed(@)]
  /\ mover' = [mover EXCEPT ![m].phase = "sealed"]
  /\ UNCHANGED <<meta, status, where, trim, heirs, seen>>

\* P33: the tail is asked for first, and the loglet sealed then.
TailBeforeSeal(m) ==
  /\ Bug = "P33"
  /\ mover[m].phase = "fetched"
  /\ mover' = [mover EXCEPT
       ![m].phase = "sealing late", ![m].end = loglets[LastOf(mover[m].meta.chain).id].committed]
  /\ UNCHANGED <<meta, loglets, status, where, trim, heirs, seen>>

SealLate(m) ==
  LET id == LastOf(mover[m].meta.chain).id IN
  /\ mover[m].phase = "sealing late"
  /\ loglets' = [loglets EXCEPT ![id] = Sealed(@)]
  /\ mover' = [mover EXCEPT ![m].phase = "tail known"]
  /\ UNCHANGED <<meta, status, where, trim, heirs, seen>>

CheckTail(m, t) ==
  LET id == LastOf(mover[m].meta.chain).id IN
  /\ mover[m].phase = "sealed"
  /\ t \in loglets[id].committed .. Len(loglets[id].entries)
  /\ loglets' = [loglets EXCEPT ![id].cap = Min(@, t)]
  /\ mover' = [mover EXCEPT ![m].phase = "tail known", ![m].end = t]
  /\ UNCHANGED <<meta, status, where, trim, heirs, seen>>

\* A put that finds another version does nothing, and the mover looks again, even if somebody put something else than an
\* extension. The new loglet is made only if it is used.
Put(m) ==
  LET old == mover[m].meta
      last == LastOf(old.chain)
      id == IF Bug = "reuses-id" THEN 1 ELSE Len(loglets) + 1
      segment == [id |-> id, base |-> last.base + mover[m].end]
  IN
  /\ mover[m].phase = "tail known"
  /\ IF old.version = meta.version \/ Bug = "P34"
     THEN /\ meta' = [meta EXCEPT !.version = @ + 1, !.chain = Append(old.chain, segment)]
          /\ loglets' = IF Bug = "reuses-id" THEN [loglets EXCEPT ![1] = NewLoglet] ELSE Append(loglets, NewLoglet)
          /\ heirs' = heirs \cup {<<last.id, id>>}
     ELSE UNCHANGED <<meta, loglets, heirs>>
  /\ mover' = [mover EXCEPT ![m] =
       IF Bug = "takes-loss-for-done" /\ old.version # meta.version
       THEN [IdleMover EXCEPT !.phase = "done"]
       ELSE IdleMover]
  /\ UNCHANGED <<status, where, trim, seen>>

-----------------------------------------------------------------------------
\* Housekeeping

TrimTo(p) ==
  /\ "trim" \in Steps
  /\ p > trim
  /\ p <= LogTail
  /\ trim' = p
  /\ UNCHANGED <<meta, loglets, status, where, mover, heirs, seen>>

\* The first segment goes when everything in it is trimmed.
Truncate ==
  /\ meta.first < Len(meta.chain)
  /\ EndOf(meta.first) <= trim
  /\ meta' = [meta EXCEPT !.version = @ + 1, !.first = @ + 1]
  /\ UNCHANGED <<loglets, status, where, mover, trim, heirs, seen>>

\* The loglet of a closed segment is replaced by one with the same content, as when it is archived.
Modify(i) ==
  LET old == loglets[meta.chain[i].id]
      length == IF Bug = "copies-committed" THEN old.committed ELSE EndOf(i) - meta.chain[i].base
      new == [entries |-> SubSeq(old.entries, 1, length), committed |-> length, sealed |-> TRUE, cap |-> length]
  IN
  /\ "modify" \in Steps
  /\ i < Len(meta.chain)
  /\ Len(loglets) < SegmentsMax + 1
  /\ meta' = [meta EXCEPT !.version = @ + 1, !.chain[i].id = Len(loglets) + 1]
  /\ loglets' = Append(loglets, new)
  /\ UNCHANGED <<status, where, mover, trim, heirs, seen>>

\* A reader with an old chain takes segment i for the last. With P38 it follows a sealed loglet to its own end.
Read(i, p) ==
  LET l == loglets[meta.chain[i].id]
      offset == p - meta.chain[i].base
  IN
  /\ "read" \in Steps
  /\ p \in meta.chain[i].base .. PositionCount - 1
  /\ \/ ~l.sealed /\ offset < l.committed
     \/ offset < EndOf(i) - meta.chain[i].base
     \/ Bug = "P38" /\ l.sealed /\ offset < Len(l.entries)
  /\ seen' = seen \cup {<<p, l.entries[offset + 1]>>}
  /\ UNCHANGED <<meta, loglets, status, where, mover, trim, heirs>>

Next ==
  \/ \E v \in Values, i \in 1 .. Len(meta.chain) : AppendTo(v, i)
  \/ \E v \in Values : Ack(v) \/ GiveUp(v)
  \/ \E l \in Ids : Commit(l)
  \/ \E m \in Movers : Fetch(m) \/ Seal(m) \/ TailBeforeSeal(m) \/ SealLate(m) \/ Put(m)
  \/ \E m \in Movers, t \in 0 .. PositionCount : CheckTail(m, t)
  \/ \E p \in 1 .. PositionCount : TrimTo(p)
  \/ Truncate
  \/ \E i \in 1 .. Len(meta.chain) : Modify(i) \/ \E p \in Positions : Read(i, p)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* Segments stay where they were put.
V_ChainAppendOnly ==
  [][/\ Len(meta'.chain) >= Len(meta.chain)
     /\ \A i \in 1 .. Len(meta.chain) : meta'.chain[i].base = meta.chain[i].base]_vars

\* A loglet has one successor at most, however many movers there are.
V_OneSuccessor == \A a, b \in heirs : a[1] = b[1] => a[2] = b[2]

\* A loglet is replaced by one that holds the same for the same positions.
V_ModifyEqual ==
  [][\A i \in 1 .. Len(meta.chain) - 1 :
       meta'.chain[i].id # meta.chain[i].id =>
         loglets'[meta'.chain[i].id].entries
           = SubSeq(loglets[meta.chain[i].id].entries, 1, EndOf(i) - meta.chain[i].base)]_vars

V_SealedBeforeExtend == \A i \in 1 .. Len(meta.chain) - 1 : loglets[meta.chain[i].id].sealed

\* The segments cover the positions without gaps and without overlap, and hold what they cover.
V_ContigLSN ==
  /\ meta.chain[1].base = 0
  /\ \A i \in 1 .. Len(meta.chain) :
       /\ meta.chain[i].base <= EndOf(i)
       /\ EndOf(i) - meta.chain[i].base <= Len(loglets[meta.chain[i].id].entries)

V_LogletIdFresh == \A i, j \in 1 .. Len(meta.chain) : meta.chain[i].id = meta.chain[j].id => i = j

\* An acknowledged entry is in the log. (Its loglet may have been replaced by a copy, so it is looked for by value.)
V_AckedBelowEnd == \A v \in Values : status[v] = "acked" => \E p \in Positions : ValueAt(p) = v

\* What was read is in the log, where it was read.
V_NoBeyondEnd == \A r \in seen : ValueAt(r[1]) = r[2]

C_AtMostOnce == \A p, q \in Positions : ValueAt(p) = ValueAt(q) /\ ValueAt(p) # Unwritten => p = q

HomeOf(v) ==
  IF status[v] = "acked" /\ \E p \in Positions : ValueAt(p) = v THEN CHOOSE p \in Positions : ValueAt(p) = v ELSE -1

Abs == INSTANCE SharedLog WITH
  decided <- [p \in Positions |-> ValueAt(p)],
  trimmed <- {p \in Positions : p < trim},
  tail <- LogTail,
  status <- [v \in Values |-> IF status[v] = "sent" THEN "open" ELSE status[v]],
  home <- [v \in Values |-> HomeOf(v)]

\* Seen from outside this is a shared log.
RefinesSharedLog == Abs!Spec

-----------------------------------------------------------------------------
\* Liveness: movers go on.

Live ==
  \A m \in Movers :
    /\ WF_vars(Fetch(m)) /\ WF_vars(Seal(m)) /\ WF_vars(Put(m))
    /\ WF_vars(\E t \in 0 .. PositionCount : CheckTail(m, t))

LiveSpec == Spec /\ Live

\* A sealed log gets a new end, as long as there may be another segment.
V_Reconfigures ==
  \A n \in 1 .. SegmentsMax - 1 :
    Len(meta.chain) = n /\ loglets[LastOf(meta.chain).id].sealed ~> Len(meta.chain) > n
=============================================================================
