/**
 * Tells the facts of a CORFU run by hand, a line an event: two stripes of two units (positions go to unit-0 -> unit-1 and
 * unit-2 -> unit-3 in turn), a sequencer and three clients. Blocks have four pages, and each unit fills them in order.
 */
import type { UnitReply, UnitRequest } from '../../src/corfu/unit-messages.ts';
import type { AcceptRequest, CommitRequest, LayoutReply, LeaseRequest } from '../../src/corfu/layout-messages.ts';
import type { Layout } from '../../src/corfu/layout.ts';
import type { SequencerReply, SequencerRequest } from '../../src/corfu/sequencer-messages.ts';
import { encodeEntry, encodeMark } from '../../src/log/record.ts';
import type { Data } from '../../src/log/entry.ts';
import { type EntryStreams, streamId } from '../../src/log/stream.ts';
import { epoch as epochOf, logPosition } from '../../src/log/position.ts';
import type { Rank } from '../../src/paxos/rank.ts';
import { type NodeId, nodeId } from '../../src/ports/units.ts';
import type { Fact } from '../../sim/model/fact.ts';
import type { Observer } from '../../sim/model/observer.ts';
import type { Plan } from '../../sim/model/plan.ts';
import type { Violation } from '../../sim/model/verdict.ts';
import { flashGeometryOf } from '../../sim/systems/corfu.ts';
import { encodePayload, valueOf } from '../../sim/workload/payload.ts';

export const factsPlan: Plan = {
  format: 1,
  scenario: 'facts',
  seed: 1,
  system: {
    stripes: 2,
    chainLength: 2,
    replication: 'client-driven',
    layoutServers: 0,
    spareLayoutServers: 0,
    sequencers: 1,
    spares: 0,
    managers: 0,
    delayMicros: 10,
    jitterMicros: 0,
    timeoutMicros: 1000,
    fillDelayMicros: 0,
    flashBlocks: 8,
    flashPagesPerBlock: 4,
    strength: 'confirmed',
    leaseMicros: 20_000,
    driftPpm: 50_000,
    streams: 3,
    backpointers: 2,
  },
  clients: [[], [], []],
  faults: [],
};

export const SEQUENCER = 4 as NodeId;
/** Node ids of the three clients. */
export const [ANN, BOB, CAT] = [nodeId(5), nodeId(6), nodeId(7)];
export const UNITS = [0, 1, 2, 3] as const;
const FIRST_CLIENT = 5;

type Distribute<T> = T extends unknown ? Omit<T, 'epoch' | 'incarnation'> & { epoch?: number } : never;
export type Asked = Distribute<UnitRequest | SequencerRequest | CommitRequest | LeaseRequest | AcceptRequest> & {
  route?: number[];
  hop?: number;
  incarnation?: number;
};
export type Answered = Distribute<UnitReply | SequencerReply | LayoutReply> & { hop?: number; incarnation?: number };

/** A request under way. */
export interface Sent {
  readonly call: number;
  readonly caller: number;
  readonly to: number;
  readonly body: object;
}

interface InvocationDetail {
  op: string;
  pos?: number;
  arg?: number;
  streams?: number[];
  stream?: number;
}

interface ResponseDetail {
  out: string;
  outPos?: number;
  outVal?: number | string;
  positions?: number[];
  values?: (number | string)[];
}

/** The last positions of each stream, as a sequencer would say it. */
export type StreamsSaid = Readonly<Record<number, readonly number[]>>;

export function streamsSaid(said: StreamsSaid): EntryStreams {
  const headers = Object.entries(said).map(([stream, positions]) => ({
    stream: streamId(Number(stream)),
    backpointers: positions.map(logPosition),
  }));
  return { known: headers.length, headers };
}

/** The `n`-th write of a client. */
export function entry(client: number, n: number): Data {
  return { kind: 'data', writer: client, writeNumber: n, payload: encodePayload(client - FIRST_CLIENT, n, 8) };
}

/** What histories call it. */
export function valueIn(client: number, n: number): number {
  return valueOf(client - FIRST_CLIENT, n);
}

export class CorfuFacts {
  readonly violations: Violation[] = [];
  /** When each violation was found. */
  readonly violationSteps: number[] = [];
  readonly #observer: Observer;
  readonly #pages = new Map<number, number>();
  readonly #chainLength = factsPlan.system.chainLength;
  #step = 0;
  #passedMicros = 0;
  #calls = 0;
  #operations = 0;

  constructor(observer: Observer) {
    this.#observer = observer;
  }

  /** The names of what was broken, each once, in order. */
  get broken(): string[] {
    return [...new Set(this.violations.map(({ property }) => property))];
  }

