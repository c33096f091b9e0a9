/**
 * CORFU, composed: which parts run on which node. This is the one place where parts meet nodes; a mutant, a user's own part
 * or an experiment replaces one entry of the record of parts, and nothing else.
 */
import { ChainClient } from '../../src/corfu/chain-client.ts';
import { ClientDrivenChain, ForwardedChain } from '../../src/corfu/chain-replication.ts';
import { CorfuClient } from '../../src/corfu/client.ts';
import { FlashUnit } from '../../src/corfu/flash-unit.ts';
import { type Chain, type Layout, unitsOf } from '../../src/corfu/layout.ts';
import { replaceSequencer, replaceUnit, unchanged } from '../../src/corfu/layout-changes.ts';
import type { LayoutGoals } from '../../src/corfu/layout-goals.ts';
import { LayoutQuorum } from '../../src/corfu/layout-quorum.ts';
import { LeaseGrantor } from '../../src/corfu/lease-grantor.ts';
import { LeaseHolder, type OpenLease } from '../../src/corfu/lease-holder.ts';
import { LayoutServer, serveLayoutServer } from '../../src/corfu/layout-server.ts';
import { fixedLayout } from '../../src/corfu/layout-source.ts';
import { type Inventory, Manager } from '../../src/corfu/manager.ts';
import type { Patience } from '../../src/corfu/patience.ts';
import { Rebuilder } from '../../src/corfu/rebuild.ts';
import { type ReconfigurationPlan, Reconfigurer } from '../../src/corfu/reconfiguration.ts';
import { Sequencer, serveSequencer } from '../../src/corfu/sequencer.ts';
import { StreamRecovery } from '../../src/corfu/stream-recovery.ts';
import { serveUnit } from '../../src/corfu/unit-server.ts';
import { epoch, logPosition } from '../../src/log/position.ts';
import type { StreamLog } from '../../src/log/shared-log.ts';
import type { FlashGeometry } from '../../src/ports/flash.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { micros, type NodeId, nodeId } from '../../src/ports/units.ts';
import { RpcEndpoint } from '../../src/rpc/endpoint.ts';
import type { CorfuPlan, Plan, PlannedChange } from '../model/plan.ts';
import type { WorldChange } from '../model/planned-world.ts';
import type { Role, Topology } from './topology.ts';

export interface Parts {
  readonly FlashUnit: typeof FlashUnit;
  readonly Sequencer: typeof Sequencer;
  readonly ChainClient: typeof ChainClient;
  readonly CorfuClient: typeof CorfuClient;
  readonly ClientDrivenChain: typeof ClientDrivenChain;
  readonly ForwardedChain: typeof ForwardedChain;
  readonly LayoutServer: typeof LayoutServer;
  readonly LayoutQuorum: typeof LayoutQuorum;
  readonly Reconfigurer: typeof Reconfigurer;
  readonly StreamRecovery: typeof StreamRecovery;
  readonly Rebuilder: typeof Rebuilder;
  readonly LeaseGrantor: typeof LeaseGrantor;
  readonly LeaseHolder: typeof LeaseHolder;
}

export const corfuParts: Parts = {
  FlashUnit,
  Sequencer,
  ChainClient,
  CorfuClient,
  ClientDrivenChain,
  ForwardedChain,
  LayoutServer,
  LayoutQuorum,
  Reconfigurer,
  StreamRecovery,
  Rebuilder,
  LeaseGrantor,
  LeaseHolder,
};

const FIRST_EPOCH = epoch(1);
/** The identity of a unit on its first devices. */
const FIRST_UNIT_INCARNATION = 1;
/** The number of the first process of a node. */
const FIRST_PROCESS = 1;
const PAGE_BYTES = 192;
const SPARE_BYTES = 64;
/** Tries of one step before a client gives up; with doubling back-off, about a hundred timeouts. */
const ATTEMPTS_MAX = 8;

/** The chains of the first layout. */
export function chainsOf(system: CorfuPlan): readonly (readonly NodeId[])[] {
  return Array.from({ length: system.stripes }, (_unused, stripe) =>
    Array.from({ length: system.chainLength }, (_none, hop) => nodeId(stripe * system.chainLength + hop)),
  );
}

/**
 * Node ids: the units of the first layout, stripe by stripe and head first, then the spare ones, then sequencers, layout servers
 * and spare ones of these, managers and clients.
 */
