/** What happens when the layout changes under the clients. */
import { sharesOf } from '../../../src/corfu/layout-changes.ts';
import { type Layout, unitsOf } from '../../../src/corfu/layout.ts';
import type { MarkDefinition } from './mark.ts';

export const sequencerTookOver: MarkDefinition = {
  name: 'another sequencer took over',
  summary: 'a sequencer process began to serve an epoch after the first',
  watch: (ledger, reach) => ({
    decided({ epoch, sequencer, sequencerIncarnation }, isNew) {
      const before = ledger.layouts.at(epoch - 1);
      if (!isNew || before === undefined) return;
      if (sequencer !== before.sequencer || sequencerIncarnation !== before.sequencerIncarnation) reach();
    },
  }),
};

export const rebuiltUnitJoined: MarkDefinition = {
  name: 'a rebuilt unit joined its chains',
  summary: 'a unit that had taken the place of another holds a copy of everything, and serves it',
  watch: (ledger, reach) => ({
    decided(layout, isNew) {
      const before = ledger.layouts.at(layout.epoch - 1);
      if (!isNew || before === undefined) return;
      const lacked = unitsOf(before).filter((unit) => sharesOf(before, unit).length > 0);
      if (lacked.some((unit) => unitsOf(layout).includes(unit) && sharesOf(layout, unit).length === 0)) reach();
    },
  }),
};

export const appendCrossedEpochs: MarkDefinition = {
  name: 'an append was caught in a reconfiguration',
  summary: 'a layout was decided between the call of an append and its acknowledgement',
  watch(ledger, reach) {
    const calledIn = new Map<number, number>();
    return {
      invoked({ op, number }) {
        if (op === 'append') calledIn.set(number, ledger.layouts.newest.epoch);
      },
      responded({ op, number }, { out }) {
        if (op === 'append' && out === 'ok' && calledIn.get(number) !== ledger.layouts.newest.epoch) reach();
      },
    };
  },
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
  watch: (ledger, reach) => ({
    decided(layout, isNew) {
      const before = ledger.layouts.at(layout.epoch - 1);
      if (!isNew || before === undefined) return;
      const inUse = new Set(unitsOf(before));
      const former = new Set([...ledger.layouts.all].filter(isBefore(before)).flatMap(unitsOf));
      if (unitsOf(layout).some((unit) => !inUse.has(unit) && former.has(unit))) reach();
    },
  }),
};

function isBefore({ epoch }: Layout): (layout: Layout) => boolean {
  return (layout) => layout.epoch < epoch;
}
