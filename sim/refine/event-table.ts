/**
 * Every event that the protocols emit, and which specs it is held against; or why it is outside of all of them. An event that is added
 * to the protocols has to be added here, or this does not compile; one of somebody else's parts is told in the verdict. None is skipped.
 */
import type {
  ClientEvent,
  LayoutServerEvent,
  ReconfigurationEvent,
  SequencerEvent,
  UnitEvent,
} from '../../src/corfu/events.ts';

type ProtocolEvent = UnitEvent | SequencerEvent | LayoutServerEvent | ReconfigurationEvent | ClientEvent;

type Place = { readonly heldAgainst: readonly string[] } | { readonly outside: string };

const heldAgainst = (...modules: readonly string[]): Place => ({ heldAgainst: modules });
const outside = (why: string): Place => ({ outside: why });

export const eventTable: Readonly<Record<ProtocolEvent['event'] | 'process-exited', Place>> = {
  'unit-wrote': heldAgainst('FlashUnit', 'ChainLog'),
  'unit-filled': heldAgainst('FlashUnit', 'ChainLog'),
  'unit-repaired': heldAgainst('FlashUnit', 'ChainLog'),
  'unit-trimmed': heldAgainst('FlashUnit', 'ChainLog'),
  'unit-prefix-trimmed': heldAgainst('FlashUnit', 'ChainLog'),
  'unit-sealed': heldAgainst('FlashUnit', 'Reconfig'),
  'unit-reset': heldAgainst('FlashUnit', 'Reconfig'),
  'unit-recovered': heldAgainst('FlashUnit'),
  'unit-estranged': heldAgainst('FlashUnit'),
  'unit-suspect': heldAgainst('FlashUnit'),
  'unit-page-moved': heldAgainst('FlashUnit'),
  'unit-tombstones-folded': outside('where a unit keeps what it knows is its own business'),
  'unit-torn-page-recovered': outside('nobody had been told of what was on the page'),
  'unit-block-retired': outside('specs have no blocks'),
  'token-granted': heldAgainst('ChainLog', 'Reconfig'),
  'sequencer-bootstrapped': heldAgainst('Reconfig'),
  'layout-sealed': outside('that an epoch is confirmed no more matters to readers, and they are Lease'),
  'layout-promised': heldAgainst('LayoutPaxos'),
  'layout-accepted': heldAgainst('LayoutPaxos', 'Reconfig'),
  'layout-learned': heldAgainst('LayoutPaxos'),
  'layout-decided': heldAgainst('LayoutPaxos'),
  'ballot-outranked': outside('a proposer that was outdone has changed nothing'),
  'lease-granted': outside('Lease has a clock that runs are not held against'),
  'leases-waited-out': outside('the same'),
  'streams-recovered': outside('Streams has the log as one sequence'),
  'own-write-found': heldAgainst('ChainLog'),
  'write-lost': heldAgainst('ChainLog'),
  'hole-filled': heldAgainst('ChainLog'),
  'value-adopted': heldAgainst('ChainLog'),
  'record-repaired': heldAgainst('ChainLog'),
  'append-unknown': heldAgainst('ChainLog'),
  'process-exited': outside('a process that ends itself loses power next, which the kernel tells'),
};
