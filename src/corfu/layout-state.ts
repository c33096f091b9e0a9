/**
 * What a layout server keeps durable, in one cell, written whole: the newest layout that it knows to be decided, what it has
 * sealed, and what it promised and accepted for the slot after that layout. A server that finds no state is a stranger: in its
 * first life it takes part once somebody tells it a layout; in a later one it has no idea what it may have promised, and never does.
 */
import { readUint48, writeUint48 } from '../log/byte-codec.ts';
import { type DurableCell, openDurableCell } from '../log/durable-cell.ts';
import type { AcceptorState } from '../paxos/acceptor.ts';
import type { Rank } from '../paxos/rank.ts';
import type { DiskPort } from '../ports/disk.ts';
import type { ProcessPort } from '../ports/process.ts';
import { decodeLayout, encodeLayout, layoutBytes } from './layout-codec.ts';
import type { Layout } from './layout.ts';

export interface LayoutState {
  readonly committed: Layout;
  /** No epoch below is confirmed any more. */
  readonly sealed: number;
  /** For the slot `committed.epoch + 1`. */
  readonly next: AcceptorState<Layout>;
}

const FILE = 'layout-server';
/** Room for two layouts of some hundred segments. */
const STATE_BYTES_MAX = 16_384;

export interface OpenedLayoutState {
  readonly cell: DurableCell;
  readonly state: LayoutState | undefined;
}

/** A disk that fails, or a state that cannot be read, ends the process or makes a stranger of it. */
export async function openLayoutState(disk: DiskPort, process: ProcessPort): Promise<OpenedLayoutState> {
  const { cell, content } = await openDurableCell(disk, FILE, STATE_BYTES_MAX);
  if (content === 'io-error') return await process.exit('the disk failed to read the state of the layout server');
  return { cell, state: content instanceof Uint8Array ? decode(content) : undefined };
}

/**
 *     0 sealed   6 promised   12 rank accepted, 0 if nothing is   18 layout committed   .. layout accepted, if any
 */
export function encodeLayoutState({ committed, sealed, next }: LayoutState): Uint8Array {
  const { promised, accepted } = next;
  const bytes = new Uint8Array(18 + layoutBytes(committed) + (accepted === null ? 0 : layoutBytes(accepted.value)));
  writeUint48(bytes, 0, sealed);
  writeUint48(bytes, 6, promised);
  writeUint48(bytes, 12, accepted?.rank ?? 0);
  const end = encodeLayout(bytes, 18, committed);
  if (accepted !== null) encodeLayout(bytes, end, accepted.value);
  return bytes;
}

function decode(bytes: Uint8Array): LayoutState {
  const rank = readUint48(bytes, 12) as Rank;
  const { layout: committed, end } = decodeLayout(bytes, 18);
  const accepted = rank === 0 ? null : { rank, value: decodeLayout(bytes, end).layout };
  return { committed, sealed: readUint48(bytes, 0), next: { promised: readUint48(bytes, 6) as Rank, accepted } };
}
