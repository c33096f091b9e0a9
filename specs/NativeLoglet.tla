----------------------------- MODULE NativeLoglet -----------------------------
(****************************************************************************)
(* A loglet of its own: one sequencer orders the entries, n log servers     *)
(* store them, q of them commit, and n - q + 1 seal.                        *)
(*                                                                          *)
(* Entry i is whatever the sequencer gave offset i; it stores in any order  *)
(* of servers, and each server takes offsets without gaps, except below     *)
(* what it knows to be committed. A tail is checked by asking n - q + 1     *)
(* servers; after the seal the checker first copies, until q servers hold   *)
(* everything below the tail that it will name.                             *)
(*                                                                          *)
(* Atomic: one store, seal or answer of one server. Messages are left out:  *)
(* a request may be taken late, again or never, and an answer is a fact     *)
(* (`acks`). Left out too: trims, the payload, membership changes. The      *)
(* sequencer is never replaced in place.                                    *)
(*                                                                          *)
(* Source: "Virtual Consensus in Delos" (OSDI 2020), section 4.1.           *)
(****************************************************************************)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Servers,   \* their number is n
  Quorum,    \* q: this many servers commit an entry
  Capacity,  \* offsets are 0 to Capacity - 1
  Checkers,  \* who may check the tail of the sealed loglet
  Crashes,   \* whether servers lose power
  Bug        \* the planted mistake, or "none"

Offsets == 0 .. Capacity - 1
SealQuorum == Cardinality(Servers) - Quorum + 1
Absent == 0

VARIABLES
  issued,     \* the sequencer's counter
  impostor,   \* the counter of a second sequencer, which there must not be
  log,        \* per server and offset: whose entry it has, 1 the sequencer's, 2 the impostor's, or Absent
  localTail,  \* per server: one above the highest offset stored
  sealed,     \* per server
  gossip,     \* per server: what it heard is committed; in memory
  acks,       \* <<s, i>>: s acknowledged offset i to the sequencer
  check,      \* per checker: how far its check of the tail is
  ends,       \* history: the tails named after the seal
  opened,     \* history: the highest tail named as open
  lengthAtSeal \* history: how many entries were issued when the loglet was sealed

vars == <<issued, impostor, log, localTail, sealed, gossip, acks, check, ends, opened, lengthAtSeal>>

Idle == [phase |-> "idle", asked |-> {}, from |-> 0, to |-> 0]

TypeOK ==
  /\ issued \in 0 .. Capacity
  /\ impostor \in 0 .. Capacity
  /\ log \in [Servers -> [Offsets -> {Absent, 1, 2}]]
  /\ localTail \in [Servers -> 0 .. Capacity]
  /\ sealed \in [Servers -> BOOLEAN]
  /\ gossip \in [Servers -> 0 .. Capacity]
  /\ acks \in SUBSET (Servers \X Offsets)
  /\ check \in [Checkers -> [phase : {"idle", "asking", "copying"}, asked : SUBSET Servers, from : 0 .. Capacity,
                             to : 0 .. Capacity]]
  /\ ends \in SUBSET (0 .. Capacity)
  /\ opened \in 0 .. Capacity
  /\ lengthAtSeal \in 0 .. Capacity

Init ==
  /\ issued = 0
  /\ impostor = 0
  /\ log = [s \in Servers |-> [i \in Offsets |-> Absent]]
  /\ localTail = [s \in Servers |-> 0]
  /\ sealed = [s \in Servers |-> FALSE]
  /\ gossip = [s \in Servers |-> 0]
  /\ acks = {}
  /\ check = [r \in Checkers |-> Idle]
  /\ ends = {}
  /\ opened = 0
  /\ lengthAtSeal = 0

