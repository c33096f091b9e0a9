/**
 * CORFU, composed: which parts run on which node. This is the one place where parts meet nodes; a mutant, a user's own part
 * or an experiment replaces one entry of the record of parts, and nothing else.
 */
import { ChainClient } from '../../src/corfu/chain-client.ts';
import { ClientDrivenChain, ForwardedChain } from '../../src/corfu/chain-replication.ts';
import { CorfuClient } from '../../src/corfu/client.ts';
import { FlashUnit } from '../../src/corfu/flash-unit.ts';
import type { Layout } from '../../src/corfu/layout.ts';
import { fixedLayout } from '../../src/corfu/layout-source.ts';
import { Sequencer, serveSequencer } from '../../src/corfu/sequencer.ts';
import { serveUnit } from '../../src/corfu/unit-server.ts';
import { epoch, logPosition } from '../../src/log/position.ts';
import type { SharedLog } from '../../src/log/shared-log.ts';
import type { FlashGeometry } from '../../src/ports/flash.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { micros, type NodeId, nodeId } from '../../src/ports/units.ts';
import { RpcEndpoint } from '../../src/rpc/endpoint.ts';
import type { CorfuPlan, Plan } from '../model/plan.ts';
import type { Role, Topology } from './topology.ts';

export interface Parts {
  readonly FlashUnit: typeof FlashUnit;
  readonly Sequencer: typeof Sequencer;
  readonly ChainClient: typeof ChainClient;
  readonly CorfuClient: typeof CorfuClient;
  readonly ClientDrivenChain: typeof ClientDrivenChain;
  readonly ForwardedChain: typeof ForwardedChain;
}

export const corfuParts: Parts = {
  FlashUnit,
  Sequencer,
  ChainClient,
  CorfuClient,
  ClientDrivenChain,
  ForwardedChain,
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

/** Node ids: the units, stripe by stripe and head first, then the sequencer, then the clients. */
export function chainsOf(system: CorfuPlan): readonly (readonly NodeId[])[] {
  return Array.from({ length: system.stripes }, (_unused, stripe) =>
    Array.from({ length: system.chainLength }, (_none, hop) => nodeId(stripe * system.chainLength + hop)),
  );
}

export function topologyOf(plan: Plan): Topology {
  const { stripes, chainLength } = plan.system;
  const roles: Role[] = Array.from({ length: stripes * chainLength }, () => 'unit');
  roles.push('sequencer', ...plan.clients.map((): Role => 'client'));
  return { roles };
}

/** The layout that a log starts with. */
export function firstLayoutOf(system: CorfuPlan): Layout {
  return {
    epoch: FIRST_EPOCH,
    // Nobody votes on another: the layout of these runs is fixed.
    layoutServers: [],
    sequencer: nodeId(system.stripes * system.chainLength),
    sequencerIncarnation: FIRST_PROCESS,
    segments: [{ start: logPosition(0), end: null, stripes: chainsOf(system) }],
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

/** Prepares a unit's devices before they are first used, as whoever racks the machine does. */
export async function formatUnit(parts: Parts, ports: NodePorts): Promise<void> {
  await parts.FlashUnit.format(ports, FIRST_UNIT_INCARNATION, FIRST_EPOCH);
}

export async function startUnit(parts: Parts, ports: NodePorts): Promise<void> {
  serveUnit(ports, await parts.FlashUnit.open(ports));
}

/** The first process is bootstrapped with the empty log; a restarted one has forgotten its tail and waits for a new epoch. */
export function startSequencer(parts: Parts, ports: NodePorts): void {
  const { incarnation } = ports.process;
  const sequencer = new parts.Sequencer(ports.trace, incarnation);
  if (incarnation === FIRST_PROCESS)
    sequencer.bootstrap({ kind: 'sequencer/bootstrap', epoch: FIRST_EPOCH, tail: 0, incarnation });
  serveSequencer(ports, sequencer);
}

/** A client's log on this node. */
export function openLog(parts: Parts, ports: NodePorts, system: CorfuPlan): SharedLog {
  const rpc = new RpcEndpoint(ports);
  const timeout = micros(system.timeoutMicros);
  const Chain = system.replication === 'client-driven' ? parts.ClientDrivenChain : parts.ForwardedChain;
  const chains = new parts.ChainClient(ports, rpc, new Chain(rpc, timeout), timeout);
  return new parts.CorfuClient(ports, rpc, chains, fixedLayout(firstLayoutOf(system)), {
    timeout,
    fillDelay: micros(system.fillDelayMicros),
    backOff: timeout,
    attemptsMax: ATTEMPTS_MAX,
  });
}
