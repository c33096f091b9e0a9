------------------------------ MODULE FlashUnit ------------------------------
(****************************************************************************)
(* Flash units: write-once address spaces that survive power loss, with     *)
(* epochs that a seal ends and incarnations that a lost device ends.        *)
(*                                                                          *)
(* Atomic: check and change. A unit admits an operation, makes it durable   *)
(* and only then answers; nobody else has a turn at the address meanwhile,  *)
(* and a seal waits until every admitted operation has ended. So one action *)
(* stands for all of it, at the instant of durability. A write that became  *)
(* durable just before a power loss and was not answered is an action       *)
(* followed by Crash.                                                       *)
(*                                                                          *)
(* `known` is what a running unit has in memory and answers from, `durable` *)
(* what is on its devices. Without a bug they agree at every address, which *)
(* is the point (U_AckDurable).                                             *)
(*                                                                          *)
(* Left out: pages, blocks and the collector, which move records without    *)
(* changing them; the payload; a full device, which refuses; messages:      *)
(* losing, delaying and repeating a request is doing the action later,      *)
(* never, or twice. Reads change nothing, and say what is there; refusals   *)
(* say nothing.                                                             *)
(*                                                                          *)
(* Source: "CORFU: A Shared Log Design for Flash Clusters" (NSDI 2012),     *)
(* section 3.1; BookKeeper BP-44 for incarnations.                          *)
(****************************************************************************)
EXTENDS Integers

CONSTANTS
  Units,
  Positions,     \* a set of natural numbers
  Values,
  Epochs,        \* a set of natural numbers, all of them > 0
  FirstEpoch,    \* in which the units were formatted
  Incarnations,  \* a set of natural numbers, all of them > 0
  Faults,        \* a subset of {"crash", "rot", "loss"}
  Bug            \* the planted mistake, or "none"

Unwritten == "UNWRITTEN"
Junk == "JUNK"
Trimmed == "TRIMMED"
Corrupt == "CORRUPT"

VARIABLES
  known,      \* per unit and position: Unwritten, a value, Junk, Trimmed or Corrupt, in memory
  durable,    \* the same on flash
  prefix,     \* per unit: every position below is trimmed, in memory
  diskPrefix, \* the same on disk
  minEpoch,   \* per unit: the one epoch it obeys, in memory
  diskEpoch,  \* the same on disk
  inc,        \* per unit: its incarnation
  lastReset,  \* per unit: the epoch of its last reset
  power,      \* per unit: "up", "down", or "estranged", which is up but without what it stored
  queue,      \* per unit: writes admitted and not yet durable; only a unit with bug P08 has any
  promised,   \* history, per unit and position: what answers of this incarnation said of it, or Unwritten
  stamp,      \* history, per unit and position: the epoch of the request that changed it last, or 0
  report      \* history, per unit: the highest address that the last seal reported, or -1

vars ==
  <<known, durable, prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, promised, stamp, report>>

Entries == Values \cup {Junk}
Contents == Entries \cup {Unwritten, Trimmed, Corrupt}
Requests == [epoch : Epochs, position : Positions, entry : Entries]

TypeOK ==
  /\ known \in [Units -> [Positions -> Contents]]
  /\ durable \in [Units -> [Positions -> Contents]]
  /\ prefix \in [Units -> Int]
  /\ diskPrefix \in [Units -> Int]
  /\ minEpoch \in [Units -> Epochs \cup {0}]
  /\ diskEpoch \in [Units -> Epochs \cup {0}]
  /\ inc \in [Units -> Incarnations]
  /\ lastReset \in [Units -> Epochs \cup {0}]
  /\ power \in [Units -> {"up", "down", "estranged"}]
  /\ queue \in [Units -> SUBSET Requests]
  /\ promised \in [Units -> [Positions -> Contents]]
  /\ stamp \in [Units -> [Positions -> Epochs \cup {0}]]
  /\ report \in [Units -> Positions \cup {-1}]

EverywhereUnwritten == [p \in Positions |-> Unwritten]

