/** What flash does to the records on it, and how units cope. */
import type { MarkDefinition } from './mark.ts';

/** Flat as claims are; only units emit claims of these names. */
interface MovedClaim {
  readonly event: string;
  readonly why?: string;
}

export const pageMoved: MarkDefinition = {
  name: 'garbage collection moved a live page',
  summary: 'a record that is still needed was copied before its block was erased',
  watch: (_ledger, reach) => ({
    claimed(_node, claim: MovedClaim) {
      if (claim.event === 'unit-page-moved' && claim.why === 'collected') reach();
    },
  }),
};

export const tornPageRecovered: MarkDefinition = {
  name: 'a torn page was recovered',
  summary: 'a unit told a page that power loss tore from one that was destroyed later',
  watch: (_ledger, reach) => ({
    claimed(_node, { event }) {
      if (event === 'unit-torn-page-recovered') reach();
    },
  }),
};

export const blockRetired: MarkDefinition = {
  name: 'a bad block was retired',
  summary: 'a block failed, and its live records moved elsewhere',
  watch: (_ledger, reach) => ({
    claimed(_node, { event }) {
      if (event === 'unit-block-retired') reach();
    },
  }),
};

export const pageCorrected: MarkDefinition = {
  name: 'ECC corrected a page',
  summary: 'a page was read with flipped bits, few enough to be corrected',
  watch: (_ledger, reach) => ({
    happened(fact) {
      if (fact.fact === 'fault' && fact.kind === 'flash.bit-errors') reach();
    },
  }),
};

export const corruptNoticed: MarkDefinition = {
  name: 'a destroyed record was noticed',
  summary: 'a unit answered corrupt, and not unwritten, for a record that it cannot read any more',
  watch: (_ledger, reach) => ({
    answered({ status }) {
      if (status === 'corrupt') reach();
    },
  }),
};

export const readRepaired: MarkDefinition = {
  name: 'a read was repaired from another replica',
  summary: 'a unit took back, from a replica of its chain, a record that it had lost',
  watch: (_ledger, reach) => ({
    answered({ call, status }) {
      if (call.kind === 'unit/repair' && status === 'ok') reach();
    },
  }),
};

export const unitStopped: MarkDefinition = {
  name: 'a unit stopped itself',
  summary: 'a process could not keep its promises on a failing disk, and exited',
  watch: (_ledger, reach) => ({
    claimed(_node, { event }) {
      if (event === 'process-exited') reach();
    },
  }),
};

export const unitEstranged: MarkDefinition = {
  name: 'a unit said that it had lost its devices',
  summary: 'a unit found devices that do not hold what it stored, and answers for nothing',
  watch: (_ledger, reach) => ({
    claimed(_node, { event }) {
      if (event === 'unit-estranged') reach();
    },
  }),
};
