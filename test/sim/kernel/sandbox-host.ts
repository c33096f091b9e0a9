import { enterSandbox, leaveSandbox, type SandboxHost } from '../../../sim/kernel/sandbox/host.ts';

interface Pending {
  readonly id: number;
  readonly delayMicros: number;
  readonly fire: () => void;
  readonly repeat: boolean;
  dueMicros: number;
}

/** A kernel small enough to see through: a clock that moves when told, an xorshift, a list of timers. */
export class FakeHost implements SandboxHost {
  /** Delay and repetition of each timer, in the order of the calls. */
  readonly armed: [delayMicros: number, repeat: boolean][] = [];
  readonly refused: string[] = [];
  readonly #baseMillis: number;
  #micros = 0;
  #state: number;
  #timers: Pending[] = [];
  #ids = 0;

  constructor(seed: number) {
    this.#baseMillis = 1_000_000_000_000.25 + seed * 86_400_000;
    this.#micros = seed * 1_111_111;
    this.#state = seed * 2_654_435_769 + 1;
  }

  nowMillis(): number {
    return this.#baseMillis + this.#micros / 1000;
  }

  monotonicMicros(): number {
    return this.#micros;
  }

  random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }

  setTimer(delayMicros: number, fire: () => void, repeat: boolean): number {
    this.armed.push([delayMicros, repeat]);
    this.#timers.push({ id: ++this.#ids, delayMicros, fire, repeat, dueMicros: this.#micros + delayMicros });
    return this.#ids;
  }

  clearTimer(id: number): void {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  }

  refuse(api: string, instead: string): never {
    this.refused.push(api);
    throw new Error(`${api} is refused in a run; use ${instead}`);
  }

  get pendingCount(): number {
    return this.#timers.length;
  }

  advance(micros: number): void {
    const end = this.#micros + micros;
    for (;;) {
      const [next] = this.#timers.toSorted((a, b) => a.dueMicros - b.dueMicros || a.id - b.id);
      if (next === undefined || next.dueMicros > end) break;
      this.#micros = next.dueMicros;
      if (next.repeat) next.dueMicros += next.delayMicros;
      else this.clearTimer(next.id);
      next.fire();
    }
    this.#micros = end;
  }
}

/** Runs `body` as the code of a run, and always leaves the run. */
export function inRun<T>(host: SandboxHost, body: () => T): T {
  enterSandbox(host);
  try {
    return body();
  } finally {
    leaveSandbox();
  }
}
