/**
 * The flash unit of CORFU: a write-once address space on one device.
 *
 *     UNWRITTEN -> DATA or JUNK -> TRIMMED          UNWRITTEN -> TRIMMED
 *
 * No other edge exists. Chains, epochs and clients rely on four things: an address is decided once, and the check and the
 * change are one step (U-WriteOnce); what was acknowledged, refusals included, is durable and stays (U-AckDurable,
 * U-NoFalseUnwritten, U-NoResurrect); after a seal nothing of an older epoch has any effect (U-NoStaleEpochEffect); and the
 * tail report covers everything acknowledged (U-HwmCovers).
 *
 * What may go wrong below: power loss at any moment, pages that rot, are read wrongly or cannot be programmed, a disk that
 * fails (the unit stops), and devices that were replaced (the unit is another incarnation and says nothing until a reset
 * admits it). A destroyed record is CORRUPT, and never UNWRITTEN: a reader would fill it.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import { type Data, type Entry, JUNK, type Junk, dataOf } from '../log/entry.ts';
import { type Epoch, epoch, logPosition } from '../log/position.ts';
import type { LogRecord } from '../log/record.ts';
import { AddressMap } from './address-map.ts';
import type { UnitEstranged, UnitEvent } from './events.ts';
import { mountPages } from './mount.ts';
import { PageLog } from './page-log.ts';
import type { DeviceScan } from './page-scan.ts';
import { TombstoneCell } from './tombstone-cell.ts';
import { PREFIX, Turns } from './turns.ts';
import type {
  Done,
  FillRequest,
  KnownReply,
  KnownRequest,
  NotReady,
  PrefixTrimReply,
  PrefixTrimRequest,
  ReadReply,
  ReadRequest,
  RepairReply,
  RepairRequest,
  ResetReply,
  ResetRequest,
  Sealed,
  SealReply,
  SealRequest,
  TailReply,
  TailReport,
  TailRequest,
  TrimReply,
  TrimRequest,
  UnitReply,
  UnitRequest,
  WriteReply,
  WriteRequest,
} from './unit-messages.ts';
import { UnitStateCell, freshIncarnation, strangerState } from './unit-state.ts';

/** What an address holds. */
export type AddressContent = Data | Junk | 'unwritten' | 'trimmed' | 'corrupt';

export type Persisted = 'ok' | 'no-space';

/** The position limit is raised by this much at a time: one store of the cell for so many positions. */
const POSITION_STRIDE = 256;

export class FlashUnit {
  protected readonly ports: NodePorts;
  protected readonly log: PageLog;
  protected readonly addresses = new AddressMap();
  protected readonly state: UnitStateCell;
  protected readonly turns = new Turns();
  /** Requests with a lower epoch are refused. It is raised when that is durable. */
  protected minEpoch = 0;
  #incarnation = 0;
  #admitted = false;
  /** Durable. No record is at or above. */
  #positionLimit = 0;
  /** Below, an address without a record may have had one. */
  #suspectBelow = 0;
  /** A seal or a reset is under way: nothing else begins. */
  #closing: Promise<void> | undefined;
  /** Tombstones on flash, about. */
  #tombstoneCount = 0;
  #folding = false;
  readonly #tombstones: TombstoneCell;

  protected constructor(ports: NodePorts, state: UnitStateCell, tombstones: TombstoneCell, log: PageLog) {
    this.ports = ports;
    this.state = state;
    this.log = log;
    this.#tombstones = tombstones;
    log.onMoved((_type, position, page) => this.addresses.put(position, page));
  }

