/**
 * The chain goes on without its tail, and the head with what it had not yet handed on: a write that nobody acknowledged is there
 * all the same, for its writer to find.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'writer-and-lost-tail',
  summary: 'a writer that reads what it wrote, while the chain loses its tail',
  chainLength: 2,
  clients: [['append', 'read']],
  reconfigurers: ['drop-tail'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
