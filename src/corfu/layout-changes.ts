/**
 * What a reconfiguration may change, each as a function from the layout before, and what its seal found, to the layout after.
 * Nothing here talks to anybody.
 *
 * What they all keep: a chain loses units but never changes the order of those that stay, so that what a survivor has every
 * survivor before it has (C-PrefixOfChain); a unit that knows nothing yet comes last, and only into the open segment; and what
 * is below the new tail stays where it is.
 */
import { type Epoch, type LogPosition, logPosition } from '../log/position.ts';
import type { NodeId } from '../ports/units.ts';
import { type Chain, type Layout, openSegmentOf, type Segment, unitsOf } from './layout.ts';

/** What the seal of the layout before found out. */
export interface SealReport {
  /** That of the layout to come. */
  readonly epoch: Epoch;
  /** The sealed units, of the layout before and of those that may be called in. */
  readonly sealed: ReadonlySet<NodeId>;
  /** The sequencer processes that answered, by node. */
  readonly sequencers: ReadonlyMap<NodeId, number>;
  /** Above everything that was ever acknowledged. */
  readonly tail: LogPosition;
  /** Every position below was given up. */
  readonly trimMark: LogPosition;
}

/** `undefined`: with what answered it cannot be done, perhaps later. */
export type LayoutChange = (before: Layout, report: SealReport) => Layout | undefined;

/** Another process takes over the sequencer: the first of `candidates` that answered and is not the one that is given up. */
export function replaceSequencer(candidates: readonly NodeId[]): LayoutChange {
  return (before, { epoch, sequencers }) => {
    for (const sequencer of candidates) {
      const sequencerIncarnation = sequencers.get(sequencer);
      if (sequencerIncarnation === undefined) continue;
      if (sequencer === before.sequencer && sequencerIncarnation === before.sequencerIncarnation) continue;
      return { ...before, epoch, sequencer, sequencerIncarnation };
    }
    return undefined;
  };
}

/**
 * Gives `unit` up. The positions below the tail stay with those that are left of its chains; from the tail on, `spare` takes its
 * place, at the end of the chain. Without a spare the chain is a unit shorter. A chain without a survivor blocks the change, and
 * with it the log, rather than forget what the chain held.
 */
export function replaceUnit(unit: NodeId, spare: NodeId | undefined): LayoutChange {
  return (before, { epoch, sealed, tail }) => {
    if (spare !== undefined && (!isFree(before, spare) || !sealed.has(spare))) return undefined;
    const without = (chain: Chain): Chain => chain.filter((each) => each !== unit);
    const open = openSegmentOf(before);
    const segments = before.segments.map((segment) => ({ ...segment, stripes: segment.stripes.map(without) }));
    if (segments.some(({ stripes }) => stripes.some((chain) => chain.length === 0))) return undefined;
    if (spare === undefined) return { ...before, epoch, segments };
    const stripes = open.stripes.map((chain) => (chain.includes(unit) ? [...without(chain), spare] : chain));
    return { ...before, epoch, segments: splitAt(segments, tail, stripes) };
  };
}

/** `spare` joins the open chain that `companion` is in, behind it and all others, from the tail on: a copy is missing there. */
export function lengthenChain(companion: NodeId, spare: NodeId): LayoutChange {
  return (before, { epoch, sealed, tail }) => {
    if (!isFree(before, spare) || !sealed.has(spare)) return undefined;
    const stripes = openSegmentOf(before).stripes.map((chain) =>
      chain.includes(companion) ? [...chain, spare] : chain,
    );
    return { ...before, epoch, segments: splitAt(before.segments, tail, stripes) };
  };
}

/** From the tail on, positions go to `added` chains as well. */
export function scaleOut(added: readonly Chain[]): LayoutChange {
  return (before, { epoch, sealed, tail }) => {
    if (!added.flat().every((unit) => isFree(before, unit) && sealed.has(unit))) return undefined;
    const stripes = [...openSegmentOf(before).stripes, ...added];
    return { ...before, epoch, segments: splitAt(before.segments, tail, stripes) };
  };
}

/** A chain of a closed segment that a rebuilt unit is to join. */
export interface Share {
  readonly chain: Chain;
  readonly start: LogPosition;
  /** Exclusive. */
  readonly end: LogPosition;
  /** Every `every`-th position from `first` on is the chain's. */
  readonly first: LogPosition;
  readonly every: number;
}