Max(a, b) == IF a > b THEN a ELSE b
Holding(i) == {s \in Servers : log[s][i] # Absent}
IsSealed == Cardinality({s \in Servers : sealed[s]}) >= SealQuorum

\* How many acknowledgements commit an entry.
Enough == IF Bug = "P35" THEN Cardinality(Servers) \div 2 ELSE Quorum

\* Everything below is committed: stored by enough servers, in order.
CommitPoint ==
  CHOOSE c \in 0 .. issued :
    /\ \A i \in 0 .. c - 1 : Cardinality({s \in Servers : <<s, i>> \in acks}) >= Enough
    /\ c = issued \/ Cardinality({s \in Servers : <<s, c>> \in acks}) < Enough

Issue ==
  /\ issued < Capacity
  /\ issued' = issued + 1
  /\ UNCHANGED <<impostor, log, localTail, sealed, gossip, acks, check, ends, opened, lengthAtSeal>>

ImpostorIssues ==
  /\ Bug = "two-sequencers"
  /\ impostor < Capacity
  /\ impostor' = impostor + 1
  /\ UNCHANGED <<issued, log, localTail, sealed, gossip, acks, check, ends, opened, lengthAtSeal>>

\* A server takes the entry of `author` at offset i, in order, unless it has it already.
Take(s, i, author) ==
  \/ /\ i < localTail[s]
     /\ log[s][i] # Absent \/ i < gossip[s]
     /\ UNCHANGED <<log, localTail>>
  \/ /\ i >= localTail[s]
     /\ i <= Max(localTail[s], gossip[s])
     /\ log' = [log EXCEPT ![s][i] = author]
     /\ localTail' = [localTail EXCEPT ![s] = i + 1]

Store(s, i) ==
  /\ i < issued
  /\ ~sealed[s]
  /\ <<s, i>> \notin acks
  /\ Take(s, i, 1)
  /\ acks' = acks \cup {<<s, i>>}
  /\ UNCHANGED <<issued, impostor, sealed, gossip, check, ends, opened, lengthAtSeal>>

ImpostorStores(s, i) ==
  /\ i < impostor
  /\ ~sealed[s]
  /\ Take(s, i, 2)
  /\ UNCHANGED <<issued, impostor, sealed, gossip, acks, check, ends, opened, lengthAtSeal>>

\* The commit point travels on every message.
Hear(s) ==
  /\ gossip[s] < CommitPoint
  /\ gossip' = [gossip EXCEPT ![s] = CommitPoint]
  /\ UNCHANGED <<issued, impostor, log, localTail, sealed, acks, check, ends, opened, lengthAtSeal>>

Seal(s) ==
  /\ ~sealed[s]
  /\ sealed' = [sealed EXCEPT ![s] = TRUE]
  /\ lengthAtSeal' = IF IsSealed THEN lengthAtSeal ELSE issued
  /\ UNCHANGED <<issued, impostor, log, localTail, gossip, acks, check, ends, opened>>

Crash(s) ==
  /\ Crashes
  /\ gossip' = [gossip EXCEPT ![s] = 0]
  /\ sealed' = IF Bug = "P36" THEN [sealed EXCEPT ![s] = FALSE] ELSE sealed
  /\ UNCHANGED <<issued, impostor, log, localTail, acks, check, ends, opened, lengthAtSeal>>

\* The tail of the open loglet: what the furthest of n - q + 1 servers has, once q servers have as much.
CheckOpenTail(R) ==
  LET t == CHOOSE m \in 0 .. Capacity : (\E s \in R : localTail[s] = m) /\ \A s \in R : localTail[s] <= m IN
  /\ Cardinality(R) = SealQuorum
  /\ \A s \in R : ~sealed[s]
  /\ Cardinality({s \in Servers : localTail[s] >= t}) >= Quorum \/ Bug = "P37"
  /\ opened' = Max(opened, t)
  /\ UNCHANGED <<issued, impostor, log, localTail, sealed, gossip, acks, check, ends, lengthAtSeal>>

\* A checker asks a server that is sealed (it seals those that are not). It keeps the highest tail and commit point.
Ask(r, s) ==
  /\ check[r].phase \in {"idle", "asking"}
  /\ s \notin check[r].asked
  /\ sealed[s]
  /\ check' = [check EXCEPT ![r] =
       [phase |-> IF Cardinality(check[r].asked) + 1 = SealQuorum THEN "copying" ELSE "asking",
        asked |-> check[r].asked \cup {s},
        from |-> Max(check[r].from, gossip[s]),
        to |-> Max(check[r].to, localTail[s])]]
  /\ UNCHANGED <<issued, impostor, log, localTail, sealed, gossip, acks, ends, opened, lengthAtSeal>>

