/**
 * The leases of a run, in true time, as the wire shows them: who granted which holder what, who has given up an epoch since, and
 * what the layout servers have decided.
 *
 * A grantor counts its grants on a clock that may be off by the drift that the plan declares. Nobody may rely on a grant for longer
 * than until the clock that is fastest by that has counted to its end.
 */
import type { NodeId } from '../../../src/ports/units.ts';
import { majorityOf } from '../../../src/rpc/gather.ts';
import type { KnownLayouts } from './known-layouts.ts';

const MILLION = 1_000_000;
const NO_GRANTS: ReadonlyMap<NodeId, number> = new Map();

export class KnownLeases {
  /** A layout of this epoch is decided, and of none above. */
  chosenEpoch: number;
  readonly #layouts: KnownLayouts;
  readonly #driftPpm: number;
  /** By epoch and holder: when the last grant of each layout server ends, in true microseconds. */
  readonly #ends: Map<NodeId, Map<NodeId, number>>[] = [];
  /** By node: the highest epoch of a reply. */
  readonly #obeyed: number[] = [];
  /** By epoch and rank: who has accepted. */
  readonly #accepted: Map<number, Set<NodeId>>[] = [];

  constructor(layouts: KnownLayouts, driftPpm: number) {
    this.#layouts = layouts;
    this.#driftPpm = driftPpm;
    this.chosenEpoch = layouts.newest.epoch;
  }

  granted(grantor: NodeId, holder: NodeId, epoch: number, atMicros: number, durationMicros: number): void {
    const end = atMicros + (durationMicros * MILLION) / (MILLION + this.#driftPpm);
    const byHolder = (this.#ends[epoch] ??= new Map());
    const ends = byHolder.get(holder);
    if (ends === undefined) byHolder.set(holder, new Map([[grantor, end]]));
    else ends.set(grantor, end);
  }

  /** `node` has said that it obeys `epoch`: it does not answer in an earlier one. */
  obeys(node: NodeId, epoch: number): void {
    if (epoch > (this.#obeyed[node] ?? 0)) this.#obeyed[node] = epoch;
  }

  /** `server` has accepted what was proposed for `epoch` with `rank`. True: that decides it. */
  accepted(server: NodeId, epoch: number, rank: number): boolean {
    const byRank = (this.#accepted[epoch] ??= new Map());
    const servers = (byRank.get(rank) ?? new Set<NodeId>()).add(server);
    byRank.set(rank, servers);
    const voters = this.#layouts.at(epoch - 1)?.layoutServers;
    if (voters === undefined || servers.size < majorityOf(voters.length) || epoch <= this.chosenEpoch) return false;
    this.chosenEpoch = epoch;
    return true;
  }

  /** Whether `holder` may rely on a majority of its grants for `epoch` at `atMicros`. */
  isHeld(holder: NodeId, epoch: number, atMicros: number): boolean {
    const grantors = this.#layouts.at(epoch)?.layoutServers ?? [];
    const ends = this.#ends[epoch]?.get(holder) ?? NO_GRANTS;
    const good = grantors.filter((grantor) => atMicros < (ends.get(grantor) ?? 0));
    return good.length >= majorityOf(grantors.length);
  }

  /** Who may still answer for `epoch`, since neither time nor word has ended its lease. */
  holdersAt(epoch: number, atMicros: number): readonly NodeId[] {
    const holders = this.#ends[epoch]?.keys() ?? [];
    return [...holders].filter(
      (holder) => (this.#obeyed[holder] ?? 0) <= epoch && this.isHeld(holder, epoch, atMicros),
    );
  }
}
