/**
 * Another sequencer takes over from one that is well and goes on answering: whoever still asks it must not rely on what it says.
 */
import { corfuClientView, defineWorld, invariants } from 'corfuzz';

export default defineWorld({
  name: 'writer-and-new-sequencer',
  summary: 'a writer that asks for the tail, while another sequencer takes over',
  chainLength: 2,
  clients: [['append', 'checkTail']],
  reconfigurers: ['replace-sequencer'],
  timeouts: 0,
  properties: [corfuClientView, invariants],
  sometimes: ['another sequencer took over', 'an append was caught in a reconfiguration'],
});
