/**
 * Whoever changes the layout crashes at any step, comes back and begins again, with a higher rank, while messages of its former life are
 * still on their way. Too large to be tried whole in a minute.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'writer-and-dying-reconfigurer',
  summary: 'a writer, while the one who changes the layout crashes at any step',
  chainLength: 2,
  clients: [['append']],
  reconfigurers: ['next-epoch'],
  crashes: ['manager'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
