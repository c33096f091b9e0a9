/**
 * One file of a disk: sectors on the platter, and above them the volatile cache. A cached sector is dirty until it is
 * written back; a failed write-back leaves it cached and clean, so that reads still see what the platter may not have.
 */
export const SECTOR_BYTES = 512;

export interface CachedSector {
  readonly bytes: Uint8Array;
  /** The operation that wrote it last: the key of what happens to it. */
  readonly writtenBy: number;
  dirty: boolean;
}

export class DiskFile {
  readonly name: string;
  readonly cache = new Map<number, CachedSector>();
  /** Sectors that the platter cannot read until they are written again. */
  readonly unreadable = new Set<number>();
  readonly #platter: (Uint8Array | undefined)[] = [];
  #platterLength = 0;
  #length = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Length in bytes as the running system sees it. */
  get length(): number {
    return this.#length;
  }

  /** Sectors that were ever written back. */
  writtenSectors(): number[] {
    return [...this.#platter.keys()].filter((sector) => this.#platter[sector] !== undefined);
  }

  /** What the running system sees of `sector`; zeros where nothing was written. */
  view(sector: number): Uint8Array {
    return this.cache.get(sector)?.bytes ?? this.platter(sector);
  }

  platter(sector: number): Uint8Array {
    return this.#platter[sector] ?? ZEROS;
  }

  /** Puts `bytes`, which never change, at `offset` into the cache. A sector is replaced, so that views of it stay as they are. */
  write(offset: number, bytes: Uint8Array, writtenBy: number): void {
    let done = 0;
    while (done < bytes.length) {
      const sector = Math.floor((offset + done) / SECTOR_BYTES);
      const from = offset + done - sector * SECTOR_BYTES;
      const count = Math.min(SECTOR_BYTES - from, bytes.length - done);
      const written = bytes.subarray(done, done + count);
      this.cache.set(sector, { bytes: this.#sectorWith(written, sector, from), writtenBy, dirty: true });
      done += count;
    }
    this.#length = Math.max(this.#length, offset + bytes.length);
  }

  #sectorWith(written: Uint8Array, sector: number, from: number): Uint8Array {
    if (written.length === SECTOR_BYTES) return written;
    const content = new Uint8Array(this.view(sector));
    content.set(written, from);
    return content;
  }

  /** Puts `bytes` on the platter, which makes the sector readable again. The file then reaches at least over it. */
  writeBack(sector: number, bytes: Uint8Array): void {
    while (this.#platter.length < sector) this.#platter.push(undefined);
    this.#platter[sector] = bytes;
    this.unreadable.delete(sector);
    this.reachOver(sector);
  }

  /** The length on the platter covers `sector`, whatever that holds. */
  reachOver(sector: number): void {
    this.#platterLength = Math.max(this.#platterLength, Math.min(this.#length, (sector + 1) * SECTOR_BYTES));
  }

  /** Changes a sector on the platter behind everybody's back. */
  decay(sector: number, bytes: Uint8Array): void {
    this.#platter[sector] = bytes;
  }

  /** Drops the cache, as power loss does. */
  dropCache(): void {
    this.cache.clear();
    this.#length = this.#platterLength;
  }
}

const ZEROS = new Uint8Array(SECTOR_BYTES);
