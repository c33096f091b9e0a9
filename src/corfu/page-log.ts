/**
 * The append-only page log on raw NAND: every record goes to the next page of the open block, and nothing is ever changed in
 * place. This is the small flash translation layer under a unit:
 *
 * - Appends are served one at a time, in order, and answered when the page is programmed.
 * - A program that fails takes its block with it: the block is retired, the record goes to a fresh one, and only then is it
 *   acknowledged; afterwards what else lives in the bad block moves out.
 * - When free blocks run short the collector empties the closed block with the fewest live pages and erases it. Live pages
 *   move with their record as it is, so that its checksum vouches for it from the first writing to the last reading.
 * - Free blocks are kept back, so that the collector always has where to move things, and more of them from writes than
 *   from trims, which set pages free and so find room when writes do not.
 *
 * The log knows which pages live and of which record. What the records mean is for the unit.
 */
import type { FlashOutcome, FlashPort, PageRead } from '../ports/flash.ts';
import type { TracePort } from '../ports/trace.ts';
import type { Entry } from '../log/entry.ts';
import { type Epoch, epoch, logPosition } from '../log/position.ts';
import {
  type LogRecord,
  RECORD_HEADER_BYTES,
  type RecordType,
  decodeRecord,
  encodeEntry,
  encodeMark,
  recordBytes,
} from '../log/record.ts';
import { BlockTable } from './block-table.ts';
import type { BlockRetired, PageMoved } from './events.ts';
import { READ_ATTEMPTS } from './page-check.ts';
import { type PageDescriptor, SPARE_BYTES_MIN, encodeSpare, isPage, repeatDescriptor } from './page-descriptor.ts';
import { type DeviceScan, scanDevice } from './page-scan.ts';
import { PageTable } from './page-table.ts';

/**
 * Free blocks that an append leaves to the collector: two, so that it survives the failure of one, and one for a trim, which
 * gives a page back.
 */
const FREE_BLOCKS_KEPT = 2;
const FREE_BLOCKS_KEPT_BY_TRIMS = 1;
/** With fewer good blocks no write would ever be admitted. */
const BLOCKS_MIN = FREE_BLOCKS_KEPT + 3;
/** A page whose read had this many bits corrected is moved before it becomes unreadable. */
const REFRESH_BITS = 6;

interface Append {
  readonly type: RecordType;
  readonly position: number;
  readonly epoch: Epoch;
  /** For `data` and `junk`. */
  readonly entry: Entry | undefined;
  readonly settle: (page: number | 'no-space') => void;
}

/** Told when a live record has moved to `page`. */
export type MoveListener = (type: RecordType, position: number, page: number) => void;

export class PageLog {
  /** The sequence that the next page programmed will have. */
  nextSequence = 0;
  readonly pages: PageTable;
  readonly #flash: FlashPort;
  readonly #trace: TracePort;
  readonly #blocks: BlockTable;
  /** The page being composed; the device copies it. */
  readonly #page: Uint8Array;
  readonly #queue: Append[] = [];
  /** Pages to be moved when there is time: of retired blocks, or read with many corrected bits. */
  readonly #uneasy: number[] = [];
  #moved: MoveListener = () => {};
  #open = -1;
  #nextIndex: number;
  #last: PageDescriptor | undefined;
  #busy = false;
  #served: Promise<void> = Promise.resolve();
  #paused = false;

  private constructor(flash: FlashPort, trace: TracePort) {
    const { geometry } = flash;
    if (geometry.spareBytes < SPARE_BYTES_MIN) {
      throw new RangeError(`a flash unit needs ${SPARE_BYTES_MIN} spare bytes in a page, not ${geometry.spareBytes}`);
    }
    if (geometry.pageBytes < RECORD_HEADER_BYTES) {
      throw new RangeError(`a flash page needs ${RECORD_HEADER_BYTES} bytes, not ${geometry.pageBytes}`);
    }
    if (geometry.blocks - flash.factoryBadBlocks.length < BLOCKS_MIN) {
      throw new RangeError(`a flash unit needs ${BLOCKS_MIN} good blocks`);
    }
    this.pages = new PageTable(geometry);
    this.#flash = flash;
    this.#trace = trace;
    this.#blocks = new BlockTable(geometry.blocks, flash.factoryBadBlocks);
    this.#page = new Uint8Array(geometry.pageBytes + geometry.spareBytes);
    this.#nextIndex = geometry.pagesPerBlock;
  }

