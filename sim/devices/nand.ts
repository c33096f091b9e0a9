/**
 * A NAND flash device: what a node's flash port leads to, and what outlives the node's crashes.
 *
 * Modelled: pages programmed once and in ascending order within an erased block; erase by block, with wear; a spare area;
 * an ECC that corrects a few bits and reports the rest; planes that work in parallel; torn pages and half-erased blocks
 * at power loss; program and erase failures, after which the block is bad; decay of single pages; stale reads.
 * Not modelled: read disturb and paired pages, because their effect on a reader is that of decay.
 *
 * Faults make at most one block in eight bad, or one if there are fewer: data sheets promise a number of good blocks for
 * the life of a device, and a log that has room to spare survives the loss of the rest in place.
 *
 * Misuse by protocol code (a programmed page programmed again, pages out of order, a block known to be bad, an erase not
 * waited for) is a violation of `H-FlashDiscipline`. Every effect of a fault is told as a `fault` fact of its kind.
 */
import type { FlashGeometry, FlashOutcome, FlashPort, PageRead } from '../../src/ports/flash.ts';
import type { NodeId } from '../../src/ports/units.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { below, happens, mix } from '../kernel/mix.ts';
import { copyWithFlips } from './bit-flips.ts';
import { DeviceOperation, DeviceQueue, never } from './device-queue.ts';
import { FlashCells } from './flash-cells.ts';
import { FlashFaults } from './flash-faults.ts';
import { OperationAnchors } from './operation-anchors.ts';

/** Least latencies; up to a quarter is added by chance. Block b belongs to plane b mod `planes`. */
interface FlashTiming {
  readonly readMicros: number;
  readonly programMicros: number;
  readonly eraseMicros: number;
  readonly planes: number;
}

const FLASH_TIMING_DEFAULT: FlashTiming = { readMicros: 25, programMicros: 200, eraseMicros: 1500, planes: 2 };

/** What the ECC corrects in one page. */
export const CORRECTABLE_BITS = 8;

/** Erases that a block survives when nothing else was said. */
const ERASE_LIMIT_DEFAULT = 100_000;

/** Purposes of the draws keyed by (device, operation). */
const JITTER = 1;
const BIT_ERRORS = 2;
const UNCORRECTABLE = 3;
const STALE = 4;
const STALE_SOURCE = 5;
const PROGRAM_FAILS = 6;
const ERASE_FAILS = 7;
const GARBAGE = 8;
const CUT_MOMENT = 9;
const CUT_KIND = 10;
const CUT_PREFIX = 11;
const CUT_LEGIBLE = 12;
const FLIP_PLACE = 13;
const FLIP_COUNT = 14;
/** And by (device, block) or (device, page). */
const WEAR = 15;
const FACTORY_BAD = 16;
const DECAY = 17;

class FlashOperation extends DeviceOperation {
  readonly kind: 'read' | 'program' | 'erase';
  /** The page, or for an erase the block. */
  readonly target: number;

  constructor(owner: Incarnation, lane: number, number: number, kind: 'read' | 'program' | 'erase', target: number) {
    super(owner, lane, number);
    this.kind = kind;
    this.target = target;
  }
}

export class Nand {
  readonly faults = new FlashFaults();
  readonly geometry: FlashGeometry;
  readonly #kernel: Kernel;
  readonly #node: NodeId;
  readonly #seed: number;
  readonly #timing: FlashTiming;
  readonly #cells: FlashCells;
  readonly #queue: DeviceQueue<FlashOperation>;
  /** Index of the next page that may be programmed, per block, counting programs that are under way. */
  readonly #next: Int32Array;
  readonly #erases: Int32Array;
  /** Erases of the block that have been issued and not completed. */
  readonly #erasesUnderWay: Int32Array;
  readonly #factoryBadBlocks: number[] = [];
  /** Blocks gone bad, with the operation that reported it first. */
  readonly #bad = new Map<number, FlashOperation | undefined>();
  /** Flipped bits of decayed pages. */
  readonly #decayed = new Map<number, number>();
  readonly #programs: OperationAnchors<FlashOperation>;
  readonly #blockErases: OperationAnchors<FlashOperation>;
  #eraseLimit = ERASE_LIMIT_DEFAULT;
  #operationCount = 0;

  /** `seed` is the seed of this device; all its draws are keyed by it and the number of the operation. */
  constructor(
    kernel: Kernel,
    node: NodeId,
    geometry: FlashGeometry,
    seed: number,
    timing: FlashTiming = FLASH_TIMING_DEFAULT,
  ) {
    this.geometry = geometry;
    this.#kernel = kernel;
    this.#node = node;
    this.#seed = seed;
    this.#timing = timing;
    this.#cells = new FlashCells(geometry);
    this.#queue = new DeviceQueue(kernel, 'flash', timing.planes);
    this.#programs = new OperationAnchors(this.#queue);
    this.#blockErases = new OperationAnchors(this.#queue);
    this.#next = new Int32Array(geometry.blocks);
    this.#erases = new Int32Array(geometry.blocks);
    this.#erasesUnderWay = new Int32Array(geometry.blocks);
    kernel.onCrash((incarnation) => {
      if (incarnation.node === node) this.#powerLoss(incarnation);
    });
  }

