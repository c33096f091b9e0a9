/**
 * The layout (the CORFU papers' projection): a pure function from log positions to chains of flash units, with the epoch it
 * holds in. Segments follow each other without a gap and only the last is open; what is below the first was trimmed, and its
 * segments were dropped. Within a segment positions go round-robin over its stripes; a stripe is a chain of units, head first.
 */
import type { NodeId } from '../ports/units.ts';
import type { Epoch, LogPosition } from '../log/position.ts';

/** The units of one stripe, head first. */
export type Chain = readonly NodeId[];

export interface Segment {
  readonly start: LogPosition;
  /** Exclusive; `null` for the open segment. */
  readonly end: LogPosition | null;
  readonly stripes: readonly Chain[];
}

export interface Layout {
  readonly epoch: Epoch;
  /** Who votes on the layout of the next epoch. */
  readonly layoutServers: readonly NodeId[];
  readonly sequencer: NodeId;
  /** The process on that node which is meant: any other has forgotten the tail, and refuses to serve this epoch. */
  readonly sequencerIncarnation: number;
  readonly segments: readonly Segment[];
  /**
   * How many backpointers an entry has for each of its streams, the same in all layouts of a log. Absent: this log has no
   * streams, and nobody who recovers it looks for any.
   */
  readonly backpointers?: number;
}

/** Was `position` trimmed, and its segment dropped? */
export function isDropped({ segments }: Layout, position: LogPosition): boolean {
  return position < (segments[0] as Segment).start;
}

/** The chain that decides `position`, which must not be dropped. */
export function chainOf(layout: Layout, position: LogPosition): Chain {
  const segments = layout.segments;
  for (let i = segments.length - 1; i >= 0; i -= 1) {
    const segment = segments[i] as Segment;
    if (position < segment.start) continue;
    return segment.stripes[(position - segment.start) % segment.stripes.length] as Chain;
  }
  throw new RangeError(`no segment holds position ${position}`);
}

/** The chains of all segments that begin below `end`, each once. */
export function chainsBelow(layout: Layout, end: LogPosition): readonly Chain[] {
  const chains = new Set<Chain>();
  for (const segment of layout.segments) {
    if (segment.start < end) for (const chain of segment.stripes) chains.add(chain);
  }
  return [...chains];
}

/** The segment that grows. */
export function openSegmentOf({ segments }: Layout): Segment {
  return segments.at(-1) as Segment;
}

/** Every unit of the layout, each once. */
export function unitsOf(layout: Layout): readonly NodeId[] {
  return [...new Set(layout.segments.flatMap(({ stripes }) => stripes.flat()))];
}

/** Says what is wrong with a layout, or `undefined`: Y-SegmentsPartition, no chain without units, and one vote for each server. */
export function layoutFault(layout: Layout): string | undefined {
  const { segments, layoutServers } = layout;
  if (new Set(layoutServers).size < layoutServers.length) return 'a layout server has two votes';
  let expected = segments[0]?.start ?? 0;
  for (const [index, segment] of segments.entries()) {
    if (segment.start !== expected) return `segment ${index} starts at ${segment.start} instead of ${expected}`;
    const last = index === segments.length - 1;
    if (last !== (segment.end === null)) return `segment ${index} ${last ? 'is the last and closed' : 'is open'}`;
    if (segment.end !== null && segment.end < segment.start) return `segment ${index} ends before it starts`;
    if (segment.stripes.length === 0) return `segment ${index} has no stripe`;
    for (const chain of segment.stripes) {
      if (chain.length === 0) return `segment ${index} has an empty chain`;
      if (new Set(chain).size < chain.length) return `segment ${index} has a unit twice in one chain`;
    }
    expected = segment.end ?? expected;
  }
  return segments.length === 0 ? 'no segment' : undefined;
}
