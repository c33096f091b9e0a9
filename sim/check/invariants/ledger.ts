/**
 * The books of a CORFU run: what each unit holds durably (decoded once per programmed page), what it has said on the wire, and
 * what clients were told. Invariants and marks ask it and hear of every change; it judges nothing itself.
 *
 * It is fed by device facts, by datagrams and by histories; claims are only handed on. What may go wrong is to take more for
 * promised than was: a request that was delivered binds nobody, only an answer sent does.
 */
import { decodeRecord } from '../../../src/log/record.ts';
import type { EntryStreams } from '../../../src/log/stream.ts';
import type { StreamTails } from '../../../src/corfu/stream-table.ts';
import { type NodeId, nodeId } from '../../../src/ports/units.ts';
import type { ReplyDatagram, RequestDatagram } from '../../../src/rpc/endpoint.ts';
import type { DatagramFact, Fact, FaultFact, OperationFact, ProgrammedFact } from '../../model/fact.ts';
import type { Instant, Observer } from '../../model/observer.ts';
import type { CorfuPlan, Plan } from '../../model/plan.ts';
import type { Violation } from '../../model/verdict.ts';
import type { Layout } from '../../../src/corfu/layout.ts';
import type { Strength } from '../../../src/corfu/strength.ts';
import { firstLayoutOf, flashGeometryOf, topologyOf, unitCount } from '../../systems/corfu.ts';
import { nameOf } from '../../systems/topology.ts';
import { bitOf, type Call, CallTable, releaseFrom } from './calls.ts';
import { type Content, JUNK_CONTENT } from './content.ts';
import { KnownLayouts } from './known-layouts.ts';
import { KnownLeases } from './known-leases.ts';
import { LogCell, NEVER, type Replica, type StoredPage } from './log-cell.ts';
import { UnitState } from './unit-state.ts';
import type { Answer, AnyReply, ClientOperation, LedgerWatcher, OperationResponse } from './watcher.ts';

