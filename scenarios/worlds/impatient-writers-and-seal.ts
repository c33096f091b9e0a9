/**
 * As `writers-and-seal`, and each of them takes one reply for lost on top. Too large to be tried whole in a minute.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'impatient-writers-and-seal',
  summary: 'two writers that each take one reply for lost, while the epoch ends',
  chainLength: 2,
  clients: [['append'], ['append']],
  reconfigurers: ['next-epoch'],
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
