/**
 * A small world for faults to act on: the real kernel and network, two chains of two units, a sequencer, two clients and
 * a manager, whose processes do the least that a fault could disturb. Nothing here depends on the protocol stack.
 *
 * Every millisecond each client asks the sequencer for a token and writes to the head of one chain, by turns; when the
 * head has answered it writes to the tail. Every unit makes each write durable before it answers. Once, the manager seals
 * all units, and nobody cares.
 */
import { type NodeId, nodeId } from '../../src/ports/units.ts';
import { VirtualNetwork } from '../../sim/devices/network.ts';
import { Incarnation } from '../../sim/kernel/incarnation.ts';
import type { Kernel } from '../../sim/kernel/kernel.ts';
import { NodeClock } from '../../sim/kernel/node-clock.ts';
import type { Fact } from '../../sim/model/fact.ts';
import type { PlannedFault } from '../../sim/model/plan.ts';
import type { FaultKind } from '../../sim/faults/fault-kind.ts';
import { FaultSchedule } from '../../sim/systems/fault-schedule.ts';
import type { SimNode } from '../../sim/systems/sim-node.ts';
import type { Role, Topology } from '../../sim/systems/topology.ts';
import type { World } from '../../sim/systems/world.ts';
import { runKernel } from './run-kernel.ts';

export const topology: Topology = {
  roles: ['unit', 'unit', 'unit', 'unit', 'sequencer', 'client', 'client', 'manager'],
};

/** How long clients work. */
export const HORIZON_MICROS = 40_000;
const TICK_MICROS = 1_000;
/** When the manager seals. */
export const SEAL_MICROS = 25_000;
const EPOCH = 1;
export const DELAY_MICROS = 300;
export const JITTER_MICROS = 50;

const chains = [
  [nodeId(0), nodeId(1)],
  [nodeId(2), nodeId(3)],
] as const;
const sequencer = nodeId(4);

interface Message {
  readonly is: 'request' | 'reply';
  readonly call: number;
  readonly caller: NodeId;
  readonly incarnation: number;
  readonly body: { readonly kind?: string; readonly status?: string };
}

/** What happened when. */
export interface Happened {
  readonly atMicros: number;
  readonly fact: Fact;
}

export class SmallRun {
  readonly facts: readonly Happened[];
  readonly nodes: readonly SimNode[];
  readonly hash: string;

  constructor(facts: readonly Happened[], nodes: readonly SimNode[], hash: string) {
    this.facts = facts;
    this.nodes = nodes;
    this.hash = hash;
  }

  /** Instants at which something of `fact` happened to `node`. */
  when(fact: Fact['fact'], node: number): number[] {
    return this.facts.filter((each) => each.fact.fact === fact && each.fact.node === node).map((each) => each.atMicros);
  }

  /** By message number of the link, when it was sent or delivered; a message delivered twice has two entries. */
  messages(fact: 'sent' | 'delivered' | 'dropped', from: number, to: number): { number: number; atMicros: number }[] {
    const found: { number: number; atMicros: number }[] = [];
    for (const { atMicros, fact: each } of this.facts) {
      if (each.fact !== fact || each.from !== from || each.to !== to) continue;
      found.push({ number: each.number, atMicros });
    }
    return found;
  }

  /** When message `number` of a link was delivered. */
  arrivals(from: number, to: number, number: number): number[] {
    return this.messages('delivered', from, to)
      .filter((each) => each.number === number)
      .map((each) => each.atMicros);
  }

  faults(kind: string): number {
    return this.facts.filter(({ fact }) => fact.fact === 'fault' && fact.kind === kind).length;
  }
}

class SmallNode implements SimNode {
  readonly id: NodeId;
  readonly role: Role;
  readonly clock = new NodeClock();
  // No fault that is tested here looks into a device.
  readonly flash = undefined as never;
  readonly disk = undefined as never;
  incarnation: Incarnation | null = null;
  readonly #kernel: Kernel;
  readonly #network: VirtualNetwork;
  #starts = 0;

  constructor(kernel: Kernel, network: VirtualNetwork, id: NodeId, role: Role) {
    this.#kernel = kernel;
    this.#network = network;
    this.id = id;
    this.role = role;
  }

