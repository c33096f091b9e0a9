/**
 * A disk: what a node's disk port leads to, and what outlives the node's crashes. Named files, sectors, and a volatile
 * cache that only fsync empties.
 *
 * At power loss each unsynced sector is, independently of the others, old, new or garbage: so writes are reordered, torn
 * between sectors, or applied although nobody was told. A failed fsync leaves the same uncertainty on the platter while
 * reads go on to see the cache, and a later fsync answers `ok` without writing those sectors again, as file systems do.
 * Not modelled: sectors that tear inside (disks promise that they do not), directories and renames (no user).
 *
 * Every effect of a fault is told as a `fault` fact of its kind.
 */
import type { DiskOutcome, DiskPort, DiskRead } from '../../src/ports/disk.ts';
import type { NodeId } from '../../src/ports/units.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { below, happens, mix } from '../kernel/mix.ts';
import { copyWithFlips, fillWithGarbage } from './bit-flips.ts';
import { DeviceOperation, DeviceQueue, never } from './device-queue.ts';
import { DiskFaults } from './disk-faults.ts';
import { type CachedSector, DiskFile, SECTOR_BYTES } from './disk-file.ts';

/** Least latencies; up to a quarter is added by chance. */
export interface DiskTiming {
  readonly readMicros: number;
  readonly writeMicros: number;
  readonly fsyncMicros: number;
}

export const DISK_TIMING_DEFAULT: DiskTiming = { readMicros: 60, writeMicros: 20, fsyncMicros: 400 };

/** Purposes of the draws keyed by (device, operation), and mixed again with the sector where there are several. */
const JITTER = 1;
const FSYNC_FAILS = 2;
const FSYNC_LIES = 3;
const WRITES_ELSEWHERE = 4;
const READS_ELSEWHERE = 5;
const ELSEWHERE = 6;
const AFTER_CRASH = 7;
const AFTER_FAILURE = 8;
const DECAY = 9;
const CUT_MOMENT = 10;
const WHICH_SECTOR = 11;

class DiskOperation extends DeviceOperation {
  readonly file: DiskFile;
  readonly offset: number;
  readonly length: number;
  /** What a write puts there; undefined for reads and fsyncs. */
  readonly bytes: Uint8Array | undefined;

  constructor(
    owner: Incarnation,
    number: number,
    file: DiskFile,
    offset: number,
    length: number,
    bytes: Uint8Array | undefined,
  ) {
    super(owner, 0, number);
    this.file = file;
    this.offset = offset;
    this.length = length;
    this.bytes = bytes;
  }
}

interface Place {
  readonly file: DiskFile;
  readonly sector: number;
}

export class Disk {
  readonly faults = new DiskFaults();
  readonly #kernel: Kernel;
  readonly #node: NodeId;
  readonly #seed: number;
  readonly #timing: DiskTiming;
  readonly #files = new Map<string, DiskFile>();
  readonly #queue: DeviceQueue<DiskOperation>;
  readonly #whileSyncing = new Map<number, () => void>();
  #operationCount = 0;
  #fsyncCount = 0;

  /** `seed` is the seed of this device; all its draws are keyed by it and the number of the operation. */
  constructor(kernel: Kernel, node: NodeId, seed: number, timing: DiskTiming = DISK_TIMING_DEFAULT) {
    this.#kernel = kernel;
    this.#node = node;
    this.#seed = seed;
    this.#timing = timing;
    this.#queue = new DeviceQueue(kernel, 'disk', 1);
    kernel.onCrash((incarnation) => {
      if (incarnation.node === node) this.#powerLoss(incarnation);
    });
  }

  portFor(incarnation: Incarnation): DiskPort {
    return {
      sectorBytes: SECTOR_BYTES,
      read: (file, offset, length) => this.#read(incarnation, file, offset, length),
      write: (file, offset, bytes) => this.#write(incarnation, file, offset, bytes),
      fsync: (file) => this.#fsync(incarnation, file),
    };
  }

