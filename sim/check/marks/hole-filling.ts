/** The races between the owner of a position and those who fill it, all decided at the head of the chain. */
import { JUNK_CONTENT } from '../invariants/content.ts';
import type { MarkDefinition } from './mark.ts';
import { TokenOwners } from './token-owners.ts';

export const holeFilled: MarkDefinition = {
  name: 'a hole was filled by another client',
  summary: 'the head took junk from a client that did not own the position',
  watch(_ledger, reach) {
    const owners = new TokenOwners();
    return {
      sequenced: owners.sequenced,
      answered({ call, status, replica, place }) {
        if (call.kind !== 'unit/fill' || place !== 0 || replica === undefined) return;
        const filled = status === 'ok' || status === 'passed';
        if (filled && !owners.isOwner(replica.cell.position, call.caller)) reach();
      },
    };
  },
};

export const writerLostToJunk: MarkDefinition = {
  name: 'a writer lost to junk',
  summary: 'the head refused a write because the position had been filled',
  watch: (_ledger, reach) => ({
    answered({ call, status, said, place }) {
      const lost = call.kind === 'unit/write' && place === 0 && status === 'overwritten';
      if (lost && said === JUNK_CONTENT) reach();
    },
  }),
};

export const fillersMet: MarkDefinition = {
  name: 'two fillers met at the head',
  summary: 'the head refused a fill because the position had been filled',
  watch: (_ledger, reach) => ({
    answered({ call, status, said, place }) {
      const late = call.kind === 'unit/fill' && place === 0 && status === 'overwritten';
      if (late && said === JUNK_CONTENT) reach();
    },
  }),
};

export const fillAdopted: MarkDefinition = {
  name: "a fill adopted a slow writer's value",
  summary: 'a filler lost to the owner at the head, and completed what the owner had begun',
  watch: (_ledger, reach) => ({
    claimed(_node, { event }) {
      if (event === 'value-adopted') reach();
    },
  }),
};

export const valueCompleted: MarkDefinition = {
  name: 'a value was completed by another client',
  summary: 'a unit behind the head took a write from a client that did not own the position',
  watch(_ledger, reach) {
    const owners = new TokenOwners();
    return {
      sequenced: owners.sequenced,
      answered({ call, status, replica, place }) {
        if (call.kind !== 'unit/write' || place <= 0 || status !== 'ok' || replica === undefined) return;
        if (!owners.isOwner(replica.cell.position, call.caller)) reach();
      },
    };
  },
};
