/**
 * A client of the workload: goes through its planned operations one by one, thinks, calls, records. After a crash the next
 * incarnation goes on behind the operation that was cut off.
 */
import type { LogPosition } from '../../src/log/position.ts';
import type { ReadOutcome, SharedLog, TrimOutcome } from '../../src/log/shared-log.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { micros } from '../../src/ports/units.ts';
import type { PlannedOperation } from '../model/plan.ts';
import type { Knowledge } from './knowledge.ts';
import { decodePayload, encodePayload, valueOf } from './payload.ts';
import type { HistoryRecorder, Response } from './recorder.ts';

/** The longest range of one call. */
const RANGE_MAX = 16;

export class ClientDriver {
  readonly #client: number;
  readonly #operations: readonly PlannedOperation[];
  readonly #knowledge: Knowledge;
  readonly #recorder: HistoryRecorder;
  #next = 0;
  #calling = false;

  constructor(
    client: number,
    operations: readonly PlannedOperation[],
    knowledge: Knowledge,
    recorder: HistoryRecorder,
  ) {
    this.#client = client;
    this.#operations = operations;
    this.#knowledge = knowledge;
    this.#recorder = recorder;
  }

  get finished(): boolean {
    return this.#next >= this.#operations.length && !this.#calling;
  }

  /** What the client is at, for the report of who waits for what. */
  get waitingFor(): string {
    const done = Math.max(0, this.#next - 1);
    return `client ${this.#client}: ${this.#operations[done]?.op ?? 'start'}, operation ${done}`;
  }

  /** Runs the operations that are left; resolves when there is none. */
  async run(ports: NodePorts, log: SharedLog): Promise<void> {
    // What a former incarnation was at is over.
    this.#calling = false;
    while (!this.finished) {
      const number = this.#next;
      const operation = this.#operations[number] as PlannedOperation;
      // The pause is an event of its own even when it is 0, so that no two operations of a client touch in time.
      await ports.clock.sleep(micros(operation.thinkMicros));
      this.#next = number + 1;
      this.#recorder.began(this.#client);
      this.#calling = true;
      await this.#perform(ports, log, operation, number);
      this.#calling = false;
    }
  }

  #perform(ports: NodePorts, log: SharedLog, operation: PlannedOperation, number: number): Promise<void> {
    switch (operation.op) {
      case 'append':
        return this.#append(ports, log, operation.size, number);
      case 'checkTail':
        return this.#checkTail(ports, log);
      case 'read':
        return this.#read(ports, log, this.#knowledge.resolve(operation));
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

  async #append(ports: NodePorts, log: SharedLog, size: number, number: number): Promise<void> {
    const arg = valueOf(this.#client, number);
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'append', arg });
    const outcome = await log.append(encodePayload(this.#client, number, size));
    if (outcome.status === 'failed') this.#recorder.responded(ports.self, index, { out: 'failed' });
    else {
      const { status, position } = outcome;
      if (status === 'ok') this.#knowledge.sawAcknowledged(position);
      this.#recorder.responded(ports.self, index, { out: status, outPos: position });
    }
  }

  async #checkTail(ports: NodePorts, log: SharedLog): Promise<void> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'tail' });
    const outcome = await log.checkTail();
    if (outcome.status === 'failed') {
      this.#recorder.responded(ports.self, index, { out: 'failed' });
      return;
    }
    this.#knowledge.sawTail(outcome.tail);
    this.#recorder.responded(ports.self, index, { out: 'open', outPos: outcome.tail, epoch: outcome.epoch });
  }

  async #read(ports: NodePorts, log: SharedLog, pos: number): Promise<void> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'read', pos });
    const outcome = await log.read(pos as LogPosition);
    this.#recorder.responded(ports.self, index, this.#learn(pos, outcome));
  }

  /** A range is one read a position, all of them open from the call to the last answer. */
  async #readRange(ports: NodePorts, log: SharedLog, from: number, size: number): Promise<void> {
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

  async #fill(ports: NodePorts, log: SharedLog, pos: number): Promise<void> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'fill', pos });
    const outcome = await log.fill(pos as LogPosition);
    this.#recorder.responded(ports.self, index, this.#learn(pos, outcome));
  }

  async #trim(ports: NodePorts, log: SharedLog, pos: number): Promise<void> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'trimCell', pos });
    const outcome = await log.trim(pos as LogPosition);
    this.#knowledge.sawTrimmed(pos);
    this.#recorder.responded(ports.self, index, trimResponse(outcome));
  }

  async #prefixTrim(ports: NodePorts, log: SharedLog, pos: number): Promise<void> {
    const index = this.#recorder.invoked(ports.self, this.#client, { op: 'trim', pos });
    const outcome = await log.prefixTrim(pos as LogPosition);
    if (pos > 0) this.#knowledge.sawTrimmed(pos - 1);
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

function trimResponse(outcome: TrimOutcome): Response {
  return { out: outcome.status };
}