  tell(fact: Fact): void {
    this.#step += 1;
    const at = { step: this.#step, timeMicros: this.#step + this.#passedMicros };
    this.#observer.observe(fact, at, (violation) => {
      this.violations.push(violation);
      this.violationSteps.push(this.#step);
    });
  }

  /** A client sends a request; nothing has arrived yet. */
  ask(caller: number, to: number, request: Asked): Sent {
    const call = this.#calls;
    this.#calls += 1;
    const body = { epoch: 1, ...request };
    this.#tellDatagram('sent', caller, to, { is: 'request', call, incarnation: 1, caller, body });
    return { call, caller, to, body };
  }

  /** A copy of the request arrives, at the unit it was sent to or at one that it was handed on to. */
  arrive({ call, caller, to, body }: Sent, at = to): void {
    this.#tellDatagram('delivered', caller, at, { is: 'request', call, incarnation: 1, caller, body });
  }

  /** The unit hands the request on. */
  handOn({ call, caller, body }: Sent, from: number, to: number): void {
    this.#tellDatagram('sent', from, to, { is: 'request', call, incarnation: 1, caller, body });
  }

  reply({ call, caller, to }: Sent, reply: Answered, from = to): void {
    this.#tellDatagram('sent', from, caller, {
      is: 'reply',
      call,
      incarnation: 1,
      body: { epoch: 1, incarnation: 1, ...reply },
    });
  }

  /** Sends a request that arrives and is answered at once. */
  exchange(caller: number, to: number, request: Asked, reply: Answered): void {
    const sent = this.ask(caller, to, request);
    this.arrive(sent);
    this.reply(sent, reply);
  }

  /** Somebody tells a layout server that `layout` is decided. */
  decide(layout: Layout): void {
    this.ask(BOB, SEQUENCER, { kind: 'layout/commit', layout });
  }

  /** Nothing happens for a while; a fact takes a microsecond by itself. */
  pass(micros: number): void {
    this.#passedMicros += micros;
  }

  /** `grantors` give `holder` a lease on `epoch`. */
  lease(holder: number, epoch: number, grantors: readonly number[], durationMicros: number): void {
    const request = { kind: 'layout/lease', epoch, holder: nodeId(holder) } as const;
    const terms = { durationMicros, driftPpm: factsPlan.system.driftPpm };
    for (const grantor of grantors) this.exchange(holder, grantor, request, { status: 'granted', ...terms });
  }

  /** `holder` tells whether it has a lease on `epoch`, with a tail or a position that is unwritten. */
  vouch(holder: number, epoch: number, leased = true): void {
    if (holder === SEQUENCER) {
      const told = { status: 'ok', epoch, position: 0, leased } as const;
      this.exchange(ANN, holder, { kind: 'sequencer/query', epoch, leased: true }, told);
    } else {
      const request = { kind: 'unit/read', epoch, position: logPosition(0), leased: true } as const;
      this.exchange(ANN, holder, request, { status: 'unwritten', epoch, leased });
    }
  }

  /** Each of `servers` accepts `layout` in a ballot. */
  accept(servers: readonly number[], layout: Layout, rank = 1): void {
    const request = { kind: 'layout/accept', slot: layout.epoch, rank: rank as Rank, layout } as const;
    for (const server of servers) this.exchange(BOB, server, request, { status: 'accepted' });
  }

  /** A unit says that it obeys `epoch` from now on. */
  seal(unit: number, epoch: number, hwm = -1): void {
    const report = { status: 'ok', epoch, hwm, upTo: logPosition(0) } as const;
    this.exchange(CAT, unit, { kind: 'unit/seal', epoch }, report);
  }

  /** A unit has programmed the next page; returns its number. */
  store(unit: number, position: number, what: Data | 'junk', epoch = 1): number {
    return this.#program(unit, (bytes) => {
      const entryToStore = what === 'junk' ? ({ kind: 'junk' } as const) : what;
      encodeEntry(bytes, 0, logPosition(position), epochOf(epoch), entryToStore);
    });
  }

  mark(unit: number, position: number, type: 'trim' | 'lost'): number {
    return this.#program(unit, (bytes) => encodeMark(bytes, 0, type, logPosition(position), epochOf(1)));
  }

  #program(unit: number, fill: (bytes: Uint8Array) => void): number {
    const { pageBytes, spareBytes } = flashGeometryOf(factsPlan.system);
    const bytes = new Uint8Array(pageBytes + spareBytes).fill(0xff);
    fill(bytes);
    const page = this.#pages.get(unit) ?? 0;
    this.#pages.set(unit, page + 1);
    this.tell({ fact: 'programmed', node: unit as NodeId, page, bytes, offset: 0 });
    return page;
  }

  /** The next page that `unit` programs is the first of `block`. */
  turnTo(unit: number, block: number): void {
    this.#pages.set(unit, block * factsPlan.system.flashPagesPerBlock);
  }

  erase(unit: number, block: number): void {
    this.tell({ fact: 'erased', node: unit as NodeId, block });
  }

  fault(node: number, kind: string, detail: string): void {
    this.tell({ fact: 'fault', node: node as NodeId, kind, detail });
  }

  claim(node: number, claim: { readonly event: string }): void {
    this.tell({ fact: 'claim', node: nodeId(node), claim });
  }

  start(node: number): void {
    this.tell({ fact: 'started', node: node as NodeId, incarnation: 1 });
  }

  restart(node: number): void {
    this.tell({ fact: 'crashed', node: node as NodeId, incarnation: 1 });
    this.tell({ fact: 'started', node: node as NodeId, incarnation: 2 });
  }

  crash(node: number): void {
    this.tell({ fact: 'crashed', node: node as NodeId, incarnation: 1 });
  }

  loseDevice(node: number): void {
    this.tell({ fact: 'device-lost', node: node as NodeId });
  }

  invoke(client: number, detail: InvocationDetail): number {
    const operation = this.#operations;
    this.#operations += 1;
    this.tell({ fact: 'invoked', node: client as NodeId, operation, detail });
    return operation;
  }

  respond(client: number, operation: number, detail: ResponseDetail): void {
    this.tell({ fact: 'responded', node: client as NodeId, operation, detail });
  }

  /** An operation that returns at once. */
  perform(client: number, detail: InvocationDetail, response: ResponseDetail): void {
    this.respond(client, this.invoke(client, detail), response);
  }

  chainOf(position: number): number[] {
    const head = (position % factsPlan.system.stripes) * this.#chainLength;
    return Array.from({ length: this.#chainLength }, (_unused, hop) => head + hop);
  }

  /** A unit is asked to write, stores, and says so. */
  write(client: number, unit: number, position: number, what: Data): void {
    const sent = this.askWrite(client, unit, position, what);
    this.arrive(sent);
    this.store(unit, position, what);
    this.reply(sent, { status: 'ok' });
  }

  askWrite(client: number, unit: number, position: number, what: Data, epoch = 1): Sent {
    const { kind: _kind, ...data } = what;
    return this.ask(client, unit, { kind: 'unit/write', epoch, position: logPosition(position), ...data });
  }

  fill(client: number, unit: number, position: number): void {
    const sent = this.ask(client, unit, { kind: 'unit/fill', position: logPosition(position) });
    this.arrive(sent);
    this.store(unit, position, 'junk');
    this.reply(sent, { status: 'ok' });
  }

  /** A whole append of the client's `n`-th entry, from the invocation to the acknowledgement. */
  append(client: number, n: number, position: number): void {
    const operation = this.invoke(client, { op: 'append', arg: valueIn(client, n) });
    this.grant(client, position);
    for (const unit of this.chainOf(position)) this.write(client, unit, position, entry(client, n));
    this.respond(client, operation, { out: 'ok', outPos: position });
  }

  grant(client: number, position: number, count = 1): void {
    this.exchange(client, SEQUENCER, { kind: 'sequencer/next', count }, { status: 'ok', position });
  }

  /** A token for an entry of streams, with what came before in each. */
  grantTo(client: number, position: number, said: StreamsSaid, epoch = 1): void {
    const streams = streamsSaid(said);
    const request = {
      kind: 'sequencer/next',
      count: 1,
      epoch,
      streams: streams.headers.map(({ stream }) => stream),
    } as const;
    this.exchange(client, SEQUENCER, request, { status: 'ok', position, epoch, streams });
  }

  /** A whole append to streams. */
  appendTo(client: number, n: number, position: number, said: StreamsSaid): void {
    const streams = Object.keys(said).map(Number);
    const operation = this.invoke(client, { op: 'append', arg: valueIn(client, n), streams });
    this.grantTo(client, position, said);
    const data = { ...entry(client, n), streams: streamsSaid(said) };
    for (const unit of this.chainOf(position)) this.write(client, unit, position, data);
    this.respond(client, operation, { out: 'ok', outPos: position });
  }

  /** A single trim that the unit acknowledges. */
  trim(client: number, unit: number, position: number): void {
    this.exchange(client, unit, { kind: 'unit/trim', position: logPosition(position) }, { status: 'ok' });
  }

  prefixTrim(client: number, unit: number, upTo: number): void {
    const mark = logPosition(upTo);
    this.exchange(client, unit, { kind: 'unit/prefix-trim', upTo: mark }, { status: 'ok', upTo: mark });
  }

  #tellDatagram(fact: 'sent' | 'delivered', from: number, to: number, datagram: object): void {
    const node = (fact === 'sent' ? from : to) as NodeId;
    this.tell({ fact, node, from: from as NodeId, to: to as NodeId, number: 0, datagram });
  }
}
