------------------------------- MODULE Reconfig -------------------------------
(****************************************************************************)
(* From one layout to the next: seal, take the tail, install, bootstrap a   *)
(* sequencer; while clients of every epoch go on writing, filling and       *)
(* reading with the layout that they know.                                  *)
(*                                                                          *)
(* Atomic: one step of one unit, and the installation of a layout, which    *)
(* is the decision of LayoutPaxos: whoever comes second finds it taken.     *)
(* A sealed unit answers nothing of older epochs, so what it reported lasts *)
(* until the new layout is there, and the reconfigurer needs no state: it   *)
(* has reports from any set of sealed units. As in ChainLog, answers are facts and    *)
(* requests may arrive late: a write that was sent once with a token may    *)
(* reach the head of its chain at any time, while that unit obeys the epoch.*)
(*                                                                          *)
(* A layout is a sequence of segments, each with a first position and its   *)
(* chains, which take turns. Four plans: the sequencer alone (failover), a  *)
(* unit is dropped from all chains, a unit is added behind a chain from the *)
(* tail on (after a drop, or with it, it takes the place of another), and a *)
(* stripe is added from the tail on. Dropped units need not be sealed: they *)
(* may be dead, or only seem so.                               *)
(*                                                                          *)
(* Left out: crashes of units, which lose nothing (FlashUnit); trims, and   *)
(* the copying of old segments to a new unit (Rebuild); who may still serve *)
(* reads (Lease).                                                           *)
(*                                                                          *)
(* Source: "CORFU: A Shared Log Design for Flash Clusters" (NSDI 2012),     *)
(* section 3.1; Lamport, Malkhi, Zhou, "Vertical Paxos and Primary-Backup   *)
(* Replication" (PODC 2009).                                                *)
(****************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Values,         \* what is appended; every value is one append
  PositionCount,
  Stripes,        \* of the first layout
  ChainLength,    \* of the first layout
  Spares,         \* units beside those of the first layout
  EpochsMax,
  Plans,          \* a subset of {"failover", "drop", "add", "stripe"}
  Reads,          \* whether reads are recorded
  Bug             \* the planted mistake, or "none"

Positions == 0 .. PositionCount - 1
Units == 1 .. Stripes * ChainLength + Spares
Epochs == 1 .. EpochsMax
Unwritten == "UNWRITTEN"
Junk == "JUNK"
Contents == Values \cup {Unwritten, Junk}
NotReady == -1
NoToken == [epoch |-> 0, position |-> 0]

VARIABLES
  layouts,   \* the layouts installed so far, by epoch
  seqTail,   \* per epoch: the counter of its sequencer, or NotReady
  store,     \* per unit and position
  minEpoch,  \* per unit: the epoch it obeys
  status,    \* per value: what its writer is doing
  token,     \* per value: the token that its writer uses or used last
  sent,      \* <<v, e, p>>: a write of v to p was sent in epoch e
  early,     \* P24: the tail that the reconfigurer asked for before it sealed, or NotReady
  seen       \* history: <<p, c>>: a read of p returned c

vars == <<layouts, seqTail, store, minEpoch, status, token, sent, early, seen>>

FirstLayout ==
  <<[start |-> 0, chains |-> [s \in 1 .. Stripes |-> [h \in 1 .. ChainLength |-> (s - 1) * ChainLength + h]]]>>

Init ==
  /\ layouts = <<FirstLayout>>
  /\ seqTail = [e \in Epochs |-> IF e = 1 THEN 0 ELSE NotReady]
  /\ store = [u \in Units |-> [p \in Positions |-> Unwritten]]
  /\ minEpoch = [u \in Units |-> 1]
  /\ status = [v \in Values |-> "idle"]
  /\ token = [v \in Values |-> NoToken]
  /\ sent = {}
  /\ early = NotReady
  /\ seen = {}

Newest == Len(layouts)

Range(sequence) == {sequence[i] : i \in 1 .. Len(sequence)}

UnitsOf(layout) == UNION {UNION {Range(chain) : chain \in Range(segment.chains)} : segment \in Range(layout)}

TypeOK ==
  /\ Newest \in Epochs
  /\ \A e \in 1 .. Newest : layouts[e][1].start = 0 /\ UnitsOf(layouts[e]) # {}
  /\ seqTail \in [Epochs -> {NotReady} \cup 0 .. PositionCount]
  /\ store \in [Units -> [Positions -> Contents]]
  /\ minEpoch \in [Units -> Epochs]
  /\ status \in [Values -> {"idle", "writing", "again", "acked", "unknown"}]
  /\ token \in [Values -> [epoch : 0 .. EpochsMax, position : Positions]]
  /\ sent \in SUBSET (Values \X Epochs \X Positions)
  /\ early \in {NotReady} \cup 0 .. PositionCount
  /\ seen \in SUBSET (Positions \X (Values \cup {Junk}))

\* The chain of position p: that of the last segment that begins at or below it.
ChainIn(layout, p) ==
  LET i == Cardinality({j \in 1 .. Len(layout) : layout[j].start <= p}) IN
  layout[i].chains[1 + ((p - layout[i].start) % Len(layout[i].chains))]

Chain(e, p) == ChainIn(layouts[e], p)
Last(chain) == chain[Len(chain)]

\* The whole chain of p in epoch e has c.
Complete(e, p, c) == \A h \in 1 .. Len(Chain(e, p)) : store[Chain(e, p)[h]][p] = c

\* Does unit u do what a request of epoch e asks?
Obeys(u, e) == minEpoch[u] = e \/ (Bug = "P03" /\ minEpoch[u] = e + 1)

Put(u, p, c) == store' = [store EXCEPT ![u][p] = c]

-----------------------------------------------------------------------------
\* Clients and units

\* A client takes a token, in any epoch whose sequencer still answers: token-granted.
Token(v, e) ==
  LET p == seqTail[e] IN
  /\ status[v] \in {"idle", "again"}
  /\ p # NotReady
  /\ p < PositionCount
  /\ seqTail' = [seqTail EXCEPT ![e] = p + 1]
  /\ status' = [status EXCEPT ![v] = "writing"]
  /\ token' = [token EXCEPT ![v] = [epoch |-> e, position |-> p]]
  /\ sent' = sent \cup {<<v, e, p>>}
  /\ UNCHANGED <<layouts, store, minEpoch, early, seen>>

\* unit-wrote at a head.
HeadWrite(v, e, p) ==
  LET head == Chain(e, p)[1] IN
  /\ <<v, e, p>> \in sent
  /\ Obeys(head, e)
  /\ store[head][p] = Unwritten
  /\ Put(head, p, v)
  /\ UNCHANGED <<layouts, seqTail, minEpoch, status, token, sent, early, seen>>

\* unit-filled at a head, for a position that the sequencer of the epoch has granted.
HeadFill(e, p) ==
  LET head == Chain(e, p)[1] IN
  /\ p < seqTail[e]
  /\ Obeys(head, e)
  /\ store[head][p] = Unwritten
  /\ Put(head, p, Junk)
  /\ UNCHANGED <<layouts, seqTail, minEpoch, status, token, sent, early, seen>>

\* unit-wrote or unit-filled behind a head: what the unit before has.
Copy(e, p, h) ==
  LET chain == Chain(e, p) IN
  /\ h \in 2 .. Len(chain)
  /\ store[chain[h - 1]][p] # Unwritten
  /\ Obeys(chain[h], e)
  /\ store[chain[h]][p] = Unwritten
  /\ Put(chain[h], p, store[chain[h - 1]][p])
  /\ UNCHANGED <<layouts, seqTail, minEpoch, status, token, sent, early, seen>>

\* The mistake of going on with a value of an older epoch after a refetch of the layout.
CarryAcross(e, p, h) ==
  /\ Bug = "carries-across"
  /\ e > 1
  /\ h \in 1 .. Len(Chain(e, p))
  /\ LET value == store[Chain(e - 1, p)[1]][p]
         unit == Chain(e, p)[h]
     IN /\ value # Unwritten
        /\ Obeys(unit, e)
        /\ store[unit][p] = Unwritten
        /\ Put(unit, p, value)
  /\ UNCHANGED <<layouts, seqTail, minEpoch, status, token, sent, early, seen>>

\* The writer knows that the whole chain of its token has its value.
Ack(v) ==
  /\ status[v] = "writing"
  /\ Complete(token[v].epoch, token[v].position, v)
  /\ status' = [status EXCEPT ![v] = "acked"]
  /\ UNCHANGED <<layouts, seqTail, store, minEpoch, token, sent, early, seen>>

\* What the last unit of p's chain says to a client that knows the layout of epoch e.
Tells(e, p) == store[Last(Chain(e, p))][p]

\* A writer in doubt finds out in epoch e, not older than its token: the position has its value, or something else; or it is
\* at or above the tail of a newer epoch, and no write of the old one can reach it any more.
Resolve(v, e) ==
  LET p == token[v].position IN
  /\ status[v] = "writing"
  /\ token[v].epoch <= e
  /\ Obeys(Last(Chain(e, p)), e)
  /\ \/ Tells(e, p) = v /\ status' = [status EXCEPT ![v] = "acked"]
     \/ Tells(e, p) \notin {v, Unwritten} /\ status' = [status EXCEPT ![v] = "again"]
     \/ /\ Tells(e, p) = Unwritten
        /\ token[v].epoch < e \/ Bug = "drops-in-same-epoch"
        /\ seqTail[e] # NotReady
        /\ p >= seqTail[e] \/ Bug = "drops-in-same-epoch"
        /\ status' = [status EXCEPT ![v] = "again"]
  /\ UNCHANGED <<layouts, seqTail, store, minEpoch, token, sent, early, seen>>

GiveUp(v) ==
  /\ status[v] = "writing"
  /\ status' = [status EXCEPT ![v] = "unknown"]
  /\ UNCHANGED <<layouts, seqTail, store, minEpoch, token, sent, early, seen>>

\* P11 and P12: readers ask the head.
Read(e, p) ==
  LET chain == Chain(e, p)
      asked == IF Bug \in {"P11", "P12"} THEN chain[1] ELSE Last(chain)
  IN
  /\ Reads
  /\ Obeys(asked, e)
  /\ store[asked][p] # Unwritten
  /\ seen' = seen \cup {<<p, store[asked][p]>>}
  /\ UNCHANGED <<layouts, seqTail, store, minEpoch, status, token, sent, early>>

-----------------------------------------------------------------------------
\* Reconfiguration, into epoch Newest + 1

\* unit-sealed, or unit-reset, which admits a unit that was wiped. The request may be late: then the unit is none of the newest layout.
SealUnit(u, e) ==
  /\ e \in minEpoch[u] + 1 .. Newest + 1
  /\ e <= EpochsMax
  /\ minEpoch' = [minEpoch EXCEPT ![u] = e]
  /\ UNCHANGED <<layouts, seqTail, store, status, token, sent, early, seen>>

Hwm(u) ==
  CHOOSE a \in Positions \cup {-1} :
    /\ a = -1 \/ store[u][a] # Unwritten
    /\ \A p \in Positions : store[u][p] # Unwritten => p <= a

IsSealed(u) == minEpoch[u] = Newest + 1

\* Every chain, a pair of segment and stripe of the present layout.
ChainsOf(layout) == {<<i, s>> \in (1 .. Len(layout)) \X (1 .. Cardinality(Units)) : s <= Len(layout[i].chains)}

ChainAt(layout, c) == layout[c[1]].chains[c[2]]

HighestOf(S) == CHOOSE a \in S : \A b \in S : b <= a

\* One above the highest position that some of the units has, and not below where the log begins.
TailOf(units) == 1 + HighestOf({layouts[Newest][1].start - 1} \cup {Hwm(u) : u \in units})

\* The first unit of each chain among those that reported: it has what those behind it have. P19: of one stripe only.
HeadsOf(layout, reported) ==
  LET reporting(c) == {h \in 1 .. Len(ChainAt(layout, c)) : ChainAt(layout, c)[h] \in reported}
      asked == {c \in ChainsOf(layout) : reporting(c) # {} /\ (Bug = "P19" => c[2] = 1)}
  IN {ChainAt(layout, c)[CHOOSE h \in reporting(c) : \A i \in reporting(c) : h <= i] : c \in asked}

\* P24: the reconfigurer asks before it seals.
AskEarly ==
  /\ Bug = "P24"
  /\ early = NotReady
  /\ early' = TailOf(HeadsOf(layouts[Newest], Units))
  /\ UNCHANGED <<layouts, seqTail, store, minEpoch, status, token, sent, seen>>

Without(chain, u) == SelectSeq(chain, LAMBDA x : x # u)

DropFrom(layout, u) ==
  [i \in 1 .. Len(layout) |->
     [layout[i] EXCEPT !.chains = [s \in 1 .. Len(layout[i].chains) |-> Without(layout[i].chains[s], u)]]]

\* Closes the open segment at the tail and goes on with other chains, beginning with the one whose turn it is. A segment that
\* holds nothing yet is changed as it stands.
SplitAt(layout, tail, chains) ==
  LET open == layout[Len(layout)]
      turn == (tail - open.start) % Len(chains)
      rotated == [s \in 1 .. Len(chains) |-> chains[1 + ((s - 1 + turn) % Len(chains))]]
  IN IF tail <= open.start
     THEN [layout EXCEPT ![Len(layout)].chains = chains]
     ELSE Append(layout, [start |-> tail, chains |-> rotated])

\* Layouts that may follow the newest, by plan, when the reports give this tail.
Candidates(tail) ==
  LET now == layouts[Newest]
      open == now[Len(now)].chains
      others == Units \ UnitsOf(now)
      droppable == {u \in UnitsOf(now) : \A c \in ChainsOf(now) : Without(ChainAt(now, c), u) # <<>>}
  IN
  UNION {
    IF "failover" \in Plans THEN {now} ELSE {},
    IF "drop" \in Plans THEN {DropFrom(now, u) : u \in droppable} ELSE {},
    IF "add" \in Plans
    THEN {SplitAt(now, tail, [open EXCEPT ![x[1]] = Append(@, x[2])]) : x \in (1 .. Len(open)) \X others}
    ELSE {},
    IF "stripe" \in Plans THEN {SplitAt(now, tail, Append(open, <<u>>)) : u \in others} ELSE {}}

\* With these reports the layout may be proposed: a sealed unit of every old chain, and all units of the new layout. P25: the
\* first stripe will do.
MaySucceed(layout, reported) ==
  \/ /\ \A c \in ChainsOf(layouts[Newest]) :
          \E h \in 1 .. Len(ChainAt(layouts[Newest], c)) : ChainAt(layouts[Newest], c)[h] \in reported
     /\ UnitsOf(layout) \subseteq reported
  \/ /\ Bug = "P25"
     /\ \A c \in ChainsOf(layout) :
          c[2] = 1 => \A h \in 1 .. Len(ChainAt(layout, c)) : ChainAt(layout, c)[h] \in reported

TailFrom(reported) == IF Bug = "P24" THEN early ELSE TailOf(HeadsOf(layouts[Newest], reported))

\* Units that are gone, from all chains.
WithoutAll(layout, gone) ==
  [i \in 1 .. Len(layout) |->
     [layout[i] EXCEPT !.chains =
        [s \in 1 .. Len(layout[i].chains) |-> SelectSeq(layout[i].chains[s], LAMBDA x : x \notin gone)]]]

\* Several plans may be followed at once. Units are gone from all chains; from the tail on, units that were in none stand behind
\* those of a chain, or are chains of their own. What \E binds to one value is evaluated once, wherever it is mentioned.
Follows(layout, tail) ==
  \E now \in {layouts[Newest]}, last \in {layout[Len(layout)].chains} :
    \E rest \in {WithoutAll(now, UnitsOf(now) \ UnitsOf(layout))}, old \in {UnitsOf(now)} :
      \E open \in {rest[Len(rest)]} :
        \E turn \in {IF tail <= open.start THEN 0 ELSE (tail - open.start) % Len(last)} :
          \* In the order of the segment before.
          \E chains \in {[s \in 1 .. Len(last) |-> last[1 + ((s - 1 - turn) % Len(last))]]} :
            \/ layout = rest
            \/ /\ Len(chains) >= Len(open.chains)
               /\ \A s \in 1 .. Len(chains) :
                    \E before \in {IF s <= Len(open.chains) THEN open.chains[s] ELSE <<>>} :
                      /\ SelectSeq(chains[s], LAMBDA x : x \in old) = before
                      /\ SubSeq(chains[s], 1, Len(before)) = before
               /\ layout = SplitAt(rest, tail, chains)

\* layout-accepted by a majority: of somebody who had reports from these sealed units. A unit that joins was wiped, except with P26.
InstallWith(layout, reported, tail) ==
  /\ Newest < EpochsMax
  /\ early = NotReady => Bug # "P24"
  /\ MaySucceed(layout, reported)
  /\ Follows(layout, tail)
  /\ layouts' = Append(layouts, layout)
  /\ store' = [u \in Units |->
       IF u \in UnitsOf(layout) \ UnitsOf(layouts[Newest]) /\ Bug # "P26"
       THEN [p \in Positions |-> Unwritten]
       ELSE store[u]]
  /\ UNCHANGED <<seqTail, minEpoch, status, token, sent, early, seen>>

Install ==
  \E reported \in SUBSET {u \in Units : IsSealed(u)} :
    \E tail \in {TailFrom(reported)} :
      \E layout \in Candidates(tail) : InstallWith(layout, reported, tail)

\* sequencer-bootstrapped, once in an epoch, with a tail above everything that a head of the new layout has. A head may have been
\* sealed again since it was asked: until the sequencer serves, nobody has written. P20: a sequencer that served two epochs ago
\* goes on where it was. B1: one too low.
Bootstrap ==
  LET heads == {ChainAt(layouts[Newest], c)[1] : c \in ChainsOf(layouts[Newest])}
      tail == TailOf(IF Bug = "P19" THEN HeadsOf(layouts[Newest], Units) ELSE heads)
  IN
  /\ \A u \in heads : minEpoch[u] >= Newest
  /\ seqTail[Newest] # NotReady => Bug = "bootstraps-again"
  /\ seqTail' = [seqTail EXCEPT
       ![Newest] =
         CASE Bug = "P20" /\ Newest > 2 /\ seqTail[Newest - 2] # NotReady -> seqTail[Newest - 2]
           [] Bug = "B1" /\ tail > 0 -> tail - 1
           [] OTHER -> tail]
  /\ seqTail' # seqTail
  /\ UNCHANGED <<layouts, store, minEpoch, status, token, sent, early, seen>>

\* sequencer-bootstrapped, of one that stays: it goes on where it was in the epoch before.
Advance ==
  /\ Newest > 1
  /\ seqTail[Newest - 1] # NotReady
  /\ seqTail[Newest] = NotReady
  /\ seqTail' = [seqTail EXCEPT ![Newest] = seqTail[Newest - 1]]
  /\ UNCHANGED <<layouts, store, minEpoch, status, token, sent, early, seen>>

\* P02: a unit forgets its seal when it loses power.
Crash(u) ==
  /\ Bug = "P02"
  /\ minEpoch' = [minEpoch EXCEPT ![u] = 1]
  /\ UNCHANGED <<layouts, seqTail, store, status, token, sent, early, seen>>

Next ==
  \/ \E v \in Values, e \in 1 .. Newest : Token(v, e) \/ Resolve(v, e)
  \/ \E v \in Values : Ack(v) \/ GiveUp(v)
  \/ \E s \in sent : HeadWrite(s[1], s[2], s[3])
  \/ \E e \in 1 .. Newest, p \in Positions :
       \/ HeadFill(e, p) \/ Read(e, p)
       \/ \E h \in 1 .. Len(Chain(e, p)) : Copy(e, p, h) \/ CarryAcross(e, p, h)
  \/ \E u \in Units : Crash(u) \/ \E e \in 2 .. Newest + 1 : SealUnit(u, e)
  \/ AskEarly
  \/ Install
  \/ Bootstrap
  \/ Advance

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* A position is granted once in an epoch.
S_TokenUnique == \A s, t \in sent : s[2] = t[2] /\ s[3] = t[3] => s[1] = t[1]

\* The tail of the newest epoch is above every acknowledged position.
S_TailAboveAcked ==
  seqTail[Newest] # NotReady => \A v \in Values : status[v] = "acked" => token[v].position < seqTail[Newest]

\* Every unit of an installed layout was sealed for its epoch.
Y_SealBeforeInstall == \A e \in 1 .. Newest : \A u \in UnitsOf(layouts[e]) : minEpoch[u] >= e

\* An acknowledged entry is on some unit of its chain in the newest layout.
Y_AckedInSurvivors ==
  \A v \in Values : status[v] = "acked" =>
    LET chain == Chain(Newest, token[v].position) IN
    \E h \in 1 .. Len(chain) : store[chain[h]][token[v].position] = v

Y_EpochMonotone ==
  [][Len(layouts') >= Newest /\ \A e \in 1 .. Newest : layouts'[e] = layouts[e]]_vars

Y_SegmentsPartition ==
  \A e \in 1 .. Newest : \A i \in 1 .. Len(layouts[e]) :
    /\ layouts[e][i].start <= PositionCount
    /\ i > 1 => layouts[e][i - 1].start < layouts[e][i].start
    /\ \A s \in 1 .. Len(layouts[e][i].chains) : layouts[e][i].chains[s] # <<>>

\* An acknowledged entry is on all units of its chain in the newest layout.
C_NoLostAck ==
  \A v \in Values : status[v] = "acked" => Complete(Newest, token[v].position, v)

C_SingleValue ==
  \A p \in Positions :
    LET chain == Chain(Newest, p) IN
    \A g, h \in 1 .. Len(chain) :
      store[chain[g]][p] # Unwritten /\ store[chain[h]][p] # Unwritten => store[chain[g]][p] = store[chain[h]][p]

C_PrefixOfChain ==
  \A p \in Positions :
    LET chain == Chain(Newest, p) IN
    \A h \in 2 .. Len(chain) : store[chain[h]][p] # Unwritten => store[chain[h - 1]][p] = store[chain[h]][p]

\* A value is committed at one position at most.
C_AtMostOnce ==
  \A v \in Values, p, q \in Positions : Complete(Newest, p, v) /\ Complete(Newest, q, v) => p = q

\* What was read once is what all later readers find.
C_ReadStable == \A r \in seen : Complete(Newest, r[1], r[2])
=============================================================================
