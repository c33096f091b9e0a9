/**
 * One execution of a small world: lets a scheduler choose whenever all machines are at rest, and tells it what came of each choice.
 */
import type { Sent } from '../../devices/network.ts';
import type { Chooser } from '../../kernel/chosen-queue.ts';
import type { KernelEvent } from '../../kernel/kernel.ts';
import { nextLocal } from '../../kernel/next-local.ts';
import type { Fact } from '../../model/fact.ts';
import type { Observer } from '../../model/observer.ts';
import type { Plan } from '../../model/plan.ts';
import { Choices } from '../../run/choices.ts';
import { topologyOf } from '../../systems/corfu.ts';
import { nodeOf, type Role, type Topology } from '../../systems/topology.ts';
import { type NodeId, nodeId } from '../../../src/ports/units.ts';
import { type Footprint, isReply, requestAt, stepAt, timeoutAt, type Waiting } from './footprint.ts';
import { ObservedStep } from './observed-step.ts';
import type { Disabled, Scheduler } from './step.ts';

const NONE: readonly number[] = [];

/** A choice that was made, until the machines are at rest again. */
interface UnderWay {
  readonly event: KernelEvent;
  readonly observed: ObservedStep;
  /** What could be chosen instead. */
  readonly possible: readonly KernelEvent[];
  /** Replies that its node waits for. */
  readonly waits: readonly KernelEvent[];
}

export class WorldExecution implements Chooser<KernelEvent>, Observer {
  /** How often something had become durable at each node before the first choice, by node. */
  readonly persistedBefore: number[] = [];
  readonly #choices: Choices;
  readonly #scheduler: Scheduler<Footprint>;
  readonly #topology: Topology;
  readonly #layoutServers: number;
  /** The one that crashes at a persistence point, where the order of its writes counts. */
  readonly #whole: NodeId | undefined;
  readonly #made: KernelEvent[] = [];
  readonly #createdBy = new Map<number, readonly number[]>();
  /** Places of the early replies to each node since it went on last. */
  readonly #early: number[][] = [];
  #newest = -1;
  #underWay: UnderWay | undefined;

  constructor(plan: Plan, scheduler: Scheduler<Footprint>) {
    this.#topology = topologyOf(plan);
    this.#choices = new Choices(this.#topology, plan.world?.timeouts ?? 0);
    this.#scheduler = scheduler;
    this.#layoutServers = plan.system.layoutServers;
    const fault = plan.faults.find(({ kind }) => kind === 'process.crash-at-persistence');
    if (fault !== undefined) this.#whole = nodeOf(this.#topology, fault['role'] as Role, fault['index'] as number);
  }

  /** The choices made, by name. */
  get made(): readonly string[] {
    return this.#made.map((event) => this.#choices.nameOf(event));
  }

  choose(pending: readonly KernelEvent[]): KernelEvent | undefined {
    const local = nextLocal(pending);
    if (local !== undefined) return local;
    const possible = this.#choices.possible(pending);
    this.#endStep(pending, possible);
    const id = this.#scheduler.choose(possible.map(({ sequence }) => sequence));
    const event = possible.find(({ sequence }) => sequence === id);
    if (event === undefined) return undefined;
    this.#choices.made(event);
    this.#made.push(event);
    this.#underWay = { event, observed: new ObservedStep(), possible, waits: waitsOf(nodeOfEvent(event), pending) };
    return event;
  }

  /** The run is over; if something broke it, in the middle of a step. */
  end(): void {
    this.#endStep([], []);
  }

  observe(fact: Fact): void {
    if (this.#made.length === 0) this.#countPersisted(fact);
    else this.#underWay?.observed.observe(fact);
  }

  #countPersisted(fact: Fact): void {
    if (fact.fact !== 'programmed' && fact.fact !== 'erased' && fact.fact !== 'synced') return;
    this.persistedBefore[fact.node] = (this.persistedBefore[fact.node] ?? 0) + 1;
  }

  #endStep(pending: readonly KernelEvent[], possible: readonly KernelEvent[]): void {
    const underWay = this.#underWay;
    this.#underWay = undefined;
    const footprint = underWay === undefined ? undefined : this.#footprintOf(underWay, pending);
    const creators = footprint === undefined ? NONE : this.#creators(footprint);
    for (const { sequence } of pending) if (sequence > this.#newest) this.#createdBy.set(sequence, creators);
    this.#newest = pending.at(-1)?.sequence ?? this.#newest;
    if (underWay === undefined || footprint === undefined) return;
    const { sequence } = underWay.event;
    const createdBy = this.#createdBy.get(sequence) ?? NONE;
    this.#scheduler.ran({ id: sequence, createdBy, footprint, disabled: disabledIn(underWay, possible) });
  }

  /** The places of the steps that have their share in what the step just made created. */
  #creators({ node, waiting }: Footprint): readonly number[] {
    const place = this.#made.length - 1;
    if (waiting === 'late reply') return [place];
    const early = (this.#early[node] ??= []);
    if (waiting === 'early reply') {
      early.push(place);
      return [place];
    }
    this.#early[node] = [];
    return [place, ...early];
  }

  #footprintOf({ event, observed, waits }: UnderWay, pending: readonly KernelEvent[]): Footprint {
    const { kind, action } = event;
    const { answered, called } = observed;
    if (kind !== 'deliver') {
      // A planned crash is nobody's until it happens.
      const node = observed.crashed ?? nodeOfEvent(event) ?? nodeId(0);
      const waiting = kind === 'timeout' || observed.crashed !== undefined ? 'no reply' : 'none';
      return { ...stepAt(node), waiting, answered, called };
    }
    const { from, to, datagram } = action as Sent;
    if (!isReply(datagram)) {
      // A sequencer keeps in memory what it was told, so only of a unit it is known that nothing changed.
      const refused = observed.refused && this.#topology.roles[to] === 'unit';
      return to === this.#whole ? stepAt(to) : requestAt(to, datagram, refused);
    }
    const awaited = waits.some((wait) => !pending.includes(wait));
    return { ...stepAt(to), waiting: this.#waitingFor(from, awaited, observed), answered, called };
  }

  #waitingFor(from: NodeId, awaited: boolean, { quiet }: ObservedStep): Waiting {
    if (!awaited) return quiet ? 'late reply' : 'none';
    // Of several layout servers a majority is enough, so it matters whose reply comes first.
    if (this.#layoutServers > 1 && this.#topology.roles[from] === 'layout-server') return 'none';
    return quiet ? 'early reply' : 'reply';
  }
}

/** Where it will happen; a planned fault does not say. */
function nodeOfEvent({ kind, owner, action }: KernelEvent): NodeId | undefined {
  return kind === 'deliver' ? (action as Sent).to : owner?.node;
}

function waitsOf(node: NodeId | undefined, pending: readonly KernelEvent[]): readonly KernelEvent[] {
  return pending.filter(({ kind, owner }) => kind === 'timeout' && owner?.node === node);
}

/** Timers, which alone can be disabled: by a reply, by the death of their node, by a timeout that used up its patience. */
function disabledIn({ event, possible: before }: UnderWay, possible: readonly KernelEvent[]): Disabled<Footprint>[] {
  const disabled: Disabled<Footprint>[] = [];
  for (const other of before) {
    if (other === event || other.owner === null || possible.includes(other)) continue;
    disabled.push({ id: other.sequence, footprint: timeoutAt(other.owner.node) });
  }
  return disabled;
}
