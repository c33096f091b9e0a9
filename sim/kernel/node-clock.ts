/**
 * The clock of one machine: offset from true virtual time, drifting at a constant rate, and jumping when a fault says so.
 * It outlives crashes, as a machine's clock does. All integers: a rate is in parts per million.
 */
export class NodeClock {
  #driftPpm = 0;
  #trueBase = 0;
  #localBase = 0;

  local(trueMicros: number): number {
    const elapsed = trueMicros - this.#trueBase;
    return this.#localBase + elapsed + Math.floor((elapsed * this.#driftPpm) / 1_000_000);
  }

  /** How long true time must pass until this clock has advanced by `localMicros`; at least that. */
  trueDuration(localMicros: number): number {
    if (this.#driftPpm === 0) return localMicros;
    return Math.ceil((localMicros * 1_000_000) / (1_000_000 + this.#driftPpm));
  }

  /** From `trueMicros` on the clock runs `driftPpm` too fast, or too slow when negative. */
  setDrift(trueMicros: number, driftPpm: number): void {
    this.#rebase(trueMicros, 0);
    this.#driftPpm = driftPpm;
  }

  /** Moves the clock forward, or back when negative. Running timers measure durations and are not touched. */
  jump(trueMicros: number, byMicros: number): void {
    this.#rebase(trueMicros, byMicros);
  }

  #rebase(trueMicros: number, shift: number): void {
    this.#localBase = this.local(trueMicros) + shift;
    this.#trueBase = trueMicros;
  }
}
