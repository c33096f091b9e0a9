--------------------------------- MODULE Streams ---------------------------------
(****************************************************************************)
(* Streams in a shared log: an entry names the streams that it belongs to   *)
(* and, for each, the K positions of that stream before it. The sequencer   *)
(* knows the last K positions of every stream; readers walk from there      *)
(* backwards and play forwards.                                             *)
(*                                                                          *)
(* Atomic: a token with its backpointers; the decision of a position; the   *)
(* decision of a layout, which names a sequencer; its bootstrap, which cuts *)
(* off what no unit has, and rebuilds the tables from what the log holds,   *)
(* or, where it stays in charge, its going on with what it has; one         *)
(* synchronisation of one reader.                                           *)
(*                                                                          *)
(* Nobody knows in advance how many streams there are. So an entry says     *)
(* how many the sequencer knew, and a scan backwards ends when it has met   *)
(* as many as the newest entry speaks of. What it has found of a stream     *)
(* then is the newest entry, and what that says was before it.              *)
(*                                                                          *)
(* A position that was granted and not decided is a hole: its writer knows  *)
(* what it will say. When a scan has passed, nobody can write with a token  *)
(* of the old epoch, the positions at or above the recovered tail are       *)
(* granted again, and the holes that it met have been filled. Those below,  *)
(* which it did not come to, may still turn out to be what their owners     *)
(* meant: a reader that fills them completes what a unit holds.             *)
(*                                                                          *)
(* What a reader remembers is the last position that it played, not the     *)
(* tail it was told: a hole of another stream below that tail may be cut    *)
(* off by a failover and granted again to this one (bug "remembers-tail").  *)
(*                                                                          *)
(* Left out: chains and epochs of units (Reconfig), trims and checkpoints.  *)
(* There is one reader for every stream.                                    *)
(*                                                                          *)
(* Source: Balakrishnan et al., "Tango: Distributed Data Structures over a  *)
(* Shared Log" (SOSP 2013), section 5.                                      *)
(****************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
  StreamIds,
  K,              \* backpointers per stream
  PositionCount,
  EpochsMax,
  Bug             \* the planted mistake, or "none"

VARIABLES
  log,     \* positions granted, from 0: kind "hole", "data" or "junk", the streams, the backpointers of each, how many were known
  epoch,
  primary, \* the sequencer that the layout of this epoch names
  tables,  \* per sequencer: its tail, the last positions of each stream, and the epoch that it served last, -1 for none
  played   \* per stream: what its reader played, in this order, and up to which position it looks no more

vars == <<log, epoch, primary, tables, played>>

Positions == 0 .. PositionCount - 1
Pointers == [StreamIds -> SUBSET Positions]
NoPointers == [s \in StreamIds |-> {}]
Unused == [tail |-> 0, last |-> NoPointers, served |-> -1]
Sequencers == {0, 1}
Serving == tables[primary].served = epoch

TypeOK ==
  /\ Len(log) <= PositionCount
  /\ \A i \in 1 .. Len(log) :
       log[i] \in [kind : {"hole", "data", "junk"}, streams : SUBSET StreamIds, back : Pointers,
                   known : 0 .. Cardinality(StreamIds)]
  /\ epoch \in 0 .. EpochsMax - 1
  /\ primary \in Sequencers
  /\ tables \in [Sequencers -> [tail : 0 .. PositionCount, last : Pointers, served : -1 .. EpochsMax - 1]]
  /\ played \in [StreamIds -> [order : Seq(Positions), upTo : Positions \cup {-1}]]

Init ==
  /\ log = <<>>
  /\ epoch = 0
  /\ primary = 0
  /\ tables = [i \in Sequencers |-> IF i = 0 THEN [Unused EXCEPT !.served = 0] ELSE Unused]
  /\ played = [s \in StreamIds |-> [order |-> <<>>, upTo |-> -1]]

HighestOf(S) == CHOOSE p \in S : \A q \in S : q <= p
LowestOf(S) == CHOOSE p \in S : \A q \in S : q >= p

\* The K highest of a set of positions.
LastOf(S) == {p \in S : Cardinality({q \in S : q > p}) < K}

At(p) == log[p + 1]
IsOf(p, s) == At(p).kind = "data" /\ s \in At(p).streams
Granted == 0 .. Len(log) - 1

\* The sequencer grants position p to an entry of the streams S: table after it.
Grant(table, p, S) ==
  [table EXCEPT
     !.tail = p + 1,
     !.last = [s \in StreamIds |-> IF s \in S THEN LastOf(table.last[s] \cup {p}) ELSE table.last[s]]]

Known(table) == Cardinality({s \in StreamIds : table.last[s] # {}})

Junk == [kind |-> "junk", streams |-> {}, back |-> NoPointers, known |-> 0]

\* token-granted.
Token(S) ==
  LET table == tables[primary]
      p == table.tail
      after == Grant(table, p, S)
      skipped == [i \in 1 .. p - Len(log) |-> Junk]
      entry == [kind |-> "hole", streams |-> S,
                back |-> [s \in StreamIds |-> IF s \in S THEN table.last[s] ELSE {}], known |-> Known(after)]
  IN
  /\ Serving
  /\ S # {}
  /\ p < PositionCount
  \* Only a sequencer with bug P18 skips positions; readers fill them. Only one with bug P20 grants what was granted before: the
  \* token comes to nothing.
  /\ log' = IF p < Len(log) THEN log ELSE log \o skipped \o <<entry>>
  /\ tables' = [tables EXCEPT ![primary] = after]
  /\ UNCHANGED <<epoch, primary, played>>

\* P18: the sequencer that is not in charge grants tokens too, which come to nothing.
StaleToken(S) ==
  LET other == 1 - primary IN
  /\ Bug = "P18"
  /\ S # {}
  /\ tables[other].tail < PositionCount
  /\ tables' = [tables EXCEPT ![other] = Grant(@, @.tail, S)]
  /\ UNCHANGED <<log, epoch, primary, played>>

\* The position is decided: for its owner, or by somebody who fills it.
Write(p) ==
  /\ At(p).kind = "hole"
  /\ log' = [log EXCEPT ![p + 1].kind = "data"]
  /\ UNCHANGED <<epoch, primary, tables, played>>

JunkAt(p) ==
  /\ At(p).kind = "hole"
  /\ log' = [log EXCEPT ![p + 1] = Junk]
  /\ UNCHANGED <<epoch, primary, tables, played>>

\* layout-decided: the next epoch begins, in charge of `next`, which must be told or must know. It may be given up before.
Decide(next) ==
  /\ epoch < EpochsMax - 1
  /\ epoch' = epoch + 1
  /\ primary' = next
  /\ UNCHANGED <<log, tables, played>>

\* One above the highest position that some unit has.
RecoveredTail ==
  LET decided == {p \in Granted : At(p).kind # "hole"} IN IF decided = {} THEN 0 ELSE 1 + HighestOf(decided)

\* The streams that a scan from the tail down to q meets.
Met(q, tail) == UNION {At(p).streams : p \in {r \in q .. tail - 1 : At(r).kind = "data"}}

\* Where a scan ends: when it has met as many streams as the newest entry knows of. P21: it takes junk for the end.
Bottom(tail) ==
  LET data == {p \in 0 .. tail - 1 : At(p).kind = "data"}
      enough == IF data = {} THEN {}
                ELSE {q \in 0 .. tail - 1 : Cardinality(Met(q, tail)) >= At(HighestOf(data)).known}
      junk == IF Bug = "P21" THEN {p + 1 : p \in {r \in 0 .. tail - 1 : At(r).kind = "junk"}} ELSE {}
  IN HighestOf({0} \cup enough \cup junk)

\* What it has found of a stream then.
Found(s, tail) ==
  LET entries == {p \in Bottom(tail) .. tail - 1 : IsOf(p, s)} IN
  IF entries = {} THEN {} ELSE LastOf({HighestOf(entries)} \cup At(HighestOf(entries)).back[s])

\* sequencer-bootstrapped, after a scan.
Bootstrap ==
  LET tail == RecoveredTail
      rebuilt == [tail |-> tail, last |-> [s \in StreamIds |-> Found(s, tail)], served |-> epoch]
  IN
  /\ ~Serving
  \* P17: holes are left to their old owners.
  /\ Bug = "P17" \/ \A p \in Bottom(tail) .. tail - 1 : At(p).kind # "hole"
  /\ log' = SubSeq(log, 1, tail)
  \* P18: a table is replaced only by one with a higher tail.
  /\ tables' = [tables EXCEPT ![primary] =
       IF Bug = "P18" /\ tail <= @.tail /\ @.served # -1 THEN [@ EXCEPT !.served = epoch] ELSE rebuilt]
  /\ UNCHANGED <<epoch, primary, played>>

\* sequencer-bootstrapped, with what it knows from the epoch just before. P20: or from any other.
Advance ==
  /\ ~Serving
  /\ tables[primary].served = epoch - 1 \/ (Bug = "P20" /\ tables[primary].served # -1)
  /\ tables' = [tables EXCEPT ![primary].served = epoch]
  /\ UNCHANGED <<log, epoch, primary, played>>

\* Walks backwards from the positions in todo and collects those of stream s; at a hole it adds -1. Where no pointer leads
\* on, it goes back one by one.
RECURSIVE Walk(_, _, _, _)
Walk(s, todo, found, above) ==
  LET left == {p \in todo : p > above} IN
  IF left = {}
  THEN found
  ELSE LET q == HighestOf(left)
           rest == left \ {q}
       IN CASE IsOf(q, s) -> Walk(s, rest \cup At(q).back[s], found \cup {q}, above)
            [] At(q).kind = "hole" -> Walk(s, IF rest = {} THEN {q - 1} ELSE rest, found \cup {-1}, above)
            [] OTHER -> Walk(s, IF rest = {} THEN {q - 1} ELSE rest, found, above)

RECURSIVE Ascending(_)
Ascending(S) == IF S = {} THEN <<>> ELSE <<LowestOf(S)>> \o Ascending(S \ {LowestOf(S)})

\* The reader of s asks for the tail of its stream, walks back to what it knows, and plays. It waits at holes.
Sync(s) ==
  LET table == tables[primary]
      found == Walk(s, {p \in table.last[s] : p < Len(log)}, {}, played[s].upTo)
      upTo == IF Bug = "remembers-tail" THEN table.tail - 1 ELSE HighestOf(found)
  IN
  /\ Serving
  /\ -1 \notin found
  /\ found # {} \/ Bug = "remembers-tail"
  /\ upTo > played[s].upTo
  /\ played' = [played EXCEPT ![s] = [order |-> @.order \o Ascending(found), upTo |-> upTo]]
  /\ UNCHANGED <<log, epoch, primary, tables>>

Next ==
  \/ \E S \in SUBSET StreamIds : Token(S) \/ StaleToken(S)
  \/ \E p \in Granted : Write(p) \/ JunkAt(p)
  \/ \E i \in Sequencers : Decide(i)
  \/ Bootstrap \/ Advance
  \/ \E s \in StreamIds : Sync(s)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* A backpointer leads down, to an entry of the stream, to what may become one, or to junk.
S_BackpointerSound ==
  \A p \in Granted : \A s \in At(p).streams : \A q \in At(p).back[s] :
    q < p /\ (At(q).kind = "junk" \/ s \in At(q).streams)

\* Every entry of a stream can be reached from what the sequencer in charge knows.
S_StreamComplete ==
  Serving =>
    \A s \in StreamIds :
      Walk(s, {p \in tables[primary].last[s] : p < Len(log)}, {}, -1) \ {-1} = {p \in Granted : IsOf(p, s)}

Range(order) == {order[i] : i \in 1 .. Len(order)}

\* A reader plays entries of its stream only, each once, in the order of the log.
O_OrderedExactlyOnceApply ==
  \A s \in StreamIds :
    LET order == played[s].order IN
    /\ \A i \in 1 .. Len(order) : order[i] \in Granted /\ IsOf(order[i], s)
    /\ \A i \in 2 .. Len(order) : order[i - 1] < order[i]

\* What is below the position up to which a reader looks no more, and belongs to its stream, it has played.
O_NoSilentGap ==
  \A s \in StreamIds : \A p \in Granted : p <= played[s].upTo /\ IsOf(p, s) => p \in Range(played[s].order)

\* Streams differ in nothing but their names.
Symmetry == Permutations(StreamIds)
=============================================================================
