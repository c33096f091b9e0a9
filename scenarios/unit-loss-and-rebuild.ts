/**
 * A unit loses its devices under load. Its chain goes on with those that are left, a spare takes over from the tail on, is rebuilt in
 * the background and joins; the unit itself comes back empty, and may be called in as a spare.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'unit-loss-and-rebuild',
  summary: 'a unit loses its devices, a spare takes over and is rebuilt',
  system: { stripes: 1, chainLength: [2, 3], layoutServers: 3, sequencers: 2, spares: 1, managers: [1, 2] },
  clients: {
    count: [2, 4],
    operations: [60, 80],
    mix: { append: 6, read: 3, readRange: 1, checkTail: 2, fill: 1, trim: 1, prefixTrim: 1 },
  },
  faults: [
    faults.process.crash,
    faults.process.pause,
    faults.network.drop,
    faults.network.duplicate,
    faults.network.delay,
  ],
  faultCount: [0, 4],
  always: [
    { kind: 'process.lose-devices', role: 'unit', index: 0, atMicros: 80_000, downMicros: 20_000 },
    // Long after the spare has taken over, another unit is away for long: now the wiped one is all there is to call in.
    { kind: 'process.crash', role: 'unit', index: 1, atMicros: 300_000, downMicros: 400_000 },
  ],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a rebuilt unit joined its chains', 'a unit that was given up came back'],
  succeeds: { atLeastPercent: 30 },
  replacement: true,
});