  /**
   * Finds out what the device holds. No page of the log is live until the caller, who knows what the records mean, says
   * so with {@link adopt}. Sequences below `logStart` belong to a log that was given up.
   */
  static async mount(
    flash: FlashPort,
    trace: TracePort,
    logStart: number,
  ): Promise<{ readonly log: PageLog; readonly scan: DeviceScan }> {
    const log = new PageLog(flash, trace);
    const scan = await scanDevice(flash);
    log.#resume(scan, logStart);
    return { log, scan };
  }

  onMoved(listener: MoveListener): void {
    this.#moved = listener;
  }

  /** Declares a page found by the scan to be live. A weak one moves before anything is appended. */
  adopt(page: number, type: RecordType, position: number, weak: boolean): void {
    this.pages.hold(page, type, position);
    if (weak) this.#uneasy.push(page);
  }

  /** The record in this page is not needed any more. */
  release(page: number): void {
    this.pages.release(page);
  }

  /** Appends a record; the page it is in once it is durable. */
  append(type: RecordType, position: number, writtenIn: Epoch, entry?: Entry): Promise<number | 'no-space'> {
    return new Promise((settle) => {
      this.#queue.push({ type, position, epoch: writtenIn, entry, settle });
      if (!this.#busy) this.#served = this.#serve();
    });
  }

  /** The record of `position` in `page`, verified to be that very page; `corrupt` after several attempts. */
  async read(page: number, position: number): Promise<LogRecord | 'corrupt'> {
    for (let attempt = 1; ; attempt += 1) {
      const read = await this.#flash.read(page);
      const record = this.#verify(read, page, position);
      if (record !== 'corrupt') {
        if (read.correctedBits >= REFRESH_BITS) this.#refresh(page);
        return record;
      }
      if (attempt === READ_ATTEMPTS) return 'corrupt';
    }
  }

  /** Moves what must not stay where it is. Resolves when that is done; new appends wait behind it. */
  async settleDown(): Promise<void> {
    if (!this.#busy) await this.#serve();
  }

  /** Finishes what is under way; from then on nothing moves by itself, and `nextSequence` stays, until {@link goOn}. */
  async pause(): Promise<void> {
    this.#paused = true;
    await this.#served;
  }

  goOn(): void {
    this.#paused = false;
  }

  /** Takes the last block up where it was left: its erased pages are still good. */
  #resume(scan: DeviceScan, logStart: number): void {
    const blocks = this.#blocks;
    const { pagesPerBlock } = this.#flash.geometry;
    this.nextSequence = logStart;
    this.#last = scan.last;
    let newest = -1;
    let erasesMax = 0;
    for (const { block, used, firstSequence, erases } of scan.blocks) {
      erasesMax = Math.max(erasesMax, erases);
      if (used === 0) blocks.set(block, 'free');
      blocks.setErases(block, erases);
      blocks.setFirstSequence(block, firstSequence);
      if (!(firstSequence + used >= this.nextSequence)) continue;
      this.nextSequence = firstSequence + used;
      this.#nextIndex = used;
      newest = block;
    }
    // How worn an erased block is, nobody knows any more: as worn as the most worn one.
    for (const { block, used } of scan.blocks) if (used === 0) blocks.setErases(block, erasesMax);
    if (newest === -1 || this.#nextIndex === pagesPerBlock) return;
    this.#open = newest;
    blocks.set(newest, 'open');
  }

  #verify(read: PageRead, page: number, position: number): LogRecord | 'corrupt' {
    if (read.status === 'erased') return 'corrupt';
    const { bytes, offset } = read;
    const spare = offset + this.#flash.geometry.pageBytes;
    const record = decodeRecord(bytes, offset, spare);
    if (record === 'absent' || record === 'corrupt' || record.position !== position) return 'corrupt';
    return isPage(bytes, spare, this.#sequenceOf(page), page) ? record : 'corrupt';
  }

  #sequenceOf(page: number): number {
    return this.#blocks.firstSequenceOf(this.pages.blockOf(page)) + (page % this.#flash.geometry.pagesPerBlock);
  }

  #refresh(page: number): void {
    if (this.#paused || this.#uneasy.includes(page)) return;
    this.#uneasy.push(page);
    if (!this.#busy) this.#served = this.#serve();
  }

  async #serve(): Promise<void> {
    this.#busy = true;
    for (;;) {
      const uneasy = this.#uneasy.pop();
      if (uneasy !== undefined) {
        await this.#moveOut(uneasy);
        continue;
      }
      const append = this.#queue.shift();
      if (append === undefined) break;
      append.settle(await this.#append(append));
    }
    this.#busy = false;
  }

  async #append(append: Append): Promise<number | 'no-space'> {
    if (!this.#admits(append.type)) return 'no-space';
    for (;;) {
      if (this.#isFull() && !(await this.#makeRoom(keptBy(append.type)))) return 'no-space';
      this.#compose(append);
      const next = this.#seal(append.type, append.position);
      if (this.#isBooked(next, await this.#flash.program(next.page, this.#page))) return next.page;
    }
  }

  /**
   * Below this many live pages some block other than the open one has a dead page whenever only `keptBy(type)` blocks are
   * free, so that collecting helps. One block more is out of reach of writes, for the trims that make room again.
   */
  #admits(type: RecordType): boolean {
    const blocks = this.#blocks.goodCount - keptBy(type) - (type === 'trim' ? 1 : 2);
    return this.pages.liveCount < blocks * this.#flash.geometry.pagesPerBlock;
  }

  #compose({ type, position, epoch: writtenIn, entry }: Append): void {
    this.#page.fill(0xff);
    if (entry !== undefined) {
      const { pageBytes } = this.#flash.geometry;
      const bytes = recordBytes(logPosition(position), entry);
      if (bytes > pageBytes) throw new RangeError(`a record of ${bytes} bytes for pages of ${pageBytes}`);
      encodeEntry(this.#page, 0, logPosition(position), writtenIn, entry);
    } else if (type !== 'data') encodeMark(this.#page, 0, type, logPosition(position), writtenIn);
  }

  /** Makes what {@link #page} holds the next page of the log, which is then to be programmed. */
  #seal(type: RecordType, position: number): PageDescriptor {
    const { pageBytes, pagesPerBlock } = this.#flash.geometry;
    const block = this.#open;
    const page = block * pagesPerBlock + this.#nextIndex;
    const descriptor = { sequence: this.nextSequence, position, page, erases: this.#blocks.erasesOf(block), type };
    encodeSpare(this.#page, pageBytes, descriptor, this.#last);
    if (type === 'trim') repeatDescriptor(this.#page, pageBytes, RECORD_HEADER_BYTES, pageBytes);
    this.#nextIndex += 1;
    this.nextSequence += 1;
    return descriptor;
  }

  /** After a program that failed the block is gone. */
  #isBooked(descriptor: PageDescriptor, outcome: FlashOutcome): boolean {
    const { page, type, position } = descriptor;
    if (outcome === 'failed') {
      this.#retire(this.pages.blockOf(page));
      return false;
    }
    this.#last = descriptor;
    this.pages.hold(page, type, position);
    return true;
  }

  #isFull(): boolean {
    return this.#open === -1 || this.#nextIndex === this.#flash.geometry.pagesPerBlock;
  }

  #openFree(): boolean {
    const free = this.#blocks.leastWornFree();
    if (free === undefined) return false;
    if (this.#open !== -1) this.#blocks.set(this.#open, 'closed');
    this.#blocks.set(free, 'open');
    this.#blocks.setFirstSequence(free, this.nextSequence);
    this.#open = free;
    this.#nextIndex = 0;
    return true;
  }

  /** Opens a block, and sees to it that `kept` others stay free. */
  async #makeRoom(kept: number): Promise<boolean> {
    while (this.#isFull() || this.#blocks.freeCount < kept) {
      if (this.#isFull() && this.#blocks.freeCount > kept) this.#openFree();
      else if (!(await this.#collect())) return !this.#isFull();
    }
    return true;
  }

  /** Empties and erases the cheapest block. False: no block would yield anything. */
  async #collect(): Promise<boolean> {
    const { pagesPerBlock } = this.#flash.geometry;
    const victim = this.#blocks.cheapestVictim(this.pages);
    if (victim === undefined || this.pages.liveIn(victim) === pagesPerBlock) return false;
    const end = (victim + 1) * pagesPerBlock;
    for (let page = victim * pagesPerBlock; page < end; page += 1) {
      if (this.pages.isLive(page) && !(await this.#move(page, 'collected'))) return false;
    }
    const outcome = await this.#flash.erase(victim);
    this.#blocks.setErases(victim, this.#blocks.erasesOf(victim) + 1);
    this.#blocks.setFirstSequence(victim, Number.NaN);
    if (outcome === 'failed') this.#retire(victim);
    else this.#blocks.set(victim, 'free');
    return true;
  }

  /** A page that cannot move for want of room stays where it is: it can still be read there. */
  async #moveOut(page: number): Promise<void> {
    if (!this.pages.isLive(page)) return;
    if (this.#isFull() && !(await this.#makeRoom(FREE_BLOCKS_KEPT))) return;
    if (this.pages.isLive(page)) await this.#move(page, 'refreshed');
  }

  /** Copies a live page to the end of the log, record untouched, and forgets it here. False: there is no room. */
  async #move(from: number, why: PageMoved['why']): Promise<boolean> {
    const position = this.pages.positionOf(from);
    const content = this.pages.typeOf(from) === 'trim' ? undefined : await this.#readWhole(from, position);
    for (;;) {
      const type = this.pages.typeOf(from);
      // It was trimmed while we read.
      if (type === undefined || this.pages.positionOf(from) !== position) return true;
      if (this.#isFull() && !this.#openFree()) return false;
      const movedType = this.#recompose(type, position, content);
      const next = this.#seal(movedType, position);
      const to = next.page;
      if (!this.#isBooked(next, await this.#flash.program(to, this.#page))) continue;
      if (this.pages.isLive(from)) {
        this.pages.release(from);
        this.#moved(movedType, position, to);
        const moved: PageMoved = { event: 'unit-page-moved', position, type: movedType, from, to, why };
        this.#trace.emit(moved);
      } else {
        this.pages.release(to);
      }
      return true;
    }
  }

  async #readWhole(page: number, position: number): Promise<PageRead | undefined> {
    for (let attempt = 1; attempt <= READ_ATTEMPTS; attempt += 1) {
      const read = await this.#flash.read(page);
      if (this.#verify(read, page, position) !== 'corrupt') return read;
    }
    return undefined;
  }

  /**
   * Composes the page that takes the place of a live one with this content. Where the record is destroyed, the address must
   * not be lost with it: a `lost` record says so from now on. A tombstone is all in its descriptor and is written anew.
   */
  #recompose(type: RecordType, position: number, content: PageRead | undefined): RecordType {
    this.#page.fill(0xff);
    if (content !== undefined) {
      this.#page.set(content.bytes.subarray(content.offset, content.offset + this.#flash.geometry.pageBytes));
      return type;
    }
    const mark = type === 'trim' ? 'trim' : 'lost';
    encodeMark(this.#page, 0, mark, logPosition(position), epoch(0));
    return mark;
  }

  #retire(block: number): void {
    const { pagesPerBlock } = this.#flash.geometry;
    this.#blocks.set(block, 'bad');
    if (this.#open === block) {
      this.#open = -1;
      this.#nextIndex = pagesPerBlock;
    }
    const retired: BlockRetired = { event: 'unit-block-retired', block, livePages: this.pages.liveIn(block) };
    this.#trace.emit(retired);
    for (let page = block * pagesPerBlock; page < (block + 1) * pagesPerBlock; page += 1) {
      if (this.pages.isLive(page)) this.#uneasy.push(page);
    }
  }
}

function keptBy(type: RecordType): number {
  return type === 'trim' ? FREE_BLOCKS_KEPT_BY_TRIMS : FREE_BLOCKS_KEPT;
}
