/** Y-OneLayoutPerEpoch: nobody is told of two different layouts that they are the decided one of an epoch. */
import type { Layout } from '../../../src/corfu/layout.ts';
import type { Invariant } from './invariant.ts';

export const yOneLayoutPerEpoch: Invariant = {
  name: 'Y-OneLayoutPerEpoch',
  watch(ledger) {
    const toldStep = new Map<number, number>();
    return {
      decided(layout, isNew) {
        if (isNew) {
          toldStep.set(layout.epoch, ledger.at.step);
          return;
        }
        const known = ledger.layouts.at(layout.epoch);
        if (known === undefined || known === layout || wordsOf(known) === wordsOf(layout)) return;
        const message = `two layouts were decided for epoch ${layout.epoch}: ${wordsOf(known)} and ${wordsOf(layout)}`;
        ledger.violate('Y-OneLayoutPerEpoch', message, [toldStep.get(layout.epoch) ?? -1]);
      },
    };
  },
};

/** All that a layout says. */
function wordsOf({ sequencer, sequencerIncarnation, layoutServers, segments }: Layout): string {
  const stretches = segments.map(({ start, end, stripes }) => {
    const chains = stripes.map((chain) => chain.join('-')).join(' ');
    return `[${start}, ${end ?? 'open'}) on ${chains}`;
  });
  return `${stretches.join(', ')}; sequencer ${sequencer} (process ${sequencerIncarnation}); layout servers ${layoutServers.join(' ')}`;
}
