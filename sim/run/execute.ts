/**
 * The only entry to a run: one plan, executed once in virtual time, watched by its watchers.
 *
 * A run has two phases. In the first, clients do their work while faults strike. Then faults stop, whatever is not destroyed runs
 * again, and everything that is owed must be done within a bound: open requests, the duties of the clients, a layout that comes to
 * rest. What is owed is asked about from outside; the run ends when nothing is, or when what is left can be done by nobody.
 *
 * It starts the kernel from a macrotask, because nothing drains while the caller is itself inside a promise job; one run at
 * a time on a thread, since the sandbox of globals has one current run. The same plan gives the same run; `watchers`
 * and `paranoid` do not change it.
 */
import { VirtualNetwork } from '../devices/network.ts';
import { requireFaultKind } from '../faults/registry.ts';
import type { Chooser } from '../kernel/chosen-queue.ts';
import { chooseDrain, type Drain } from '../kernel/drain.ts';
import { Kernel, type KernelEnd, type KernelEvent } from '../kernel/kernel.ts';
import { mix, seedOf } from '../kernel/mix.ts';
import { installSandbox } from '../kernel/sandbox/install.ts';
import { enterSandbox, leaveSandbox } from '../kernel/sandbox/host.ts';
import { originals } from '../kernel/sandbox/originals.ts';
import type { Observer } from '../model/observer.ts';
import type { Plan } from '../model/plan.ts';
import type { Property, RunView, Watcher } from '../model/property.ts';
import type { Run } from '../model/run.ts';
import type { Violation } from '../model/verdict.ts';
import { ClusterTruth } from '../check/liveness/cluster-truth.ts';
import { describeProof } from '../check/liveness/describe-proof.ts';
import { Ledger } from '../check/invariants/ledger.ts';
import { Cluster } from '../systems/cluster.ts';
import {
  chainsOf,
  corfuParts,
  flashGeometryOf,
  goalsAt,
  openLog,
  type Parts,
  prepareDevices,
  runManager,
  runReconfigurer,
  startLayoutServer,
  startSequencer,
  startUnit,
  topologyOf,
} from '../systems/corfu.ts';
import { nameOf, type Role } from '../systems/topology.ts';
import type { World } from '../systems/world.ts';
import { ClientDriver } from '../workload/client-driver.ts';
import { Knowledge } from '../workload/knowledge.ts';
import { HistoryRecorder } from '../workload/recorder.ts';
import type { LayoutGoals } from '../../src/corfu/layout-goals.ts';
import type { StreamLog } from '../../src/log/shared-log.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { type NodeId, nodeId } from '../../src/ports/units.ts';
import { livenessMicrosMax, safetyMicrosMax } from './phases.ts';
import { captureRejections } from './rejections.ts';
import { FiredObserver } from './fired-observer.ts';
import { followChoices } from './follow-choices.ts';
import { runViewOf } from './run-view.ts';
import { GRACE_MICROS, SecondPhase } from './second-phase.ts';
import { sandboxHostOf } from './sandbox-host.ts';

export interface ExecuteOptions {
  readonly properties: readonly Property[];
  /** Watch besides the properties, and judge nothing. */
  readonly watchers?: readonly Watcher[];
  /** Events after which the run is given up as exhausted. */
  readonly eventsMax: number;
  /** Check that no message changes after it was sent. */
  readonly paranoid?: boolean;
  /** Which drain to use instead of the best that works here. */
  readonly drain?: Drain;
  /** Decides which event happens next, in place of their times. What is owed is owed in time, so such a run has no second phase. */
  readonly chooser?: Chooser<KernelEvent>;
  /** What the positions of planned operations mean, in place of what clients have come to know. */
  readonly knowledge?: Knowledge;
  /** Is handed the world before it starts, for a chooser that brings about events of its own. */
  readonly conduct?: (world: World) => void;
}

const NETWORK_SEED = 81;

/** Runs of this thread, one after the other. */
let lastRun: Promise<unknown> = Promise.resolve();

/**
 * Executes `plan` with CORFU made of `parts`, or of the standard ones where none is given.
 * @throws Error when the plan names a fault kind that does not exist, or when a property cannot be prepared. What goes wrong inside a run
 * is part of the `Run`.
 */
export function execute(plan: Plan, parts: Partial<Parts>, options: ExecuteOptions): Promise<Run> {
  installSandbox();
  const run = lastRun.then(async () => {
    for (const property of options.properties) await property.prepare?.();
    return startInMacrotask(plan, { ...corfuParts, ...parts }, options);
  });
  lastRun = run.catch(() => undefined);
  return run;
}

