/**
 * The positions that a history mentions, in columns: a million of them take a few tens of megabytes.
 *
 * A cell holds data as soon as anybody is known to have written or seen data there, likewise junk. Its writer may stay
 * unknown: a fill that lost may report data without the value.
 */
import { grown } from './propagate.ts';

/** What a cell holds. `anything`: it was taken, by whom and with what is not known and of no matter. */
export const holds = { nothing: 0, data: 1, junk: 2, anything: 3 } as const;

export class CellTable {
  size = 0;
  position: Float64Array;
  content: Uint8Array;
  /** The append that wrote it, whose call bounds the instant of the write from below; -1: none, or not known. */
  writer: Int32Array;
  /** The append whose acknowledgement says so, whose return bounds it from above; -1: none. */
  acknowledgement: Int32Array;
  /** An operation that shows the content: the acknowledged append, or the first that saw it. -1: no content. */
  proof: Int32Array;
  /** Cell per position while positions are small, as they are in almost every history; -1: none. */
  readonly #direct: Int32Array;
  readonly #sparse = new Map<number, number>();

  constructor(operationCount: number) {
    const capacity = operationCount + 1;
    this.position = new Float64Array(capacity);
    this.content = new Uint8Array(capacity);
    this.writer = new Int32Array(capacity).fill(-1);
    this.acknowledgement = new Int32Array(capacity).fill(-1);
    this.proof = new Int32Array(capacity).fill(-1);
    this.#direct = new Int32Array(2 * capacity).fill(-1);
  }

  /** The cell at `position`; -1 if nothing mentions it. */
  find(position: number): number {
    return (position < this.#direct.length ? this.#direct[position] : this.#sparse.get(position)) ?? -1;
  }

  ensure(position: number): number {
    const found = this.find(position);
    if (found !== -1) return found;
    const cell = this.size++;
    if (cell === this.position.length) this.#grow();
    this.position[cell] = position;
    if (position < this.#direct.length) this.#direct[position] = cell;
    else this.#sparse.set(position, cell);
    return cell;
  }

  /** All cells by position. */
  ascending(): Int32Array {
    const cells = new Int32Array(this.size);
    let count = 0;
    for (let position = 0; position < this.#direct.length; position++) {
      const cell = this.#direct[position]!;
      if (cell !== -1) cells[count++] = cell;
    }
    const far = Float64Array.from(this.#sparse.keys()).sort();
    for (const position of far) cells[count++] = this.#sparse.get(position)!;
    return cells;
  }

  #grow(): void {
    const size = this.position.length;
    this.position = grown(this.position, new Float64Array(2 * size));
    this.content = grown(this.content, new Uint8Array(2 * size));
    this.writer = grown(this.writer, new Int32Array(2 * size).fill(-1, size));
    this.acknowledgement = grown(this.acknowledgement, new Int32Array(2 * size).fill(-1, size));
    this.proof = grown(this.proof, new Int32Array(2 * size).fill(-1, size));
  }
}