/** What `unit` must hold a copy of before it can join: what those hold in closed segments that it stands with in the open one. */
export function sharesOf(layout: Layout, unit: NodeId): readonly Share[] {
  const companions = companionsOf(layout, unit);
  const shares: Share[] = [];
  for (const { start, end, stripes } of layout.segments) {
    if (end === null) continue;
    for (const [stripe, chain] of stripes.entries()) {
      if (!mayJoin(chain, unit, companions)) continue;
      shares.push({ chain, start, end, first: logPosition(start + stripe), every: stripes.length });
    }
  }
  return shares;
}

/** `unit` joins its shares, behind those it copied from. */
export function joinChains(unit: NodeId): LayoutChange {
  return (before, { epoch }) => {
    const companions = companionsOf(before, unit);
    const segments = before.segments.map((segment) => ({
      ...segment,
      stripes: segment.stripes.map((chain) => (mayJoin(chain, unit, companions) ? [...chain, unit] : chain)),
    }));
    return { ...before, epoch, segments: joined(segments) };
  };
}

function companionsOf(layout: Layout, unit: NodeId): ReadonlySet<NodeId> {
  return new Set(openSegmentOf(layout).stripes.flatMap((chain) => (chain.includes(unit) ? chain : [])));
}

function mayJoin(chain: Chain, unit: NodeId, companions: ReadonlySet<NodeId>): boolean {
  return !chain.includes(unit) && chain.every((each) => companions.has(each));
}

/** Several changes at once: where two servers are gone, a layout that keeps one of them could not be sealed. */
export function together(changes: readonly LayoutChange[]): LayoutChange {
  return (before, report) => {
    let layout: Layout | undefined = before;
    for (const change of changes) layout = layout === undefined ? undefined : change(layout, report);
    return layout;
  };
}

/** Another epoch, and nothing else. */
export const unchanged: LayoutChange = (before, { epoch }) => ({ ...before, epoch });

/**
 * Forgets the segments in which nothing is left: those below `upTo`, below which some unit said that everything was given up, or
 * below the mark that was found under the seal. That unit may be gone since, and what is dropped once must not come back.
 */
export function dropTrimmed(upTo: LogPosition): LayoutChange {
  return (before, { epoch, trimMark }) => {
    const segments = before.segments.filter((segment) => !isTrimmed(segment, Math.max(upTo, trimMark)));
    return { ...before, epoch, segments };
  };
}

/** Was everything in `segment`, now and for ever, given up by a trim of all that is below `upTo`? */
export function isTrimmed({ end }: Segment, upTo: number): boolean {
  return end !== null && end <= upTo;
}

/**
 * `substitute` votes instead of `server` from the next change on. This one is still voted on by those of the layout before, one of
 * whom `server` is.
 */
export function replaceLayoutServer(server: NodeId, substitute: NodeId): LayoutChange {
  return (before, { epoch }) => {
    if (before.layoutServers.includes(substitute)) return undefined;
    const layoutServers = before.layoutServers.map((each) => (each === server ? substitute : each));
    return { ...before, epoch, layoutServers };
  };
}

/** Somebody else may have called `unit` in meanwhile. */
function isFree(layout: Layout, unit: NodeId): boolean {
  return !unitsOf(layout).includes(unit);
}

/**
 * Closes the open segment at `tail` and goes on with `stripes`. The new segment begins with the stripe whose turn it is, so that
 * as long as the number of stripes stays, every position stays with its stripe.
 */
function splitAt(segments: readonly Segment[], tail: LogPosition, stripes: readonly Chain[]): readonly Segment[] {
  const open = segments.at(-1) as Segment;
  // What holds nothing yet is changed as it stands.
  if (tail <= open.start) return [...segments.slice(0, -1), { ...open, stripes }];
  const turn = (tail - open.start) % stripes.length;
  const rotated = [...stripes.slice(turn), ...stripes.slice(0, turn)];
  return [...segments.slice(0, -1), { ...open, end: tail }, { start: tail, end: null, stripes: rotated }];
}

/** Makes one of neighbours that send every position to the same chain. */
function joined(segments: readonly Segment[]): readonly Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (last !== undefined && continues(last, segment)) result[result.length - 1] = { ...last, end: segment.end };
    else result.push(segment);
  }
  return result;
}

function continues(former: Segment, latter: Segment): boolean {
  const count = former.stripes.length;
  if (latter.stripes.length !== count) return false;
  const turn = latter.start - former.start;
  return latter.stripes.every((chain, stripe) => sameChain(chain, former.stripes[(turn + stripe) % count] as Chain));
}

function sameChain(a: Chain, b: Chain): boolean {
  return a.length === b.length && a.every((unit, hop) => unit === b[hop]);
}
