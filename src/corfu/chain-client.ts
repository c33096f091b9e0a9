/**
 * One position at a time, in one layout: write, read, recover, fill, trim. This is where the one decision of the protocol is
 * taken: *the head's first entry is the position's value*. Whoever loses at the head adopts what won, be it junk or data,
 * copies it down the chain and never goes on with its own.
 *
 * Nothing here tries again. `unknown` means: this step may have had an effect, or may have one yet; the caller finds out.
 */
import { type Data, type Entry, JUNK, dataOf, sameEntry } from '../log/entry.ts';
import { type LogPosition, logPosition } from '../log/position.ts';
import type { Decided } from '../log/shared-log.ts';
import type { NodePorts } from '../ports/node-ports.ts';
import type { Micros, NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import type { ChainReplication } from './chain-replication.ts';
import type { ClientEvent } from './events.ts';
import { type Chain, chainOf, chainsBelow, isDropped, type Layout, type Segment } from './layout.ts';
import type { Overwritten, ReadReply, ReadRequest, UnitReply, UnitRequest } from './unit-messages.ts';

/** `lost`: the position belongs to another entry. `trimmed`: nobody can tell any more whether it was ours. */
export type WriteOutcome = 'won' | 'lost' | 'trimmed' | 'unknown';

/** `leased`: the unit that has nothing there holds a lease, so that no later epoch had begun. */
export type PositionState =
  | Decided
  | { readonly status: 'unwritten'; readonly leased?: boolean }
  | { readonly status: 'unknown' };

const UNKNOWN = Object.freeze({ status: 'unknown' });
const UNWRITTEN: PositionState = Object.freeze({ status: 'unwritten' });
const UNWRITTEN_BY_LEASE: PositionState = Object.freeze({ status: 'unwritten', leased: true });
const TRIMMED: Decided = Object.freeze({ status: 'trimmed' });
const JUNK_DECIDED: Decided = Object.freeze({ status: 'junk' });

export class ChainClient {
  protected readonly ports: NodePorts;
  protected readonly rpc: RpcEndpoint;
  protected readonly replication: ChainReplication;
  protected readonly timeout: Micros;
  #trimMark = logPosition(0);

  constructor(ports: NodePorts, rpc: RpcEndpoint, replication: ChainReplication, timeout: Micros) {
    this.ports = ports;
    this.rpc = rpc;
    this.replication = replication;
    this.timeout = timeout;
  }

  /** Everything below was given up. Learned from units as they are read: it may be higher by now. */
  get trimMark(): LogPosition {
    return this.#trimMark;
  }

  /** Offers `entry` for `position`: head first, then each unit after the acknowledgement of the one before. */
  async write(layout: Layout, position: LogPosition, entry: Data): Promise<WriteOutcome> {
    if (isDropped(layout, position)) return 'trimmed';
    const chain = chainOf(layout, position);
    const outcome = await this.replication.send(chain, 0, writeRequest(layout, position, entry));
    if (outcome.status === 'ok') return 'won';
    if (outcome.status === 'timeout') return 'unknown';
    if (outcome.hop > 0) return this.refusedBehindHead(position, entry, outcome.reply);
    if (outcome.reply.status === 'overwritten') return this.overwrittenAtHead(layout, position, entry, outcome.reply);
    if (outcome.reply.status !== 'trimmed') return 'unknown';
    // Not "lost", although this was our only transmission: the network may have carried it twice, and what was trimmed may
    // be the copy that arrived first. A trim that went no further than the head is completed by whoever meets it.
    await this.propagate(layout, position, TRIMMED);
    return 'trimmed';
  }

  /** The head has something. If it is ours, this was a retransmission; else complete it for its owner and go elsewhere. */
  protected async overwrittenAtHead(
    layout: Layout,
    position: LogPosition,
    entry: Data,
    _reply: Overwritten,
  ): Promise<WriteOutcome> {
    const decided = await this.recover(layout, position);
    if (decided.status === 'unknown' || decided.status === 'unwritten') return 'unknown';
    if (decided.status === 'trimmed') return 'trimmed';
    const ours =
      decided.status === 'data' && sameEntry(dataOf(decided.writeId, decided.payload, decided.streams), entry);
    this.emit(ours ? { event: 'own-write-found', position } : { event: 'write-lost', position, to: decided.status });
    return ours ? 'won' : 'lost';
  }

  /** Behind the head nobody can have decided otherwise, or C-SingleValue is broken already. */
  protected refusedBehindHead(position: LogPosition, _entry: Data, reply: UnitReply): WriteOutcome {
    if (reply.status === 'overwritten') throw new Error(`two values at position ${position} of one chain`);
    return 'unknown';
  }

  /** Asks the chain's last unit: what it has, every unit has, so it is committed and final. `lease`: whether it holds one, too. */
  async read(layout: Layout, position: LogPosition, lease?: 'lease'): Promise<PositionState> {
    if (isDropped(layout, position)) return this.#trimmedBelow((layout.segments[0] as Segment).start);
    const chain = chainOf(layout, position);
    const reply = await this.#ask(this.readFrom(chain), layout, position, lease);
    if (reply === 'timeout') return UNKNOWN;
    if (reply.status === 'corrupt') return this.recover(layout, position);
    return this.#stateOf(reply);
  }

  /** The unit that answers reads. */
  protected readFrom(chain: Chain): NodeId {
    return chain.at(-1) as NodeId;
  }

  /** Reads the head's value and copies it to every unit behind it, before anybody may see it. */
  async recover(layout: Layout, position: LogPosition): Promise<PositionState> {
    if (isDropped(layout, position)) return TRIMMED;
    const decided = await this.#valueAtHead(layout, position);
    if (decided.status === 'unknown' || decided.status === 'unwritten') return decided;
    return this.propagate(layout, position, decided);
  }

  /** Copies a decided value down the chain, behind the head. Trimmed is a value like any other. */
  protected async propagate(layout: Layout, position: LogPosition, decided: Decided): Promise<PositionState> {
    const chain = chainOf(layout, position);
    const request = copyRequest(layout, position, decided);
    let from = 1;
    for (;;) {
      const outcome = await this.replication.send(chain, from, request);
      if (outcome.status === 'ok') return decided;
      if (outcome.status === 'timeout' || outcome.reply.status !== 'corrupt') return UNKNOWN;
      if (!(await this.#repair(chain[outcome.hop] as NodeId, layout, position, decided))) return UNKNOWN;
      from = outcome.hop + 1;
    }
  }

  /**
   * Decides junk for `position`, unless its owner was faster at the head; then the owner's value is completed and returned.
   * The caller makes sure that `position` is below the tail.
   */
  async fill(layout: Layout, position: LogPosition): Promise<PositionState> {
    if (isDropped(layout, position)) return TRIMMED;
    const chain = this.fillOrder(chainOf(layout, position));
    const outcome = await this.replication.send(chain, 0, { kind: 'unit/fill', epoch: layout.epoch, position });
    if (outcome.status === 'ok') {
      this.emit({ event: 'hole-filled', position });
      return JUNK_DECIDED;
    }
    if (outcome.status === 'timeout') return UNKNOWN;
    if (outcome.hop > 0) {
      this.refusedBehindHead(position, { kind: 'data', writer: 0, writeNumber: 0, payload: EMPTY }, outcome.reply);
      return UNKNOWN;
    }
    // A head whose record is destroyed has decided too, and a unit behind it may still know what.
    if (outcome.reply.status === 'overwritten' || outcome.reply.status === 'corrupt')
      return this.adopt(layout, position);
    if (outcome.reply.status === 'trimmed') return this.propagate(layout, position, TRIMMED);
    return UNKNOWN;
  }

  /** The order in which units are filled: that of the chain, since the head must decide. */
  protected fillOrder(chain: Chain): Chain {
    return chain;
  }

  /** The owner won the head: finish what it began. */
  protected async adopt(layout: Layout, position: LogPosition): Promise<PositionState> {
    const decided = await this.recover(layout, position);
    if (decided.status === 'data') this.emit({ event: 'value-adopted', position });
    return decided;
  }

  /** Gives `position` up on the whole chain, head first. True when every unit has acknowledged. */
  async trim(layout: Layout, position: LogPosition): Promise<boolean> {
    if (isDropped(layout, position)) return true;
    const chain = chainOf(layout, position);
    const outcome = await this.replication.send(chain, 0, { kind: 'unit/trim', epoch: layout.epoch, position });
    return outcome.status === 'ok';
  }

  /** Gives up every position below `end`: each stripe on its own, each head first. */
  async prefixTrim(layout: Layout, end: LogPosition): Promise<boolean> {
    const request = { kind: 'unit/prefix-trim', epoch: layout.epoch, upTo: end } as const;
    const outcomes = await Promise.all(
      chainsBelow(layout, end).map((chain) => this.replication.send(chain, 0, request)),
    );
    return outcomes.every((outcome) => outcome.status === 'ok');
  }

  protected emit(event: ClientEvent): void {
    this.ports.trace.emit(event);
  }

  #ask(unit: NodeId, layout: Layout, position: LogPosition, lease?: 'lease'): Promise<ReadReply | 'timeout'> {
    const request: ReadRequest = { kind: 'unit/read', epoch: layout.epoch, position };
    return this.rpc.call<ReadReply>(unit, lease === undefined ? request : { ...request, leased: true }, this.timeout);
  }

  /**
   * What the head has. If its record is destroyed, the nearest unit behind it that has one has the same (C-PrefixOfChain),
   * and the head gets it back.
   */
  async #valueAtHead(layout: Layout, position: LogPosition): Promise<PositionState> {
    const chain = chainOf(layout, position);
    const atHead = await this.#ask(chain[0] as NodeId, layout, position);
    if (atHead === 'timeout') return UNKNOWN;
    if (atHead.status !== 'corrupt') return this.#stateOf(atHead);
    for (const unit of chain.slice(1)) {
      const reply = await this.#ask(unit, layout, position);
      if (reply === 'timeout') return UNKNOWN;
      const state = this.#stateOf(reply);
      if (state.status === 'unknown' || state.status === 'unwritten') continue;
      return (await this.#repair(chain[0] as NodeId, layout, position, state)) ? state : UNKNOWN;
    }
    return UNKNOWN;
  }

  #stateOf(reply: ReadReply): PositionState {
    switch (reply.status) {
      case 'data': {
        const { writer, writeNumber, payload, streams } = reply;
        const writeId = { writer, writeNumber };
        return streams === undefined
          ? { status: 'data', writeId, payload }
          : { status: 'data', writeId, payload, streams };
      }
      case 'junk':
        return JUNK_DECIDED;
      case 'trimmed':
        return this.#trimmedBelow(reply.upTo);
      case 'unwritten':
        return reply.leased === true ? UNWRITTEN_BY_LEASE : UNWRITTEN;
      default:
        return UNKNOWN;
    }
  }

  #trimmedBelow(mark: LogPosition): Decided {
    if (mark > this.#trimMark) this.#trimMark = mark;
    return TRIMMED;
  }

  /** Puts a destroyed record back from a replica. */
  async #repair(unit: NodeId, layout: Layout, position: LogPosition, decided: Decided): Promise<boolean> {
    const reply = await this.rpc.call<UnitReply>(unit, repairRequest(layout, position, decided), this.timeout);
    if (reply === 'timeout' || (reply.status !== 'ok' && reply.status !== 'overwritten')) return false;
    this.emit({ event: 'record-repaired', position, unit });
    return true;
  }
}