  /** Flips `bits` bits for good in the `pick`-th sector on the platter, counting round and round; none on an empty disk. */
  rot(pick: number, bits: number): void {
    const place = this.#pick(pick);
    if (place === undefined) return;
    const { file, sector } = place;
    file.decay(sector, copyWithFlips(file.platter(sector), 0, SECTOR_BYTES, bits, mix(this.#seed, sector, DECAY)));
    this.#tellFault('disk.bit-rot', file, sector);
  }

  /** Makes the `pick`-th sector on the platter unreadable until it is written again. */
  failSector(pick: number): void {
    const place = this.#pick(pick);
    if (place !== undefined) place.file.unreadable.add(place.sector);
  }

  /** Calls `act` while the `count`-th fsync of this disk, from 0, is in service. */
  whileSyncing(count: number, act: () => void): void {
    this.#whileSyncing.set(count, act);
  }

  #read(owner: Incarnation, name: string, offset: number, length: number): Promise<DiskRead> {
    if (!owner.alive) return never();
    const operation = this.#operation(owner, name, offset, length);
    return this.#queue.submit(operation, this.#latency(operation, this.#timing.readMicros), this.#readDone);
  }

  #write(owner: Incarnation, name: string, offset: number, bytes: Uint8Array): Promise<DiskOutcome> {
    if (!owner.alive) return never();
    const operation = this.#operation(owner, name, offset, bytes.length, new Uint8Array(bytes));
    return this.#queue.submit(operation, this.#latency(operation, this.#timing.writeMicros), this.#writeDone);
  }

  #fsync(owner: Incarnation, name: string): Promise<DiskOutcome> {
    if (!owner.alive) return never();
    const operation = this.#operation(owner, name, 0, 0);
    const done = this.#queue.submit(operation, this.#latency(operation, this.#timing.fsyncMicros), this.#fsyncDone);
    const act = this.#whileSyncing.get(this.#fsyncCount);
    this.#fsyncCount += 1;
    if (act !== undefined) this.#queue.whileInService(operation, this.#draw(operation, CUT_MOMENT), act);
    return done;
  }

