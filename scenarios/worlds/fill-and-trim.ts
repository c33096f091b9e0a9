/**
 * Writer, filler, and a reader that gives the same position up. Trimmed is a value like any other, but whoever meets it cannot know what
 * was there before.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'fill-and-trim',
  summary: 'a writer, a reader that fills its position, and one that trims it',
  chainLength: 2,
  clients: [['append'], ['fill'], ['trim']],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['a trim overtook a writer', 'an append ended unknown'],
});