const EMPTY = new Uint8Array(0);

function writeRequest(layout: Layout, position: LogPosition, entry: Entry): UnitRequest {
  if (entry.kind === 'junk') return { kind: 'unit/fill', epoch: layout.epoch, position };
  const { writer, writeNumber, payload, streams } = entry;
  const request = { kind: 'unit/write', epoch: layout.epoch, position, writer, writeNumber, payload } as const;
  return streams === undefined ? request : { ...request, streams };
}

/** The request that gives a unit the decided value of a position. */
export function copyRequest(layout: Layout, position: LogPosition, decided: Decided): UnitRequest {
  if (decided.status === 'trimmed') return { kind: 'unit/trim', epoch: layout.epoch, position };
  return writeRequest(layout, position, entryOf(decided));
}

function repairRequest(layout: Layout, position: LogPosition, decided: Decided): UnitRequest {
  if (decided.status === 'trimmed') return { kind: 'unit/trim', epoch: layout.epoch, position };
  const entry = entryOf(decided);
  const { kind, writer, writeNumber, payload, streams } = entry.kind === 'data' ? entry : NOTHING;
  const about = { kind: 'unit/repair', epoch: layout.epoch, position, entry: kind } as const;
  return streams === undefined
    ? { ...about, writer, writeNumber, payload }
    : { ...about, writer, writeNumber, payload, streams };
}

const NOTHING = { kind: 'junk', writer: 0, writeNumber: 0, payload: EMPTY, streams: undefined } as const;

function entryOf(decided: Exclude<Decided, { status: 'trimmed' }>): Entry {
  return decided.status === 'junk' ? JUNK : dataOf(decided.writeId, decided.payload, decided.streams);
}
