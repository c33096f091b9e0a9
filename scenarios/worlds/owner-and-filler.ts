/**
 * One position, two who want it: the owner of a token writes, a reader fills. Whoever reaches the head first decides, and the other one
 * must go along: the filler adopts and completes, the writer finds junk and goes elsewhere. Either may lose patience once, so the
 * owner also stops behind the head, tries again after the junk, and has its first write arrive when all is over.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'owner-and-filler',
  summary: 'a writer and a reader that fills its position',
  chainLength: 2,
  clients: [['append'], ['fill']],
  properties: [corfuClientView, invariants],
  sometimes: ["a fill adopted a slow writer's value", 'a writer lost to junk', 'a hole was filled by another client'],
});
