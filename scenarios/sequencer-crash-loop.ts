/**
 * No sequencer lives long: each dies within moments of the one before, on every node there is, faster than clients can finish what they
 * began. An append may be offered a position in one epoch, be in doubt in the next, and be acknowledged in a third.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

const DEATHS = 12;
const APART_MICROS = 45_000;

export default defineScenario({
  name: 'sequencer-crash-loop',
  summary: 'sequencers die faster than clients finish, and appends outlive epoch after epoch',
  system: {
    stripes: [1, 2],
    chainLength: 2,
    layoutServers: 3,
    sequencers: 3,
    managers: 1,
    timeoutMicros: [2_000, 4_000],
  },
  clients: { count: [2, 4], operations: [40, 60], mix: { append: 6, read: 2, checkTail: 2, fill: 1 } },
  faults: [faults.process.crash, faults.process.pause, faults.network.drop, faults.protocol.ackLostAtTail],
  faultCount: [0, 4],
  always: Array.from({ length: DEATHS }, (_unused, death) => ({
    kind: 'process.crash',
    role: 'sequencer',
    index: death % 3,
    atMicros: 30_000 + death * APART_MICROS,
    downMicros: 10_000,
  })),
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['an append outlived two layouts'],
  succeeds: { atLeastPercent: 30 },
});