InitWith(incarnation) ==
  /\ known = [u \in Units |-> EverywhereUnwritten]
  /\ durable = [u \in Units |-> EverywhereUnwritten]
  /\ prefix = [u \in Units |-> 0]
  /\ diskPrefix = [u \in Units |-> 0]
  /\ minEpoch = [u \in Units |-> FirstEpoch]
  /\ diskEpoch = [u \in Units |-> FirstEpoch]
  /\ inc = incarnation
  /\ lastReset = [u \in Units |-> FirstEpoch]
  /\ power = [u \in Units |-> "up"]
  /\ queue = [u \in Units |-> {}]
  /\ promised = [u \in Units |-> EverywhereUnwritten]
  /\ stamp = [u \in Units |-> [p \in Positions |-> 0]]
  /\ report = [u \in Units |-> -1]

Least(S) == CHOOSE i \in S : \A j \in S : i <= j

Init == InitWith([u \in Units |-> Least(Incarnations)])

\* What the unit has at p, and what it answers to a read.
Content(u, p) == IF p < prefix[u] THEN Trimmed ELSE known[u][p]
Answer(u, p) == IF Bug = "P04" /\ Content(u, p) = Corrupt THEN Unwritten ELSE Content(u, p)

\* The highest address ever decided, written or trimmed.
Hwm(u) ==
  CHOOSE h \in Positions \cup {-1} :
    /\ h = -1 \/ Content(u, h) # Unwritten
    /\ \A p \in Positions : Content(u, p) # Unwritten => p <= h

\* A unit obeys one epoch. It cannot have heard of a later one that it was not sealed for.
Obeys(u, e) ==
  /\ power[u] = "up"
  /\ e = minEpoch[u] \/ (Bug = "P03" /\ e = minEpoch[u] - 1)

\* Position p of unit u takes entry c, on flash, then in memory, and then somebody is told. P01: flash comes later, if power
\* lasts.
Put(u, e, p, c) ==
  /\ known' = [known EXCEPT ![u][p] = c]
  /\ durable' = IF Bug = "P01" THEN durable ELSE [durable EXCEPT ![u][p] = c]
  /\ promised' = [promised EXCEPT ![u][p] = c]
  /\ stamp' = [stamp EXCEPT ![u][p] = e]

\* What the unit answers to a read. A seal does not wait for reads that it has admitted, so no epoch is asked for.
Read(u, p, c) ==
  /\ power[u] = "up"
  /\ c = Answer(u, p)
  /\ UNCHANGED vars

\* A write of data: unit-wrote.
Write(u, e, p, v) ==
  /\ Obeys(u, e)
  /\ Answer(u, p) = Unwritten
  /\ Put(u, e, p, v)
  /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, report>>

