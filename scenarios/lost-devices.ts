/**
 * A unit comes back with empty devices. It must say so, and answer for nothing that it once knew: an UNWRITTEN from it could be
 * taken for the truth. Its positions stay unavailable until it is replaced, and nothing that was acknowledged is denied.
 */
import { corfuClientView, defineScenario, faults, invariants, refinesSpecs } from 'corfuzz';

export default defineScenario({
  name: 'lost-devices',
  summary: 'a unit loses flash and disk, and answers for nothing until it is admitted again',
  system: { stripes: 2, chainLength: [2, 3] },
  clients: { count: [2, 3], operations: 12, mix: { append: 4, read: 3, checkTail: 1 } },
  faults: [faults.process.loseDevices],
  faultCount: 1,
  replacement: true,
  expects: 'unavailable',
  properties: [corfuClientView, invariants, refinesSpecs],
  sometimes: ['a unit said that it had lost its devices'],
  succeeds: { atLeastPercent: 30 },
});
