/**
 * A client of the workload: goes through its planned operations one by one, thinks, calls, records. After a crash the next
 * incarnation goes on behind the operation that was cut off.
 *
 * When faults have stopped it leaves out what it has not begun, and goes on with its duties: it tries each in turn, and those that
 * failed again, until none is left.
 */
import type { LogPosition } from '../../src/log/position.ts';
import type { ReadOutcome, StreamLog, TrimOutcome } from '../../src/log/shared-log.ts';
import { streamId, type StreamId } from '../../src/log/stream.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { micros } from '../../src/ports/units.ts';
import { StreamView } from '../../src/stream/stream-view.ts';
import type { PlannedOperation } from '../model/plan.ts';
import type { Duty } from './duties.ts';
import type { Knowledge } from './knowledge.ts';
import { decodePayload, encodePayload, valueOf } from './payload.ts';
import type { HistoryRecorder, Response } from './recorder.ts';

/** The longest range of one call. */
const RANGE_MAX = 16;

/** How a client goes about its duties. */
export interface Closing {
  /** Between two rounds of those that are left. */
  readonly pauseMicros: number;
  /** `hopeless`: what the layout needs to settle is lost, or it has taken too long. */
  layout(): 'settled' | 'changing' | 'hopeless';
  /** Whether a unit has no room: then the log is trimmed, as whoever uses one must. */
  isFull(): boolean;
  /** Called after each round. */
  onRound(): void;
}

export class ClientDriver {
  readonly #client: number;
  readonly #operations: readonly PlannedOperation[];
  readonly #knowledge: Knowledge;
  readonly #recorder: HistoryRecorder;
  /** Streams that there are; 0 in a log without. */
  readonly #streamCount: number;
  #next = 0;
  #calling = false;
  #running = false;
  #closing: Closing | null = null;
  /** Duties that are left. */
  #duties: Duty[] = [];
  #rounds = 0;
  #finalAppends = 0;
  /** By stream, what is played of it, */
  #views = new Map<StreamId, StreamView>();
  /** and on which log: each process has its own. */
  #playsOn: StreamLog | undefined;

  constructor(
    client: number,
    operations: readonly PlannedOperation[],
    knowledge: Knowledge,
    recorder: HistoryRecorder,
    streamCount = 0,
  ) {
    this.#client = client;
    this.#operations = operations;
    this.#knowledge = knowledge;
    this.#recorder = recorder;
    this.#streamCount = streamCount;
  }

  /** Whether the workload is done. */
  get finished(): boolean {
    return this.#next >= this.#operations.length && !this.#calling;
  }

  /** An operation of the workload is under way. */
  get calling(): boolean {
    return this.#calling;
  }

  /** Whether some incarnation of the client is at work; a dead one that was counts until the next starts. */
  get running(): boolean {
    return this.#running;
  }

  /** Whether it leaves out what it has not begun, and goes on with its duties. */
  get closed(): boolean {
    return this.#closing !== null;
  }

  /** What is left to do since faults have stopped. */
  get duties(): readonly Duty[] {
    return this.#duties;
  }

  /** How often it has tried all that was left to do. */
  get rounds(): number {
    return this.#rounds;
  }

  /** From now on only what is under way and the duties matter; `run` must be called again if the client is not at work. */
  close(duties: readonly Duty[], closing: Closing): void {
    this.#duties = [...duties];
    this.#closing = closing;
  }

