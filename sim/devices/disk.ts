/**
 * A disk: what a node's disk port leads to, and what outlives the node's crashes. Named files, sectors, and a volatile
 * cache that only fsync empties.
 *
 * At power loss each unsynced sector is, independently of the others, old, new or garbage: so writes are reordered, torn
 * between sectors, or applied although nobody was told. A failed fsync leaves the same uncertainty on the platter while
 * reads go on to see the cache, and a later fsync answers `ok` without writing those sectors again, as file systems do.
 * Lasting damage (decay, latent errors, writes gone astray) strikes one half of each file only, and the seed says which: as
 * on two mirrored disks of which one is failing. So whoever keeps two copies of a value in the two halves of a file has one.
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
import { OperationAnchors } from './operation-anchors.ts';

/** Least latencies; up to a quarter is added by chance. */
interface DiskTiming {
  readonly readMicros: number;
  readonly writeMicros: number;
  readonly fsyncMicros: number;
}

const DISK_TIMING_DEFAULT: DiskTiming = { readMicros: 60, writeMicros: 20, fsyncMicros: 400 };

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
/** And by the device alone. */
const WEAK_HALF = 12;

const NOTHING = new Uint8Array(0);

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
  /** Which half of each file lasting damage strikes: 0 or 1. */
  readonly weakHalf: number;
  readonly #kernel: Kernel;
  readonly #node: NodeId;
  readonly #seed: number;
  readonly #timing: DiskTiming;
  readonly #files = new Map<string, DiskFile>();
  readonly #queue: DeviceQueue<DiskOperation>;
  readonly #fsyncs: OperationAnchors<DiskOperation>;

  #operationCount = 0;

  /** `seed` is the seed of this device; all its draws are keyed by it and the number of the operation. */
  constructor(kernel: Kernel, node: NodeId, seed: number, timing: DiskTiming = DISK_TIMING_DEFAULT) {
    this.#kernel = kernel;
    this.#node = node;
    this.#seed = seed;
    this.#timing = timing;
    this.#queue = new DeviceQueue(kernel, 'disk', 1);
    this.#fsyncs = new OperationAnchors(this.#queue);
    this.weakHalf = below(mix(seed, 0, WEAK_HALF), 2);
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

  /** Flips `bits` bits for good in the `pick`-th weak sector on the platter, counting round and round; none on an empty disk. */
  rot(pick: number, bits: number): void {
    const place = this.#pick(pick);
    if (place === undefined) return;
    const { file, sector } = place;
    file.decay(sector, copyWithFlips(file.platter(sector), 0, SECTOR_BYTES, bits, mix(this.#seed, sector, DECAY)));
    this.#tellFault('disk.bit-rot', file, sector);
  }

  /** Makes the `pick`-th weak sector on the platter unreadable until it is written again. */
  failSector(pick: number): void {
    const place = this.#pick(pick);
    if (place !== undefined) place.file.unreadable.add(place.sector);
  }

  /** Calls `act` while the `nth` fsync of this disk, from 1, is in service. */
  whileSyncing(nth: number, act: () => void): void {
    this.#fsyncs.add(nth, act);
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
    this.#fsyncs.pass(operation, this.#draw(operation, CUT_MOMENT));
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
    if (length === 0) return { status: 'ok', bytes: NOTHING };
    const first = Math.floor(offset / SECTOR_BYTES);
    const last = Math.floor((offset + length - 1) / SECTOR_BYTES);
    const misread = this.#misreadSector(operation, first, last);
    let bytes: Uint8Array | undefined;
    for (let sector = first; sector <= last; sector += 1) {
      if (!file.cache.has(sector) && file.unreadable.has(sector)) {
        this.#tellFault('disk.latent-error', file, sector);
        return { status: 'io-error', bytes: NOTHING };
      }
      const content = sector === misread?.sector ? misread.bytes : file.view(sector);
      const start = sector * SECTOR_BYTES;
      const from = Math.max(offset, start);
      const to = Math.min(offset + length, start + SECTOR_BYTES);
      const part = content.subarray(from - start, to - start);
      if (first === last) return { status: 'ok', bytes: part };
      bytes ??= new Uint8Array(length);
      bytes.set(part, from - offset);
    }
    return { status: 'ok', bytes: bytes ?? NOTHING };
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
    const other = this.#placeBesides(this.#places(), file, sector, this.#draw(operation, ELSEWHERE));
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

  #writeBack(operation: DiskOperation, sector: number, cached: CachedSector): void {
    const { file } = operation;
    file.cache.delete(sector);
    if (this.#goesAstray(operation, sector)) {
      this.#tellFault('disk.misdirected-write', file, sector);
      const place = this.#placeBesides(this.#weakPlaces(), file, sector, mix(this.#seed, operation.number, ELSEWHERE));
      place?.file.writeBack(place.sector, cached.bytes);
      // The length of a file is kept elsewhere, and is right.
      file.reachOver(sector);
    } else file.writeBack(sector, cached.bytes);
  }

  #goesAstray({ number, file }: DiskOperation, sector: number): boolean {
    const { misdirectedWritePpm } = this.faults;
    if (misdirectedWritePpm === 0 || !this.#isWeak(file, sector)) return false;
    return happens(mix(mix(this.#seed, number, WRITES_ELSEWHERE), sector, 0), misdirectedWritePpm);
  }

  #isWeak(file: DiskFile, sector: number): boolean {
    return (2 * sector * SECTOR_BYTES >= file.length ? 1 : 0) === this.weakHalf;
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
    if (outcome < 3 || this.faults.appliesAll) {
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

  #weakPlaces(): Place[] {
    return this.#places().filter(({ file, sector }) => this.#isWeak(file, sector));
  }

  #pick(pick: number): Place | undefined {
    const places = this.#weakPlaces();
    return places[pick % places.length];
  }

  #placeBesides(places: readonly Place[], file: DiskFile, sector: number, draw: number): Place | undefined {
    const others = places.filter((place) => place.file !== file || place.sector !== sector);
    return others[below(draw, others.length)];
  }

  #tellFault(kind: string, file: DiskFile, sector?: number): void {
    const detail = sector === undefined ? file.name : `${file.name} sector ${sector}`;
    this.#kernel.tell({ fact: 'fault', node: this.#node, kind, detail });
  }
}

function dirtySectors(file: DiskFile): [number, CachedSector][] {
  const dirty: [number, CachedSector][] = [];
  for (const entry of file.cache) if (entry[1].dirty) dirty.push(entry);
  return dirty;
}