/** A request of any kind; which fields there are depends on the kind. */
interface AnyRequest {
  readonly kind: string;
  readonly epoch?: number;
  /** Of a ballot: the epoch that it is about, and its rank. */
  readonly slot?: number;
  readonly rank?: number;
  readonly position?: number;
  readonly upTo?: number;
  readonly count?: number;
  readonly entry?: 'data' | 'junk';
  readonly writer?: number;
  readonly writeNumber?: number;
  readonly payload?: Uint8Array;
  /** Of an entry; or those that a token is for; or what a sequencer is told of all. */
  readonly streams?: EntryStreams | readonly number[] | StreamTails;
  readonly route?: readonly NodeId[];
  /** That a layout server is told to be decided. */
  readonly layout?: Layout;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Hook = keyof LedgerWatcher;

/** An invocation of any operation. */
interface AnyInvocation {
  readonly op: string;
  readonly pos?: number;
  readonly arg?: number | string;
  readonly streams?: readonly number[];
  readonly stream?: number;
}

const EMPTY = new Uint8Array(0);

export class Ledger implements Observer {
  /** By node. */
  readonly units: readonly UnitState[];
  readonly layouts: KnownLayouts;
  readonly leases: KnownLeases;
  /** When the fact that is being told happened. */
  at: Instant = { step: 0, timeMicros: 0 };
  /** The highest position whose append told its client `ok`, and when. */
  highestAcknowledged = -1;
  highestAcknowledgedStep = NEVER;
  readonly #plan: Plan;
  readonly #system: CorfuPlan;
  readonly #pageBytes: number;
  readonly #cells = new Map<number, LogCell>();
  /** By unit and page. */
  readonly #pages: (StoredPage | undefined)[][];
  readonly #calls = new CallTable();
  readonly #operations = new Map<number, ClientOperation>();
  readonly #listeners: { readonly [H in Hook]: NonNullable<LedgerWatcher[H]>[] } = {
    stored: [],
    vanished: [],
    asked: [],
    arrived: [],
    answered: [],
    sequenced: [],
    voted: [],
    vouched: [],
    chosen: [],
    decided: [],
    invoked: [],
    responded: [],
    happened: [],
    claimed: [],
  };
  #answer: Mutable<Answer> | undefined;
  #report: (violation: Violation) => void = () => {};

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#system = plan.system;
    this.#pageBytes = flashGeometryOf(plan.system).pageBytes;
    this.layouts = new KnownLayouts(firstLayoutOf(plan.system));
    this.leases = new KnownLeases(this.layouts, plan.system.driftPpm);
    this.units = Array.from({ length: unitCount(plan.system) }, (_unused, index) => {
      const id = nodeId(index);
      return new UnitState(id, this.nameOf(id));
    });
    this.#pages = this.units.map(() => []);
  }

  /** Whoever joins late has missed what went before. */
  attach(watcher: LedgerWatcher): void {
    for (const hook of Object.keys(this.#listeners) as Hook[]) {
      const listener = watcher[hook];
      if (listener !== undefined) (this.#listeners[hook] as unknown[]).push(listener);
    }
  }

  /** What stands behind the tails that clients are told, and the positions that they find unwritten. */
  get strength(): Strength {
    return this.#system.strength;
  }

  nameOf(node: NodeId): string {
    return nameOf(topologyOf(this.#plan), node);
  }

  /** Every position that anybody had to do with. */
  get cells(): Iterable<LogCell> {
    return this.#cells.values();
  }

  cellOf(position: number): LogCell {
    let cell = this.#cells.get(position);
    if (cell === undefined) {
      cell = new LogCell(position, this.layouts, this.units);
      this.#cells.set(position, cell);
    }
    return cell;
  }

  /** Reports a broken invariant, now; `steps` before the present one prove it, as far as they happened. */
  violate(property: string, message: string, steps: readonly number[], node?: number): void {
    const proof = new Set(steps.filter((step) => step !== NEVER).toSorted((a, b) => a - b)).add(this.at.step);
    this.#report({ property, message, steps: [...proof], ...(node === undefined ? {} : { node }) });
  }

  observe(fact: Fact, at: Instant, report: (violation: Violation) => void): void {
    this.at = at;
    this.#report = report;
    switch (fact.fact) {
      case 'sent':
        this.#sent(fact);
        return;
      case 'delivered':
        this.#delivered(fact);
        return;
      case 'programmed':
        this.#programmed(fact);
        return;
      case 'erased':
        this.#erased(fact.node, fact.block);
        return;
      case 'invoked':
        this.#invoked(fact);
        return;
      case 'responded':
        this.#responded(fact);
        return;
      case 'dropped':
      case 'synced':
        return;
      case 'claim':
        for (const tell of this.#listeners.claimed) tell(fact.node, fact.claim);
        return;
      case 'started': {
        const unit = this.units[fact.node];
        if (unit !== undefined) unit.lives += 1;
        break;
      }
      case 'device-lost':
        this.#forget(fact.node);
        break;
      case 'fault':
        this.#damaged(fact);
        break;
      case 'crashed':
      case 'destroyed':
      case 'faults-stopped':
        break;
    }
    for (const tell of this.#listeners.happened) tell(fact);
  }

  #sent(fact: DatagramFact): void {
    const datagram = fact.datagram as RequestDatagram | ReplyDatagram;
    const unit = this.units[fact.from];
    if (datagram.is === 'request') {
      if (datagram.caller === fact.from) this.#asked(datagram, fact.to);
      else if (unit !== undefined) {
        const call = this.#calls.find(datagram.caller, datagram.incarnation, datagram.call);
        if (call !== undefined) this.#answered(unit, call, undefined);
      }
      return;
    }
    const call = this.#calls.find(fact.to, datagram.incarnation, datagram.call);
    if (call === undefined) return;
    const reply = datagram.body as AnyReply;
    if (unit !== undefined) this.#answered(unit, call, reply);
    else if (call.kind.startsWith('layout/')) this.#voted(fact.from, call, reply);
    else this.#sequenced(fact.from, call, reply);
  }

  #sequenced(sequencer: NodeId, call: Call, reply: AnyReply): void {
    for (const tell of this.#listeners.sequenced) tell(call, reply, sequencer);
    if (reply.leased !== undefined) this.#vouched(sequencer, call, reply.leased);
    this.leases.obeys(sequencer, reply.epoch);
  }

  #vouched(holder: NodeId, call: Call, isLeased: boolean): void {
    for (const tell of this.#listeners.vouched) tell(holder, call, isLeased);
  }

  /** A layout server has replied. A layout is decided as soon as a majority has accepted it, whoever comes to know of that. */
  #voted(server: NodeId, call: Call, reply: AnyReply): void {
    for (const tell of this.#listeners.voted) tell(call, reply, server);
    if (call.kind === 'layout/lease' && reply.status === 'granted') {
      this.leases.granted(server, call.caller, call.epoch, this.at.timeMicros, reply.durationMicros ?? 0);
    } else if (call.kind === 'layout/accept' && reply.status === 'accepted') {
      if (this.leases.accepted(server, call.epoch, call.amount)) {
        for (const tell of this.#listeners.chosen) tell(call.epoch);
      }
    }
  }

  #asked(datagram: RequestDatagram, to: NodeId): void {
    const request = datagram.body as AnyRequest;
    if (request.kind === 'layout/commit' && request.layout !== undefined) this.#decided(request.layout);
    const cell = request.position === undefined ? undefined : this.cellOf(request.position);
    const call: Call = {
      kind: request.kind,
      caller: datagram.caller,
      epoch: request.slot ?? request.epoch ?? 0,
      cell,
      content: cell === undefined ? undefined : contentOf(cell, request),
      amount: request.upTo ?? request.count ?? request.rank ?? 0,
      streams: isList(request.streams) ? request.streams : undefined,
      table: isTable(request.streams) ? request.streams.last : undefined,
      route: request.route === undefined ? undefined : [to, ...request.route],
      sentStep: this.at.step,
      acknowledgedBefore: this.highestAcknowledged,
      arrived: 0,
      arrivedAgain: 0,
      arrivedStale: 0,
      arrivedDecided: 0,
      arrivedTrimmed: 0,
      arrivedBelowMark: 0,
      arrivedStep: NEVER,
      highestBefore: -1,
      markBefore: 0,
    };
    this.#calls.add(datagram.incarnation, datagram.call, call);
    for (const tell of this.#listeners.asked) tell(call);
  }

  #decided(layout: Layout): void {
    const isNew = !this.layouts.knows(layout.epoch);
    this.layouts.learn(layout);
    for (const tell of this.#listeners.decided) tell(layout, isNew);
  }

  #delivered(fact: DatagramFact): void {
    const unit = this.units[fact.to];
    if (unit === undefined) return;
    const datagram = fact.datagram as RequestDatagram;
    const call = this.#calls.find(datagram.caller, datagram.incarnation, datagram.call);
    if (call === undefined) return;
    const bit = bitOf(call, unit.id);
    const replica = call.cell?.at(unit);
    if ((call.arrived & bit) === 0) {
      call.arrived |= bit;
      call.arrivedStep = this.at.step;
      call.highestBefore = unit.highestSaid;
      call.markBefore = unit.prefixSaid;
      if (call.epoch < unit.epochSaid) call.arrivedStale |= bit;
      if (replica !== undefined) {
        if (replica.said !== undefined) call.arrivedDecided |= bit;
        if (replica.trimSaidStep !== NEVER) call.arrivedTrimmed |= bit;
        if (replica.cell.position < unit.prefixSaid) call.arrivedBelowMark |= bit;
      }
    } else call.arrivedAgain |= bit;
    if (call.kind === 'unit/prefix-trim') unit.prefixArrived = Math.max(unit.prefixArrived, call.amount);
    else if (call.kind === 'unit/trim' && replica !== undefined) replica.trimArrived = true;
    else if (call.kind === 'unit/reset') unit.resetArrived = true;
    for (const tell of this.#listeners.arrived) tell(unit, call);
  }

  /** The unit has replied, or, without a `reply`, handed the request on. */
  #answered(unit: UnitState, call: Call, reply: AnyReply | undefined): void {
    const status = reply === undefined ? 'passed' : reply.status;
    if (reply?.incarnation !== undefined && reply.incarnation > unit.incarnation) {
      // Once wiped, a unit comes back under another identity; without being asked to, it may not.
      if (unit.resetArrived) {
        this.#forget(unit.id);
        // The wipe may have been answered to nobody: then this question already reached the unit that knows nothing.
        call.arrivedDecided = call.arrivedTrimmed = call.arrivedBelowMark = 0;
      }
      unit.incarnation = reply.incarnation;
    }
    if (call.arrivedStep < unit.forgottenStep) releaseFrom(call, unit.id);
    const replica = call.cell?.at(unit);
    const said = replica === undefined ? undefined : contentSaid(replica, call, status, reply);
    const place = replica === undefined ? -1 : replica.cell.chainIn(call.epoch).indexOf(replica);
    if (this.#answer === undefined) this.#answer = { unit, call, status, reply, replica, place, said };
    const answer = this.#answer;
    answer.unit = unit;
    answer.call = call;
    answer.status = status;
    answer.reply = reply;
    answer.replica = replica;
    answer.place = place;
    answer.said = said;
    for (const tell of this.#listeners.answered) tell(answer);
    if (reply?.leased !== undefined) this.#vouched(unit.id, call, reply.leased);
    if (reply !== undefined) this.leases.obeys(unit.id, reply.epoch);
    this.#book(answer);
  }

  /** From now on the unit is bound by what it has said. */
  #book(answer: Answer): void {
    const { unit, call, status, reply, replica, said } = answer;
    const step = this.at.step;
    const done = status === 'ok' || status === 'passed';
    if (replica !== undefined) {
      if (said !== undefined && replica.said === undefined) {
        replica.said = said;
        replica.saidStep = step;
        unit.saidHighest(replica.cell.position, step);
      }
      const alone = status === 'trimmed' && reply?.upTo !== undefined && replica.cell.position >= reply.upTo;
      if (alone || (done && call.kind === 'unit/trim')) {
        if (replica.trimSaidStep === NEVER) replica.trimSaidStep = step;
        unit.saidHighest(replica.cell.position, step);
      }
    }
    const mark = Math.max(reply?.upTo ?? 0, done && call.kind === 'unit/prefix-trim' ? call.amount : 0);
    if (mark > unit.prefixSaid) {
      unit.prefixSaid = mark;
      unit.prefixSaidStep = step;
      unit.saidHighest(mark - 1, step);
    }
    if (reply === undefined || status === 'not-ready') return;
    if (done && call.kind === 'unit/seal') {
      unit.sealedEpoch = call.epoch;
      unit.sealedHwm = reply.hwm ?? -1;
      unit.sealedStep = step;
    }
    if (reply.epoch > unit.epochSaid) {
      unit.epochSaid = reply.epoch;
      unit.epochSaidLife = unit.lives;
      unit.epochSaidStep = step;
    }
  }

  #programmed(fact: ProgrammedFact): void {
    const unit = this.units[fact.node];
    if (unit === undefined) return;
    const record = decodeRecord(fact.bytes, fact.offset, fact.offset + this.#pageBytes);
    if (record === 'absent' || record === 'corrupt' || record.type === 'trim' || record.type === 'anchor') return;
    const cell = this.cellOf(record.position);
    const replica = cell.at(unit);
    if (record.type === 'lost') {
      replica.lost = true;
      return;
    }
    const content =
      record.type === 'junk'
        ? JUNK_CONTENT
        : cell.data(record.writer, record.writeNumber, record.payload, record.streams);
    (this.#pages[unit.id] as (StoredPage | undefined)[])[fact.page] = { replica, content, damaged: false };
    this.#store(replica, content, record.epoch);
  }

  #store(replica: Replica, content: Content, epoch: number): void {
    const held = replica.content;
    // What nobody was told of may be lost, and the position decided otherwise.
    const before = held !== undefined && replica.said === undefined && replica.intact === 0 ? undefined : held;
    const same = held === content;
    const copies = same ? replica.pages : 0;
    replica.pages = copies + 1;
    replica.intact = (same ? replica.intact : 0) + 1;
    replica.lost = false;
    replica.content = content;
    if (!same) {
      replica.contentStep = this.at.step;
      replica.contentEpoch = epoch;
    }
    for (const tell of this.#listeners.stored) tell(replica, content, before, copies);
  }

  #erased(node: NodeId, block: number): void {
    const pages = this.#pages[node];
    if (pages === undefined) return;
    const first = block * this.#system.flashPagesPerBlock;
    for (let page = first; page < first + this.#system.flashPagesPerBlock; page += 1) {
      const stored = pages[page];
      if (stored === undefined) continue;
      pages[page] = undefined;
      const { replica } = stored;
      if (replica.content !== stored.content) continue;
      replica.pages -= 1;
      if (!stored.damaged) replica.intact -= 1;
      if (replica.pages === 0) for (const tell of this.#listeners.vanished) tell(replica);
    }
  }

  /** Media faults name the page they hit. Bit errors are corrected and do no harm. */
  #damaged(fact: FaultFact): void {
    const pages = this.#pages[fact.node];
    if (pages === undefined || !fact.kind.startsWith('flash.') || fact.kind === 'flash.bit-errors') return;
    if (!fact.detail.startsWith('page ')) return;
    const stored = pages[Number(fact.detail.slice('page '.length))];
    if (stored === undefined || stored.damaged) return;
    stored.damaged = true;
    if (stored.replica.content === stored.content) stored.replica.intact -= 1;
  }

  #forget(node: NodeId): void {
    const unit = this.units[node];
    if (unit === undefined) return;
    unit.forget(this.at.step);
    this.#pages[node] = [];
    for (const cell of this.#cells.values()) cell.at(unit).forget();
  }

  #invoked(fact: OperationFact): void {
    const { op, pos, arg, stream, streams } = fact.detail as AnyInvocation;
    const operation: ClientOperation = {
      number: fact.operation,
      node: fact.node,
      op,
      position: pos ?? -1,
      value: arg,
      invokedStep: this.at.step,
      streams: stream === undefined ? streams : [stream],
    };
    this.#operations.set(fact.operation, operation);
    for (const tell of this.#listeners.invoked) tell(operation);
  }

  #responded(fact: OperationFact): void {
    const operation = this.#operations.get(fact.operation);
    if (operation === undefined) return;
    this.#operations.delete(fact.operation);
    const response = fact.detail as OperationResponse;
    const { out, outPos } = response;
    if (operation.op === 'append' && out === 'ok' && outPos !== undefined && operation.value !== undefined) {
      const { value, number } = operation;
      this.cellOf(outPos).acknowledged ??= { value, operation: number, step: this.at.step };
      if (outPos > this.highestAcknowledged) {
        this.highestAcknowledged = outPos;
        this.highestAcknowledgedStep = this.at.step;
      }
    }
    for (const tell of this.#listeners.responded) tell(operation, response);
    const looked = operation.op === 'read' || operation.op === 'fill';
    if (looked && (out === 'data' || out === 'junk')) {
      const { position, number } = operation;
      this.cellOf(position).returned ??= { out, value: response.outVal, operation: number, step: this.at.step };
    }
  }
}

/** The entry that a request offers. */
function contentOf(cell: LogCell, request: AnyRequest): Content | undefined {
  const { kind, writer, writeNumber, payload, streams } = request;
  if (kind === 'unit/fill') return JUNK_CONTENT;
  if (kind !== 'unit/write' && kind !== 'unit/repair') return undefined;
  if (request.entry === 'junk') return JUNK_CONTENT;
  const said = isList(streams) || isTable(streams) ? undefined : streams;
  return cell.ask(writer ?? 0, writeNumber ?? 0, payload ?? EMPTY, said);
}

function isList(streams: AnyRequest['streams']): streams is readonly number[] {
  return Array.isArray(streams);
}

function isTable(streams: AnyRequest['streams']): streams is StreamTails {
  return streams !== undefined && 'last' in streams;
}

/** The entry that a unit says it holds by answering so. */
function contentSaid(replica: Replica, call: Call, status: string, reply: AnyReply | undefined): Content | undefined {
  switch (status) {
    case 'ok':
    case 'passed': {
      // Behind the head, a request also passes a unit that has trimmed the position.
      const mayHavePassed = call.route !== undefined && replica.mayBeTrimmed && replica.content !== call.content;
      return mayHavePassed ? undefined : call.content;
    }
    case 'overwritten':
      return replica.cell.named(reply?.stored ?? 'junk', reply?.writer ?? 0, reply?.writeNumber ?? 0, replica.content);
    case 'data':
      return replica.cell.data(reply?.writer ?? 0, reply?.writeNumber ?? 0, reply?.payload ?? EMPTY, reply?.streams);
    case 'junk':
      return JUNK_CONTENT;
    default:
      return undefined;
  }
}
