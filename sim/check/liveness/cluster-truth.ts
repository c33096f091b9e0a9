/**
 * How the cluster stands, from outside: which nodes run, what is lost for ever, which layout is the newest, and who still obeys it.
 * It is read off device facts and what servers answered on the wire, as the invariants are; what managers and clients believe
 * plays no part, since they may be what is wrong.
 */
import type { LayoutGoals } from '../../../src/corfu/layout-goals.ts';
import { type Layout, unitsOf } from '../../../src/corfu/layout.ts';
import { sharesOf } from '../../../src/corfu/layout-changes.ts';
import { majorityOf } from '../../../src/rpc/gather.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import type { Fact } from '../../model/fact.ts';
import type { CorfuPlan, Plan } from '../../model/plan.ts';
import type { NodeEvent } from '../../model/proof.ts';
import { goalsAt, topologyOf } from '../../systems/corfu.ts';
import type { Role, Topology } from '../../systems/topology.ts';
import type { Ledger } from '../invariants/ledger.ts';

/** The highest epoch that a node has said it obeys, and when it did first. */
interface Obedience extends NodeEvent {
  readonly epoch: number;
}

export class ClusterTruth {
  readonly system: CorfuPlan;
  readonly topology: Topology;
  readonly #plan: Plan;
  readonly #ledger: Ledger;
  readonly #lost = new Map<number, NodeEvent>();
  readonly #destroyed = new Map<number, NodeEvent>();
  readonly #running = new Set<number>();
  readonly #everStarted = new Set<number>();
  /** By node and incarnation, the end of each process. */
  readonly #ends = new Map<number, Map<number, NodeEvent>>();
  readonly #obeys: (Obedience | undefined)[] = [];
  readonly #asksIn: number[] = [];
  /** The highest epoch that a sequencer has served. */
  #servedEpoch: number;
  /** Units that had no room when they were last asked to store something. */
  readonly #full = new Set<number>();
  /** The fault that struck last: what happens to its node in the same event is its doing. */
  #faultNode = -1;
  #faultStep = -1;
  #faultKind = '';

