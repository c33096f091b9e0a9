/**
 * What is owed in the second phase of a run, once faults have stopped, and when the run is over: when nothing is owed any more, or when
 * every client has tried what is left for it to do and nobody could do it. It asks from outside: clients do their duties, and the truth
 * about the cluster is read off facts.
 */
import type { ClusterTruth } from '../check/liveness/cluster-truth.ts';
import { excuseOf } from '../check/liveness/excuses.ts';
import { Settling } from '../check/liveness/settling.ts';
import { isGone, unmetRequests } from '../check/liveness/unmet.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { LogHistory } from '../model/history.ts';
import type { Unmet } from '../model/obligation.ts';
import type { CorfuPlan } from '../model/plan.ts';
import type { Excuse } from '../model/proof.ts';
import type { ClientDriver, Closing } from '../workload/client-driver.ts';
import { dutiesAfter } from '../workload/duties.ts';

/** After all that was owed is done, what is still under way may arrive for this long. */
export const GRACE_MICROS = 2_000_000;
/** How long a client waits before it tries again what failed, in timeouts. */
const PAUSE_TIMEOUTS = 2;

export class SecondPhase {
  readonly #system: CorfuPlan;
  readonly #kernel: Kernel;
  readonly #drivers: readonly ClientDriver[];
  readonly #truth: ClusterTruth;
  #settling: Settling | undefined;
  #over = false;

  constructor(system: CorfuPlan, kernel: Kernel, drivers: readonly ClientDriver[], truth: ClusterTruth) {
    this.#system = system;
    this.#kernel = kernel;
    this.#drivers = drivers;
    this.#truth = truth;
  }

  get hasBegun(): boolean {
    return this.#settling !== undefined;
  }

  /** Whether nobody is to do anything any more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Gives clients their duties, after what `history` says that they did; whoever has none under way must be told to begin. */
  begin(history: LogHistory, untilMicros: number): void {
    const { timeoutMicros, streams } = this.#system;
    this.#settling = new Settling(this.#truth, this.#kernel.timeMicros, untilMicros);
    const closing: Closing = {
      pauseMicros: PAUSE_TIMEOUTS * timeoutMicros,
      layout: () => this.#layout(),
      isFull: () => this.#truth.isFull,
      onRound: () => this.#lookWhetherOver(),
    };
    const duties = dutiesAfter(history, this.#drivers.length, streams);
    this.#drivers.forEach((driver, client) =>
      driver.close(isGone(client, this.#truth) ? [] : (duties[client] ?? []), closing),
    );
  }

  /** Lets what is under way arrive, and ends the run. */
  end(graceMicros: number): void {
    this.#over = true;
    this.#kernel.stopAfter(this.#kernel.timeMicros + graceMicros);
  }

  /** Everything that is owed now. */
  unmet(): readonly Unmet[] {
    const layout = this.#settling?.unmet();
    const requests = unmetRequests(this.#drivers, this.#truth);
    return layout === undefined ? requests : [layout, ...requests];
  }

  /** Why some of `unmet` could be done by nobody. */
  excuses(unmet: readonly Unmet[]): readonly Excuse[] {
    return unmet.flatMap((each) => excuseOf(each, this.#truth) ?? []);
  }

  #layout(): ReturnType<Closing['layout']> {
    const settling = this.#settling as Settling;
    const { timeMicros } = this.#kernel;
    if (settling.hasSettled(timeMicros)) return 'settled';
    const unmet = settling.unmet();
    const isVain = unmet !== undefined && this.excuses([unmet]).length > 0;
    return isVain || settling.isLate(timeMicros) ? 'hopeless' : 'changing';
  }

  #lookWhetherOver(): void {
    if (this.#over) return;
    const unmet = this.unmet();
    if (unmet.length === 0) {
      this.end(GRACE_MICROS);
      return;
    }
    const tried = this.#drivers.every(({ rounds, duties }) => rounds > 0 || duties.length === 0);
    if (tried && this.excuses(unmet).length === unmet.length) this.end(0);
  }
}
