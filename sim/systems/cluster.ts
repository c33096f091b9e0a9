/**
 * The simulated machines of a run: what outlives processes (clock, flash, disk), the process that runs on each, and the
 * rules by which processes start, die and start again.
 */
import type { NodePorts } from '../../src/ports/node-ports.ts';
import type { FlashGeometry } from '../../src/ports/flash.ts';
import { type NodeId, nodeId } from '../../src/ports/units.ts';
import { Disk } from '../devices/disk.ts';
import { Nand } from '../devices/nand.ts';
import type { VirtualNetwork } from '../devices/network.ts';
import { portsOf } from '../devices/ports-of.ts';
import { Incarnation } from '../kernel/incarnation.ts';
import type { Kernel, KernelEvent } from '../kernel/kernel.ts';
import { mix } from '../kernel/mix.ts';
import { NodeClock } from '../kernel/node-clock.ts';
import { FaultSchedule } from './fault-schedule.ts';
import type { SimNode } from './sim-node.ts';
import type { Role, Topology } from './topology.ts';
import type { World } from './world.ts';

/** Starts the process of a node. A rejection ends the run. */
export type StartProcess = (role: Role, ports: NodePorts) => void;

/** Prepares new devices for their first use by a process of `role`. */
export type PrepareDevices = (role: Role, ports: NodePorts) => Promise<void>;

/** Whose devices hold something before the first start. */
const PREPARED: ReadonlySet<Role> = new Set(['unit', 'layout-server']);

const FLASH_SEED = 61;
const DISK_SEED = 62;

export class Machine implements SimNode {
  readonly id: NodeId;
  readonly role: Role;
  readonly clock = new NodeClock();
  flash: Nand;
  disk: Disk;
  incarnation: Incarnation | null = null;
  readonly #cluster: Cluster;
  /** Whether its first devices were prepared; if it loses them later, nobody prepares the new ones behind its back. */
  #prepared = false;
  #starts = 0;
  #deviceGeneration = 0;
  /** The start to come, while no process runs. */
  #nextStart: KernelEvent | null = null;
  #destroyed = false;

  constructor(cluster: Cluster, id: NodeId, role: Role) {
    this.#cluster = cluster;
    this.id = id;
    this.role = role;
    this.flash = this.#newFlash();
    this.disk = this.#newDisk();
  }

  /** Starts the next process now; on new devices, the one that prepares them first. */
  start(): void {
    this.#nextStart = null;
    if (this.#destroyed) return;
    if (PREPARED.has(this.role) && !this.#prepared) {
      const preparation = new Incarnation(this.id, 0, this.clock);
      this.#run(preparation, (ports) => void this.#prepare(preparation, ports));
      return;
    }
    this.#starts += 1;
    const incarnation = new Incarnation(this.id, this.#starts, this.clock);
    this.#cluster.kernel.tell({ fact: 'started', node: this.id, incarnation: incarnation.number });
    this.#run(incarnation, (ports) => this.#cluster.startProcess(this.role, ports));
  }

  /** What the preparation knew of the devices ends with it, as it does between two processes of a unit. */
  async #prepare(preparation: Incarnation, ports: NodePorts): Promise<void> {
    await this.#cluster.prepareDevices(this.role, ports);
    this.#prepared = true;
    preparation.alive = false;
    this.start();
  }

  #run(incarnation: Incarnation, code: (ports: NodePorts) => void): void {
    const { kernel, network, seed } = this.#cluster;
    this.incarnation = incarnation;
    const ports = portsOf(kernel, seed, incarnation, {
      network: network.portFor(incarnation),
      flash: this.flash.portFor(incarnation),
      disk: this.disk.portFor(incarnation),
    });
    kernel.enter(incarnation, () => code(ports));
  }