  /**
   * Prepares the devices of a new unit, before its first start; `incarnation`, below 65536, is its identity in layouts. Only so
   * can a unit tell later that it is new from that its devices were replaced. Does nothing if the unit has a state already.
   */
  static async format(ports: NodePorts, incarnation: number, firstEpoch: Epoch): Promise<void> {
    const { cell, found } = await UnitStateCell.open(ports.disk, ports.process);
    if (found !== 'empty') return;
    const { log } = await PageLog.mount(ports.flash, ports.trace, 0);
    await log.append('anchor', incarnation, firstEpoch);
    await cell.replace({
      ...strangerState(incarnation),
      admitted: 1,
      minEpoch: firstEpoch,
      lastResetEpoch: firstEpoch,
      logStart: log.nextSequence,
    });
  }

  /** Starts the unit from what its devices hold. Takes as long as reading every programmed page. */
  static async open(ports: NodePorts): Promise<FlashUnit> {
    const { cell, found } = await UnitStateCell.open(ports.disk, ports.process);
    const { incarnation, admitted, logStart } = cell.state;
    const { cell: tombstones, positions } = await TombstoneCell.open(ports.disk, ports.process, incarnation);
    const { log, scan } = await PageLog.mount(ports.flash, ports.trace, logStart);
    const unit = new this(ports, cell, tombstones, log);
    if (found !== 'state') await unit.#comeBackEstranged(found === 'empty' ? 'no state' : 'state unreadable');
    else if (positions === 'unreadable') await unit.#comeBackEstranged('tombstones unreadable');
    else if (admitted === 1 && isBlank(scan)) await unit.#comeBackEstranged('flash empty');
    else await unit.#recover(scan, positions);
    return unit;
  }