  portFor(incarnation: Incarnation): FlashPort {
    return {
      geometry: this.geometry,
      factoryBadBlocks: this.#factoryBadBlocks,
      read: (page) => this.#read(incarnation, page),
      program: (page, bytes) => this.#program(incarnation, page, bytes),
      erase: (block) => this.#erase(incarnation, block),
    };
  }

  /** Makes up to `count` blocks bad from the factory. To be called before the device is used. */
  addFactoryBadBlocks(count: number): void {
    const { blocks } = this.geometry;
    for (let i = 0; i < count && this.#mayGoBad(); i += 1) {
      let block = below(mix(this.#seed, i, FACTORY_BAD), blocks);
      while (this.#bad.has(block)) block = (block + 1) % blocks;
      this.#bad.set(block, undefined);
      this.#factoryBadBlocks.push(block);
      this.#tellFault('flash.factory-bad-blocks', `block ${block}`);
    }
    this.#factoryBadBlocks.sort((a, b) => a - b);
  }

  /** From now on a block survives about `erases` erases, counted from its first; up to a quarter fewer by chance. */
  wearOutAfter(erases: number): void {
    this.#eraseLimit = erases;
  }

  /**
   * Flips `bits` bits for good in the page programmed `age` pages before the last one; a page that is erased again is as
   * good as new. Does nothing on an empty device.
   */
  rot(age: number, bits: number): void {
    const page = this.#cells.recentPage(age);
    if (page < 0) return;
    this.#decayed.set(page, (this.#decayed.get(page) ?? 0) + bits);
    this.#tellFault('flash.rot', `page ${page}`);
  }

  /** Calls `act` while the `nth` program of this device, from 1, is in service. */
  whileProgramming(nth: number, act: () => void): void {
    this.#programs.add(nth, act);
  }

  /** Calls `act` while the `nth` erase of this device, from 1, is in service. */
  whileErasing(nth: number, act: () => void): void {
    this.#blockErases.add(nth, act);
  }

  #read(owner: Incarnation, page: number): Promise<PageRead> {
    if (!owner.alive) return never();
    if (!this.#pageExists(page)) return this.#misused(`read of page ${page}, which does not exist`);
    const operation = this.#operation(owner, 'read', page);
    return this.#queue.submit(operation, this.#latency(operation, this.#timing.readMicros), this.#readDone);
  }

  #program(owner: Incarnation, page: number, bytes: Uint8Array): Promise<FlashOutcome> {
    if (!owner.alive) return never();
    const misuse = this.#programMisuse(owner, page, bytes);
    if (misuse !== undefined) return this.#misused(misuse);
    const { pagesPerBlock } = this.geometry;
    this.#next[this.#cells.blockOf(page)] = (page % pagesPerBlock) + 1;
    this.#cells.load(page, bytes);
    const operation = this.#operation(owner, 'program', page);
    const latencyMicros = this.#latency(operation, this.#timing.programMicros);
    const done = this.#queue.submit(operation, latencyMicros, this.#programDone);
    this.#programs.pass(operation, this.#draw(operation, CUT_MOMENT));
    return done;
  }

  #erase(owner: Incarnation, block: number): Promise<FlashOutcome> {
    if (!owner.alive) return never();
    if (!(block >= 0 && block < this.geometry.blocks)) {
      return this.#misused(`erase of block ${block}, which does not exist`);
    }
    if (this.#knownBad(owner, block)) return this.#misused(`erase of block ${block}, which is known to be bad`);
    this.#erasesUnderWay[block] = (this.#erasesUnderWay[block] as number) + 1;
    const operation = this.#operation(owner, 'erase', block);
    const latencyMicros = this.#latency(operation, this.#timing.eraseMicros);
    const done = this.#queue.submit(operation, latencyMicros, this.#eraseDone);
    this.#blockErases.pass(operation, this.#draw(operation, CUT_MOMENT));
    return done;
  }

  #operation(owner: Incarnation, kind: FlashOperation['kind'], target: number): FlashOperation {
    const block = kind === 'erase' ? target : this.#cells.blockOf(target);
    const number = this.#operationCount;
    this.#operationCount += 1;
    return new FlashOperation(owner, block % this.#timing.planes, number, kind, target);
  }

  #draw(operation: FlashOperation, purpose: number): number {
    return mix(this.#seed, operation.number, purpose);
  }

  #latency(operation: FlashOperation, leastMicros: number): number {
    const micros = leastMicros + below(this.#draw(operation, JITTER), (leastMicros >> 2) + 1);
    const { faults } = this;
    if (faults.slowMicros === 0) return micros;
    if (!faults.slowTold) {
      faults.slowTold = true;
      this.#tellFault('flash.slow', `every operation ${faults.slowMicros} us longer`);
    }
    return micros + faults.slowMicros;
  }

  readonly #readDone = (operation: FlashOperation): PageRead => {
    const page = operation.target;
    const cells = this.#cells;
    if (cells.isErased(page)) return { status: 'erased', bytes: cells.erasedPage, offset: 0, correctedBits: 0 };
    const bytes = cells.bytesOf(page);
    const offset = cells.offsetOf(page);
    if (!cells.isReadable(page)) return { status: 'uncorrectable', bytes, offset, correctedBits: 0 };
    const { faults } = this;
    if (faults.staleReadPpm > 0 && happens(this.#draw(operation, STALE), faults.staleReadPpm)) {
      const older = cells.stale(page, this.#draw(operation, STALE_SOURCE));
      if (older !== undefined) {
        this.#tellFault('flash.stale-read', `page ${page}`);
        return { status: 'ok', bytes: older.bytes, offset: older.offset, correctedBits: 0 };
      }
    }
    const decayedBits = this.#decayed.size === 0 ? 0 : (this.#decayed.get(page) ?? 0);
    const bits = decayedBits + this.#transientBits(operation);
    if (bits <= CORRECTABLE_BITS) return { status: 'ok', bytes, offset, correctedBits: bits };
    // Decay stays where it is from read to read; what is transient falls somewhere else each time.
    const key = decayedBits > 0 ? mix(this.#seed, page, DECAY) : this.#draw(operation, FLIP_PLACE);
    const flipped = copyWithFlips(bytes, offset, cells.pageSize, bits, key);
    return { status: 'uncorrectable', bytes: flipped, offset: 0, correctedBits: 0 };
  };

  /** Bits that this read alone sees flipped. */
  #transientBits(operation: FlashOperation): number {
    const { faults } = this;
    let bits = 0;
    if (faults.bitErrorsPpm > 0 && happens(this.#draw(operation, BIT_ERRORS), faults.bitErrorsPpm)) {
      bits += 1 + below(this.#draw(operation, FLIP_COUNT), CORRECTABLE_BITS);
      this.#tellFault('flash.bit-errors', `page ${operation.target}`);
    }
    if (faults.uncorrectableReadPpm > 0 && happens(this.#draw(operation, UNCORRECTABLE), faults.uncorrectableReadPpm)) {
      bits += CORRECTABLE_BITS + 1 + below(this.#draw(operation, FLIP_COUNT), 4 * CORRECTABLE_BITS);
      this.#tellFault('flash.uncorrectable-read', `page ${operation.target}`);
    }
    return bits;
  }

  readonly #programDone = (operation: FlashOperation): FlashOutcome => {
    const page = operation.target;
    const block = this.#cells.blockOf(page);
    const { programFailurePpm } = this.faults;
    const failsNow = programFailurePpm > 0 && happens(this.#draw(operation, PROGRAM_FAILS), programFailurePpm);
    if (this.#bad.has(block) || (failsNow && this.#mayGoBad())) {
      this.#cells.spoil(page, this.#draw(operation, GARBAGE));
      this.#goesBad(block, operation, 'flash.program-failure');
      return 'failed';
    }
    this.#cells.settle(page);
    this.#tellProgrammed(page);
    this.#kernel.persisted(operation.owner);
    return 'ok';
  };

  readonly #eraseDone = (operation: FlashOperation): FlashOutcome => {
    const block = operation.target;
    this.#erasesUnderWay[block] = (this.#erasesUnderWay[block] as number) - 1;
    const erases = (this.#erases[block] as number) + 1;
    this.#erases[block] = erases;
    const worn = erases > this.#eraseLimit - below(mix(this.#seed, block, WEAR), (this.#eraseLimit >> 2) + 1);
    const { eraseFailurePpm } = this.faults;
    const failsNow = eraseFailurePpm > 0 && happens(this.#draw(operation, ERASE_FAILS), eraseFailurePpm);
    if (this.#bad.has(block) || ((worn || failsNow) && this.#mayGoBad())) {
      this.#goesBad(block, operation, worn ? 'flash.wear-out' : 'flash.erase-failure');
      return 'failed';
    }
    this.#eraseBlock(block);
    this.#kernel.persisted(operation.owner);
    return 'ok';
  };

  #eraseBlock(block: number): void {
    this.#forgetDecay(block);
    this.#cells.erase(block, this.faults.staleReadPpm > 0);
    this.#next[block] = 0;
    this.#kernel.tell({ fact: 'erased', node: this.#node, block });
  }

  #forgetDecay(block: number): void {
    for (const page of this.#decayed.keys()) if (this.#cells.blockOf(page) === block) this.#decayed.delete(page);
  }

  #mayGoBad(): boolean {
    return this.#bad.size < Math.max(1, this.geometry.blocks >> 3);
  }

  #goesBad(block: number, operation: FlashOperation, why: string): void {
    const first = this.#bad.get(block);
    if (first === undefined || first.owner !== operation.owner) this.#bad.set(block, operation);
    if (first === undefined) this.#tellFault(why, `block ${block}`);
  }

  #tellProgrammed(page: number): void {
    const bytes = this.#cells.bytesOf(page);
    this.#kernel.tell({ fact: 'programmed', node: this.#node, page, bytes, offset: this.#cells.offsetOf(page) });
  }

  #tellFault(kind: string, detail: string): void {
    this.#kernel.tell({ fact: 'fault', node: this.#node, kind, detail });
  }

  #powerLoss(incarnation: Incarnation): void {
    this.#queue.powerLoss(
      incarnation,
      (operation) => {
        if (operation.kind === 'program') this.#cutProgram(operation);
        else if (operation.kind === 'erase') this.#cutErase(operation);
      },
      (operation) => {
        if (operation.kind === 'program') this.#recount(this.#cells.blockOf(operation.target));
      },
    );
    this.#erasesUnderWay.fill(0);
  }

  #recount(block: number): void {
    this.#next[block] = this.#cells.pagesInUse(block);
  }

