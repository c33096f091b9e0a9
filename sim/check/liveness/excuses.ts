/**
 * Why an obligation cannot be met by anybody, if that is so. Only what is lost for ever excuses, and only what depends on it: a run
 * that blocks for any other reason is stuck.
 *
 * A need is lost in one of three ways. What it consists of is destroyed: every copy of a chain, a majority of the layout
 * servers. Or what it consists of does not serve the newest epoch any more, and there can be no later one. Or the client has
 * not heard of the newest layout, and a majority of those who would tell it is destroyed.
 */
import { type Chain, chainOf, isDropped, type Segment } from '../../../src/corfu/layout.ts';
import { logPosition } from '../../../src/log/position.ts';
import { majorityOf } from '../../../src/rpc/gather.ts';
import type { Need, Obligation } from '../../model/obligation.ts';
import type { Excuse, NodeEvent, Statement } from '../../model/proof.ts';
import type { ClusterTruth } from './cluster-truth.ts';

/** The first need of `obligation` that is lost for ever, and why. */
export function excuseOf({ what, needs, client }: Obligation, truth: ClusterTruth): Excuse | undefined {
  for (const need of needs) {
    const because = destroyed(need, truth) ?? outOfService(need, truth) ?? unheardOf(client, truth);
    if (because !== undefined) return { what, need, because };
  }
  return undefined;
}

/** What `need` consists of is gone. */
function destroyed(need: Need, truth: ClusterTruth): readonly Statement[] | undefined {
  switch (need.need) {
    case 'sequencer':
      return undefined;
    case 'layout-servers':
      return listed(majorityLost(truth));
    case 'open-chains':
      return listed(lostChains(truth).find(({ end }) => end === null));
    case 'chain':
    case 'last-unit': {
      const chain = chainAt(need.position, truth);
      return chain.length > 0 && chain.every((unit) => truth.lossOf(unit) !== undefined)
        ? listed(lostChains(truth).find(({ units }) => units.every(({ node }, hop) => node === chain[hop])))
        : undefined;
    }
    case 'next-layout':
      return listed(noNextLayout(truth)) ?? noOtherSequencer(truth);
  }
}

/** What `need` consists of does not serve the newest epoch, and no other will follow. */
function outOfService(need: Need, truth: ClusterTruth): readonly Statement[] | undefined {
  const broken = brokenPart(need, truth);
  if (broken === undefined) return undefined;
  const blocked = listed(noNextLayout(truth)) ?? noOtherSequencer(truth);
  if (blocked === undefined) return undefined;
  return broken.says === 'sequencer-ended' && blocked.length > 1 ? blocked : [broken, ...blocked];
}

function unheardOf(client: number | undefined, truth: ClusterTruth): readonly Statement[] | undefined {
  const majority = majorityLost(truth);
  const node = client === undefined ? undefined : truth.nodesOf('client')[client];
  if (majority === undefined || node === undefined) return undefined;
  const { epoch } = truth.layout;
  const asksIn = truth.asksIn(node);
  return asksIn < epoch ? [{ says: 'layout-unknown', epoch, client: node, asksIn }, majority] : undefined;
}

function brokenPart(need: Need, truth: ClusterTruth): Statement | undefined {
  const { layout } = truth;
  const { epoch, sequencer, segments, layoutServers } = layout;
  switch (need.need) {
    case 'sequencer': {
      const ended = truth.sequencerEnd;
      if (ended !== undefined) return { says: 'sequencer-ended', epoch, sequencer: ended };
      return epochEnded([sequencer], truth);
    }
    case 'layout-servers': {
      const left = layoutServers.flatMap((server) => truth.leftEpoch(server) ?? truth.lossOf(server) ?? []);
      return layoutServers.length - left.length < majorityOf(layoutServers.length)
        ? epochEnded(layoutServers, truth)
        : undefined;
    }
    case 'open-chains':
      return brokenUnit((segments.at(-1) as Segment).stripes.flat(), truth);
    case 'chain':
      return brokenUnit(chainAt(need.position, truth), truth);
    case 'last-unit':
      return brokenUnit(chainAt(need.position, truth).slice(-1), truth);
    case 'next-layout':
      return undefined;
  }
}

function brokenUnit(units: Chain, truth: ClusterTruth): Statement | undefined {
  const [unit] = truth.lossesOf(units);
  return unit === undefined ? epochEnded(units, truth) : { says: 'unit-lost', epoch: truth.layout.epoch, unit };
}

function epochEnded(servers: readonly number[], truth: ClusterTruth): Statement | undefined {
  const by = servers.flatMap((server) => eventOf(truth.leftEpoch(server)));
  return by.length === 0 ? undefined : { says: 'epoch-ended', epoch: truth.layout.epoch, by };
}

/** Why no layout can follow the newest one: no units to seal, nobody to vote, or nobody to begin. */
function noNextLayout(truth: ClusterTruth): Statement | undefined {
  if (truth.system.layoutServers === 0) return { says: 'layout-fixed' };
  const loss = majorityLost(truth) ?? lostChains(truth)[0];
  if (loss !== undefined) return loss;
  const managers = truth.nodesOf('manager');
  const gone = truth.destructionsOf(managers);
  return gone.length === managers.length ? { says: 'no-manager', destroyed: gone } : undefined;
}

/** Why no layout can follow for want of a sequencer that it could name: that of the newest has ended, and there is no other. */
function noOtherSequencer(truth: ClusterTruth): readonly Statement[] | undefined {
  const ended = truth.sequencerEnd;
  const sequencers = truth.nodesOf('sequencer');
  const gone = truth.destructionsOf(sequencers);
  if (ended === undefined || gone.length < sequencers.length) return undefined;
  return [
    { says: 'sequencer-ended', epoch: truth.layout.epoch, sequencer: ended },
    { says: 'no-sequencer', destroyed: gone },
  ];
}

function majorityLost(truth: ClusterTruth): Extract<Statement, { says: 'majority-lost' }> | undefined {
  const { epoch, layoutServers } = truth.layout;
  const lost = truth.lossesOf(layoutServers);
  if (layoutServers.length === 0 || layoutServers.length - lost.length >= majorityOf(layoutServers.length))
    return undefined;
  return { says: 'majority-lost', epoch, layoutServers, lost };
}

function lostChains(truth: ClusterTruth): readonly Extract<Statement, { says: 'chain-lost' }>[] {
  const { epoch, segments } = truth.layout;
  return segments.flatMap(({ start, end, stripes }) =>
    stripes.flatMap((chain) => {
      const units = truth.lossesOf(chain);
      return units.length < chain.length ? [] : [{ says: 'chain-lost', epoch, start, end, units } as const];
    }),
  );
}

/** The units of `position`; none when it was trimmed, and its segment dropped. */
function chainAt(position: number, { layout }: ClusterTruth): Chain {
  const at = logPosition(position);
  return isDropped(layout, at) ? [] : chainOf(layout, at);
}

function eventOf(event: NodeEvent | undefined): readonly NodeEvent[] {
  return event === undefined ? [] : [{ node: event.node, step: event.step, timeMicros: event.timeMicros }];
}

function listed(statement: Statement | undefined): readonly Statement[] | undefined {
  return statement === undefined ? undefined : [statement];
}
