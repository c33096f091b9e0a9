/** What becomes of appends and requests when the network or a process fails them. */
import type { NodeId } from '../../../src/ports/units.ts';
import { bitOf } from '../invariants/calls.ts';
import type { MarkDefinition } from './mark.ts';
import { TokenOwners } from './token-owners.ts';

export const appendAcknowledged: MarkDefinition = {
  name: 'an append was acknowledged',
  summary: 'a client was told the position of what it appended',
  watch: (_ledger, reach) => ({
    responded({ op }, { out }) {
      if (op === 'append' && out === 'ok') reach();
    },
  }),
};

export const appendUnknown: MarkDefinition = {
  name: 'an append ended unknown',
  summary: 'a client gave up an append that may be in the log',
  watch: (_ledger, reach) => ({
    responded({ op }, { out }) {
      if (op === 'append' && out === 'unknown') reach();
    },
  }),
};

export const clientDied: MarkDefinition = {
  name: 'a client died with an append open',
  summary: 'nobody will ever say what became of it',
  watch(_ledger, reach) {
    const open = new Set<NodeId>();
    return {
      invoked({ op, node }) {
        if (op === 'append') open.add(node);
      },
      responded({ op, node }) {
        if (op === 'append') open.delete(node);
      },
      happened(fact) {
        if (fact.fact === 'crashed' && open.delete(fact.node)) reach();
      },
    };
  },
};

export const ownWriteFound: MarkDefinition = {
  name: 'a retransmission found its own write',
  summary: 'the head refused a write of the owner for that very write',
  watch(_ledger, reach) {
    const owners = new TokenOwners();
    return {
      sequenced: owners.sequenced,
      answered({ call, status, replica, said, place }) {
        if (call.kind !== 'unit/write' || place !== 0 || status !== 'overwritten' || said !== call.content) return;
        if (replica !== undefined && owners.isOwner(replica.cell.position, call.caller)) reach();
      },
    };
  },
};

export const duplicateArrived: MarkDefinition = {
  name: 'a duplicate request reached a unit',
  summary: 'a unit got a second copy of a request, and carried it out',
  watch: (_ledger, reach) => ({
    arrived(unit, call) {
      if ((call.arrivedAgain & bitOf(call, unit.id)) !== 0) reach();
    },
  }),
};

export const trimOvertook: MarkDefinition = {
  name: 'a trim overtook a writer',
  summary: 'the head refused a write because the position had been trimmed',
  watch: (_ledger, reach) => ({
    answered({ call, status, place }) {
      if (call.kind === 'unit/write' && place === 0 && status === 'trimmed') reach();
    },
  }),
};

export const lateCopyRefused: MarkDefinition = {
  name: 'a late copy of a write met another decision',
  summary: 'the head refused a second copy of a write, since the position held something else or was trimmed',
  watch: (_ledger, reach) => ({
    answered({ call, status, said, place }) {
      if (call.kind !== 'unit/write' || place !== 0 || (call.arrivedAgain & 1) === 0) return;
      if (status === 'trimmed' || (status === 'overwritten' && said !== call.content)) reach();
    },
  }),
};

export const gaveUp: MarkDefinition = {
  name: 'a client gave up on an operation',
  summary: 'an operation ended without an answer, after every try had been in vain',
  watch: (_ledger, reach) => ({
    responded(_operation, { out }) {
      if (out === 'failed') reach();
    },
  }),
};

export const clockJumped: MarkDefinition = {
  name: 'a clock jumped while an append was open',
  summary: 'the clock of a client moved, forward or back, between the call of an append and its return',
  watch(_ledger, reach) {
    const open = new Set<number>();
    return {
      invoked({ op, node }) {
        if (op === 'append') open.add(node);
      },
      responded({ op, node }) {
        if (op === 'append') open.delete(node);
      },
      happened(fact) {
        if (fact.fact === 'fault' && fact.kind.startsWith('clock.jump') && open.has(fact.node)) reach();
      },
    };
  },
};

const CUTS = new Set(['network.partition', 'network.one-way', 'network.isolate', 'network.split-by-role']);

export const outlastedCut: MarkDefinition = {
  name: 'an operation outlasted a partition',
  summary: 'a client was cut off while it waited, and got its answer all the same',
  watch(_ledger, reach) {
    const open = new Set<NodeId>();
    const cut = new Set<number>();
    return {
      invoked({ node }) {
        open.add(node);
        cut.delete(node);
      },
      responded({ node }, { out }) {
        open.delete(node);
        if (cut.delete(node) && out !== 'failed' && out !== 'unknown') reach();
      },
      happened(fact) {
        if (fact.fact === 'fault' && CUTS.has(fact.kind) && open.has(fact.node as NodeId)) cut.add(fact.node);
      },
    };
  },
};