\* It copies the next offset that s lacks, though s is sealed, in order. The commit point travels on every message.
Copy(r, s) ==
  LET i == Max(localTail[s], check[r].from) IN
  /\ check[r].phase = "copying"
  /\ i < check[r].to
  /\ \E source \in check[r].asked :
       /\ log[source][i] # Absent
       /\ log' = [log EXCEPT ![s][i] = log[source][i]]
  /\ localTail' = [localTail EXCEPT ![s] = i + 1]
  /\ gossip' = [gossip EXCEPT ![s] = Max(@, check[r].from)]
  /\ UNCHANGED <<issued, impostor, sealed, acks, check, ends, opened, lengthAtSeal>>

\* It names the tail.
NameEnd(r) ==
  /\ check[r].phase = "copying"
  /\ \/ \A i \in check[r].from .. check[r].to - 1 : Cardinality(Holding(i)) >= Quorum
     \/ Bug = "names-unrepaired"
  /\ ends' = ends \cup {check[r].to}
  /\ check' = [check EXCEPT ![r] = Idle]
  /\ UNCHANGED <<issued, impostor, log, localTail, sealed, gossip, acks, opened, lengthAtSeal>>

Next ==
  \/ Issue \/ ImpostorIssues
  \/ \E s \in Servers : Hear(s) \/ Seal(s) \/ Crash(s)
  \/ \E s \in Servers, i \in Offsets : Store(s, i) \/ ImpostorStores(s, i)
  \/ \E R \in SUBSET Servers : CheckOpenTail(R)
  \/ \E r \in Checkers : NameEnd(r)
  \/ \E r \in Checkers, s \in Servers : Ask(r, s) \/ Copy(r, s)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* Whoever asks as many servers as a seal needs meets every committed entry.
N_QuorumIntersect ==
  \A i \in 0 .. CommitPoint - 1 : Cardinality(Servers \ Holding(i)) < SealQuorum

\* A committed entry is preceded by committed ones only.
N_InOrderCommit == \A s \in Servers : gossip[s] <= CommitPoint

\* Whatever is below a tail named after the seal is stored by a quorum.
N_RepairNoLoss == \A t \in ends : \A i \in 0 .. t - 1 : Cardinality(Holding(i)) >= Quorum

\* One offset, one entry.
N_SingleSequencer ==
  \A s, t \in Servers, i \in Offsets : log[s][i] # Absent /\ log[t][i] # Absent => log[s][i] = log[t][i]

\* Nothing at or above a named end is ever committed.
L_SealBarrier == \A t \in ends : CommitPoint <= t

\* An open tail is not taken back by the end.
L_TailMonotone == \A t \in ends : opened <= t

L_SealForever == [][\A s \in Servers : sealed[s] => sealed'[s]]_vars

Cap == CHOOSE c \in {lengthAtSeal} \cup ends : \A t \in {lengthAtSeal} \cup ends : c <= t

Abs == INSTANCE Loglet WITH
  length <- issued,
  committed <- CommitPoint,
  sealed <- IsSealed,
  cap <- IF IsSealed THEN Cap ELSE 0

\* Servers differ in nothing but their names.
Symmetry == Permutations(Servers)

\* Seen from outside this is a loglet.
RefinesLoglet == Abs!Spec
=============================================================================
