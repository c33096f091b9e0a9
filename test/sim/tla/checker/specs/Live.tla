---- MODULE Live ----
\* A light that is switched, and a lamp that breaks unless somebody cares: what is true depends on what is fair.
EXTENDS Naturals
VARIABLES light, count
vars == <<light, count>>

Init == light = "off" /\ count = 0
On == light = "off" /\ light' = "on" /\ UNCHANGED count
Off == light = "on" /\ light' = "off" /\ UNCHANGED count
Count == light = "on" /\ count < 2 /\ count' = count + 1 /\ UNCHANGED light
Next == On \/ Off \/ Count

Unfair == Init /\ [][Next]_vars
WeakOn == Unfair /\ WF_vars(On)
WeakSwitch == Unfair /\ WF_vars(On) /\ WF_vars(Off)
WeakAll == WeakSwitch /\ WF_vars(Count)
StrongCount == WeakSwitch /\ SF_vars(Count)

EventuallyOn == <>(light = "on")
OnInfinitelyOften == []<>(light = "on")
OffLeadsToOn == light = "off" ~> light = "on"
CountsToTwo == <>(count = 2)
StaysAtTwo == <>[](count = 2)
EachCount == \A n \in 0..1 : (count = n) ~> (count = n + 1)
Switches == []<><<On>>_vars
ImpliedFairness == WF_vars(On)
IfThen == []<>(light = "on") => []<>(light = "off")
AlwaysOnLater == [](light = "off" => <>(light = "on"))
StopsCounting == <>[][~Count]_vars
====
