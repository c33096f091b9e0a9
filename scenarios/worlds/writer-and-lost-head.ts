/**
 * The chain goes on without its head, which may hold what no other unit has. A write that only the head has seen was never
 * acknowledged, and its position may go to another.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'writer-and-lost-head',
  summary: 'a writer and a reader, while the chain loses its head',
  chainLength: 2,
  clients: [['append'], ['read']],
  reconfigurers: ['drop-head'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
