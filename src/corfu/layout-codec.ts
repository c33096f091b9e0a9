/**
 * Layouts as bytes, for the disks of layout servers.
 *
 *     0 epoch   6 sequencer   8 its incarnation   14 backpointers, 0 for none   16 layout servers: count, nodes   .. segments:
 *     count, each of start   6 end, all ones if open   12 stripes: count, each of units: count, nodes
 *
 * Counts and nodes have 16 bits. What cannot be decoded cannot have been encoded: the durable cell's checksum stands guard.
 */
import { readUint16, readUint48, writeUint16, writeUint48 } from '../log/byte-codec.ts';
import { epoch, logPosition, POSITION_MAX } from '../log/position.ts';
import { type NodeId, nodeId } from '../ports/units.ts';
import type { Chain, Layout, Segment } from './layout.ts';

/** Says that a segment is open. */
const OPEN = POSITION_MAX;

export function layoutBytes({ layoutServers, segments }: Layout): number {
  let bytes = 16 + 2 + 2 * layoutServers.length + 2;
  for (const { stripes } of segments) {
    bytes += 14;
    for (const chain of stripes) bytes += 2 + 2 * chain.length;
  }
  return bytes;
}

/** Writes `layout` at `at`; returns where it ends. */
export function encodeLayout(bytes: Uint8Array, at: number, layout: Layout): number {
  writeUint48(bytes, at, layout.epoch);
  writeUint16(bytes, at + 6, layout.sequencer);
  writeUint48(bytes, at + 8, layout.sequencerIncarnation);
  writeUint16(bytes, at + 14, layout.backpointers ?? 0);
  let end = encodeNodes(bytes, at + 16, layout.layoutServers);
  writeUint16(bytes, end, layout.segments.length);
  end += 2;
  for (const segment of layout.segments) {
    writeUint48(bytes, end, segment.start);
    writeUint48(bytes, end + 6, segment.end ?? OPEN);
    writeUint16(bytes, end + 12, segment.stripes.length);
    end += 14;
    for (const chain of segment.stripes) end = encodeNodes(bytes, end, chain);
  }
  return end;
}

function encodeNodes(bytes: Uint8Array, at: number, nodes: readonly NodeId[]): number {
  writeUint16(bytes, at, nodes.length);
  nodes.forEach((node, index) => writeUint16(bytes, at + 2 + 2 * index, node));
  return at + 2 + 2 * nodes.length;
}

export interface DecodedLayout {
  readonly layout: Layout;
  /** Where it ends. */
  readonly end: number;
}

export function decodeLayout(bytes: Uint8Array, at: number): DecodedLayout {
  const backpointers = readUint16(bytes, at + 14);
  const layoutServers = decodeNodes(bytes, at + 16);
  let end = at + 18 + 2 * layoutServers.length;
  const segmentCount = readUint16(bytes, end);
  end += 2;
  const segments: Segment[] = [];
  for (let i = 0; i < segmentCount; i += 1) {
    const [start, segmentEnd] = [readUint48(bytes, end), readUint48(bytes, end + 6)];
    const stripeCount = readUint16(bytes, end + 12);
    end += 14;
    const stripes: Chain[] = [];
    for (let stripe = 0; stripe < stripeCount; stripe += 1) {
      const chain = decodeNodes(bytes, end);
      stripes.push(chain);
      end += 2 + 2 * chain.length;
    }
    segments.push({ start: logPosition(start), end: segmentEnd === OPEN ? null : logPosition(segmentEnd), stripes });
  }
  const layout: Layout = {
    epoch: epoch(readUint48(bytes, at)),
    layoutServers,
    sequencer: nodeId(readUint16(bytes, at + 6)),
    sequencerIncarnation: readUint48(bytes, at + 8),
    segments,
  };
  return { layout: backpointers === 0 ? layout : { ...layout, backpointers }, end };
}

function decodeNodes(bytes: Uint8Array, at: number): readonly NodeId[] {
  return Array.from({ length: readUint16(bytes, at) }, (_unused, index) =>
    nodeId(readUint16(bytes, at + 2 + 2 * index)),
  );
}
