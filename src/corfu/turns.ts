/**
 * Who may change what now: at most one operation per address is under way, from the check of what the address holds until
 * the change is durable. That makes check-and-set one step (two writes to an address are put in order before they are
 * persisted, not after), and a refusal that depends on a change waits for that change. A seal waits for all of them.
 */

/** The turn of whoever moves the prefix trim mark. */
export const PREFIX = -1;

interface Turn {
  readonly address: number;
  /** Created for the first one who waits: most have nobody waiting. */
  over: Promise<void> | undefined;
  end: (() => void) | undefined;
}

export class Turns {
  /** In no particular order; there are never many. */
  readonly #turns: Turn[] = [];

  isTaken(address: number): boolean {
    return this.#find(address) !== undefined;
  }

  begin(address: number): void {
    this.#turns.push({ address, over: undefined, end: undefined });
  }

  end(address: number): void {
    const turn = this.#find(address);
    if (turn === undefined) return;
    const last = this.#turns.pop() as Turn;
    if (last !== turn) this.#turns[this.#turns.indexOf(turn)] = last;
    turn.end?.();
  }

  /** Resolves when the present turn at `address` is over; another may have begun by then. */
  async over(address: number): Promise<void> {
    const turn = this.#find(address);
    if (turn !== undefined) await overOf(turn);
  }

  /** Resolves when nothing is under way. */
  async drained(): Promise<void> {
    for (let [turn] = this.#turns; turn !== undefined; [turn] = this.#turns) await overOf(turn);
  }

  #find(address: number): Turn | undefined {
    for (const turn of this.#turns) if (turn.address === address) return turn;
    return undefined;
  }
}

function overOf(turn: Turn): Promise<void> {
  turn.over ??= new Promise((resolve) => {
    turn.end = resolve;
  });
  return turn.over;
}
