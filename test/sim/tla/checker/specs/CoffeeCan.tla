---- MODULE CoffeeCan ----
\* Two beans are drawn: equal ones are replaced by a black one, different ones by a white one.
EXTENDS Naturals
CONSTANT MaxBeans
VARIABLE can

Can == [black : 0..MaxBeans, white : 0..MaxBeans]
BeanCount == can.black + can.white

TypeInvariant == can \in Can
Init == can \in {c \in Can : c.black + c.white \in 1..MaxBeans}

PickSameColorBlack == /\ BeanCount > 1
                      /\ can.black >= 2
                      /\ can' = [can EXCEPT !.black = @ - 1]
PickSameColorWhite == /\ BeanCount > 1
                      /\ can.white >= 2
                      /\ can' = [can EXCEPT !.black = @ + 1, !.white = @ - 2]
PickDifferentColor == /\ BeanCount > 1
                      /\ can.black >= 1
                      /\ can.white >= 1
                      /\ can' = [can EXCEPT !.black = @ - 1]
Termination == BeanCount = 1 /\ UNCHANGED can

Next == PickSameColorWhite \/ PickSameColorBlack \/ PickDifferentColor \/ Termination

Spec == Init /\ [][Next]_can /\ WF_can(Next)

MonotonicDecrease == [][BeanCount' <= BeanCount /\ (can' # can => BeanCount' < BeanCount)]_can
EventuallyTerminates == <>(ENABLED Termination)
LoopInvariant == [][can.white % 2 = 0 <=> can'.white % 2 = 0]_can
====
