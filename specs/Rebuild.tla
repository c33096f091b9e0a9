-------------------------------- MODULE Rebuild --------------------------------
(****************************************************************************)
(* A unit that took the place of a lost one is filled with what its chain   *)
(* holds in a closed segment, while clients go on filling holes there and   *)
(* trimming, and joins the end of the chain in a later epoch.               *)
(*                                                                          *)
(* Atomic: one step of one unit, as in Reconfig; the last look at what is   *)
(* missing together with the installation of the layout that lets the unit  *)
(* join, since all units are sealed then and nothing changes between. A     *)
(* copy that was sent may arrive at any later time, as long as the new unit *)
(* obeys the epoch.                                                         *)
(*                                                                          *)
(* The segment is closed, so nobody writes with tokens. At the beginning it *)
(* holds anything that writers may have left: entries on the whole chain or *)
(* on its head only, and holes.                                             *)
(*                                                                          *)
(* Left out: the open segment, where the unit is in the chain already; rot. *)
(*                                                                          *)
(* Source: "CORFU: A Shared Log Design for Flash Clusters" (NSDI 2012),     *)
(* section 3.1; CorfuDB's state transfer.                                   *)
(****************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS
  Positions,
  ChainLength,
  EpochsMax,
  Bug          \* the planted mistake, or "none"

Joining == ChainLength + 1
Units == 1 .. Joining
Unwritten == "UNWRITTEN"
Data == "DATA"
Junk == "JUNK"
Trimmed == "TRIMMED"
Entries == {Data, Junk}
OldChain == [h \in 1 .. ChainLength |-> h]

VARIABLES
  store,     \* per unit and position
  minEpoch,  \* per unit: the epoch it obeys
  epoch,     \* that of the newest layout
  chain,     \* of the segment in the newest layout
  sent,      \* <<e, p, c>>: a copy of c was sent to the joining unit in epoch e
  looked,    \* with bug "looks-before-seal": nothing was missing then
  committed, \* history, per position: what readers may have found at the end of the chain, or Unwritten
  gone       \* history: positions whose trim was acknowledged

vars == <<store, minEpoch, epoch, chain, sent, looked, committed, gone>>

TypeOK ==
  /\ store \in [Units -> [Positions -> Entries \cup {Unwritten, Trimmed}]]
  /\ minEpoch \in [Units -> 1 .. EpochsMax]
  /\ epoch \in 1 .. EpochsMax
  /\ Len(chain) \in {ChainLength, Joining}
  /\ sent \in SUBSET ((1 .. EpochsMax) \X Positions \X Entries)
  /\ looked \in BOOLEAN
  /\ committed \in [Positions -> Entries \cup {Unwritten}]
  /\ gone \in SUBSET Positions

\* What may be on a chain at a position: nothing, or data on its first h units.
FirstUnits(h) == [u \in Units |-> IF u <= h /\ u # Joining THEN Data ELSE Unwritten]

Init ==
  /\ \E reach \in [Positions -> 0 .. ChainLength] :
       /\ store = [u \in Units |-> [p \in Positions |-> FirstUnits(reach[p])[u]]]
       /\ committed = [p \in Positions |-> IF reach[p] = ChainLength THEN Data ELSE Unwritten]
  /\ minEpoch = [u \in Units |-> 1]
  /\ epoch = 1
  /\ chain = OldChain
  /\ sent = {}
  /\ looked = FALSE
  /\ gone = {}

Obeys(u) == minEpoch[u] = epoch

\* Position p of unit u becomes c. What the last unit of the chain takes is committed.
Put(u, p, c) ==
  /\ store' = [store EXCEPT ![u][p] = c]
  /\ committed' = IF u = chain[Len(chain)] /\ c \in Entries THEN [committed EXCEPT ![p] = c] ELSE committed

\* unit-filled at the head.
HeadFill(p) ==
  /\ Obeys(chain[1])
  /\ store[chain[1]][p] = Unwritten
  /\ Put(chain[1], p, Junk)
  /\ UNCHANGED <<minEpoch, epoch, chain, sent, looked, gone>>

\* unit-wrote or unit-filled behind the head.
Copy(p, h) ==
  /\ h \in 2 .. Len(chain)
  /\ store[chain[h - 1]][p] \in Entries
  /\ Obeys(chain[h])
  /\ store[chain[h]][p] = Unwritten
  /\ Put(chain[h], p, store[chain[h - 1]][p])
  /\ UNCHANGED <<minEpoch, epoch, chain, sent, looked, gone>>

\* unit-trimmed, in the order of the chain; acknowledged when the last unit has it.
TrimAt(p, h) ==
  /\ h \in 1 .. Len(chain)
  /\ h > 1 => store[chain[h - 1]][p] = Trimmed
  /\ Obeys(chain[h])
  /\ store[chain[h]][p] # Trimmed
  /\ Put(chain[h], p, Trimmed)
  /\ gone' = IF h = Len(chain) THEN gone \cup {p} ELSE gone
  /\ UNCHANGED <<minEpoch, epoch, chain, sent, looked>>

-----------------------------------------------------------------------------
\* The rebuilder

IsOld == chain = OldChain

\* It completes a position on its chain and sends the value.
SendCopy(p) ==
  /\ IsOld
  /\ store[1][p] \in Entries
  /\ \A h \in 1 .. ChainLength : store[h][p] = store[1][p]
  /\ Obeys(1)
  /\ <<epoch, p, store[1][p]>> \notin sent
  /\ sent' = sent \cup {<<epoch, p, store[1][p]>>}
  /\ UNCHANGED <<store, minEpoch, epoch, chain, looked, committed, gone>>

\* unit-wrote or unit-filled at the joining unit.
TakeCopy(e, p, c) ==
  /\ <<e, p, c>> \in sent
  /\ minEpoch[Joining] = e
  /\ store[Joining][p] = Unwritten
  /\ Put(Joining, p, c)
  /\ UNCHANGED <<minEpoch, epoch, chain, sent, looked, gone>>

\* unit-trimmed at the joining unit, before the seal or under it, because the head said so in the same epoch.
TakeTrim(p) ==
  /\ Bug # "P27"
  /\ IsOld
  /\ minEpoch[1] = minEpoch[Joining]
  /\ store[1][p] = Trimmed
  /\ store[Joining][p] # Trimmed
  /\ Put(Joining, p, Trimmed)
  /\ UNCHANGED <<minEpoch, epoch, chain, sent, looked, gone>>

\* What the head holds the joining unit holds, and what is trimmed there is trimmed here. P27: trims do not count.
NothingMissing ==
  \A p \in Positions :
    /\ store[1][p] \in Entries => store[Joining][p] # Unwritten
    /\ store[1][p] = Trimmed => store[Joining][p] = Trimmed \/ Bug = "P27"

\* The mistake of a look that is not under the seal.
Look ==
  /\ Bug = "looks-before-seal"
  /\ NothingMissing
  /\ ~looked
  /\ looked' = TRUE
  /\ UNCHANGED <<store, minEpoch, epoch, chain, sent, committed, gone>>

\* unit-sealed.
SealUnit(u) ==
  /\ epoch < EpochsMax
  /\ minEpoch[u] = epoch
  /\ minEpoch' = [minEpoch EXCEPT ![u] = epoch + 1]
  /\ UNCHANGED <<store, epoch, chain, sent, looked, committed, gone>>

AllSealed == \A u \in Units : minEpoch[u] = epoch + 1

\* layout-decided: the unit joins behind those it copied from, or, if something is missing, the segment stays as it is.
Install ==
  /\ AllSealed
  /\ IsOld
  /\ epoch' = epoch + 1
  /\ chain' =
       IF NothingMissing \/ (Bug = "looks-before-seal" /\ looked)
       THEN Append(OldChain, Joining)
       ELSE OldChain
  /\ UNCHANGED <<store, minEpoch, sent, looked, committed, gone>>

Next ==
  \/ \E p \in Positions : HeadFill(p) \/ SendCopy(p) \/ TakeTrim(p)
  \/ \E p \in Positions, h \in Units : Copy(p, h) \/ TrimAt(p, h)
  \/ \E s \in sent : TakeCopy(s[1], s[2], s[3])
  \/ \E u \in Units : SealUnit(u)
  \/ Look
  \/ Install

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

Last == chain[Len(chain)]

\* What is trimmed for good is not found again at the end of the chain.
U_NoResurrect == \A p \in gone : store[Last][p] = Trimmed

\* What was committed can be read at the end of the chain, whoever that is by now.
Y_CompleteBeforeServe == \A p \in Positions : committed[p] # Unwritten => store[Last][p] \in {committed[p], Trimmed}

C_PrefixOfChain ==
  \A p \in Positions, h \in 2 .. Len(chain) :
    store[chain[h]][p] \in Entries => store[chain[h - 1]][p] \in {store[chain[h]][p], Trimmed}

C_SingleValue ==
  \A p \in Positions, g, h \in 1 .. Len(chain) :
    store[chain[g]][p] \in Entries /\ store[chain[h]][p] \in Entries => store[chain[g]][p] = store[chain[h]][p]

\* What a position was found to be it stays, or is trimmed.
C_ReadStable == [][\A p \in Positions : committed[p] # Unwritten => committed'[p] = committed[p]]_vars
=============================================================================
