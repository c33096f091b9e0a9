------------------------------- MODULE MetaStore -------------------------------
(****************************************************************************)
(* One versioned register: a put succeeds if the version is the one that    *)
(* its caller read, and only then. Delos asks for no more to keep its chain *)
(* of loglets in; the layouts of CORFU are the same register, with the      *)
(* epoch for the version.                                                   *)
(*                                                                          *)
(* Atomic: get and put. Left out: how it is replicated (LayoutPaxos).       *)
(*                                                                          *)
(* Source: "Virtual Consensus in Delos" (OSDI 2020), section 3.4.           *)
(****************************************************************************)
EXTENDS Integers

CONSTANTS
  Contents,     \* what may be put
  VersionsMax,
  Clients,
  Bug           \* the planted mistake, or "none"

VARIABLES
  version,  \* 0 before the first put
  content,  \* the content of every version that there was
  read,     \* per client: the version that it read last, or -1
  won       \* history, per version: the clients that were told that they made it

vars == <<version, content, read, won>>

Nothing == "NOTHING"
Versions == 1 .. VersionsMax

TypeOK ==
  /\ version \in 0 .. VersionsMax
  /\ content \in [Versions -> Contents \cup {Nothing}]
  /\ read \in [Clients -> -1 .. VersionsMax]
  /\ won \in [Versions -> SUBSET Clients]

Init ==
  /\ version = 0
  /\ content = [n \in Versions |-> Nothing]
  /\ read = [c \in Clients |-> -1]
  /\ won = [n \in Versions |-> {}]

Get(c) ==
  /\ read[c] # version
  /\ read' = [read EXCEPT ![c] = version]
  /\ UNCHANGED <<version, content, won>>

\* The put of somebody whose answer may be lost.
Put(n, new) ==
  /\ n = version + 1
  /\ n <= VersionsMax
  /\ version' = n
  /\ content' = [content EXCEPT ![n] = new]

PutBy(c, new) ==
  /\ read[c] >= 0
  /\ \/ read[c] = version /\ Put(version + 1, new)
     \/ /\ Bug = "P34"
        /\ read[c] < version
        /\ content' = [content EXCEPT ![read[c] + 1] = new]
        /\ UNCHANGED version
  /\ won' = [won EXCEPT ![read[c] + 1] = @ \cup {c}]
  /\ read' = [read EXCEPT ![c] = read[c] + 1]

Next ==
  \/ \E c \in Clients : Get(c)
  \/ \E c \in Clients, new \in Contents : PutBy(c, new)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* One put makes a version.
M_VersionStrict == \A n \in Versions : \A a, b \in won[n] : a = b

\* There is a content for every version up to the present one, and for no other.
M_NoGap == \A n \in Versions : content[n] # Nothing <=> n <= version

\* What a version holds stays, and versions only rise.
M_CASLinearizable ==
  [][/\ version' >= version
     /\ \A n \in Versions : content[n] # Nothing => content'[n] = content[n]]_vars

\* The register as others see it, without who reads and who won.
RegisterInit == version = 0 /\ content = [n \in Versions |-> Nothing]
RegisterNext == \E n \in Versions, new \in Contents : Put(n, new)
RegisterSpec == RegisterInit /\ [][RegisterNext]_<<version, content>>
=============================================================================