export function topologyOf({ system, clients }: Plan): Topology {
  const many = (role: Role, count: number): readonly Role[] => Array.from({ length: count }, () => role);
  return {
    roles: [
      ...many('unit', unitCount(system)),
      ...many('sequencer', system.sequencers),
      ...many('layout-server', system.layoutServers + system.spareLayoutServers),
      ...many('manager', system.managers),
      ...many('client', clients.length),
    ],
  };
}

/** Units of the first layout and spare ones. */
export function unitCount({ stripes, chainLength, spares }: CorfuPlan): number {
  return stripes * chainLength + spares;
}

function idsFrom(first: number, count: number): readonly NodeId[] {
  return Array.from({ length: count }, (_unused, index) => nodeId(first + index));
}

/** The layout that a log starts with. */
export function firstLayoutOf(system: CorfuPlan): Layout {
  const firstSequencer = unitCount(system);
  const layout = {
    epoch: FIRST_EPOCH,
    layoutServers: idsFrom(firstSequencer + system.sequencers, system.layoutServers),
    sequencer: nodeId(firstSequencer),
    sequencerIncarnation: FIRST_PROCESS,
    segments: [{ start: logPosition(0), end: null, stripes: chainsOf(system) }],
  };
  const { backpointers } = system;
  return backpointers === undefined ? layout : { ...layout, backpointers };
}

/** Who may be called in: spare units first, then those that were given up and came back. */
function inventoryOf(system: CorfuPlan): Inventory {
  const firstSpare = system.stripes * system.chainLength;
  const firstSequencer = unitCount(system);
  return {
    spares: [...idsFrom(firstSpare, system.spares), ...idsFrom(0, firstSpare)],
    sequencers: idsFrom(firstSequencer, system.sequencers),
    layoutServers: idsFrom(firstSequencer + system.sequencers, system.layoutServers + system.spareLayoutServers),
  };
}

/** What the operator wants at `timeMicros`: that the log be as it was built, and what was ordered since. */
export function goalsAt({ system, changes = [] }: Plan, timeMicros: number): LayoutGoals {
  const orders = (kind: PlannedChange['change']): number =>
    changes.filter(({ change, atMicros }) => change === kind && atMicros <= timeMicros).length;
  return {
    chainLength: system.chainLength,
    stripes: system.stripes + orders('scale-out'),
    dropsTrimmed: orders('drop-trimmed') > 0,
    retiredLayoutServers: firstLayoutOf(system).layoutServers.slice(0, orders('replace-layout-server')),
  };
}

export function flashGeometryOf(system: CorfuPlan): FlashGeometry {
  return {
    blocks: system.flashBlocks,
    pagesPerBlock: system.flashPagesPerBlock,
    pageBytes: PAGE_BYTES,
    spareBytes: SPARE_BYTES,
  };
}

/**
 * Prepares devices before they are first used, as whoever racks the machine does. A spare layout server gets the first layout, too:
 * it has no vote in it, but it has a state, so that it can tell a disk that was never used from one that was lost.
 */
export async function prepareDevices(parts: Parts, role: Role, ports: NodePorts, system: CorfuPlan): Promise<void> {
  if (role === 'unit') await parts.FlashUnit.format(ports, FIRST_UNIT_INCARNATION, FIRST_EPOCH);
  else await parts.LayoutServer.format(ports, firstLayoutOf(system));
}

export async function startUnit(parts: Parts, ports: NodePorts, system: CorfuPlan): Promise<void> {
  serveUnit(ports, await parts.FlashUnit.open(ports), leaseOf(parts, ports, system));
}

/**
 * The first process of the first layout's sequencer is bootstrapped with the empty log; any other has no tail, and waits for an
 * epoch that names it.
 */
export function startSequencer(parts: Parts, ports: NodePorts, system: CorfuPlan): void {
  const { incarnation } = ports.process;
  const sequencer = new parts.Sequencer(ports.trace, incarnation);
  const { sequencer: first, backpointers } = firstLayoutOf(system);
  if (incarnation === FIRST_PROCESS && ports.self === first) {
    const request = { kind: 'sequencer/bootstrap', epoch: FIRST_EPOCH, tail: 0, incarnation } as const;
    sequencer.bootstrap(backpointers === undefined ? request : { ...request, streams: { backpointers, last: [] } });
  }
  serveSequencer(ports, sequencer, leaseOf(parts, ports, system));
}

/** Where nobody asks for leased answers, there are no leases. */
function leaseOf(parts: Parts, ports: NodePorts, system: CorfuPlan): OpenLease | undefined {
  if (system.strength !== 'leased') return undefined;
  const { timeout } = patienceOf(system);
  return (rpc) =>
    new parts.LeaseHolder(ports, rpc, new parts.LayoutQuorum(rpc, firstLayoutOf(system), timeout), timeout);
}

