/**
 * What may have been trimmed: whatever anybody asked to trim, wherever that arrived, and whoever has forgotten it
 * since.
 */
import type { Call } from './calls.ts';

export class AskedTrims {
  readonly #alone = new Set<number>();
  #below = 0;

  /** To be told of every request. */
  asked({ kind, cell, amount }: Call): void {
    if (kind === 'unit/prefix-trim') this.#below = Math.max(this.#below, amount);
    else if (kind === 'unit/trim' && cell !== undefined) this.#alone.add(cell.position);
  }

  cover(position: number): boolean {
    return position < this.#below || this.#alone.has(position);
  }
}