function startInMacrotask(plan: Plan, parts: Parts, options: ExecuteOptions): Promise<Run> {
  return new Promise((resolve, reject) => {
    originals.setImmediate(() => {
      let execution: Execution;
      try {
        execution = new Execution(plan, parts, options, options.drain ?? chooseDrain());
      } catch (error) {
        reject(error);
        return;
      }
      execution.run(resolve, reject);
    });
  });
}

class Execution {
  readonly #plan: Plan;
  readonly #parts: Parts;
  readonly #kernel: Kernel;
  readonly #cluster: Cluster;
  readonly #recorder: HistoryRecorder;
  readonly #drivers: readonly ClientDriver[];
  readonly #options: ExecuteOptions;
  /** Somebody chooses what happens next, and not time. */
  readonly #isChosen: boolean;
  readonly #fired = new FiredObserver();
  /** The present incarnation of each client, as it was started. */
  readonly #clients: { readonly ports: NodePorts; readonly log: StreamLog }[] = [];
  readonly #ledger: Ledger;
  readonly #view: RunView;
  readonly #secondPhase: SecondPhase;

  constructor(plan: Plan, parts: Parts, options: ExecuteOptions, drain: Drain) {
    this.#plan = plan;
    this.#parts = parts;
    this.#options = options;
    const seed = seedOf(plan.seed, 'run');
    const chosen = chooserOf(plan, options);
    this.#isChosen = chosen.chooser !== undefined;
    const kernel = new Kernel({
      seed,
      drain,
      observers: [this.#fired],
      eventsMax: options.eventsMax,
      paranoid: options.paranoid ?? false,
      ...chosen,
    });
    this.#kernel = kernel;
    this.#recorder = new HistoryRecorder(kernel);
    const knowledge = options.knowledge ?? new Knowledge();
    this.#drivers = plan.clients.map(
      (operations, client) => new ClientDriver(client, operations, knowledge, this.#recorder, plan.system.streams),
    );
    this.#view = runViewOf(plan, () => this.#recorder.history);
    this.#ledger = this.#view.shared(Ledger);
    this.#secondPhase = new SecondPhase(plan.system, kernel, this.#drivers, new ClusterTruth(plan, this.#ledger));
    const { system } = plan;
    this.#cluster = new Cluster({
      kernel,
      network: new VirtualNetwork(kernel, mix(seed, 0, NETWORK_SEED), {
        delayMicrosMin: system.delayMicros,
        jitterMicros: system.jitterMicros,
      }),
      topology: topologyOf(plan),
      chains: chainsOf(system),
      geometry: flashGeometryOf(system),
      seed,
      startProcess: (role, ports) => this.#startProcess(role, ports),
      prepareDevices: (role, ports) => prepareDevices(parts, role, ports, system),
    });
  }

  /** Calls `failed` for a plan that makes no sense. */
  run(done: (run: Run) => void, failed: (error: Error) => void): void {
    const kernel = this.#kernel;
    enterSandbox(sandboxHostOf(kernel, seedOf(this.#plan.seed, 'sandbox')));
    try {
      this.#attachWatchers();
      this.#options.conduct?.(this.#cluster);
      for (const fault of this.#plan.faults) requireFaultKind(fault.kind).install(fault, this.#cluster);
    } catch (error) {
      leaveSandbox();
      failed(error as Error);
      return;
    }
    for (const machine of this.#cluster.nodes) kernel.schedule(0, 'start', null, () => machine.start());
    const release = captureRejections((reason) => kernel.violateByException(reason));
    const ended = (end: KernelEnd): void => {
      if (end === 'quiet') kernel.finish();
      leaveSandbox();
      // Not all drains report unhandled rejections at once; at the latest, that is done when this macrotask has ended.
      originals.setImmediate(() => {
        release();
        done(this.#result(end));
      });
    };
    if (this.#isChosen) {
      kernel.run(ended);
      return;
    }
    kernel.stopAfter(safetyMicrosMax(this.#plan));
    kernel.run((end) => {
      if (end !== 'quiet') return ended(end);
      this.#stopFaults();
      kernel.run(ended);
    });
  }

  /** Begins the second phase. */
  #stopFaults(): void {
    const kernel = this.#kernel;
    const untilMicros = kernel.timeMicros + livenessMicrosMax(this.#plan);
    kernel.stopAfter(untilMicros);
    kernel.schedule(0, 'fault', null, () => {
      this.#secondPhase.begin(this.#recorder.history, untilMicros);
      this.#cluster.heal();
      this.#drivers.forEach((driver, client) => {
        const incarnation = this.#cluster.node(this.#nodeOfClient(client)).incarnation;
        const started = this.#clients[client];
        if (driver.running || incarnation === null || started === undefined) return;
        kernel.enter(incarnation, () => void driver.run(started.ports, started.log));
      });
    });
  }

  /** Users' code too: it runs in the sandbox, and what it throws is its own. Several watchers may share one observer. */
  #attachWatchers(): void {
    const view = this.#view;
    const attached = new Set<Observer>();
    for (const property of this.#options.properties)
      this.#attach(`property "${property.name}"`, property, view, attached);
    for (const watcher of this.#options.watchers ?? []) this.#attach('a watcher', watcher, view, attached);
    if (!attached.has(this.#ledger)) this.#kernel.attach('the books of the run', this.#ledger);
  }

  #attach(name: string, watcher: Watcher, view: RunView, attached: Set<Observer>): void {
    try {
      const observer = watcher.watch(view);
      if (!attached.has(observer)) this.#kernel.attach(name, observer);
      attached.add(observer);
    } catch (error) {
      this.#kernel.violateByWatching(name, error);
    }
  }

  #startProcess(role: Role, ports: NodePorts): void {
    switch (role) {
      case 'unit':
        void startUnit(this.#parts, ports, this.#plan.system);
        return;
      case 'sequencer':
        startSequencer(this.#parts, ports, this.#plan.system);
        return;
      case 'layout-server':
        void startLayoutServer(this.#parts, ports, this.#plan.system);
        return;
      case 'manager':
        void this.#startManager(ports);
        return;
      case 'client':
        void this.#startClient(ports);
        return;
    }
  }

  #startManager(ports: NodePorts): Promise<void> {
    const { system, world } = this.#plan;
    const firstManager = this.#cluster.nodes.length - this.#drivers.length - system.managers;
    const change = world?.reconfigurers[ports.self - firstManager];
    if (change !== undefined) return runReconfigurer(this.#parts, ports, system, change);
    const goals = (): LayoutGoals => goalsAt(this.#plan, this.#kernel.timeMicros);
    return runManager(this.#parts, ports, system, goals, () => this.#secondPhase.isOver);
  }

  async #startClient(ports: NodePorts): Promise<void> {
    const client = ports.self - this.#nodeOfClient(0);
    const driver = this.#drivers[client] as ClientDriver;
    const log = openLog(this.#parts, ports, this.#plan.system);
    this.#clients[client] = { ports, log };
    await driver.run(ports, log);
    if (this.#secondPhase.hasBegun || !this.#drivers.every((each) => each.finished)) return;
    if (this.#isChosen) this.#secondPhase.end(GRACE_MICROS);
    else this.#kernel.stopAfter(this.#kernel.timeMicros);
  }

  #nodeOfClient(client: number): NodeId {
    return nodeId(this.#cluster.nodes.length - this.#drivers.length + client);
  }

  #result(end: KernelEnd): Run {
    const kernel = this.#kernel;
    const violated = kernel.violations.length > 0;
    const unmet = violated ? [] : this.#secondPhase.unmet();
    const excuses = this.#secondPhase.excuses(unmet);
    return {
      end: end !== 'quiet' ? end : violated ? 'violation' : unmet.length === 0 ? 'finished' : 'overdue',
      violations: kernel.violations.map(plainViolation),
      step: kernel.step,
      virtualMicros: kernel.timeMicros,
      traceHash: kernel.hash.digest(),
      history: this.#recorder.history,
      startsMicros: this.#recorder.startsMicros,
      succeeded: this.#recorder.succeeded,
      fired: this.#fired.counts(),
      unmet,
      excuses,
      excused: describeProof(excuses, this.#cluster.topology),
      pending: end === 'exhausted' ? this.#pending() : [],
    };
  }

  /** What the kernel still holds for each node. */
  #pending(): readonly string[] {
    return [...this.#kernel.pendingEvents].slice(0, PENDING_LINES_MAX).map(({ owner, kind, time }) => {
      const who = owner === null ? 'the environment' : nameOf(this.#cluster.topology, owner.node);
      return `${who}: ${kind} due at ${time} us`;
    });
  }
}

const PENDING_LINES_MAX = 40;

/** Who decides what happens next, where it is not time: the one who asks for the run, or the choices in a small world's plan. */
function chooserOf(plan: Plan, { chooser }: ExecuteOptions): { readonly chooser?: Chooser<KernelEvent> } {
  if (chooser !== undefined) return { chooser };
  return plan.world === undefined ? {} : { chooser: followChoices(plan.world, topologyOf(plan)) };
}

function plainViolation(violation: Violation): Violation {
  const { error, ...rest } = violation;
  return error?.stack === undefined ? rest : { ...rest, explanation: error.stack.split('\n') };
}
