/**
 * Reconfiguration: from the layout of one epoch to that of the next, in the steps that the literature leaves to the reader
 * (CORFU, section 2.3; Vertical Paxos). Anybody may run it, any number of them at once, and any of them may die at any step:
 *
 * S0 read the layout by quorum; S1 see whether the change is still needed; S2 seal the epoch, at a majority of the layout
 * servers, the sequencer if it answers, and the units; S3 recover the tail from what the *sealed* units report; S4 build the next
 * layout; S5 have it decided, when nobody holds a lease on the old one any more; S6 bootstrap the sequencer, whoever's layout it was.
 *
 * Why nothing is lost. An append of the old epoch needs all units of its chain, so once one unit of each chain is sealed none
 * completes any more; what had completed is on every unit and thus on every survivor. A report from *before* the seal would miss
 * what completes in between. At most one layout is decided per epoch, so whoever finds another's goes on with that and looks
 * again whether its own change is still needed.
 *
 * Why nothing is written twice. Every unit that stays is sealed (Y-RetainedSealed): a write of the old epoch that is still on its
 * way finds no unit of the new layout that would take it.
 */
import { type Epoch, epoch, type LogPosition, logPosition } from '../log/position.ts';
import { NO_RANK, type ProposerId, type Rank, rankAbove } from '../paxos/rank.ts';
import type { NodePorts } from '../ports/node-ports.ts';
import { type Micros, micros, type NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import type { ReconfigurationEvent } from './events.ts';
import type { SealReport } from './layout-changes.ts';
import type { LeasesLeft } from './layout-messages.ts';
import type { LayoutQuorum } from './layout-quorum.ts';
import { waitMicros } from './lease-terms.ts';
import { type Chain, type Layout, layoutFault, type Segment, unitsOf } from './layout.ts';
import type { Patience } from './patience.ts';
import type { SequencerReply } from './sequencer-messages.ts';
import type { StreamRecovery } from './stream-recovery.ts';
import type { StreamTails } from './stream-table.ts';
import type { ResetReply, SealReply, TailReply, TailReport } from './unit-messages.ts';

/** A change, and what it takes besides the nodes of the layout. */
export interface ReconfigurationPlan {
  /** Whether `layout` still lacks the change. */
  isNeeded(layout: Layout): boolean;
  /** Sequencer nodes that may take over. */
  readonly sequencers: readonly NodeId[];
  /** Units that may be called in: they are wiped first. */
  readonly spares: readonly NodeId[];
  /** The next layout; it may ask and copy under the seal first, in the epoch to come. */
  change(before: Layout, report: SealReport): Layout | undefined | Promise<Layout | undefined>;
}

/** `unknown`: not within our patience. The change may be made all the same, or may be yet. */
export type Reconfigured =
  | { readonly status: 'done' | 'not-needed'; readonly layout: Layout }
  | { readonly status: 'unknown' };

/** The unit reports of a seal, and the identities of those that have nothing to report. */
export interface Sealing {
  readonly reports: ReadonlyMap<NodeId, TailReport>;
  /** By unit that answered at all. */
  readonly incarnations: ReadonlyMap<NodeId, number>;
  readonly sequencers: ReadonlyMap<NodeId, number>;
  /** What was left of the leases on the epoch that ends, and when that was said, on our clock. */
  readonly leases: readonly LeasesLeft[];
  readonly leasesToldAt: Micros;
}

const UNKNOWN = Object.freeze({ status: 'unknown' });

export class Reconfigurer {
  protected readonly ports: NodePorts;
  protected readonly rpc: RpcEndpoint;
  protected readonly layouts: LayoutQuorum;
  protected readonly patience: Patience;
  readonly #streams: StreamRecovery;
  /** The highest rank known, of ours and of those who outbid us: no ballot of this life ever has the rank of another. */
  #rank = NO_RANK;

  constructor(ports: NodePorts, rpc: RpcEndpoint, layouts: LayoutQuorum, streams: StreamRecovery, patience: Patience) {
    this.ports = ports;
    this.rpc = rpc;
    this.layouts = layouts;
    this.patience = patience;
    this.#streams = streams;
  }

  async reconfigure(plan: ReconfigurationPlan): Promise<Reconfigured> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      if (attempt > 0) await this.#backOff(attempt);
      if (!(await this.layouts.refresh())) continue;
      const before = this.layouts.current();
      if (!plan.isNeeded(before)) return { status: 'not-needed', layout: before };
      const sealing = await this.seal(before, epoch(before.epoch + 1), plan);
      const after = sealing === undefined ? undefined : await this.build(before, sealing, plan);
      if (sealing === undefined || after === undefined) continue;
      await this.waitOutLeases(before, sealing);
      const ballot = await this.layouts.propose(before, this.#nextRank(), after);
      if (ballot.status === 'outranked') {
        if (ballot.by > this.#rank) this.#rank = ballot.by;
        this.emit({ event: 'ballot-outranked', epoch: after.epoch });
      }
      if (ballot.status !== 'decided') continue;
      const decided = ballot.value;
      this.emit({ event: 'layout-decided', epoch: decided.epoch, layout: decided });
      await this.layouts.announce(before, decided);
      await this.startSequencer(decided);
      if (!plan.isNeeded(decided)) return { status: 'done', layout: decided };
    }
    return UNKNOWN;
  }

  /** S2. Seals `before`, every unit of it: a chain that is left out goes on acknowledging. `undefined`: not enough answered. */
  protected async seal(before: Layout, next: Epoch, plan: ReconfigurationPlan): Promise<Sealing | undefined> {
    const sequencerNodes = [...new Set([before.sequencer, ...plan.sequencers])];
    const units = [...new Set([...unitsOf(before), ...plan.spares])];
    const { timeout } = this.patience;
    const { clock } = this.ports;
    const [layoutSealed, unitReplies, sequencerReplies] = await Promise.all([
      this.layouts.seal(next).then((leases) => leases && { leases, leasesToldAt: clock.monotonic() }),
      Promise.all(units.map((unit) => this.rpc.call<SealReply>(unit, { kind: 'unit/seal', epoch: next }, timeout))),
      Promise.all(
        sequencerNodes.map((node) =>
          this.rpc.call<SequencerReply>(node, { kind: 'sequencer/seal', epoch: next }, timeout),
        ),
      ),
    ]);
    if (layoutSealed === undefined || this.layouts.current().epoch !== before.epoch) return undefined;
    const reports = new Map<NodeId, TailReport>();
    const incarnations = new Map<NodeId, number>();
    for (const [index, reply] of unitReplies.entries()) {
      if (reply === 'timeout') continue;
      const unit = units[index] as NodeId;
      incarnations.set(unit, reply.incarnation);
      if (reply.status === 'ok') reports.set(unit, reply);
    }
    const sequencers = new Map<NodeId, number>();
    for (const [index, reply] of sequencerReplies.entries()) {
      if (reply !== 'timeout' && reply.status !== 'ok')
        sequencers.set(sequencerNodes[index] as NodeId, reply.incarnation);
    }
    const eachChain = chainsOf(before).every((chain) => chain.some((unit) => reports.has(unit)));
    return eachChain ? { reports, incarnations, sequencers, ...layoutSealed } : undefined;
  }

  /**
   * Before S5. Who holds a lease answers out of its own head that something is not in the log, which must not be after anything
   * came in that it has not heard of. One that has acknowledged the seal answers no more. For the others we wait: at least one
   * grant of any majority is by a layout server that has told us what remains.
   */
  protected async waitOutLeases(before: Layout, sealing: Sealing): Promise<void> {
    const { leases, leasesToldAt, reports, sequencers } = sealing;
    const obeying = new Set([...reports.keys(), ...sequencers.keys()]);
    const holders = [before.sequencer, ...unitsOf(before)].filter((holder) => !obeying.has(holder));
    let wait = 0;
    for (const left of leases) wait = Math.max(wait, waitMicros(longestOf(left, holders), left.driftPpm));
    const rest = wait - (this.ports.clock.monotonic() - leasesToldAt);
    if (rest <= 0) return;
    await this.ports.clock.sleep(micros(rest));
    this.emit({ event: 'leases-waited-out', epoch: before.epoch + 1, waitMicros: wait });
  }

  /** S3, from nothing but what was said under the seal: before it, something may have been acknowledged in between. */
  protected collect(before: Layout, { reports, sequencers }: Sealing): SealReport {
    const tail = atLeast(startOf(before), this.recoverTail(chainsOf(before), reports));
    let trimMark = 0;
    for (const { upTo } of reports.values()) trimMark = Math.max(trimMark, upTo);
    return {
      epoch: epoch(before.epoch + 1),
      sealed: new Set(reports.keys()),
      sequencers,
      tail,
      trimMark: logPosition(trimMark),
    };
  }

  /**
   * Above every position that any chain may have acknowledged. The first of the sealed units of a chain has all that those
   * behind it have; and positions of all stripes are on one line, so it takes all chains to know where it ends.
   */
  protected recoverTail(chains: readonly Chain[], reports: ReadonlyMap<NodeId, TailReport>): LogPosition {
    let tail = 0;
    for (const chain of chains) {
      const head = chain.find((unit) => reports.has(unit));
      const report = head === undefined ? undefined : reports.get(head);
      if (report !== undefined) tail = Math.max(tail, report.hwm + 1, report.upTo);
    }
    return logPosition(tail);
  }

  /** S4. Every unit of the result is sealed, or was wiped for it. `undefined`: not with those that answered. */
  protected async build(before: Layout, sealing: Sealing, plan: ReconfigurationPlan): Promise<Layout | undefined> {
    const report = this.collect(before, sealing);
    const old = new Set(unitsOf(before));
    const usable = new Set([...report.sealed].filter((unit) => old.has(unit)));
    for (const unit of plan.spares) {
      const incarnation = sealing.incarnations.get(unit);
      if (old.has(unit) || incarnation === undefined) continue;
      if (await this.admit(unit, incarnation, report.epoch)) usable.add(unit);
    }
    const after = await plan.change(before, { ...report, sealed: usable });
    if (after === undefined || !unitsOf(after).every((unit) => usable.has(unit))) return undefined;
    const fault = layoutFault(after);
    if (fault !== undefined) throw new Error(`no layout: ${fault}`);
    return after;
  }

  /** Wipes a unit that joins: what it holds may be of a former membership, and other than what was decided without it. */
  protected async admit(unit: NodeId, incarnation: number, into: Epoch): Promise<boolean> {
    const request = { kind: 'unit/reset', epoch: into, incarnation } as const;
    const reply = await this.rpc.call<ResetReply>(unit, request, this.patience.timeout);
    return reply !== 'timeout' && reply.status === 'ok';
  }

  /**
   * S6, for a layout that is decided, whoever proposed it and wherever that one has died: false if it cannot be done, perhaps not
   * any more. Whoever bootstraps first sets the tail; who comes later is refused, and that is as good.
   *
   * The tail is asked of the heads of this very layout. What its proposer found may be less: had it not reached a head that
   * another did and kept, positions that this head holds would be handed out again.
   *
   * In a log with streams that is not all that it takes, and to find the rest may take long. A sequencer that stays has it already, and
   * it alone knows whether it served the epoch before: so it is asked first.
   */
  async startSequencer(layout: Layout): Promise<boolean> {
    if (layout.backpointers !== undefined && (await this.#advanceSequencer(layout))) return true;
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      if (attempt > 0) await this.#backOff(attempt);
      const tail = await this.tailOf(layout);
      if (tail === 'over') return false;
      if (tail === 'unknown') continue;
      const streams = await this.#streamsBelow(layout, tail);
      if (streams === 'unknown') continue;
      const { epoch: into, sequencer, sequencerIncarnation: incarnation } = layout;
      const known = { kind: 'sequencer/bootstrap', epoch: into, tail, incarnation } as const;
      const request = streams === undefined ? known : { ...known, streams };
      const reply = await this.rpc.call<SequencerReply>(sequencer, request, this.patience.timeout);
      if (reply === 'timeout') continue;
      // Refused for another reason than that it serves already: it is not the process that the layout means.
      return serves(reply, into);
    }
    return false;
  }

  async #advanceSequencer({ epoch: into, sequencer, sequencerIncarnation: incarnation }: Layout): Promise<boolean> {
    const request = { kind: 'sequencer/advance', epoch: into, incarnation } as const;
    const reply = await this.rpc.call<SequencerReply>(sequencer, request, this.patience.timeout);
    return reply !== 'timeout' && serves(reply, into);
  }

  /** A log without streams is not searched for any. */
  async #streamsBelow(layout: Layout, tail: LogPosition): Promise<StreamTails | 'unknown' | undefined> {
    const { backpointers } = layout;
    return backpointers === undefined ? undefined : this.#streams.scan(layout, tail, backpointers);
  }

  /** Above everything that a head of `layout` holds; `over`: a newer epoch has begun. */
  protected async tailOf(layout: Layout): Promise<LogPosition | 'unknown' | 'over'> {
    const heads = [...new Set(chainsOf(layout).map((chain) => chain[0] as NodeId))];
    const request = { kind: 'unit/tail', epoch: layout.epoch } as const;
    const replies = await Promise.all(
      heads.map((head) => this.rpc.call<TailReply>(head, request, this.patience.timeout)),
    );
    const reports = new Map<NodeId, TailReport>();
    for (const [index, reply] of replies.entries()) {
      if (reply === 'timeout' || reply.status === 'not-ready') return 'unknown';
      if (reply.status === 'sealed') return 'over';
      reports.set(heads[index] as NodeId, reply);
    }
    return atLeast(startOf(layout), this.recoverTail(chainsOf(layout), reports));
  }

  protected emit(event: ReconfigurationEvent): void {
    this.ports.trace.emit(event);
  }

  #nextRank(): Rank {
    const proposer: ProposerId = { node: this.ports.self, incarnation: this.ports.process.incarnation };
    this.#rank = rankAbove(this.#rank, proposer);
    return this.#rank;
  }

  /** Two that outdo each other must part: random, and longer every time. */
  async #backOff(attempt: number): Promise<void> {
    const span = this.patience.backOff << Math.min(attempt, 4);
    await this.ports.clock.sleep(micros(span + this.ports.random.below(2 * span + 1)));
  }
}

/** Whether a sequencer that was to begin the epoch `into` serves it: since now, or already. */
function serves({ status, epoch: own }: SequencerReply, into: Epoch): boolean {
  return status === 'ok' || (status === 'sealed' && own === into);
}

/** Where the log begins. What is below was dropped, and units that came later need not have heard of any of it. */
function startOf({ segments }: Layout): LogPosition {
  return (segments[0] as Segment).start;
}

function atLeast(least: LogPosition, position: LogPosition): LogPosition {
  return position < least ? least : position;
}

function chainsOf(layout: Layout): readonly Chain[] {
  return layout.segments.flatMap(({ stripes }) => stripes);
}

/** How long any of `holders` may go on, as one grantor knows. */
function longestOf({ anybodyMicros, holders: leases }: LeasesLeft, holders: readonly NodeId[]): number {
  if (holders.length === 0) return 0;
  let longest = anybodyMicros;
  for (const { holder, restMicros } of leases) {
    if (holders.includes(holder)) longest = Math.max(longest, restMicros);
  }
  return longest;
}
