/**
 * A writer and a reader that fills, while one of them, the sequencer or a unit crashes: between two steps, or when a unit has just
 * made something durable and told nobody.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'fill-and-crash',
  summary: 'a writer and a reader that fills its position, and any node crashes at any moment',
  chainLength: 2,
  clients: [['append'], ['fill']],
  crashes: ['client', 'sequencer', 'unit'],
  properties: [corfuClientView, invariants],
  sometimes: ['a client died with an append open', "a fill adopted a slow writer's value"],
});