  crash(downMicros: number): void {
    const { kernel } = this.#cluster;
    if (this.incarnation === null) return;
    kernel.crash(this.incarnation);
    this.restartAfter(this.#cluster.faults.stopped ? 0 : downMicros);
  }

  /** Starts the next process after `downMicros`; the one before must be dead. */
  restartAfter(downMicros: number): void {
    this.incarnation = null;
    this.#nextStart = this.#cluster.kernel.schedule(downMicros, 'start', null, () => this.start());
  }

  shutDown(downMicros: number): void {
    // Between two events a process has nothing half done in memory, so the difference to a crash is in the devices: they
    // finish what they were given.
    const { incarnation } = this;
    if (incarnation === null) return;
    incarnation.stopping = true;
    this.#cluster.kernel.schedule(SHUT_DOWN_MICROS, 'fault', null, () => {
      if (this.incarnation === incarnation) this.crash(downMicros);
    });
  }

  loseDevices(downMicros: number): void {
    if (this.incarnation !== null) this.#cluster.kernel.crash(this.incarnation);
    this.#replaceDevices();
    if (this.incarnation !== null) this.restartAfter(downMicros);
  }

  destroy(): void {
    const { kernel } = this.#cluster;
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (this.incarnation !== null) kernel.crash(this.incarnation);
    this.incarnation = null;
    if (this.#nextStart !== null) kernel.cancel(this.#nextStart);
    this.#replaceDevices();
    kernel.tell({ fact: 'destroyed', node: this.id });
  }

  /** Faults have stopped: the process goes on, or the next one starts. */
  heal(): void {
    const { kernel } = this.#cluster;
    if (this.incarnation !== null) kernel.resume(this.incarnation);
    else if (!this.#destroyed && this.#nextStart !== null) {
      kernel.cancel(this.#nextStart);
      this.start();
    }
  }

  #replaceDevices(): void {
    this.#deviceGeneration += 1;
    this.flash = this.#newFlash();
    this.disk = this.#newDisk();
    this.#cluster.kernel.tell({ fact: 'device-lost', node: this.id });
  }

  #newFlash(): Nand {
    const { kernel, seed, geometry } = this.#cluster;
    return new Nand(kernel, this.id, geometry, mix(mix(seed, this.id, FLASH_SEED), this.#deviceGeneration, FLASH_SEED));
  }

  #newDisk(): Disk {
    const { kernel, seed } = this.#cluster;
    return new Disk(kernel, this.id, mix(mix(seed, this.id, DISK_SEED), this.#deviceGeneration, DISK_SEED));
  }
}

/** Longer than any device operation takes. */
const SHUT_DOWN_MICROS = 10_000;

export class Cluster implements World {
  readonly kernel: Kernel;
  readonly faults: FaultSchedule;
  readonly network: VirtualNetwork;
  readonly topology: Topology;
  readonly chains: readonly (readonly NodeId[])[];
  readonly seed: number;
  readonly geometry: FlashGeometry;
  readonly startProcess: StartProcess;
  readonly prepareDevices: PrepareDevices;
  readonly nodes: readonly Machine[];

  constructor(options: {
    readonly kernel: Kernel;
    readonly network: VirtualNetwork;
    readonly topology: Topology;
    readonly chains: readonly (readonly NodeId[])[];
    readonly seed: number;
    readonly geometry: FlashGeometry;
    readonly startProcess: StartProcess;
    readonly prepareDevices: PrepareDevices;
  }) {
    this.kernel = options.kernel;
    this.faults = new FaultSchedule(options.kernel);
    this.network = options.network;
    this.topology = options.topology;
    this.chains = options.chains;
    this.seed = options.seed;
    this.geometry = options.geometry;
    this.startProcess = options.startProcess;
    this.prepareDevices = options.prepareDevices;
    this.nodes = options.topology.roles.map((role, id) => new Machine(this, nodeId(id), role));
    // A process that stops itself is restarted by its supervisor.
    this.kernel.onExit((incarnation) => this.node(incarnation.node).restartAfter(SUPERVISOR_MICROS));
  }

  /** Ends the first phase of the run: all faults stop, and every machine that is not destroyed runs. */
  heal(): void {
    this.kernel.tell({ fact: 'faults-stopped', node: -1 });
    this.faults.stop();
    for (const machine of this.nodes) machine.heal();
  }

  node(id: NodeId): Machine {
    const machine = this.nodes[id];
    if (machine === undefined) throw new RangeError(`no node ${id}`);
    return machine;
  }
}

/** How long a supervisor takes to notice and restart. */
const SUPERVISOR_MICROS = 50_000;
