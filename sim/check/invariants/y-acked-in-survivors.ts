/**
 * Y-AckedInSurvivors: when a layout is decided, every acknowledged entry is on a unit of the chain that its position has from then
 * on, and first of all on its head, whom everybody asks when in doubt. Trimmed positions are excused, and units that lost
 * their devices after they were sealed for it.
 */
import { logPosition } from '../../../src/log/position.ts';
import { chainOf, isDropped } from '../../../src/corfu/layout.ts';
import type { Invariant } from './invariant.ts';

export const yAckedInSurvivors: Invariant = {
  name: 'Y-AckedInSurvivors',
  watch: (ledger) => ({
    decided(layout, isNew) {
      if (!isNew) return;
      for (const cell of ledger.cells) {
        const { acknowledged } = cell;
        const position = logPosition(cell.position);
        if (acknowledged === undefined || isDropped(layout, position)) continue;
        const [head] = chainOf(layout, position);
        const unit = head === undefined ? undefined : ledger.units[head];
        if (unit === undefined) continue;
        const replica = cell.at(unit);
        const holds = replica.content?.kind === 'data' && replica.content.value === acknowledged.value;
        const lostSince = unit.epochSaidOnce >= layout.epoch;
        if (holds || lostSince || replica.mayBeTrimmed || cell.replicas.some((each) => each.mayBeTrimmed)) continue;
        const message = `value ${acknowledged.value} was acknowledged at position ${cell.position}, whose head is ${unit.name} from epoch ${layout.epoch} on, and which has stored ${replica.content?.name ?? 'nothing'}`;
        ledger.violate('Y-AckedInSurvivors', message, [acknowledged.step], unit.id);
        return;
      }
    },
  }),
};
