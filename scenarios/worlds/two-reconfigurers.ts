/**
 * Two change the layout at once, each in its own way. One layout comes after the other, whoever decides it. Too large to be tried whole in
 * a minute.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'two-reconfigurers',
  summary: 'a writer, while two change the layout in different ways',
  chainLength: 2,
  clients: [['append']],
  reconfigurers: ['next-epoch', 'drop-tail'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['a reconfigurer was outbid'],
});
