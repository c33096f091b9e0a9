/**
 * What the operator wants of the layout and it does not show, though there is what it takes: then it is owed, and whoever is to see to it
 * has died over it or does not see it. An order that there are no nodes for waits, and nobody is to blame.
 */
import { isTrimmed } from '../../../src/corfu/layout-changes.ts';
import { openSegmentOf, unitsOf } from '../../../src/corfu/layout.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import { nameOf } from '../../systems/topology.ts';
import type { ClusterTruth } from './cluster-truth.ts';

/** In sentences; nothing, when the layout is as it is to be. */
export function unmetOrders(truth: ClusterTruth): readonly string[] {
  return [...unmetSizes(truth), ...unmetRemovals(truth), ...unmetVotes(truth)];
}

/** Chains that are a copy short come first: stripes are made of what is left over. */
function unmetSizes(truth: ClusterTruth): readonly string[] {
  const { layout, goals } = truth;
  const { stripes } = openSegmentOf(layout);
  const used = unitsOf(layout);
  const idle = truth.nodesOf('unit').filter((unit) => !used.includes(unit) && truth.runs(unit)).length;
  const missing = stripes.reduce((sum, chain) => sum + Math.max(0, goals.chainLength - chain.length), 0);
  const unmet: string[] = [];
  if (missing > 0 && idle > 0) unmet.push(`${missing} copies are missing in open chains, and ${idle} units are idle`);
  const lacking = goals.stripes - stripes.length;
  if (lacking > 0 && idle - missing >= lacking * goals.chainLength)
    unmet.push(`the operator wants ${goals.stripes} stripes, there are ${stripes.length}, and ${idle} units are idle`);
  return unmet;
}

function unmetRemovals({ layout, goals, trimMark }: ClusterTruth): readonly string[] {
  const trimmed = goals.dropsTrimmed ? layout.segments.filter((segment) => isTrimmed(segment, trimMark)) : [];
  return trimmed.map(
    ({ start, end }) =>
      `the operator wants no segment below ${trimMark}, and that of [${start}, ${end}) is still there`,
  );
}

/** A layout server that can vote no more, or is not to, goes as soon as there is another. */
function unmetVotes(truth: ClusterTruth): readonly string[] {
  const { layout, goals, topology } = truth;
  const { layoutServers } = layout;
  const isAble = (server: NodeId): boolean => truth.runs(server) && truth.lossOf(server) === undefined;
  const isWanted = (server: NodeId): boolean => !goals.retiredLayoutServers.includes(server);
  const others = truth
    .nodesOf('layout-server')
    .filter((server) => !layoutServers.includes(server) && isAble(server) && isWanted(server));
  if (others.length === 0) return [];
  const leaving = layoutServers.filter((server) => !isAble(server) || !isWanted(server));
  return leaving.map((server) => `${nameOf(topology, server)} still has a vote, and another could take it over`);
}
