/**
 * CORFU on memory units over the real kernel and network: `stripes` chains of `chainLength` units, a sequencer, and clients
 * whose code a test writes.
 */
import type { Bench, ClusterOptions, ClusterRun } from './run-cluster.ts';
import { ChainClient } from '../../src/corfu/chain-client.ts';
import { type ChainReplication, ClientDrivenChain, ForwardedChain } from '../../src/corfu/chain-replication.ts';
import { CorfuClient } from '../../src/corfu/client.ts';
import type { Layout } from '../../src/corfu/layout.ts';
import { fixedLayout } from '../../src/corfu/layout-source.ts';
import { Sequencer, serveSequencer } from '../../src/corfu/sequencer.ts';
import { serveUnit } from '../../src/corfu/unit-server.ts';
import { epoch, logPosition } from '../../src/log/position.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { micros, type NodeId, nodeId } from '../../src/ports/units.ts';
import { RpcEndpoint } from '../../src/rpc/endpoint.ts';
import { MemoryUnit } from './memory-unit.ts';
import { runCluster } from './run-cluster.ts';

export const TIMEOUT = micros(2_000);
export const patience = { timeout: TIMEOUT, fillDelay: micros(3_000), backOff: micros(500), attemptsMax: 5 };

export type Replication = 'client-driven' | 'forwarded';

export interface Client {
  readonly ports: NodePorts;
  readonly bench: Bench;
  readonly layout: Layout;
  readonly rpc: RpcEndpoint;
  readonly replication: ChainReplication;
  readonly chains: ChainClient;
  readonly log: CorfuClient;
}

export interface CorfuOptions extends ClusterOptions {
  readonly stripes?: number;
  readonly chainLength?: number;
  readonly replication?: Replication;
  /** Of a log with streams. */
  readonly backpointers?: number;
  /** Called with the units before the first process starts. */
  readonly units?: (units: readonly MemoryUnit[]) => void;
}

export interface CorfuRun extends ClusterRun {
  readonly units: readonly MemoryUnit[];
  readonly layout: Layout;
}

/** Runs `clients`, each on a node of its own behind the units and the sequencer. */
export async function runCorfu(
  clients: readonly ((client: Client) => Promise<void>)[],
  options: CorfuOptions = {},
): Promise<CorfuRun> {
  const { stripes = 1, chainLength = 3, replication = 'client-driven', ...others } = options;
  const { backpointers, units: prepareUnits, ...rest } = others;
  const units = Array.from({ length: stripes * chainLength }, () => new MemoryUnit());
  prepareUnits?.(units);
  const sequencer = nodeId(units.length);
  const chains = Array.from({ length: stripes }, (_stripe, stripe) =>
    Array.from({ length: chainLength }, (_hop, hop): NodeId => nodeId(stripe * chainLength + hop)),
  );
  const layout: Layout = {
    epoch: epoch(1),
    layoutServers: [],
    sequencer,
    sequencerIncarnation: 1,
    segments: [{ start: logPosition(0), end: null, stripes: chains }],
    ...(backpointers === undefined ? {} : { backpointers }),
  };
  const roles = [...units.map(() => 'unit' as const), 'sequencer' as const, ...clients.map(() => 'client' as const)];
  const run = await runCluster(
    roles,
    (ports, bench) => {
      if (ports.self < sequencer) return serveUnit(ports, units[ports.self] as MemoryUnit);
      if (ports.self === sequencer) return startSequencer(ports, backpointers);
      const code = clients[ports.self - sequencer - 1];
      return code?.(openClient(ports, bench, layout, replication));
    },
    rest,
  );
  return { ...run, units, layout };
}

function startSequencer(ports: NodePorts, backpointers = 0): void {
  const { incarnation } = ports.process;
  const sequencer = new Sequencer(ports.trace, incarnation);
  const streams = { backpointers, last: [] };
  if (incarnation === 1) sequencer.bootstrap({ kind: 'sequencer/bootstrap', epoch: 1, tail: 0, incarnation, streams });
  serveSequencer(ports, sequencer);
}

function openClient(ports: NodePorts, bench: Bench, layout: Layout, way: Replication): Client {
  const rpc = new RpcEndpoint(ports);
  const replication = way === 'forwarded' ? new ForwardedChain(rpc, TIMEOUT) : new ClientDrivenChain(rpc, TIMEOUT);
  const chains = new ChainClient(ports, rpc, replication, TIMEOUT);
  const log = new CorfuClient(ports, rpc, chains, fixedLayout(layout), patience);
  return { ports, bench, layout, rpc, replication, chains, log };
}
