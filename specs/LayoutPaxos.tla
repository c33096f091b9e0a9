------------------------------ MODULE LayoutPaxos ------------------------------
(****************************************************************************)
(* How the layout of the next epoch is chosen: single-decree Paxos, one     *)
(* instance per epoch, among the layout servers of the epoch before (here   *)
(* the same servers for all epochs).                                        *)
(*                                                                          *)
(* A proposer has a rank of its own, prepares it at a majority, takes over  *)
(* the accepted layout of the highest rank that it was told of, and has its *)
(* proposal accepted by a majority. It must then say which layout was       *)
(* chosen: it may not be its own.                                           *)
(*                                                                          *)
(* Atomic: one handler of one acceptor, and the decision of a proposer what *)
(* to propose. `msgs` holds every prepare, promise and proposal ever sent,  *)
(* so a message may be late, repeated or lost; that a proposal was accepted *)
(* is a fact of `votes`. An acceptor may lose power; what it promised and   *)
(* accepted is durable.                                                     *)
(*                                                                          *)
(* Left out: commit messages, which are hints; the seal of the epoch before *)
(* (Reconfig); a proposer that uses several ranks is several proposers.     *)
(*                                                                          *)
(* Source: Lamport, "Paxos Made Simple" (2001); CorfuDB's LayoutServer.     *)
(****************************************************************************)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Acceptors,
  Ranks,      \* a set of natural numbers > 0; each is one proposer's
  Epochs,     \* a set of consecutive natural numbers: the epochs to choose layouts for
  Layouts,    \* what may be proposed
  Crashes,    \* whether acceptors lose power
  Bug         \* the planted mistake, or "none"

VARIABLES
  promised,  \* per acceptor and epoch: the highest rank it promised, or 0
  accepted,  \* per acceptor and epoch: the rank and the layout that it accepted last, or NoProposal
  votes,     \* per acceptor and epoch: every proposal that it ever accepted
  msgs

vars == <<promised, accepted, votes, msgs>>

NoLayout == "NONE"
NoProposal == [rank |-> 0, layout |-> NoLayout]
Proposals == [rank : Ranks, layout : Layouts]

Messages ==
  [type : {"prepare"}, epoch : Epochs, rank : Ranks]
    \cup [type : {"promise"}, epoch : Epochs, rank : Ranks, from : Acceptors, accepted : Proposals \cup {NoProposal}]
    \cup [type : {"propose"}, epoch : Epochs, rank : Ranks, layout : Layouts]

TypeOK ==
  /\ promised \in [Acceptors -> [Epochs -> Ranks \cup {0}]]
  /\ accepted \in [Acceptors -> [Epochs -> Proposals \cup {NoProposal}]]
  /\ votes \in [Acceptors -> [Epochs -> SUBSET Proposals]]
  /\ msgs \in SUBSET Messages

Init ==
  /\ promised = [a \in Acceptors |-> [e \in Epochs |-> 0]]
  /\ accepted = [a \in Acceptors |-> [e \in Epochs |-> NoProposal]]
  /\ votes = [a \in Acceptors |-> [e \in Epochs |-> {}]]
  /\ msgs = {}

IsMajority(S) == 2 * Cardinality(S) > Cardinality(Acceptors)

\* A majority accepted the same proposal.
Chosen(e) ==
  {l \in Layouts : \E r \in Ranks : IsMajority({a \in Acceptors : [rank |-> r, layout |-> l] \in votes[a][e]})}

\* The epoch may have a layout chosen: the one before has one.
Open(e) == e - 1 \in Epochs => Chosen(e - 1) # {}

Send(m) ==
  /\ m \notin msgs
  /\ msgs' = msgs \cup {m}

Prepare(e, r) ==
  /\ Open(e)
  /\ Send([type |-> "prepare", epoch |-> e, rank |-> r])
  /\ UNCHANGED <<promised, accepted, votes>>

\* layout-promised. A prepare of the rank that is promised already gets an answer, too: the same as before, or one that comes
\* after the proposal of that rank and cannot change it. It changes nothing here.
Promise(a, e, r) ==
  /\ [type |-> "prepare", epoch |-> e, rank |-> r] \in msgs
  /\ r > promised[a][e]
  /\ promised' = [promised EXCEPT ![a][e] = r]
  /\ Send([type |-> "promise", epoch |-> e, rank |-> r, from |-> a, accepted |-> accepted[a][e]])
  /\ UNCHANGED <<accepted, votes>>

Promises(e, r) == {m \in msgs : m.type = "promise" /\ m.epoch = e /\ m.rank = r}

\* The layout that a proposer with these promises must propose, or NoLayout if it is free.
Bound(promises) ==
  LET told == {m.accepted : m \in promises} \ {NoProposal} IN
  IF told = {} THEN NoLayout ELSE (CHOOSE x \in told : \A y \in told : y.rank <= x.rank).layout

\* Promises that were made and did not arrive in time bind nobody: any majority will do.
Propose(e, r, l) ==
  /\ ~\E m \in msgs : m.type = "propose" /\ m.epoch = e /\ m.rank = r
  /\ \E promises \in SUBSET Promises(e, r) :
       /\ IsMajority({m.from : m \in promises})
       /\ \/ Bound(promises) \in {NoLayout, l}
          \* P22: the layout of any promise will do.
          \/ Bug = "P22" /\ \E m \in promises : m.accepted.layout = l
  /\ Send([type |-> "propose", epoch |-> e, rank |-> r, layout |-> l])
  /\ UNCHANGED <<promised, accepted, votes>>

\* layout-accepted.
Accept(a, e, r, l) ==
  LET proposal == [rank |-> r, layout |-> l] IN
  /\ [type |-> "propose", epoch |-> e, rank |-> r, layout |-> l] \in msgs
  /\ r >= promised[a][e]
  /\ proposal \notin votes[a][e]
  /\ promised' = [promised EXCEPT ![a][e] = r]
  /\ accepted' = [accepted EXCEPT ![a][e] = proposal]
  /\ votes' = [votes EXCEPT ![a][e] = @ \cup {proposal}]
  /\ UNCHANGED msgs

\* P23: promises are only in memory.
Crash(a) ==
  /\ Crashes
  /\ promised' = IF Bug = "P23" THEN [promised EXCEPT ![a] = [e \in Epochs |-> accepted[a][e].rank]] ELSE promised
  /\ UNCHANGED <<accepted, votes, msgs>>

Next ==
  \/ \E e \in Epochs, r \in Ranks :
       \/ Prepare(e, r)
       \/ \E l \in Layouts : Propose(e, r, l)
       \/ \E a \in Acceptors : Promise(a, e, r) \/ \E l \in Layouts : Accept(a, e, r, l)
  \/ \E a \in Acceptors : Crash(a)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

Y_OneLayoutPerEpoch == \A e \in Epochs : \A a, b \in Chosen(e) : a = b

\* What an acceptor accepted, it did not promise away.
Y_PromiseKept == \A a \in Acceptors, e \in Epochs : accepted[a][e].rank <= promised[a][e]

Abs == INSTANCE LayoutConsensus WITH chosen <- [e \in Epochs |-> Chosen(e)]

RefinesLayoutConsensus == Abs!Spec

\* The epochs are the versions of a register: that of the newest layout chosen, counted from the first.
Register == INSTANCE MetaStore WITH
  Contents <- Layouts,
  VersionsMax <- Cardinality(Epochs),
  Clients <- {},
  Bug <- "none",
  version <- Cardinality({e \in Epochs : Chosen(e) # {}}),
  content <- [n \in 1 .. Cardinality(Epochs) |->
                LET of == Chosen(n - 1 + CHOOSE e \in Epochs : e - 1 \notin Epochs) IN
                IF of = {} THEN "NOTHING" ELSE CHOOSE l \in of : TRUE],
  read <- <<>>,
  won <- <<>>

RefinesMetaStore == Register!RegisterSpec

\* Acceptors differ in nothing but their names.
Symmetry == Permutations(Acceptors)
=============================================================================
