/**
 * Clogs a link: messages wait, and when it opens all arrive at once, in any order.
 *
 * Bounds: for at most half of the run. Heals: when the window ends; nothing is lost. Noticed by calls that time out,
 * and by servers that then get a burst of requests whose callers went on long ago.
 */
import type { PlannedFault } from '../model/plan.ts';
import type { FaultKind } from './fault-kind.ts';
import { during } from './during.ts';
import { type LinkChoice, linkFields, linkTest } from './link.ts';
import { faultOf, type Window, windowFields } from './parameters.ts';

interface Clog extends PlannedFault, Window, LinkChoice {
  readonly kind: 'network.clog';
}

export const networkClog: FaultKind<Clog> = {
  kind: 'network.clog',
  place: 'network',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'holds back all messages of a link and then delivers them at once',
  heals: 'when its window ends; nothing is lost',
  noticedBy: 'calls that time out, then a burst of late messages',
  arbitrary: (topology, horizonMicros) =>
    faultOf<Clog>('network.clog', { ...windowFields(horizonMicros), ...linkFields(topology) }),
  install: (fault, world) => {
    const hold = { kind: fault.kind, holds: linkTest(world.topology, fault) };
    during(
      world,
      fault,
      () => world.network.addHold(hold),
      () => world.network.release(hold),
    );
  },
};