\* A write of junk, which meets the same check: unit-filled.
Fill(u, e, p) ==
  /\ Obeys(u, e)
  /\ Answer(u, p) = Unwritten \/ (Bug = "P07" /\ Content(u, p) # Trimmed)
  /\ Put(u, e, p, Junk)
  /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, report>>

\* Gives an address up, and poisons it if it was never written: unit-trimmed.
Trim(u, e, p) ==
  /\ Obeys(u, e)
  /\ Content(u, p) # Trimmed
  /\ promised[u][p] # Trimmed
  /\ IF Bug = "P05" /\ Content(u, p) = Unwritten
     THEN /\ promised' = [promised EXCEPT ![u][p] = Trimmed]
          /\ UNCHANGED <<known, durable, stamp>>
     ELSE Put(u, e, p, Trimmed)
  /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, report>>

\* Gives up every address below w, which need not have been granted yet: unit-prefix-trimmed.
PrefixTrim(u, e, w) ==
  /\ Obeys(u, e)
  /\ w > prefix[u]
  /\ prefix' = [prefix EXCEPT ![u] = w]
  /\ diskPrefix' = IF Bug = "P06" THEN diskPrefix ELSE [diskPrefix EXCEPT ![u] = w]
  /\ promised' = [promised EXCEPT ![u] = [p \in Positions |-> IF p < w THEN Trimmed ELSE promised[u][p]]]
  /\ stamp' = [stamp EXCEPT ![u] = [p \in Positions |-> IF prefix[u] <= p /\ p < w THEN e ELSE stamp[u][p]]]
  /\ UNCHANGED <<known, durable, minEpoch, diskEpoch, inc, lastReset, power, queue, report>>

\* Ends the epochs below e and reports what was ever decided: unit-sealed.
Seal(u, e) ==
  /\ power[u] = "up"
  /\ e > minEpoch[u]
  /\ queue[u] = {} \/ Bug = "P08"
  /\ minEpoch' = [minEpoch EXCEPT ![u] = e]
  /\ diskEpoch' = IF Bug = "P02" THEN diskEpoch ELSE [diskEpoch EXCEPT ![u] = e]
  /\ report' = [report EXCEPT ![u] = Hwm(u)]
  /\ UNCHANGED <<known, durable, prefix, diskPrefix, inc, lastReset, power, queue, promised, stamp>>

\* Puts back the record that rot destroyed, from a replica that holds the same: unit-repaired.
Repair(u, e, p, c) ==
  /\ c \in Entries
  /\ Obeys(u, e)
  /\ Content(u, p) = Corrupt
  /\ known' = [known EXCEPT ![u][p] = c]
  /\ durable' = [durable EXCEPT ![u][p] = c]
  /\ stamp' = [stamp EXCEPT ![u][p] = e]
  /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, promised, report>>

\* The unit begins anew, empty and as incarnation i. Promises bind the incarnation that made them.
Forget(u, e, i) ==
  /\ i > inc[u]
  /\ inc' = [inc EXCEPT ![u] = i]
  /\ known' = [known EXCEPT ![u] = EverywhereUnwritten]
  /\ durable' = [durable EXCEPT ![u] = EverywhereUnwritten]
  /\ prefix' = [prefix EXCEPT ![u] = 0]
  /\ diskPrefix' = [diskPrefix EXCEPT ![u] = 0]
  /\ minEpoch' = [minEpoch EXCEPT ![u] = e]
  /\ diskEpoch' = [diskEpoch EXCEPT ![u] = e]
  /\ lastReset' = [lastReset EXCEPT ![u] = e]
  /\ promised' = [promised EXCEPT ![u] = EverywhereUnwritten]
  /\ stamp' = [stamp EXCEPT ![u] = [p \in Positions |-> 0]]
  /\ report' = [report EXCEPT ![u] = -1]

\* Wipes the unit and admits it to epoch e, once per epoch: unit-reset.
Reset(u, e, i) ==
  /\ power[u] = "estranged" \/ (power[u] = "up" /\ e = minEpoch[u])
  /\ e > lastReset[u]
  /\ Forget(u, e, i)
  /\ power' = [power EXCEPT ![u] = "up"]
  /\ UNCHANGED queue

\* Power is lost, and memory with it.
Crash(u) ==
  /\ "crash" \in Faults
  /\ power[u] = "up"
  /\ power' = [power EXCEPT ![u] = "down"]
  /\ known' = [known EXCEPT ![u] = durable[u]]
  /\ prefix' = [prefix EXCEPT ![u] = diskPrefix[u]]
  /\ minEpoch' = [minEpoch EXCEPT ![u] = diskEpoch[u]]
  /\ queue' = [queue EXCEPT ![u] = {}]
  /\ UNCHANGED <<durable, diskPrefix, diskEpoch, inc, lastReset, promised, stamp, report>>

\* The unit has read its devices: unit-recovered.
Restart(u) ==
  /\ power[u] = "down"
  /\ power' = [power EXCEPT ![u] = "up"]
  /\ UNCHANGED <<known, durable, prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, queue, promised, stamp, report>>

\* The unit finds its devices replaced and knows that it knows nothing: unit-estranged.
Estrange(u, i) ==
  /\ "loss" \in Faults
  /\ power[u] = "down"
  /\ Forget(u, 0, i)
  /\ power' = [power EXCEPT ![u] = "estranged"]
  /\ UNCHANGED queue

\* The mistake that incarnations exist for: replaced devices are taken for empty ones.
ComeBackEmpty(u) ==
  /\ Bug = "forgets-loss"
  /\ power[u] = "down"
  /\ known' = [known EXCEPT ![u] = EverywhereUnwritten]
  /\ durable' = [durable EXCEPT ![u] = EverywhereUnwritten]
  /\ power' = [power EXCEPT ![u] = "up"]
  /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, queue, promised, stamp, report>>

\* A record that was durable cannot be read any more.
Rot(u, p) ==
  /\ "rot" \in Faults
  /\ durable[u][p] \in Entries
  /\ known[u][p] = durable[u][p]
  /\ known' = [known EXCEPT ![u][p] = Corrupt]
  /\ durable' = [durable EXCEPT ![u][p] = Corrupt]
  /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, promised, stamp, report>>

\* Rot destroyed a record so thoroughly that a starting unit cannot tell which position it was for: below b, whatever it does
\* not know may have been there. unit-suspect.
Suspect(u, b) ==
  LET suspected(contents) == [p \in Positions |-> IF p < b /\ contents[p] = Unwritten THEN Corrupt ELSE contents[p]] IN
  /\ "rot" \in Faults
  /\ power[u] = "down"
  /\ suspected(known[u]) # known[u]
  /\ known' = [known EXCEPT ![u] = suspected(@)]
  /\ durable' = [durable EXCEPT ![u] = suspected(@)]
  /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, queue, promised, stamp, report>>

\* P08: a write is admitted now and made durable later, and no seal waits for it.
Admit(u, e, p, c) ==
  /\ Bug = "P08"
  /\ Obeys(u, e)
  /\ Content(u, p) = Unwritten
  /\ queue' = [queue EXCEPT ![u] = @ \cup {[epoch |-> e, position |-> p, entry |-> c]}]
  /\ UNCHANGED <<known, durable, prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, promised, stamp, report>>

Flush(u) ==
  \E r \in queue[u] :
    /\ power[u] = "up"
    /\ Content(u, r.position) = Unwritten
    /\ Put(u, r.epoch, r.position, r.entry)
    /\ queue' = [queue EXCEPT ![u] = @ \ {r}]
    /\ UNCHANGED <<prefix, diskPrefix, minEpoch, diskEpoch, inc, lastReset, power, report>>

Next ==
  \E u \in Units :
    \/ Crash(u) \/ Restart(u) \/ ComeBackEmpty(u) \/ Flush(u)
    \/ \E i \in Incarnations : Estrange(u, i)
    \/ \E p \in Positions : Rot(u, p) \/ Suspect(u, p + 1) \/ \E c \in Contents : Read(u, p, c)
    \/ \E e \in Epochs :
         \/ Seal(u, e)
         \/ \E i \in Incarnations : Reset(u, e, i)
         \/ \E p \in Positions :
              \/ Fill(u, e, p) \/ Trim(u, e, p) \/ PrefixTrim(u, e, p + 1)
              \/ Repair(u, e, p, promised[u][p])
              \/ \E v \in Values : Write(u, e, p, v)
              \/ \E c \in Entries : Admit(u, e, p, c)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

SameIncarnation(u) == inc'[u] = inc[u]

\* What an address holds changes once, to TRIMMED, or is destroyed.
U_WriteOnce ==
  [][\A u \in Units, p \in Positions :
       Content(u, p) \in Entries /\ SameIncarnation(u) => Content(u, p)' \in {Content(u, p), Trimmed, Corrupt}]_vars

\* What was acknowledged is on the devices.
U_AckDurable ==
  \A u \in Units, p \in Positions : promised[u][p] \in Entries => durable[u][p] \in {promised[u][p], Trimmed, Corrupt}

\* An address of which something was acknowledged is not said to be unwritten.
U_NoFalseUnwritten == \A u \in Units, p \in Positions : promised[u][p] # Unwritten => Answer(u, p) # Unwritten

\* What was given up can be neither read nor written.
U_NoResurrect == \A u \in Units, p \in Positions : promised[u][p] = Trimmed => Content(u, p) = Trimmed

U_SealMonotone == [][\A u \in Units : SameIncarnation(u) => minEpoch'[u] >= minEpoch[u]]_vars

U_SealDurable == \A u \in Units : diskEpoch[u] = minEpoch[u]

U_TrimMonotone == [][\A u \in Units : SameIncarnation(u) => prefix'[u] >= prefix[u]]_vars

\* Whatever changes an address is of the epoch that the unit obeys.
U_NoStaleEpochEffect ==
  [][\A u \in Units, p \in Positions :
       SameIncarnation(u) /\ Content(u, p)' # Content(u, p) /\ Content(u, p)' \notin {Corrupt, Unwritten}
         => stamp'[u][p] = minEpoch[u]]_vars

\* The report of a seal covers everything that an older epoch decided.
U_HwmCovers ==
  \A u \in Units, p \in Positions :
    Content(u, p) # Unwritten /\ stamp[u][p] # 0 /\ stamp[u][p] < minEpoch[u] => p <= report[u]
=============================================================================
