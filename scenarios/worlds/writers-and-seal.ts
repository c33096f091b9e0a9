/**
 * Two writers are caught by the end of their epoch, at any of their steps: before the head, between head and tail, or with all
 * acknowledgements in hand. What they wrote is completed in the new epoch, or was never written.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'writers-and-seal',
  summary: 'two writers, while the epoch ends',
  chainLength: 2,
  clients: [['append'], ['append']],
  reconfigurers: ['next-epoch'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