  /** The operation of the workload that was begun last, for the report of who waits for what. */
  get openOperation(): string {
    const begun = Math.max(0, this.#next - 1);
    return `its ${this.#operations[begun]?.op ?? 'start'}, operation ${begun}`;
  }

  /** Runs the operations or duties that are left; resolves when there is none. */
  async run(ports: NodePorts, log: StreamLog): Promise<void> {
    // What a former incarnation was at is over.
    this.#calling = false;
    this.#running = true;
    await this.#work(ports, log);
    if (this.#closing !== null) await this.#fulfil(ports, log, this.#closing);
    this.#running = false;
  }

  async #work(ports: NodePorts, log: StreamLog): Promise<void> {
    while (!this.finished && this.#closing === null) {
      const number = this.#next;
      const operation = this.#operations[number] as PlannedOperation;
      // The pause is an event of its own even when it is 0, so that no two operations of a client touch in time.
      await ports.clock.sleep(micros(operation.thinkMicros));
      if (this.#closing !== null) return;
      this.#next = number + 1;
      this.#recorder.began(this.#client);
      this.#calling = true;
      await this.#perform(ports, log, operation, number);
      this.#calling = false;
    }
  }

  #perform(ports: NodePorts, log: StreamLog, operation: PlannedOperation, number: number): Promise<unknown> {
    switch (operation.op) {
      case 'append':
        return this.#append(ports, log, operation.size, number, this.#streamsOf(operation));
      case 'checkTail':
        return this.#checkTail(ports, log);
      case 'read':
        return this.#read(ports, log, this.#knowledge.resolve(operation));
      case 'readStream':
        return this.#readStream(ports, log, this.#streamsOf(operation)[0] ?? streamId(0));
      case 'readRange':
        return this.#readRange(ports, log, this.#knowledge.resolve(operation), operation.size);
      case 'fill':
        return this.#fill(ports, log, this.#knowledge.resolve(operation));
      case 'trim':
        return this.#trim(ports, log, this.#knowledge.resolve(operation));
      case 'prefixTrim':
        return this.#prefixTrim(ports, log, this.#knowledge.resolve(operation));
    }
  }

  /** Tries the duties that are left, again and again. What comes after the layout has settled is not tried while it may yet. */
  async #fulfil(ports: NodePorts, log: StreamLog, closing: Closing): Promise<void> {
    while (this.#duties.length > 0) {
      if (closing.isFull()) {
        await ports.clock.sleep(micros(0));
        await this.#prefixTrim(ports, log, this.#knowledge.middle);
      }
      let next = 0;
      while (next < this.#duties.length) {
        const duty = this.#duties[next] as Duty;
        if (duty.duty === 'await-layout' && closing.layout() === 'changing') break;
        await ports.clock.sleep(micros(0));
        if (await this.#isDone(ports, log, duty, closing)) this.#duties.splice(next, 1);
        else next += 1;
      }
      if (next === this.#duties.length) this.#rounds += 1;
      closing.onRound();
      if (this.#duties.length > 0) await ports.clock.sleep(micros(closing.pauseMicros));
    }
  }

  async #isDone(ports: NodePorts, log: StreamLog, duty: Duty, closing: Closing): Promise<boolean> {
    switch (duty.duty) {
      case 'append':
        this.#finalAppends += 1;
        return this.#append(ports, log, 0, this.#operations.length + this.#finalAppends);
      case 'checkTail':
        return this.#checkTail(ports, log);
      case 'await-layout':
        return closing.layout() === 'settled';
      case 'read':
        return this.#read(ports, log, duty.position);
      case 'fill':
        return this.#fill(ports, log, duty.position);
      case 'readStream':
        return this.#readStream(ports, log, streamId(duty.stream));
    }
  }

  /** The streams that there are in place of those that the plan names; each once. */
  #streamsOf({ streams = [] }: PlannedOperation): readonly StreamId[] {
    if (this.#streamCount === 0) return [];
    return [...new Set(streams.map((stream) => streamId(stream % this.#streamCount)))];
  }

  async #append(
    ports: NodePorts,
    log: StreamLog,
    size: number,
    number: number,
    streams: readonly StreamId[] = [],
  ): Promise<boolean> {
    const arg = valueOf(this.#client, number);
    const about = streams.length === 0 ? ({ op: 'append', arg } as const) : ({ op: 'append', arg, streams } as const);
    const index = this.#recorder.invoked(ports.self, this.#client, about);
    const outcome = await log.append(encodePayload(this.#client, number, size), streams);
    if (outcome.status === 'failed') this.#recorder.responded(ports.self, index, { out: 'failed' });
    else {
      const { status, position } = outcome;
      if (status === 'ok') this.#knowledge.sawAcknowledged(position);
      this.#recorder.responded(ports.self, index, { out: status, outPos: position });
    }
    return outcome.status === 'ok';
  }

  async #checkTail(ports: NodePorts, log: StreamLog): Promise<boolean> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'tail' });
    const outcome = await log.checkTail();
    if (outcome.status === 'failed') {
      this.#recorder.responded(ports.self, index, { out: 'failed' });
      return false;
    }
    this.#knowledge.sawTail(outcome.tail);
    this.#recorder.responded(ports.self, index, { out: 'open', outPos: outcome.tail, epoch: outcome.epoch });
    return true;
  }

  async #read(ports: NodePorts, log: StreamLog, pos: number): Promise<boolean> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'read', pos });
    const outcome = await log.read(pos as LogPosition);
    this.#recorder.responded(ports.self, index, this.#learn(pos, outcome));
    return outcome.status === 'data' || outcome.status === 'trimmed';
  }

  /** A range is one read a position, all of them open from the call to the last answer. */
  async #readRange(ports: NodePorts, log: StreamLog, from: number, size: number): Promise<void> {
    const length = Math.min(Math.max(size, 1), RANGE_MAX);
    const indices: number[] = [];
    for (let pos = from; pos < from + length; pos += 1) {
      indices.push(this.#recorder.invoked(ports.self, this.#client, { op: 'read', pos }));
    }
    const outcomes = await log.readRange(from as LogPosition, (from + length) as LogPosition);
    for (const [offset, outcome] of outcomes.entries()) {
      this.#recorder.responded(ports.self, indices[offset] as number, this.#learn(from + offset, outcome));
    }
  }

  async #readStream(ports: NodePorts, log: StreamLog, stream: StreamId): Promise<boolean> {
    const number = this.#recorder.streamInvoked(ports.self, { op: 'readStream', stream });
    // What a former incarnation had played is forgotten with it.
    if (this.#playsOn !== log) this.#views = new Map();
    this.#playsOn = log;
    const view = this.#views.get(stream) ?? new StreamView(log, stream);
    this.#views.set(stream, view);
    const synced = await view.sync();
    const { status, entries, trimmedBelow } = synced.status === 'ok' ? synced : NOTHING_PLAYED;
    this.#recorder.streamResponded(ports.self, number, {
      out: status,
      positions: entries.map(({ position }) => position),
      values: entries.map(({ payload }) => decodePayload(payload)),
      trimmedBelow,
    });
    return status === 'ok';
  }

  async #fill(ports: NodePorts, log: StreamLog, pos: number): Promise<boolean> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'fill', pos });
    const outcome = await log.fill(pos as LogPosition);
    this.#recorder.responded(ports.self, index, this.#learn(pos, outcome));
    return outcome.status !== 'failed';
  }

  async #trim(ports: NodePorts, log: StreamLog, pos: number): Promise<void> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'trimCell', pos });
    const outcome = await log.trim(pos as LogPosition);
    this.#knowledge.sawTrimmed(pos);
    this.#recorder.responded(ports.self, index, trimResponse(outcome));
  }

  async #prefixTrim(ports: NodePorts, log: StreamLog, pos: number): Promise<void> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'trim', pos });
    const outcome = await log.prefixTrim(pos as LogPosition);
    this.#knowledge.sawPrefixTrimmed(pos);
    this.#recorder.responded(ports.self, index, trimResponse(outcome));
  }

  #learn(pos: number, outcome: ReadOutcome): Response {
    switch (outcome.status) {
      case 'data':
        this.#knowledge.sawDecided(pos);
        return { out: 'data', outVal: decodePayload(outcome.payload) };
      case 'unwritten':
        this.#knowledge.sawUnwritten(pos);
        return { out: 'unwritten' };
      case 'junk':
      case 'trimmed':
        this.#knowledge.sawDecided(pos);
        return { out: outcome.status };
      case 'failed':
        return { out: 'failed' };
    }
  }
}

const NOTHING_PLAYED = { status: 'failed', entries: [], trimmedBelow: 0 } as const;

function trimResponse(outcome: TrimOutcome): Response {
  return { out: outcome.status };
}
