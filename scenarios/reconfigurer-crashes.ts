/**
 * Whoever changes the layout dies over it: at every step from the reading of the old layout to the start of the sequencer, with a
 * message out to one server and not to the next, and again at the step where the next one takes up what is left. The clients get
 * on, under one layout after the other.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

/** By step: the messages at which somebody dies. The first of several are those of other changes than the later ones. */
const deaths = {
  'read-layout': [9],
  seal: [2, 25],
  wipe: [1],
  prepare: [2, 11],
  accept: [1, 8],
  announce: [2, 9],
  'start-sequencer': [1],
  copy: [3],
};

export default defineScenario({
  name: 'reconfigurer-crashes',
  summary: 'managers die at every step of a reconfiguration, and others finish what they began',
  system: {
    stripes: 1,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    spares: 3,
    managers: 2,
    timeoutMicros: [3_000, 6_000],
  },
  clients: {
    count: [2, 3],
    operations: [50, 70],
    mix: { append: 6, read: 2, checkTail: 2, trim: 1 },
  },
  faults: [faults.process.crashAtStep, faults.network.drop, faults.network.delay],
  faultCount: [0, 4],
  always: [
    { kind: 'process.crash', role: 'sequencer', index: 0, atMicros: 50_000, downMicros: 100_000 },
    { kind: 'process.crash', role: 'unit', index: 0, atMicros: 150_000, downMicros: 150_000 },
    ...Object.entries(deaths).flatMap(([step, messages]) =>
      messages.map((nthSent) => ({ kind: 'process.crash-at-step', step, nthSent, downMicros: 20_000 })),
    ),
  ],
  changes: [{ change: 'scale-out', atMicros: [100_000, 250_000] }],
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a change was finished after its reconfigurer had died'],
  succeeds: { atLeastPercent: 30 },
});
