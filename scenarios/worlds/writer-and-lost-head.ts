/**
 * The chain goes on without its head, which may hold what no other unit has. A write that only the head has seen was never
 * acknowledged, and its position goes to another; one that was acknowledged is on the unit that is left, where its writer reads it.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'writer-and-lost-head',
  summary: 'a writer that reads what it wrote, while the chain loses its head',
  chainLength: 2,
  clients: [['append', 'read']],
  reconfigurers: ['drop-head'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
