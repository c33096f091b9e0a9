/**
 * A position is given up while the epoch of its writer ends: what was begun in the old one is refused or is on every unit, and nothing of
 * it comes later. Too large to be tried whole in a minute.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'fill-and-seal-and-trim',
  summary: 'a writer and a reader that trims its position, while the epoch ends',
  chainLength: 2,
  clients: [['append'], ['trim']],
  reconfigurers: ['next-epoch'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['an append was caught in a reconfiguration'],
});