  start(): void {
    this.#starts += 1;
    const life = new Incarnation(this.id, this.#starts, this.clock);
    this.incarnation = life;
    this.#kernel.tell({ fact: 'started', node: this.id, incarnation: life.number });
    if (this.role === 'client') this.#runClient(life);
    else if (this.role === 'manager') this.#runManager(life);
    else this.#runServer(life);
  }

  crash(downMicros: number): void {
    if (this.incarnation !== null) this.#kernel.crash(this.incarnation);
    this.incarnation = null;
    this.#kernel.schedule(downMicros, 'start', null, () => this.start());
  }

  shutDown(downMicros: number): void {
    this.#kernel.tell({ fact: 'claim', node: this.id, claim: { event: 'shut-down' } });
    this.crash(downMicros);
  }

  destroy(): void {
    if (this.incarnation !== null) this.#kernel.crash(this.incarnation);
    this.incarnation = null;
    this.#kernel.tell({ fact: 'destroyed', node: this.id });
  }

  loseDevices(downMicros: number): void {
    this.#kernel.tell({ fact: 'device-lost', node: this.id });
    this.crash(downMicros);
  }

  #runServer(life: Incarnation): void {
    const port = this.#network.portFor(life);
    port.onDatagram((from, datagram) => {
      const { call, incarnation } = datagram as Message;
      if (this.role === 'unit') this.#kernel.persisted(life);
      port.send(from, { is: 'reply', call, incarnation, body: { status: 'ok' } });
    });
  }

  #runManager(life: Incarnation): void {
    const kernel = this.#kernel;
    const port = this.#network.portFor(life);
    port.onDatagram(() => undefined);
    const body = { kind: 'unit/seal', epoch: EPOCH + 1 };
    const seal = (): void => {
      for (const unit of chains.flat())
        port.send(unit, { is: 'request', call: 0, caller: this.id, incarnation: life.number, body });
    };
    if (kernel.timeMicros >= SEAL_MICROS) return;
    kernel.schedule(SEAL_MICROS, 'timer', life, () => kernel.enter(life, seal));
  }

  #runClient(life: Incarnation): void {
    const kernel = this.#kernel;
    const port = this.#network.portFor(life);
    const ask = (to: NodeId, call: number, kind: string): void => {
      port.send(to, { is: 'request', call, caller: this.id, incarnation: life.number, body: { kind, epoch: EPOCH } });
    };
    port.onDatagram((from, datagram) => {
      const chain = chains.find((each) => each[0] === from);
      if (chain !== undefined) ask(chain[1], (datagram as Message).call, 'unit/write');
    });
    const tick = (count: number): void => {
      if (kernel.timeMicros >= HORIZON_MICROS) return;
      ask(sequencer, count, 'sequencer/next');
      ask((chains[count % 2] as (typeof chains)[0])[0], count, 'unit/write');
      kernel.schedule(TICK_MICROS, 'timer', life, () => kernel.enter(life, () => tick(count + 1)));
    };
    kernel.schedule(TICK_MICROS, 'timer', life, () => kernel.enter(life, () => tick(0)));
  }
}

export async function runSmallWorld(faults: readonly (readonly [FaultKind, PlannedFault])[]): Promise<SmallRun> {
  const facts: Happened[] = [];
  let nodes: readonly SmallNode[] = [];
  const observer = {
    observe: (fact: Fact, at: { timeMicros: number }) => facts.push({ atMicros: at.timeMicros, fact }),
  };
  const { kernel, end } = await runKernel({ observers: [observer] }, (created) => {
    const network = new VirtualNetwork(created, 77, { delayMicrosMin: DELAY_MICROS, jitterMicros: JITTER_MICROS });
    nodes = topology.roles.map((role, id) => new SmallNode(created, network, nodeId(id), role));
    const world: World = {
      kernel: created,
      faults: new FaultSchedule(created),
      network,
      topology,
      chains,
      nodes,
      node: (id) => nodes[id] as SimNode,
    };
    for (const [kind, fault] of faults) kind.install(fault, world);
    for (const node of nodes) created.schedule(0, 'start', null, () => node.start());
  });
  if (end !== 'quiet') throw new Error(`the small world ended ${end}: ${JSON.stringify(kernel.violations)}`);
  return new SmallRun(facts, nodes, kernel.hash.digest());
}