  handle(request: UnitRequest): Promise<UnitReply> {
    if (!this.#admitted && request.kind !== 'unit/reset') return Promise.resolve(this.#notReady());
    switch (request.kind) {
      case 'unit/write':
        return this.write(request);
      case 'unit/fill':
        return this.fill(request);
      case 'unit/read':
        return this.read(request);
      case 'unit/trim':
        return this.trim(request);
      case 'unit/prefix-trim':
        return this.prefixTrim(request);
      case 'unit/seal':
        return this.seal(request);
      case 'unit/tail':
        return this.tail(request);
      case 'unit/known':
        return this.known(request);
      case 'unit/repair':
        return this.repair(request);
      case 'unit/reset':
        return this.reset(request);
    }
  }

  write(request: WriteRequest): Promise<WriteReply> {
    return this.decide(request.epoch, request.position, dataOf(request, request.payload, request.streams));
  }

  /** A write like any other: it meets the same checks, or junk would replace what a slow writer put there first. */
  fill({ epoch: e, position }: FillRequest): Promise<WriteReply> {
    return this.decide(e, position, JUNK);
  }

  /**
   * A read that overlaps a write to its address waits for it: UNWRITTEN would be legal, and would only send a reader off to
   * fill what is about to be there.
   */
  async read({ epoch: e, position }: ReadRequest): Promise<ReadReply> {
    while (this.mustWait(position)) await this.underWay(position);
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    const incarnation = this.#incarnation;
    const content = await this.contentOf(position);
    if (incarnation !== this.#incarnation) return this.#notReady();
    if (content === 'trimmed') return this.#trimmed();
    if (content === 'unwritten' || content === 'corrupt') return this.#reply(content);
    if (content.kind === 'junk') return this.#reply('junk');
    const { writer, writeNumber, payload, streams } = content;
    return streams === undefined
      ? { status: 'data', epoch: this.minEpoch, incarnation, writer, writeNumber, payload }
      : { status: 'data', epoch: this.minEpoch, incarnation, writer, writeNumber, payload, streams };
  }

  /** Gives an address up, and poisons one that was never written: a write that comes later finds it TRIMMED. */
  async trim({ epoch: e, position }: TrimRequest): Promise<TrimReply> {
    while (this.mustWait(position)) await this.underWay(position);
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    if (this.#isTrimmed(position)) return this.#reply('ok');
    this.turns.begin(position);
    const poisoned = this.addresses.pageOf(position) === undefined;
    const persisted = await (poisoned
      ? this.recordTrimOfUnwritten(position, epoch(e))
      : this.recordTrim(position, epoch(e)));
    this.turns.end(position);
    if (persisted === 'no-space') return this.#reply('no-space');
    this.emit({ event: 'unit-trimmed', epoch: e, position, poisoned, hwm: this.addresses.hwm });
    this.#tombstoneCount += 1;
    if (this.#tombstoneCount >= this.ports.flash.geometry.pagesPerBlock) void this.#foldTombstones();
    return this.#reply('ok');
  }

  /** Gives up all addresses below a mark, which only rises. Their pages are reclaimed when the collector gets there. */
  async prefixTrim({ epoch: e, upTo }: PrefixTrimRequest): Promise<PrefixTrimReply> {
    while (this.mustWait(PREFIX)) await this.underWay(PREFIX);
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    if (upTo > this.addresses.prefixTrim) {
      this.turns.begin(PREFIX);
      await this.persistPrefixTrim(upTo);
      for (const page of this.addresses.trimBelow(upTo)) this.log.release(page);
      this.turns.end(PREFIX);
      this.emit({ event: 'unit-prefix-trimmed', epoch: e, upTo, hwm: this.addresses.hwm });
    }
    const { status, epoch: now, incarnation } = this.#reply('ok');
    return { status, epoch: now, incarnation, upTo: logPosition(this.addresses.prefixTrim) };
  }

  /**
   * Ends the epochs below: (1) nothing more is admitted, (2) what was admitted ends, (3) the new epoch is made durable, and
   * (4) the report covers all that was ever acknowledged. A seal belongs to its epoch and not to who asked: a second one
   * gets the same report.
   */
  async seal({ epoch: e }: SealRequest): Promise<SealReply> {
    while (this.#closing !== undefined) await this.#closing;
    if (this.isStale(e)) return this.#sealed();
    if (e > this.minEpoch) {
      this.#closing = this.#sealAt(e);
      await this.#closing;
    }
    return this.#tailReport();
  }

  async #sealAt(e: number): Promise<void> {
    await this.drain();
    await this.persistSeal(e);
    this.minEpoch = e;
    this.#closing = undefined;
    const { hwm, prefixTrim } = this.addresses;
    this.emit({ event: 'unit-sealed', epoch: e, upTo: prefixTrim, hwm });
  }

  async tail({ epoch: e }: TailRequest): Promise<TailReply> {
    while (this.#closing !== undefined) await this.#closing;
    return this.refusal(e) ?? this.#tailReport();
  }

  /** Which addresses of a range were decided here; CORRUPT where the unit cannot tell the unwritten from the lost. */
  async known({ epoch: e, from, to }: KnownRequest): Promise<KnownReply> {
    while (this.#closing !== undefined) await this.#closing;
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    const { prefixTrim, hwm } = this.addresses;
    const first = Math.max(from, prefixTrim);
    if (first < Math.min(to, this.#suspectBelow)) return this.#reply('corrupt');
    const written: number[] = [];
    const trimmed: number[] = [];
    for (let position = first; position < to && position <= hwm; position += 1) {
      if (this.#isTrimmed(position)) trimmed.push(position);
      else if (this.addresses.pageOf(position) !== undefined) written.push(position);
    }
    const { status, epoch: now, incarnation } = this.#reply('ok');
    return { status, epoch: now, incarnation, written, trimmed, upTo: logPosition(prefixTrim) };
  }

  /**
   * Replaces a destroyed record by the entry that another replica of the chain holds. This keeps the address write-once: only
   * an address whose content nobody can read from here takes a repair, and what it takes is what it had, since the
   * replicas of one chain hold one value (C-SingleValue).
   */
  async repair(request: RepairRequest): Promise<RepairReply> {
    const { epoch: e, position, entry: kind } = request;
    while (this.mustWait(position)) await this.underWay(position);
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    this.turns.begin(position);
    const content = await this.contentOf(position);
    let reply: RepairReply;
    if (content === 'unwritten') reply = this.#reply('unwritten');
    else if (content !== 'corrupt') reply = this.#alreadyDecided(content);
    else {
      const entry: Entry = kind === 'junk' ? JUNK : dataOf(request, request.payload, request.streams);
      const page = this.#mapped(position, await this.#append(kind, position, epoch(e), entry));
      reply = this.#reply(page === 'no-space' ? 'no-space' : 'ok');
      const { hwm } = this.addresses;
      if (page !== 'no-space') this.emit({ event: 'unit-repaired', epoch: e, position, entry: kind, page, hwm });
    }
    this.turns.end(position);
    return reply;
  }

  /**
   * Wipes the unit and admits it to an epoch, once per epoch: a duplicate that comes late changes nothing. It names the
   * incarnation it wants to wipe, so it cannot hit a later one. One durable step does it: the log begins anew behind all
   * pages there are, under a new incarnation.
   */
  async reset({ epoch: e, incarnation }: ResetRequest): Promise<ResetReply> {
    while (this.#closing !== undefined) await this.#closing;
    if (this.isStale(e)) return this.#sealed();
    if (this.#admitted && e > this.minEpoch) return this.#notReady();
    if (e <= this.state.state.lastResetEpoch) return this.#reply('ok');
    if (incarnation !== this.#incarnation) return this.#notReady();
    this.#closing = this.#wipe(e);
    await this.#closing;
    return this.#reply('ok');
  }

  async #wipe(e: number): Promise<void> {
    await this.drain();
    // A page that moved behind the start of the new log would be part of it.
    await this.log.pause();
    const incarnation = freshIncarnation(this.ports.process, this.#incarnation);
    const logStart = this.log.nextSequence;
    await this.state.replace({ ...strangerState(incarnation), admitted: 1, minEpoch: e, lastResetEpoch: e, logStart });
    for (const page of this.addresses.clear()) this.log.release(page);
    this.log.goOn();
    this.#takeUpState();
    this.#tombstoneCount = 0;
    this.#closing = undefined;
    this.emit({ event: 'unit-reset', epoch: e, incarnation });
  }

  /** Check and set, as one step: from the check to the end of the write nobody else has a turn at this address. */
  protected async decide(e: number, position: number, entry: Entry): Promise<WriteReply> {
    while (this.mustWait(position)) await this.underWay(position);
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    this.turns.begin(position);
    if (this.#mayHold(position)) {
      const content = await this.contentOf(position);
      if (content !== 'unwritten') {
        this.turns.end(position);
        return this.#alreadyDecided(content);
      }
    }
    const persisted = await this.whenDurable(this.persist(position, epoch(e), entry));
    return this.#reply(persisted);
  }

  /** What an acknowledgement waits for. */
  protected whenDurable(persisted: Promise<Persisted>): Promise<Persisted> {
    return persisted;
  }

  /** Puts the entry on flash, then in the map, and ends the turn at its address. */
  protected async persist(position: number, e: Epoch, entry: Entry): Promise<Persisted> {
    const page = this.#mapped(position, await this.#append(entry.kind, position, e, entry));
    if (page !== 'no-space') {
      const { hwm } = this.addresses;
      if (entry.kind === 'junk') this.emit({ event: 'unit-filled', epoch: e, position, page, hwm });
      else {
        const { writer, writeNumber } = entry;
        this.emit({ event: 'unit-wrote', epoch: e, position, writer, writeNumber, page, hwm });
      }
    }
    this.turns.end(position);
    return page === 'no-space' ? 'no-space' : 'ok';
  }

  protected async recordTrim(position: number, e: Epoch): Promise<Persisted> {
    const page = this.#mapped(position, await this.#append('trim', position, e));
    return page === 'no-space' ? 'no-space' : 'ok';
  }

  /** There is nothing to reclaim here, and yet the tombstone matters most: it is all that stops the slow writer. */
  protected recordTrimOfUnwritten(position: number, e: Epoch): Promise<Persisted> {
    return this.recordTrim(position, e);
  }

  protected persistPrefixTrim(upTo: number): Promise<void> {
    return this.state.raise('prefixTrim', upTo);
  }

  protected persistSeal(e: number): Promise<void> {
    return this.state.raise('minEpoch', e);
  }

  /** Everything admitted has ended, in the page log as well as in the map. */
  protected drain(): Promise<void> {
    return this.turns.drained();
  }

  protected isStale(e: number): boolean {
    return e < this.minEpoch;
  }

  /** What an address holds whose record fails its checksum, or may be the one that nobody can identify any more. */
  protected unreadable(_position: number): AddressContent {
    return 'corrupt';
  }

  /** Reads an address. The collector may move the record meanwhile; then it is read where it is now. */
  protected async contentOf(position: number): Promise<AddressContent> {
    for (;;) {
      if (this.#isTrimmed(position)) return 'trimmed';
      const page = this.addresses.pageOf(position);
      if (page === undefined) return position < this.#suspectBelow ? this.unreadable(position) : 'unwritten';
      const record = await this.log.read(page, position);
      if (record !== 'corrupt' && record.type !== 'lost') return entryOf(record);
      if (this.addresses.pageOf(position) === page) return this.unreadable(position);
    }
  }

  /** A refusal that depends on the epoch, now that no seal is under way. */
  protected refusal(e: number): Sealed | NotReady | undefined {
    if (this.isStale(e)) return this.#sealed();
    // A layout of this epoch cannot name this unit: all of its units were sealed for it first.
    return e > this.minEpoch ? this.#notReady() : undefined;
  }

  /** To be asked again after each wait, and not to be followed by one. */
  protected mustWait(address: number): boolean {
    return this.#closing !== undefined || this.turns.isTaken(address);
  }

  protected underWay(address: number): Promise<void> {
    return this.#closing ?? this.turns.over(address);
  }

  protected emit(event: UnitEvent): void {
    this.ports.trace.emit(event);
  }

  #append(type: 'data' | 'junk' | 'trim', position: number, e: Epoch, entry?: Entry): Promise<number | 'no-space'> {
    if (position < this.#positionLimit) return this.log.append(type, position, e, entry);
    return this.#raisePositionLimit(position).then(() => this.log.append(type, position, e, entry));
  }

  /** Puts a page just appended in the map. */
  #mapped(position: number, page: number | 'no-space'): number | 'no-space' {
    if (page === 'no-space') return page;
    if (this.addresses.isGone(position)) {
      // The prefix trim mark passed this position while its page was programmed.
      this.log.release(page);
      return page;
    }
    const before = this.addresses.put(position, page);
    if (before !== undefined) this.log.release(before);
    return page;
  }

  async #raisePositionLimit(position: number): Promise<void> {
    const limit = position - (position % POSITION_STRIDE) + POSITION_STRIDE;
    await this.state.raise('positionLimit', limit);
    this.#positionLimit = Math.max(this.#positionLimit, limit);
  }

  #isTrimmed(position: number): boolean {
    if (this.addresses.isGone(position)) return true;
    const page = this.addresses.pageOf(position);
    return page !== undefined && this.log.pages.typeOf(page) === 'trim';
  }

  #mayHold(position: number): boolean {
    const { addresses } = this;
    return addresses.isGone(position) || addresses.pageOf(position) !== undefined || position < this.#suspectBelow;
  }

  /** Once at a time, beside everything else: until the list is durable the tombstones on flash are. */
  async #foldTombstones(): Promise<void> {
    if (this.#folding) return;
    this.#folding = true;
    const incarnation = this.#incarnation;
    const { addresses } = this;
    const positions: number[] = [];
    for (const position of addresses.positions) if (this.#isTrimmed(position)) positions.push(position);
    this.#tombstoneCount = 0;
    const stored = await this.#tombstones.store(incarnation, [...addresses.folded, ...positions]);
    this.#folding = false;
    if (stored === 'too many' || incarnation !== this.#incarnation) return;
    for (const position of positions) {
      const page = addresses.isGone(position) ? undefined : addresses.fold(position);
      if (page !== undefined) this.log.release(page);
    }
    this.emit({ event: 'unit-tombstones-folded', count: positions.length });
  }

  async #recover(scan: DeviceScan, folded: readonly number[]): Promise<void> {
    const { prefixTrim, positionLimit, logStart } = this.state.state;
    this.addresses.trimBelow(prefixTrim);
    for (const position of folded) this.addresses.fold(position);
    const { tombstoneCount, corruptCount, isSuspect } = mountPages(scan, logStart, this.addresses, this.log);
    this.#tombstoneCount = tombstoneCount;
    if (isSuspect) await this.state.raise('suspectBelow', positionLimit);
    this.#takeUpState();
    if (this.#suspectBelow > prefixTrim) {
      this.addresses.cover(this.#suspectBelow - 1);
      this.emit({ event: 'unit-suspect', below: this.#suspectBelow });
    }
    for (const page of scan.tornPages) this.emit({ event: 'unit-torn-page-recovered', page });
    await this.log.settleDown();
    this.emit({
      event: 'unit-recovered',
      incarnation: this.#incarnation,
      minEpoch: this.minEpoch,
      upTo: prefixTrim,
      hwm: this.addresses.hwm,
      livePages: this.log.pages.liveCount,
      corruptCount,
    });
  }

  async #comeBackEstranged(why: UnitEstranged['why']): Promise<void> {
    const incarnation = freshIncarnation(this.ports.process, this.state.state.incarnation);
    await this.state.replace(strangerState(incarnation));
    this.#takeUpState();
    this.emit({ event: 'unit-estranged', incarnation, why });
  }

  #takeUpState(): void {
    const { incarnation, admitted, minEpoch, positionLimit, suspectBelow } = this.state.state;
    this.#incarnation = incarnation;
    this.#admitted = admitted === 1;
    this.minEpoch = minEpoch;
    this.#positionLimit = positionLimit;
    this.#suspectBelow = suspectBelow;
  }

  #reply<Status extends string>(status: Status): { status: Status; epoch: number; incarnation: number } {
    return { status, epoch: this.minEpoch, incarnation: this.#incarnation };
  }

  #notReady(): NotReady {
    return this.#reply('not-ready');
  }

  #sealed(): Sealed {
    return { status: 'sealed', epoch: this.minEpoch, incarnation: this.#incarnation, minEpoch: this.minEpoch };
  }

  #trimmed(): UnitReply & { readonly status: 'trimmed' } {
    const upTo = logPosition(this.addresses.prefixTrim);
    return { status: 'trimmed', epoch: this.minEpoch, incarnation: this.#incarnation, upTo };
  }

  #tailReport(): TailReport {
    const { hwm, prefixTrim } = this.addresses;
    const upTo = logPosition(prefixTrim);
    return { status: 'ok', epoch: this.minEpoch, incarnation: this.#incarnation, hwm, upTo };
  }

  #alreadyDecided(content: Exclude<AddressContent, 'unwritten'>): Exclude<WriteReply, Done> {
    if (content === 'trimmed') return this.#trimmed();
    if (content === 'corrupt') return this.#reply('corrupt');
    const { writer, writeNumber } = content.kind === 'data' ? content : NOBODY;
    const { status, epoch: now, incarnation } = this.#reply('overwritten');
    return { status, epoch: now, incarnation, stored: content.kind, writer, writeNumber };
  }
}

const NOBODY = { writer: 0, writeNumber: 0 };

function entryOf(record: LogRecord): Entry {
  return record.type === 'junk' ? JUNK : dataOf(record, record.payload, record.streams);
}

/** A formatted device is never blank: see the `anchor` record. */
function isBlank(scan: DeviceScan): boolean {
  return scan.blocks.every(({ used }) => used === 0);
}
