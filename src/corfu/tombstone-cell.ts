/**
 * Tombstones folded off flash. A trim of one position first appends a tombstone, a page like any other; left there, it would
 * take the page that the trim gave back. So when a block's worth of them has come together their positions go into a
 * durable cell, whole, and the pages are released. What does not fit stays on flash. A list belongs to an incarnation of
 * the unit: one of an earlier incarnation counts for nothing.
 */
import type { DiskPort } from '../ports/disk.ts';
import type { ProcessPort } from '../ports/process.ts';
import { readUint48, writeUint48 } from '../log/byte-codec.ts';
import { type DurableCell, openDurableCell } from '../log/durable-cell.ts';

const POSITION_BYTES = 6;
/** Positions trimmed one by one above the prefix trim mark, beyond which tombstones stay on flash. */
const POSITIONS_MAX = 1024;
const FILE = 'flash-unit-tombstones';

export class TombstoneCell {
  readonly #cell: DurableCell;
  readonly #process: ProcessPort;

  private constructor(cell: DurableCell, process: ProcessPort) {
    this.#cell = cell;
    this.#process = process;
  }

  /** `positions`: those stored for `incarnation`. `unreadable`: there was a list, and the unit must not go on without it. */
  static async open(
    disk: DiskPort,
    process: ProcessPort,
    incarnation: number,
  ): Promise<{ readonly cell: TombstoneCell; readonly positions: readonly number[] | 'unreadable' }> {
    const { cell, content } = await openDurableCell(disk, FILE, (POSITIONS_MAX + 1) * POSITION_BYTES);
    if (content === 'io-error') return await process.exit('the disk failed to read the tombstones of the flash unit');
    const opened = new TombstoneCell(cell, process);
    if (content === 'unreadable') return { cell: opened, positions: content };
    if (content === 'empty' || readUint48(content, 0) !== incarnation) return { cell: opened, positions: [] };
    const positions: number[] = [];
    for (let at = POSITION_BYTES; at < content.length; at += POSITION_BYTES) positions.push(readUint48(content, at));
    return { cell: opened, positions };
  }

  /** Stores the whole list; resolves when it is durable. */
  async store(incarnation: number, positions: readonly number[]): Promise<'ok' | 'too many'> {
    if (positions.length > POSITIONS_MAX) return 'too many';
    const bytes = new Uint8Array((positions.length + 1) * POSITION_BYTES);
    writeUint48(bytes, 0, incarnation);
    positions.forEach((position, index) => writeUint48(bytes, (index + 1) * POSITION_BYTES, position));
    const outcome = await this.#cell.store(bytes);
    if (outcome !== 'ok') return await this.#process.exit('the disk failed to store the tombstones of the flash unit');
    return 'ok';
  }
}
