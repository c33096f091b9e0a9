/**
 * A flash unit that keeps everything in a map: what clients are tested against. Its content outlives processes, since a test
 * keeps the object; it answers as PROTOCOL 1.1 says, and lies when a test plants a reply.
 */
import type { UnitHandler } from '../../src/corfu/unit-server.ts';
import type { UnitReply, UnitRequest } from '../../src/corfu/unit-messages.ts';
import { type Entry, JUNK, dataOf } from '../../src/log/entry.ts';
import { logPosition } from '../../src/log/position.ts';

export type Cell = Entry | { readonly kind: 'trimmed' } | { readonly kind: 'corrupt' };

/** Gives the reply instead of the unit, which then does nothing; `undefined` lets the unit do its work. */
export type Plant = (request: UnitRequest, count: number) => UnitReply['status'] | undefined;

type AddressRequest = Extract<UnitRequest, { readonly position: number }>;

export class MemoryUnit implements UnitHandler {
  readonly cells = new Map<number, Cell>();
  /** The requests carried out or refused, in order. */
  readonly requests: UnitRequest[] = [];
  epoch = 1;
  plant: Plant = () => undefined;
  #upTo = 0;

  handle(request: UnitRequest): Promise<UnitReply> {
    this.requests.push(request);
    const planted = this.plant(request, this.requests.length - 1);
    return Promise.resolve(planted === undefined ? this.#handle(request) : this.#reply(planted));
  }

  at(position: number): Cell | undefined {
    return position < this.#upTo ? { kind: 'trimmed' } : this.cells.get(position);
  }

  kinds(): string[] {
    return this.requests.map(({ kind }) => kind.slice('unit/'.length));
  }

  #handle(request: UnitRequest): UnitReply {
    if (request.kind === 'unit/seal') {
      if (request.epoch < this.epoch) return this.#reply('sealed');
      this.epoch = request.epoch;
      return this.#reply('ok');
    }
    if (request.epoch < this.epoch) return this.#reply('sealed');
    if (request.epoch > this.epoch) return this.#reply('not-ready');
    switch (request.kind) {
      case 'unit/write': {
        return this.#decide(request, dataOf(request, request.payload.slice(), request.streams));
      }
      case 'unit/fill':
        return this.#decide(request, JUNK);
      case 'unit/read':
        return this.#read(request.position);
      case 'unit/trim':
        this.cells.set(request.position, { kind: 'trimmed' });
        return this.#reply('ok');
      case 'unit/prefix-trim':
        this.#upTo = Math.max(this.#upTo, request.upTo);
        return this.#reply('ok');
      case 'unit/repair':
        return this.#repair(request);
      default:
        return this.#reply('not-ready');
    }
  }

  #decide(request: AddressRequest, entry: Entry): UnitReply {
    const cell = this.at(request.position);
    if (cell !== undefined) return this.#decided(cell);
    this.cells.set(request.position, entry);
    return this.#reply('ok');
  }

  #decided(cell: Cell): UnitReply {
    if (cell.kind === 'trimmed' || cell.kind === 'corrupt') return this.#reply(cell.kind);
    const { writer, writeNumber } = cell.kind === 'data' ? cell : { writer: 0, writeNumber: 0 };
    return { ...this.#reply('overwritten'), stored: cell.kind, writer, writeNumber } as UnitReply;
  }

  #read(position: number): UnitReply {
    const cell = this.at(position);
    if (cell === undefined) return this.#reply('unwritten');
    if (cell.kind !== 'data') return this.#reply(cell.kind);
    const { kind: _kind, ...content } = cell;
    return { ...this.#reply('data'), ...content };
  }

  #repair(request: Extract<UnitRequest, { readonly kind: 'unit/repair' }>): UnitReply {
    const cell = this.at(request.position);
    if (cell === undefined) return this.#reply('unwritten');
    if (cell.kind !== 'corrupt') return this.#decided(cell);
    const { entry, payload, streams } = request;
    this.cells.set(request.position, entry === 'junk' ? JUNK : dataOf(request, payload, streams));
    return this.#reply('ok');
  }

  #reply(status: UnitReply['status']): UnitReply {
    const { epoch } = this;
    return { status, epoch, incarnation: 1, minEpoch: epoch, upTo: logPosition(this.#upTo) } as UnitReply;
  }
}
