/**
 * Whoever changes the layout dies at any of its steps, and the next one takes up where it stopped, with a higher rank.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'writer-and-dying-reconfigurer',
  summary: 'a writer, while one who changes the layout crashes at any step',
  chainLength: 2,
  clients: [['append']],
  reconfigurers: ['next-epoch'],
  crashes: ['manager', 'layout-server'],
  timeouts: 1,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
