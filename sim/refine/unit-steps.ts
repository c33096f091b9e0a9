/** Who wants to hear of the steps of FlashUnit that concern a unit as a whole, said or unsaid. */
export interface UnitSteps {
  /** The unit obeys `epoch`, since it was sealed or wiped for it. */
  sealed(node: number, epoch: number, step: number): void;
  /** The unit has nothing any more; `mark` was the highest position that it had decided, -1 for none. */
  forgets(node: number, mark: number): void;
}
