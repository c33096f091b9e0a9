/**
 * A network that loses, repeats, delays, reorders and corrupts single messages. Silence means nothing here: a client whose call
 * timed out must find out what became of it, and often finds its own write.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'lossy-network',
  summary: 'messages are lost, doubled, delayed, reordered and corrupted one by one',
  system: { stripes: [1, 2], chainLength: [2, 3], replication: 'either' },
  clients: { count: [2, 5], operations: 40, mix: { append: 6, read: 3, readRange: 1, checkTail: 1, fill: 2 } },
  faults: [
    faults.network.drop,
    faults.network.duplicate,
    faults.network.delay,
    faults.network.reorder,
    faults.network.corrupt,
    faults.protocol.ackLostAtTail,
  ],
  faultCount: [2, 8],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a retransmission found its own write', 'a duplicate request reached a unit'],
  succeeds: { atLeastPercent: 80 },
});