export async function startLayoutServer(parts: Parts, ports: NodePorts, system: CorfuPlan): Promise<void> {
  const { strength, leaseMicros, driftPpm } = system;
  const terms = { durationMicros: leaseMicros, driftPpm };
  const leases = strength === 'leased' ? new parts.LeaseGrantor(ports, terms) : undefined;
  serveLayoutServer(ports, await parts.LayoutServer.open(ports, leases));
}

/** Runs a manager, which looks up the operator's `goals` whenever it looks at the log, until `isOver`. */
export async function runManager(
  parts: Parts,
  ports: NodePorts,
  system: CorfuPlan,
  goals: () => LayoutGoals,
  isOver: () => boolean,
): Promise<void> {
  const patience = patienceOf(system);
  const rpc = new RpcEndpoint(ports);
  const layouts = new parts.LayoutQuorum(rpc, firstLayoutOf(system), patience.timeout);
  const chains = openChains(parts, ports, rpc, system);
  const streams = new parts.StreamRecovery(ports, chains);
  const reconfigurer = new parts.Reconfigurer(ports, rpc, layouts, streams, patience);
  const rebuilder = new parts.Rebuilder(rpc, chains, layouts, reconfigurer, patience);
  const pause = micros(2 * system.timeoutMicros);
  const orders = { inventory: inventoryOf(system), goals };
  const manager = new Manager(ports, rpc, { layouts, reconfigurer, rebuilder }, orders, patience, pause);
  await manager.run(isOver);
}

/** Makes one change of the layout that a small world asks for, and nothing else. */
export async function runReconfigurer(
  parts: Parts,
  ports: NodePorts,
  system: CorfuPlan,
  change: WorldChange,
): Promise<void> {
  const patience = patienceOf(system);
  const rpc = new RpcEndpoint(ports);
  const layouts = new parts.LayoutQuorum(rpc, firstLayoutOf(system), patience.timeout);
  const streams = new parts.StreamRecovery(ports, openChains(parts, ports, rpc, system));
  const reconfigurer = new parts.Reconfigurer(ports, rpc, layouts, streams, patience);
  await reconfigurer.reconfigure(reconfigurationOf(system, change));
}

function reconfigurationOf(system: CorfuPlan, change: WorldChange): ReconfigurationPlan {
  const first = firstLayoutOf(system);
  const { sequencers } = inventoryOf(system);
  const chain = chainsOf(system)[0] as Chain;
  const without = (unit: NodeId): ReconfigurationPlan => ({
    isNeeded: (layout) => unitsOf(layout).includes(unit),
    sequencers: [],
    spares: [],
    change: replaceUnit(unit, undefined),
  });
  switch (change) {
    case 'next-epoch':
      return { isNeeded: (layout) => layout.epoch === first.epoch, sequencers: [], spares: [], change: unchanged };
    case 'replace-sequencer':
      return {
        isNeeded: ({ sequencer }) => sequencer === first.sequencer,
        sequencers,
        spares: [],
        change: replaceSequencer(sequencers),
      };
    case 'drop-head':
      return without(chain[0] as NodeId);
    case 'drop-tail':
      return without(chain.at(-1) as NodeId);
  }
}

/** A client's log on this node. */
export function openLog(parts: Parts, ports: NodePorts, system: CorfuPlan): StreamLog {
  const rpc = new RpcEndpoint(ports);
  const patience = patienceOf(system);
  const first = firstLayoutOf(system);
  const layouts =
    system.layoutServers === 0 ? fixedLayout(first) : new parts.LayoutQuorum(rpc, first, patience.timeout);
  return new parts.CorfuClient(ports, rpc, openChains(parts, ports, rpc, system), layouts, patience, system.strength);
}

function openChains(parts: Parts, ports: NodePorts, rpc: RpcEndpoint, system: CorfuPlan): ChainClient {
  const timeout = micros(system.timeoutMicros);
  const Chain = system.replication === 'client-driven' ? parts.ClientDrivenChain : parts.ForwardedChain;
  return new parts.ChainClient(ports, rpc, new Chain(rpc, timeout), timeout);
}

function patienceOf({ timeoutMicros, fillDelayMicros, attemptsMax = ATTEMPTS_MAX }: CorfuPlan): Patience {
  const timeout = micros(timeoutMicros);
  return { timeout, fillDelay: micros(fillDelayMicros), backOff: timeout, attemptsMax };
}
