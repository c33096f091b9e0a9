/**
 * Everything of CORFU, real down to the flash, in a cluster that can be reconfigured: units in chains, spare units, two sequencer
 * nodes, layout servers, and clients whose code a test writes. Node ids in this order.
 */
import { ChainClient } from '../../src/corfu/chain-client.ts';
import { ClientDrivenChain } from '../../src/corfu/chain-replication.ts';
import { CorfuClient } from '../../src/corfu/client.ts';
import { FlashUnit } from '../../src/corfu/flash-unit.ts';
import type { Layout } from '../../src/corfu/layout.ts';
import { LayoutQuorum } from '../../src/corfu/layout-quorum.ts';
import { LayoutServer, serveLayoutServer } from '../../src/corfu/layout-server.ts';
import { LeaseGrantor } from '../../src/corfu/lease-grantor.ts';
import { LeaseHolder, type OpenLease } from '../../src/corfu/lease-holder.ts';
import type { LeaseTerms } from '../../src/corfu/lease-terms.ts';
import { Rebuilder } from '../../src/corfu/rebuild.ts';
import { Reconfigurer } from '../../src/corfu/reconfiguration.ts';
import { Sequencer, serveSequencer } from '../../src/corfu/sequencer.ts';
import { StreamRecovery } from '../../src/corfu/stream-recovery.ts';
import { serveUnit } from '../../src/corfu/unit-server.ts';
import { epoch, logPosition } from '../../src/log/position.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { micros, type NodeId, nodeId } from '../../src/ports/units.ts';
import { RpcEndpoint } from '../../src/rpc/endpoint.ts';
import type { Bench, ClusterOptions, ClusterRun } from './run-cluster.ts';
import { runCluster } from './run-cluster.ts';

const TIMEOUT = micros(4_000);
export const patience = { timeout: TIMEOUT, fillDelay: micros(3_000), backOff: micros(1_000), attemptsMax: 12 };

const SEQUENCERS = 2;
const VOTERS = 3;
/** Devices take this long to open. */
const SETTLED = micros(60_000);

export interface Names {
  readonly chains: readonly (readonly NodeId[])[];
  readonly spares: readonly NodeId[];
  readonly sequencers: readonly NodeId[];
  /** Those that vote first, then spare ones. */
  readonly layoutServers: readonly NodeId[];
}

export interface Tester extends Names {
  readonly ports: NodePorts;
  readonly bench: Bench;
  readonly rpc: RpcEndpoint;
  readonly layouts: LayoutQuorum;
  readonly log: CorfuClient;
  readonly streams: StreamRecovery;
  readonly reconfigurer: Reconfigurer;
  readonly rebuilder: Rebuilder;
}

export interface ReconfigurableOptions extends ClusterOptions {
  readonly stripes?: number;
  readonly chainLength?: number;
  readonly spares?: number;
  readonly spareLayoutServers?: number;
  /** Of a log with streams. */
  readonly backpointers?: number;
  readonly Rebuilder?: typeof Rebuilder;
  /** Of the leases that sequencers and units may have; without, there are none. */
  readonly leases?: LeaseTerms;
}

/** Runs `testers`, each on a node of its own, once everything is up. */
export function runReconfigurable(
  testers: readonly ((tester: Tester) => Promise<void>)[],
  {
    stripes = 1,
    chainLength = 2,
    spares = 0,
    spareLayoutServers = 0,
    backpointers,
    leases,
    Rebuilder: RebuilderClass = Rebuilder,
    ...options
  }: ReconfigurableOptions = {},
): Promise<ClusterRun> {
  const ids = counter();
  const names: Names = {
    chains: Array.from({ length: stripes }, () => take(ids, chainLength)),
    spares: take(ids, spares),
    sequencers: take(ids, SEQUENCERS),
    layoutServers: take(ids, VOTERS + spareLayoutServers),
  };
  const units = stripes * chainLength + spares;
  const servers = SEQUENCERS + names.layoutServers.length;
  const firstTester = units + servers;
  const first: Layout = {
    epoch: epoch(1),
    layoutServers: names.layoutServers.slice(0, VOTERS),
    sequencer: names.sequencers[0] as NodeId,
    sequencerIncarnation: 1,
    segments: [{ start: logPosition(0), end: null, stripes: names.chains }],
    ...(backpointers === undefined ? {} : { backpointers }),
  };
  const openLease = (ports: NodePorts): OpenLease | undefined =>
    leases && ((rpc) => new LeaseHolder(ports, rpc, new LayoutQuorum(rpc, first, TIMEOUT), TIMEOUT));
  const roles = [
    ...Array.from({ length: units }, () => 'unit' as const),
    ...Array.from({ length: servers }, () => 'sequencer' as const),
    ...testers.map(() => 'client' as const),
  ];
  return runCluster(
    roles,
    async (ports, bench) => {
      const isFirst = ports.process.incarnation === 1;
      if (ports.self < units) {
        if (isFirst) await FlashUnit.format(ports, 1, epoch(1));
        serveUnit(ports, await FlashUnit.open(ports), openLease(ports));
      } else if (names.sequencers.includes(ports.self)) {
        const sequencer = new Sequencer(ports.trace, ports.process.incarnation);
        const streams = { backpointers: backpointers ?? 0, last: [] };
        const bootstrap = { kind: 'sequencer/bootstrap', epoch: 1, tail: 0, incarnation: 1, streams } as const;
        if (isFirst && ports.self === first.sequencer) sequencer.bootstrap(bootstrap);
        serveSequencer(ports, sequencer, openLease(ports));
      } else if (ports.self < firstTester) {
        if (isFirst) await LayoutServer.format(ports, first);
        const grantor = leases === undefined ? undefined : new LeaseGrantor(ports, leases);
        serveLayoutServer(ports, await LayoutServer.open(ports, grantor));
      } else {
        await ports.clock.sleep(SETTLED);
        const rpc = new RpcEndpoint(ports);
        const layouts = new LayoutQuorum(rpc, first, TIMEOUT);
        const chains = new ChainClient(ports, rpc, new ClientDrivenChain(rpc, TIMEOUT), TIMEOUT);
        const log = new CorfuClient(ports, rpc, chains, layouts, patience);
        const streams = new StreamRecovery(ports, chains);
        const reconfigurer = new Reconfigurer(ports, rpc, layouts, streams, patience);
        const rebuilder = new RebuilderClass(rpc, chains, layouts, reconfigurer, patience);
        await testers[ports.self - firstTester]?.({
          ...names,
          ports,
          bench,
          rpc,
          layouts,
          log,
          streams,
          reconfigurer,
          rebuilder,
        });
      }
    },
    { geometry: { blocks: 16, pagesPerBlock: 8, pageBytes: 96, spareBytes: 64 }, ...options },
  );
}

function counter(): () => NodeId {
  let next = 0;
  return () => {
    next += 1;
    return nodeId(next - 1);
  };
}

function take(ids: () => NodeId, count: number): readonly NodeId[] {
  return Array.from({ length: count }, ids);
}
