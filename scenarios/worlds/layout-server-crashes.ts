/**
 * The layout server crashes while the layout changes: between two steps, or when it has made a promise, a vote or a decision durable and
 * told nobody. Nobody here loses patience, so where it takes a reply with it the change stays half done, and nothing is lost.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'layout-server-crashes',
  summary: 'a writer, while the layout server crashes in the middle of a change',
  chainLength: 2,
  clients: [['append']],
  reconfigurers: ['next-epoch'],
  crashes: ['layout-server'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