  #operation(owner: Incarnation, name: string, offset: number, length: number, bytes?: Uint8Array): DiskOperation {
    let file = this.#files.get(name);
    if (file === undefined) {
      file = new DiskFile(name);
      this.#files.set(name, file);
    }
    const number = this.#operationCount;
    this.#operationCount += 1;
    return new DiskOperation(owner, number, file, offset, length, bytes);
  }

  #latency(operation: DiskOperation, leastMicros: number): number {
    const { faults } = this;
    if (faults.slowMicros > 0 && !faults.slowTold) {
      faults.slowTold = true;
      this.#tellFault('disk.slow', operation.file);
    }
    return leastMicros + below(this.#draw(operation, JITTER), (leastMicros >> 2) + 1) + faults.slowMicros;
  }

  readonly #readDone = (operation: DiskOperation): DiskRead => {
    const { file, offset } = operation;
    const length = Math.max(0, Math.min(operation.length, file.length - offset));
    const bytes = new Uint8Array(length);
    if (length === 0) return { status: 'ok', bytes };
    const first = Math.floor(offset / SECTOR_BYTES);
    const last = Math.floor((offset + length - 1) / SECTOR_BYTES);
    const misread = this.#misreadSector(operation, first, last);
    for (let sector = first; sector <= last; sector += 1) {
      if (!file.cache.has(sector) && file.unreadable.has(sector)) {
        this.#tellFault('disk.latent-error', file, sector);
        return { status: 'io-error', bytes: new Uint8Array(0) };
      }
      const content = sector === misread?.sector ? misread.bytes : file.view(sector);
      const start = sector * SECTOR_BYTES;
      const from = Math.max(offset, start);
      const to = Math.min(offset + length, start + SECTOR_BYTES);
      bytes.set(content.subarray(from - start, to - start), from - offset);
    }
    return { status: 'ok', bytes };
  };

  /** One sector of this read that comes from elsewhere on the platter, if one does. What is cached is not misread. */
  #misreadSector(
    operation: DiskOperation,
    first: number,
    last: number,
  ): { readonly sector: number; readonly bytes: Uint8Array } | undefined {
    const { misdirectedReadPpm } = this.faults;
    if (misdirectedReadPpm === 0 || !happens(this.#draw(operation, READS_ELSEWHERE), misdirectedReadPpm))
      return undefined;
    const { file } = operation;
    const sector = first + below(this.#draw(operation, WHICH_SECTOR), last - first + 1);
    if (file.cache.has(sector)) return undefined;
    const other = this.#placeBesides(file, sector, this.#draw(operation, ELSEWHERE));
    if (other === undefined) return undefined;
    this.#tellFault('disk.misdirected-read', file, sector);
    return { sector, bytes: other.file.platter(other.sector) };
  }

  readonly #writeDone = (operation: DiskOperation): DiskOutcome => {
    const { file, offset, bytes } = operation;
    if (this.faults.full > 0) {
      this.#tellFault('disk.full', file);
      return 'no-space';
    }
    if (bytes !== undefined) file.write(offset, bytes, operation.number);
    return 'ok';
  };

  readonly #fsyncDone = (operation: DiskOperation): DiskOutcome => {
    const { file } = operation;
    const { faults } = this;
    const dirty = dirtySectors(file);
    if (faults.fsyncFailurePpm > 0 && happens(this.#draw(operation, FSYNC_FAILS), faults.fsyncFailurePpm)) {
      this.#tellFault('disk.fsync-failure', file);
      for (const [sector, cached] of dirty) {
        this.#writeBackPerhaps(file, sector, cached, AFTER_FAILURE);
        cached.dirty = false;
      }
      return 'io-error';
    }
    const lies = faults.fsyncLiePpm > 0 && happens(this.#draw(operation, FSYNC_LIES), faults.fsyncLiePpm);
    if (lies && dirty.length > 0) {
      this.#tellFault('disk.fsync-lie', file);
      return 'ok';
    }
    for (const [sector, cached] of dirty) this.#writeBack(operation, sector, cached);
    this.#kernel.tell({ fact: 'synced', node: this.#node, file: file.name });
    this.#kernel.persisted(operation.owner);
    return 'ok';
  };

  /** Writes one dirty sector back, to its own place or, misdirected, to another; the cache does not know. */
  #writeBack(operation: DiskOperation, sector: number, cached: CachedSector): void {
    const { file } = operation;
    const { misdirectedWritePpm } = this.faults;
    if (misdirectedWritePpm > 0) {
      const number = mix(this.#seed, operation.number, sector);
      if (happens(mix(number, 0, WRITES_ELSEWHERE), misdirectedWritePpm)) {
        const other = this.#placeBesides(file, sector, mix(number, 0, ELSEWHERE));
        if (other !== undefined) {
          this.#tellFault('disk.misdirected-write', file, sector);
          other.file.writeBack(other.sector, cached.bytes);
          // The file's length is kept elsewhere and is right: what was never written there reads as zeros.
          file.reachOver(sector);
          file.cache.delete(sector);
          return;
        }
      }
    }
    file.writeBack(sector, cached.bytes);
    file.cache.delete(sector);
  }

  #powerLoss(owner: Incarnation): void {
    const ignore = (): void => {};
    const applyWrite = ({ file, offset, bytes, number }: DiskOperation): void => {
      if (bytes !== undefined && this.faults.full === 0) file.write(offset, bytes, number);
    };
    this.#queue.powerLoss(owner, applyWrite, ignore);
    for (const file of this.#files.values()) {
      this.#settleUnsynced(file);
      file.dropCache();
    }
  }

  #settleUnsynced(file: DiskFile): void {
    const dirty = dirtySectors(file);
    if (dirty.length === 0) return;
    let applied = 0;
    for (const [sector, cached] of dirty) if (this.#writeBackPerhaps(file, sector, cached, AFTER_CRASH)) applied += 1;
    if (applied > 0) this.#tellFault('disk.applied-unacknowledged', file);
    if (applied < dirty.length) this.#tellFault('disk.unsynced-lost', file);
    // Everything reached the platter, as an fsync would have it: that is durable, though nobody knows.
    else this.#kernel.tell({ fact: 'synced', node: this.#node, file: file.name });
  }

  /** Old and new three in eight each, else garbage. True if new. */
  #writeBackPerhaps(file: DiskFile, sector: number, cached: CachedSector, purpose: number): boolean {
    const key = mix(mix(this.#seed, cached.writtenBy, purpose), sector, 0);
    const outcome = below(key, 8);
    if (outcome < 3 || this.faults.appliesAll > 0) {
      file.writeBack(sector, cached.bytes);
      return true;
    }
    if (outcome >= 6) {
      const noise = new Uint8Array(SECTOR_BYTES);
      fillWithGarbage(noise, 0, SECTOR_BYTES, key);
      file.writeBack(sector, noise);
    }
    return false;
  }

  #draw(operation: DiskOperation, purpose: number): number {
    return mix(this.#seed, operation.number, purpose);
  }

  #places(): Place[] {
    return [...this.#files.values()].flatMap((file) => file.writtenSectors().map((sector) => ({ file, sector })));
  }

  #pick(pick: number): Place | undefined {
    const places = this.#places();
    return places[pick % places.length];
  }

  #placeBesides(file: DiskFile, sector: number, draw: number): Place | undefined {
    const places = this.#places().filter((place) => place.file !== file || place.sector !== sector);
    return places[below(draw, places.length)];
  }

  #tellFault(kind: string, file: DiskFile, sector?: number): void {
    const detail = sector === undefined ? file.name : `${file.name} sector ${sector}`;
    this.#kernel.tell({ fact: 'fault', node: this.#node, kind, detail });
  }
}

function dirtySectors(file: DiskFile): [number, CachedSector][] {
  return [...file.cache].filter(([, cached]) => cached.dirty);
}
