/** Y-SegmentsPartition: the segments of a decided layout follow each other without a gap, and only the last is open. */
import { layoutFault } from '../../../src/corfu/layout.ts';
import type { Invariant } from './invariant.ts';

export const ySegmentsPartition: Invariant = {
  name: 'Y-SegmentsPartition',
  watch: (ledger) => ({
    decided(layout) {
      const fault = layoutFault(layout);
      if (fault === undefined) return;
      ledger.violate('Y-SegmentsPartition', `the layout of epoch ${layout.epoch} is none: ${fault}`, []);
    },
  }),
};
