/**
 * Two readers fill the position of one writer at once: one decides at the head, or none does, and both finish what was decided.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'owner-and-two-fillers',
  summary: 'a writer and two readers that fill its position',
  chainLength: 2,
  clients: [['append'], ['fill'], ['fill']],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['two fillers met at the head', "a fill adopted a slow writer's value"],
});
