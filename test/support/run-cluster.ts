/**
 * Real kernel, network, disks and clocks, with processes that a test writes: `life` is what a node runs each time it starts.
 * What escapes from that code belongs to the run; an assertion that failed in it fails the test.
 */
import { VirtualNetwork, type LinkTiming } from '../../sim/devices/network.ts';
import type { Kernel, KernelOptions } from '../../sim/kernel/kernel.ts';
import type { Fact } from '../../sim/model/fact.ts';
import { captureRejections } from '../../sim/run/rejections.ts';
import { Cluster, type Machine } from '../../sim/systems/cluster.ts';
import type { Role } from '../../sim/systems/topology.ts';
import type { FlashGeometry } from '../../src/ports/flash.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { nodeId } from '../../src/ports/units.ts';
import { type KernelRun, runKernel } from './run-kernel.ts';

export interface Bench {
  readonly kernel: Kernel;
  readonly network: VirtualNetwork;
  readonly cluster: Cluster;
  readonly facts: readonly Fact[];
}

export type Life = (ports: NodePorts, bench: Bench, machine: Machine) => void | Promise<void>;

export interface ClusterOptions extends Partial<KernelOptions> {
  readonly timing?: LinkTiming;
  readonly geometry?: FlashGeometry;
  /** Called before the first process starts. */
  readonly prepare?: (bench: Bench) => void;
}

export interface ClusterRun extends KernelRun {
  readonly facts: readonly Fact[];
}

const GEOMETRY: FlashGeometry = { blocks: 6, pagesPerBlock: 4, pageBytes: 96, spareBytes: 16 };

/** Runs a cluster whose nodes have `roles` until nothing happens any more. */
export async function runCluster(
  roles: readonly Role[],
  life: Life,
  {
    timing = { delayMicrosMin: 100, jitterMicros: 100 },
    geometry = GEOMETRY,
    prepare,
    ...options
  }: ClusterOptions = {},
): Promise<ClusterRun> {
  const facts: Fact[] = [];
  let release = (): void => {};
  const observers = [{ observe: (fact: Fact) => void facts.push(fact) }, ...(options.observers ?? [])];
  const run = await runKernel({ ...options, observers }, (kernel) => {
    release = captureRejections((reason) => kernel.violateByException(reason));
    const seed = options.seed ?? 1;
    const network = new VirtualNetwork(kernel, seed, timing);
    const units = roles.flatMap((role, id) => (role === 'unit' ? [nodeId(id)] : []));
    const cluster = new Cluster({
      kernel,
      network,
      topology: { roles },
      chains: [units],
      geometry,
      seed,
      startProcess: (_role, ports) => void life(ports, bench, cluster.node(ports.self)),
      prepareDevices: () => Promise.resolve(),
    });
    const bench: Bench = { kernel, network, cluster, facts };
    prepare?.(bench);
    for (const machine of cluster.nodes) kernel.schedule(0, 'start', null, () => machine.start());
  });
  release();
  for (const { error } of run.kernel.violations) if (error?.name === 'AssertionError') throw error;
  return { ...run, facts };
}

/** The facts of one kind, typed. */
export function factsOf<Kind extends Fact['fact']>(
  facts: readonly Fact[],
  kind: Kind,
): (Fact & { readonly fact: Kind })[] {
  return facts.filter((each) => each.fact === kind) as (Fact & { readonly fact: Kind })[];
}

/** The names of the claims, in order, with `node` when it is given. */
export function claimsOf(facts: readonly Fact[], node?: number): string[] {
  return factsOf(facts, 'claim')
    .filter((each) => node === undefined || each.node === node)
    .map((each) => each.claim.event);
}
