--------------------------------- MODULE Streams ---------------------------------
(****************************************************************************)
(* Streams in a shared log: an entry names the streams that it belongs to   *)
(* and, for each, the K positions of that stream before it. The sequencer   *)
(* knows the last K positions of every stream; readers walk from there      *)
(* backwards and play forwards.                                             *)
(*                                                                          *)
(* Atomic: a token with its backpointers; the decision of a position; a     *)
(* failover, which cuts off what no unit has, and rebuilds the tables from  *)
(* what the log holds; one synchronisation of one reader.                   *)
(*                                                                          *)
(* A position that was granted and not decided is a hole: its writer knows  *)
(* what it will say. After a failover nobody can write with a token of the  *)
(* old epoch, the positions at or above the recovered tail are granted      *)
(* again, and the holes below it have been filled.                          *)
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
  log,     \* positions granted, from 0: kind "hole", "data" or "junk", the streams, and the backpointers of each
  epoch,
  tables,  \* per sequencer, of which there are two that take turns: its tail and the last positions of each stream
  played   \* per stream: what its reader played, in this order, and up to which position it looks no more

vars == <<log, epoch, tables, played>>

Positions == 0 .. PositionCount - 1
Pointers == [StreamIds -> SUBSET Positions]
NoPointers == [s \in StreamIds |-> {}]
Empty == [tail |-> 0, last |-> NoPointers]
Sequencer == epoch % 2

TypeOK ==
  /\ Len(log) <= PositionCount
  /\ \A i \in 1 .. Len(log) :
       log[i] \in [kind : {"hole", "data", "junk"}, streams : SUBSET StreamIds, back : Pointers]
  /\ epoch \in 0 .. EpochsMax - 1
  /\ tables \in [{0, 1} -> [tail : 0 .. PositionCount, last : Pointers]]
  /\ played \in [StreamIds -> [order : Seq(Positions), upTo : Positions \cup {-1}]]

Init ==
  /\ log = <<>>
  /\ epoch = 0
  /\ tables = [i \in {0, 1} |-> Empty]
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
  [tail |-> p + 1,
   last |-> [s \in StreamIds |-> IF s \in S THEN LastOf(table.last[s] \cup {p}) ELSE table.last[s]]]

\* token-granted.
Token(S) ==
  LET table == tables[Sequencer]
      p == table.tail
      skipped == [i \in 1 .. p - Len(log) |-> [kind |-> "junk", streams |-> {}, back |-> NoPointers]]
      entry == [kind |-> "hole", streams |-> S,
                back |-> [s \in StreamIds |-> IF s \in S THEN table.last[s] ELSE {}]]
  IN
  /\ S # {}
  /\ p < PositionCount
  \* Only a sequencer with bug P18 skips positions; readers fill them.
  /\ log' = log \o skipped \o <<entry>>
  /\ tables' = [tables EXCEPT ![Sequencer] = Grant(@, p, S)]
  /\ UNCHANGED <<epoch, played>>

\* P18: the sequencer that is not in charge grants tokens too, which come to nothing.
StaleToken(S) ==
  /\ Bug = "P18"
  /\ S # {}
  /\ tables[1 - Sequencer].tail < PositionCount
  /\ tables' = [tables EXCEPT ![1 - Sequencer] = Grant(@, @.tail, S)]
  /\ UNCHANGED <<log, epoch, played>>

\* The position is decided: for its owner, or by somebody who fills it.
Write(p) ==
  /\ At(p).kind = "hole"
  /\ log' = [log EXCEPT ![p + 1].kind = "data"]
  /\ UNCHANGED <<epoch, tables, played>>

JunkAt(p) ==
  /\ At(p).kind = "hole"
  /\ log' = [log EXCEPT ![p + 1] = [kind |-> "junk", streams |-> {}, back |-> NoPointers]]
  /\ UNCHANGED <<epoch, tables, played>>

\* One above the highest position that some unit has.
RecoveredTail ==
  LET decided == {p \in Granted : At(p).kind # "hole"} IN IF decided = {} THEN 0 ELSE 1 + HighestOf(decided)

\* What a scan of the log backwards finds of a stream. P21: it takes junk for the end.
Found(s, tail) ==
  LastOf({p \in 0 .. tail - 1 :
    IsOf(p, s) /\ (Bug = "P21" => \A q \in p .. tail - 1 : At(q).kind # "junk")})

\* sequencer-bootstrapped, in the next epoch.
Failover ==
  LET tail == RecoveredTail
      next == 1 - Sequencer
      rebuilt == [tail |-> tail, last |-> [s \in StreamIds |-> Found(s, tail)]]
  IN
  /\ epoch < EpochsMax - 1
  \* P17: holes are left to their old owners.
  /\ Bug = "P17" \/ \A p \in 0 .. tail - 1 : At(p).kind # "hole"
  /\ epoch' = epoch + 1
  /\ log' = SubSeq(log, 1, tail)
  \* P18: a table is replaced only by one with a higher tail.
  /\ tables' = IF Bug = "P18" /\ tail <= tables[next].tail THEN tables ELSE [tables EXCEPT ![next] = rebuilt]
  /\ UNCHANGED played

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
  LET table == tables[Sequencer]
      found == Walk(s, {p \in table.last[s] : p < Len(log)}, {}, played[s].upTo)
      upTo == IF Bug = "remembers-tail" THEN table.tail - 1 ELSE HighestOf(found)
  IN
  /\ -1 \notin found
  /\ found # {} \/ Bug = "remembers-tail"
  /\ upTo > played[s].upTo
  /\ played' = [played EXCEPT ![s] = [order |-> @.order \o Ascending(found), upTo |-> upTo]]
  /\ UNCHANGED <<log, epoch, tables>>

Next ==
  \/ \E S \in SUBSET StreamIds : Token(S) \/ StaleToken(S)
  \/ \E p \in Granted : Write(p) \/ JunkAt(p)
  \/ Failover
  \/ \E s \in StreamIds : Sync(s)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* A backpointer leads down, to an entry of the stream, to what may become one, or to junk.
S_BackpointerSound ==
  \A p \in Granted : \A s \in At(p).streams : \A q \in At(p).back[s] :
    q < p /\ (At(q).kind = "junk" \/ s \in At(q).streams)

\* Every entry of a stream can be reached from what the sequencer knows.
S_StreamComplete ==
  \A s \in StreamIds :
    Walk(s, {p \in tables[Sequencer].last[s] : p < Len(log)}, {}, -1) \ {-1} = {p \in Granted : IsOf(p, s)}

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
