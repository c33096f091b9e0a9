/**
 * Parts of the cluster cannot hear each other for a while: halves, one direction, one node, one role; links that hold everything
 * back and then let it go at once; connections that are reset.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'partitions',
  summary: 'nodes are cut off from each other for a while, in one direction or both',
  system: { stripes: [1, 2], chainLength: [2, 3], replication: 'either' },
  clients: { count: [2, 5], operations: 40, mix: { append: 6, read: 3, checkTail: 2, fill: 2 } },
  faults: [
    faults.network.partition,
    faults.network.oneWay,
    faults.network.isolate,
    faults.network.splitByRole,
    faults.network.clog,
    faults.network.reset,
  ],
  faultCount: [1, 4],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['an operation outlasted a partition'],
  succeeds: { atLeastPercent: 60 },
});
