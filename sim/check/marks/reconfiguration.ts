/** What happens when the layout changes under the clients. */
import { sharesOf } from '../../../src/corfu/layout-changes.ts';
import { type Layout, unitsOf } from '../../../src/corfu/layout.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import type { Ledger } from '../invariants/ledger.ts';
import type { MarkDefinition } from './mark.ts';

export const sequencerTookOver: MarkDefinition = {
  name: 'another sequencer took over',
  summary: 'a sequencer process began to serve an epoch after the first',
  watch: whenDecided(
    (before, { sequencer, sequencerIncarnation }) =>
      sequencer !== before.sequencer || sequencerIncarnation !== before.sequencerIncarnation,
  ),
};

export const rebuiltUnitJoined: MarkDefinition = {
  name: 'a rebuilt unit joined its chains',
  summary: 'a unit that had taken the place of another holds a copy of everything, and serves it',
  watch: whenDecided((before, layout) => {
    const lacked = unitsOf(before).filter((unit) => sharesOf(before, unit).length > 0);
    return lacked.some((unit) => unitsOf(layout).includes(unit) && sharesOf(layout, unit).length === 0);
  }),
};

export const appendCrossedEpochs: MarkDefinition = {
  name: 'an append was caught in a reconfiguration',
  summary: 'a layout was decided between the call of an append and its acknowledgement',
  watch: whenAppendCrosses(1),
};

export const appendOutlivedEpochs: MarkDefinition = {
  name: 'an append outlived two layouts',
  summary: 'two layouts or more were decided between the call of an append and its acknowledgement',
  watch: whenAppendCrosses(2),
};

export const changeResumed: MarkDefinition = {
  name: 'a change was finished after its reconfigurer had died',
  summary: 'a process died between the seal of an epoch and the decision on the next, and somebody went on',
  watch(ledger, reach) {
    const sealing = new Map<NodeId, number>();
    const left = new Set<number>();
    return {
      asked({ kind, caller, epoch }) {
        if (kind === 'unit/seal') sealing.set(caller, epoch);
      },
      happened(fact) {
        if (fact.fact !== 'crashed') return;
        const epoch = sealing.get(fact.node);
        if (epoch !== undefined && !ledger.layouts.knows(epoch)) left.add(epoch);
        sealing.delete(fact.node);
      },
      decided({ epoch }, isNew) {
        if (isNew && left.has(epoch)) reach();
      },
    };
  },
};

export const voterDied: MarkDefinition = {
  name: 'a layout server died with a vote open',
  summary: 'a layout server that had promised or accepted something died before the layout was decided',
  watch(ledger, reach) {
    const votedOn = new Map<NodeId, number>();
    return {
      claimed(node, claim: { readonly event: string; readonly epoch?: number }) {
        const voted = claim.event === 'layout-promised' || claim.event === 'layout-accepted';
        if (voted && claim.epoch !== undefined) votedOn.set(node, claim.epoch);
      },
      happened(fact) {
        if (fact.fact !== 'crashed') return;
        const epoch = votedOn.get(fact.node);
        if (epoch !== undefined && !ledger.layouts.knows(epoch)) reach();
      },
    };
  },
};

export const writeWentAstray: MarkDefinition = {
  name: 'a write reached a unit that its position had left',
  summary: 'a write of an old epoch arrived where, by a later layout, its position does not belong any more',
  watch: (ledger, reach) => ({
    arrived(unit, { kind, epoch, cell }) {
      const { newest } = ledger.layouts;
      if (kind !== 'unit/write' || cell === undefined || epoch >= newest.epoch) return;
      if (!ledger.layouts.chainOf(cell.position, epoch).includes(unit.id)) return;
      if (!ledger.layouts.chainOf(cell.position, newest.epoch).includes(unit.id)) reach();
    },
  }),
};

export const reconfigurerOutbid: MarkDefinition = {
  name: 'a reconfigurer was outbid',
  summary: 'a ballot on the next layout failed, since a layout server had promised a higher one',
  watch: (_ledger, reach) => ({
    claimed(_node, { event }) {
      if (event === 'ballot-outranked') reach();
    },
  }),
};

export const unitCameBack: MarkDefinition = {
  name: 'a unit that was given up came back',
  summary: 'a unit of an earlier layout, and not of the last, was called in again',
  watch: whenDecided((before, layout, ledger) => {
    const inUse = new Set(unitsOf(before));
    const former = new Set([...ledger.layouts.all].filter(({ epoch }) => epoch < before.epoch).flatMap(unitsOf));
    return unitsOf(layout).some((unit) => !inUse.has(unit) && former.has(unit));
  }),
};

/** Reached when a layout is decided that follows the one before it as `isIt` says. */
function whenDecided(isIt: (before: Layout, layout: Layout, ledger: Ledger) => boolean): MarkDefinition['watch'] {
  return (ledger, reach) => ({
    decided(layout, isNew) {
      const before = ledger.layouts.at(layout.epoch - 1);
      if (isNew && before !== undefined && isIt(before, layout, ledger)) reach();
    },
  });
}

/** Reached when so many layouts or more are decided between the call of an append and its acknowledgement. */
function whenAppendCrosses(layouts: number): MarkDefinition['watch'] {
  return (ledger, reach) => {
    const calledIn = new Map<number, number>();
    return {
      invoked({ op, number }) {
        if (op === 'append') calledIn.set(number, ledger.layouts.newest.epoch);
      },
      responded({ op, number }, { out }) {
        const crossed = ledger.layouts.newest.epoch - (calledIn.get(number) ?? 0);
        if (op === 'append' && out === 'ok' && crossed >= layouts) reach();
      },
    };
  };
}