  /** One in eight each: nothing arrived, everything did, all but the last byte did. Otherwise the cut is anywhere. */
  #cutProgram(operation: FlashOperation): void {
    const page = operation.target;
    const size = this.#cells.pageSize;
    const kind = below(this.#draw(operation, CUT_KIND), 8);
    let prefix = 1 + below(this.#draw(operation, CUT_PREFIX), size - 1);
    if (kind === 0) prefix = 0;
    else if (kind === 1) prefix = size;
    else if (kind === 2) prefix = size - 1;
    // The ECC works on parts of a page: a cut between two parts reads without an error, one within a part does not.
    const legible = below(this.#draw(operation, CUT_LEGIBLE), 2) === 0;
    const left = this.#cells.tear(page, prefix, legible);
    this.#recount(this.#cells.blockOf(page));
    if (left === 'whole') this.#tellProgrammed(page);
    else if (left === 'torn') this.#tellFault('flash.torn-page', `page ${page}`);
  }

  /** A quarter each: nothing happened, or it was done. Otherwise the block is noise. */
  #cutErase(operation: FlashOperation): void {
    const block = operation.target;
    const kind = below(this.#draw(operation, CUT_KIND), 4);
    if (kind === 0 || this.#bad.has(block)) return;
    this.#erases[block] = (this.#erases[block] as number) + 1;
    if (kind === 1) {
      this.#eraseBlock(block);
      return;
    }
    this.#forgetDecay(block);
    this.#cells.halfErase(block, this.#draw(operation, GARBAGE));
    this.#recount(block);
    this.#tellFault('flash.torn-erase', `block ${block}`);
  }

  #pageExists(page: number): boolean {
    return page >= 0 && page < this.geometry.blocks * this.geometry.pagesPerBlock;
  }

  /** Bad from the factory, or reported bad to this very incarnation: a restarted node has to find out again. */
  #knownBad(owner: Incarnation, block: number): boolean {
    if (this.#bad.size === 0 || !this.#bad.has(block)) return false;
    const reported = this.#bad.get(block);
    return reported === undefined || (reported.owner === owner && reported.answered);
  }

  #programMisuse(owner: Incarnation, page: number, bytes: Uint8Array): string | undefined {
    const size = this.#cells.pageSize;
    if (!this.#pageExists(page)) return `program of page ${page}, which does not exist`;
    if (bytes.length !== size) return `program of page ${page} with ${bytes.length} bytes instead of ${size}`;
    const block = this.#cells.blockOf(page);
    if ((this.#erasesUnderWay[block] as number) > 0) {
      return `program of page ${page} before the erase of block ${block} was acknowledged`;
    }
    if (this.#knownBad(owner, block)) return `program of page ${page} in block ${block}, which is known to be bad`;
    const { pagesPerBlock } = this.geometry;
    const next = this.#next[block] as number;
    if (page % pagesPerBlock >= next) return undefined;
    return `program of page ${page} after page ${block * pagesPerBlock + next - 1} of the same block`;
  }

  #misused(message: string): Promise<never> {
    this.#kernel.violate({ property: 'H-FlashDiscipline', message, node: this.#node });
    return never();
  }
}