  constructor(plan: Plan, ledger: Ledger) {
    this.#plan = plan;
    this.system = plan.system;
    this.topology = topologyOf(plan);
    this.#ledger = ledger;
    this.#servedEpoch = ledger.layouts.newest.epoch;
    ledger.attach({
      happened: (fact) => this.#happened(fact),
      asked: ({ caller, epoch }) => {
        // 0: a request that is of no epoch.
        if (epoch > 0) this.#asksIn[caller] = epoch;
      },
      answered: ({ unit, call, status, reply }) => {
        if (reply === undefined || status === 'not-ready') return;
        if (status === 'no-space') this.#full.add(unit.id);
        else if (status === 'ok' && call.kind === 'unit/prefix-trim') this.#full.delete(unit.id);
        else if (status === 'ok' && call.kind === 'unit/reset') this.#lost.delete(unit.id);
        this.#said(unit.id, reply.epoch);
      },
      sequenced: (_call, { status, epoch }, sequencer) => {
        if (status === 'ok' && epoch > this.#servedEpoch) this.#servedEpoch = epoch;
        this.#said(sequencer, epoch);
      },
      voted: (_call, { sealed }, server) => {
        if (sealed !== undefined) this.#said(server, sealed);
      },
    });
  }

  /** The newest layout that anybody has said to be decided. */
  get layout(): Layout {
    return this.#ledger.layouts.newest;
  }

  /** What the operator wants by now. */
  get goals(): LayoutGoals {
    return goalsAt(this.#plan, this.#ledger.at.timeMicros);
  }

  /** Below, a unit of the newest layout has said that everything was given up. */
  get trimMark(): number {
    return unitsOf(this.layout).reduce((mark, unit) => Math.max(mark, this.#ledger.units[unit]?.prefixSaid ?? 0), 0);
  }

  /** Whether the sequencer of the newest layout has begun to serve. */
  get hasBootstrapped(): boolean {
    return this.#servedEpoch >= this.layout.epoch;
  }

  /** Whether a unit of the newest layout has said that it has no room, and was not asked to trim since. */
  get isFull(): boolean {
    return this.#full.size > 0 && unitsOf(this.layout).some((unit) => this.#full.has(unit));
  }

  runs(node: number): boolean {
    return this.#running.has(node);
  }

  /** When `node` lost what it had stored, unless it has been wiped since, and may have been taken in again. */
  lossOf(node: number): NodeEvent | undefined {
    return this.#lost.get(node);
  }

  lossesOf(nodes: readonly number[]): readonly NodeEvent[] {
    return nodes.flatMap((node) => this.#lost.get(node) ?? []);
  }

  destructionsOf(nodes: readonly number[]): readonly NodeEvent[] {
    return nodes.flatMap((node) => this.#destroyed.get(node) ?? []);
  }

  /** The end of the sequencer process that the newest layout names; whoever runs in its place does not know what it knew. */
  get sequencerEnd(): NodeEvent | undefined {
    const { sequencer, sequencerIncarnation } = this.layout;
    return this.#ends.get(sequencer)?.get(sequencerIncarnation);
  }

  /** When `node` said that it obeys a later epoch than that of the newest layout. */
  leftEpoch(node: number): Obedience | undefined {
    const obeyed = this.#obeys[node];
    return obeyed !== undefined && obeyed.epoch > this.layout.epoch ? obeyed : undefined;
  }

  /** The highest epoch that any server has heard of. */
  get highestEpoch(): number {
    return this.#obeys.reduce((highest, each) => Math.max(highest, each?.epoch ?? 0), this.layout.epoch as number);
  }

  /** The epoch that `node` last asked anybody in. */
  asksIn(node: number): number {
    return this.#asksIn[node] ?? 0;
  }

  nodesOf(role: Role): readonly NodeId[] {
    return this.topology.roles.flatMap((each, node) => (each === role ? [node as NodeId] : []));
  }

  /** Whether a majority of the layout servers can vote and confirm. */
  get hasQuorum(): boolean {
    const { layoutServers } = this.layout;
    const able = layoutServers.filter((node) => this.runs(node) && this.lossOf(node) === undefined);
    return able.length >= majorityOf(layoutServers.length);
  }

  /** Units that are in the open segment and still lack what came before. */
  get unitsToRebuild(): readonly NodeId[] {
    const { layout } = this;
    return unitsOf(layout).filter((unit) => sharesOf(layout, unit).length > 0);
  }

  #happened(fact: Fact): void {
    if (fact.fact === 'fault') {
      const { step } = this.#ledger.at;
      // What a crash does to a disk is told as a fault, too, behind that of the crash.
      if (fact.node === this.#faultNode && step === this.#faultStep) return;
      this.#faultNode = fact.node;
      this.#faultStep = step;
      this.#faultKind = fact.kind;
    } else if (fact.fact === 'started') {
      this.#running.add(fact.node);
      this.#everStarted.add(fact.node);
    } else if (fact.fact === 'crashed') {
      this.#running.delete(fact.node);
      const ends = this.#ends.get(fact.node) ?? new Map<number, NodeEvent>();
      this.#ends.set(fact.node, ends.set(fact.incarnation, this.#byFault(fact.node)));
    } else if (fact.fact === 'device-lost') {
      // What has never been started has nothing to lose: its devices are prepared like any new ones.
      if (!this.#everStarted.has(fact.node)) return;
      this.#lost.set(fact.node, this.#byFault(fact.node));
      this.#obeys[fact.node] = undefined;
    } else if (fact.fact === 'destroyed') {
      const destroyed = this.#byFault(fact.node);
      this.#destroyed.set(fact.node, destroyed);
      // Whatever it held: nothing will ever be prepared in its place.
      this.#lost.set(fact.node, destroyed);
    }
  }

  #said(node: number, epoch: number): void {
    const before = this.#obeys[node];
    if (before === undefined || epoch > before.epoch) this.#obeys[node] = { ...this.#now(node), epoch };
  }

  /** What happens to `node` now, with the fault that does it. */
  #byFault(node: number): NodeEvent {
    const now = this.#now(node);
    return this.#faultNode === node && this.#faultStep === now.step ? { ...now, fault: this.#faultKind } : now;
  }

  #now(node: number): NodeEvent {
    const { step, timeMicros } = this.#ledger.at;
    return { node, step, timeMicros };
  }
}
