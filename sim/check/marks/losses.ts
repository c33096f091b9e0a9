/** What a cluster loses for ever, so that no log can go on as before. */
import type { NodeId } from '../../../src/ports/units.ts';
import { majorityOf } from '../../../src/rpc/gather.ts';
import type { Fact } from '../../model/fact.ts';
import type { LedgerWatcher } from '../invariants/watcher.ts';
import type { MarkDefinition } from './mark.ts';

export const chainLost: MarkDefinition = {
  name: 'every unit of a chain was lost',
  summary: 'the last unit of a chain of the newest layout lost its devices, as those before it had',
  watch: (ledger, reach) =>
    onLoss((lost) => {
      const chains = ledger.layouts.newest.segments.flatMap(({ stripes }) => stripes);
      if (chains.some((chain) => chain.every((unit) => lost.has(unit)))) reach();
    }),
};

export const layoutMajorityLost: MarkDefinition = {
  name: 'a majority of the layout servers was lost',
  summary: 'too many layout servers of the newest layout lost their disks for the others to decide anything',
  watch: (ledger, reach) =>
    onLoss((lost) => {
      const { layoutServers } = ledger.layouts.newest;
      const left = layoutServers.filter((server) => !lost.has(server));
      if (layoutServers.length > 0 && left.length < majorityOf(layoutServers.length)) reach();
    }),
};

/** Calls `lose` at every loss, with all nodes that ever had one. */
function onLoss(lose: (lost: ReadonlySet<NodeId>) => void): LedgerWatcher {
  const lost = new Set<NodeId>();
  return {
    happened(fact: Fact) {
      if (fact.fact !== 'device-lost') return;
      lost.add(fact.node);
      lose(lost);
    },
  };
}
