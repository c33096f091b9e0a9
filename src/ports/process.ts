/** The running process of a node. One object per incarnation: after a crash its calls do nothing. */
export interface ProcessPort {
  /** Counts starts of this node from 1; it never repeats, also when every device is lost. */
  readonly incarnation: number;
  /**
   * Stops this incarnation at once, as a crash would: what fail-stop code does when it cannot go on honestly. The promise
   * never settles, so `return await exit(...)` ends the caller.
   */
  exit(reason: string): Promise<never>;
}
