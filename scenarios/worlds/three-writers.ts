/**
 * Three writers, none of them patient. Who gives up waiting must find out what became of its write before it tries elsewhere, and
 * fills its own position if nothing did: it may then meet its own write, which was only slow.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'three-writers',
  summary: 'three writers, each of which takes one reply for lost',
  chainLength: 2,
  clients: [['append'], ['append'], ['append']],
  properties: [corfuClientView, invariants],
  sometimes: ['a writer lost to junk'],
});
