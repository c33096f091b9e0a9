/**
 * The clock of one machine: offset from true virtual time, drifting at a constant rate, and jumping when a fault says so.
 * It outlives crashes, as a machine's clock does. All integers: a rate is in parts per million.
 */
const MILLION = 1_000_000;

export class NodeClock {
  #driftPpm = 0;
  #trueBase = 0;
  #monotonicBase = 0;
  /** What changes of the rate left over, in millionths of a microsecond: none of them may cost the clock time. */
  #fraction = 0;
  #offset = 0;

  local(trueMicros: number): number {
    return this.monotonic(trueMicros) + this.#offset;
  }

  /** Like `local`, without the jumps. */
  monotonic(trueMicros: number): number {
    const elapsed = trueMicros - this.#trueBase;
    return this.#monotonicBase + elapsed + Math.floor((this.#fraction + elapsed * this.#driftPpm) / MILLION);
  }

  /** How long true time must pass until this clock has advanced by `localMicros`; at least that. */
  trueDuration(localMicros: number): number {
    if (this.#driftPpm === 0) return localMicros;
    return Math.ceil((localMicros * MILLION) / (MILLION + this.#driftPpm));
  }

  /** From `trueMicros` on the clock runs `driftPpm` too fast, or too slow when negative. */
  setDrift(trueMicros: number, driftPpm: number): void {
    const gained = this.#fraction + (trueMicros - this.#trueBase) * this.#driftPpm;
    this.#monotonicBase = this.monotonic(trueMicros);
    this.#fraction = gained - Math.floor(gained / MILLION) * MILLION;
    this.#trueBase = trueMicros;
    this.#driftPpm = driftPpm;
  }

  /** Moves the clock forward, or back when negative. Running timers measure durations and are not touched. */
  jump(byMicros: number): void {
    this.#offset += byMicros;
  }
}
