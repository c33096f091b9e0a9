/**
 * The CORFU client: a shared log made of a sequencer that hands out positions and chains that decide them. Read it beside
 * section 3 of "CORFU: A Shared Log Design for Flash Clusters" (NSDI 2012).
 *
 * The one thing easily got wrong is an append whose outcome is in doubt. A timeout says nothing, so before the entry may be
 * offered at another position, the old one is resolved: read, or filled with junk if still empty. Only when it certainly
 * holds something else does the append go on; otherwise one entry could end at two positions (C-AtMostOnce).
 *
 * What says that something is *not* there, a tail or an empty position, can be out of date: a sequencer or a unit that a
 * reconfiguration left behind may not know it, and answer whoever does not know it either. What is there stays. So a tail, and a
 * position found unwritten, are as good as the strength that the client asks for. Entries come without a confirmation, whatever the
 * strength; all that this costs is that a unit left behind goes on showing what the others have trimmed.
 */
import { type Data, type WriteId, dataOf } from '../log/entry.ts';
import { type LogPosition, logPosition } from '../log/position.ts';
import type {
  AppendOutcome,
  Failed,
  FillOutcome,
  ReadOutcome,
  StreamLog,
  StreamsOutcome,
  TailOutcome,
  TrimOutcome,
} from '../log/shared-log.ts';
import { type EntryStreams, STREAMS_MAX, type StreamId } from '../log/stream.ts';
import type { NodePorts } from '../ports/node-ports.ts';
import { micros } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import type { ChainClient, PositionState, WriteOutcome } from './chain-client.ts';
import type { ClientEvent } from './events.ts';
import type { Layout } from './layout.ts';
import type { LayoutSource } from './layout-source.ts';
import type { Patience } from './patience.ts';
import type { SequencerReply, SequencerRequest } from './sequencer-messages.ts';
import type { Strength } from './strength.ts';

/** A position, granted as a token or told as the tail, in the epoch of `layout`. */
interface SequencerAnswer {
  readonly layout: Layout;
  readonly position: LogPosition;
  /** Absent where none was asked about. */
  readonly streams?: EntryStreams;
  readonly leased: boolean;
}

/** The new epoch began below this position, so it was never written and will be handed out again. */
const NOT_WRITTEN = Object.freeze({ status: 'not-written' });

const UNWRITTEN = Object.freeze({ status: 'unwritten' });
const FAILED: Failed = Object.freeze({ status: 'failed' });
const UNKNOWN = Object.freeze({ status: 'unknown' });
const NO_STREAMS: readonly StreamId[] = [];
/** Writes of one incarnation; the incarnation's number is the upper part of a write number. */
const WRITES_MAX = 1 << 20;
/** Back-off doubles up to this many times. */
const DOUBLINGS_MAX = 4;

export class CorfuClient implements StreamLog {
  protected readonly ports: NodePorts;
  protected readonly rpc: RpcEndpoint;
  protected readonly chains: ChainClient;
  protected readonly layouts: LayoutSource;
  protected readonly patience: Patience;
  readonly #strength: Strength;
  #writes = 0;
  /** The highest tail seen in the newest epoch: positions at or above it may not be filled or trimmed. */
  #tailSeen = 0;
  #tailEpoch = 0;

  constructor(
    ports: NodePorts,
    rpc: RpcEndpoint,
    chains: ChainClient,
    layouts: LayoutSource,
    patience: Patience,
    strength: Strength = 'confirmed',
  ) {
    this.#strength = strength;
    this.ports = ports;
    this.rpc = rpc;
    this.chains = chains;
    this.layouts = layouts;
    this.patience = patience;
  }

  async append(payload: Uint8Array, streams: readonly StreamId[] = NO_STREAMS): Promise<AppendOutcome> {
    this.#demandStreams(streams);
    const writeId = this.#nextWriteId();
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      const token = await this.#askSequencer((epoch) =>
        streams.length === 0
          ? { kind: 'sequencer/next', epoch, count: 1 }
          : { kind: 'sequencer/next', epoch, count: 1, streams },
      );
      if (token === undefined) break;
      const { layout, position } = token;
      this.#sawTail(layout, position + 1);
      const outcome = await this.offer(token, dataOf(writeId, payload, token.streams));
      if (outcome === 'won') return { status: 'ok', position };
      if (outcome === 'lost') continue;
      if (outcome === 'trimmed') return this.#inDoubt(position);
      const state = await this.resolve(position, layout);
      if (state.status === 'data' && isOwn(state, writeId)) return { status: 'ok', position };
      if (state.status === 'trimmed' || state.status === 'unknown') return this.#inDoubt(position);
    }
    // Every position it was offered at holds something else, so it is nowhere.
    return FAILED;
  }

  /**
   * A token is good in the epoch of its grant only. The sequencer of a later one does not know it: what it puts into a stream, and
   * where, no reader of the stream would find, and the position may be granted to somebody else.
   */
  protected offer({ layout, position }: SequencerAnswer, entry: Data): Promise<WriteOutcome> {
    return this.chains.write(layout, position, entry);
  }

  /**
   * Settles a position whose write is in doubt, with a token of `granted`. Only `unknown` leaves it open.
   *
   * In a later epoch an empty position may be one that the new sequencer has not handed out yet. Then every unit that stayed was
   * sealed before our write reached it, and the position must not be filled: it will get another owner.
   */
  protected async resolve(position: LogPosition, granted: Layout): Promise<PositionState | typeof NOT_WRITTEN> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      const layout = this.layouts.current();
      const found = await this.chains.read(layout, position);
      if (found.status !== 'unknown' && found.status !== 'unwritten') return found;
      if (found.status === 'unwritten') {
        const below = layout.epoch === granted.epoch || (await this.#isBelowTailOf(layout, position));
        if (below === false) return NOT_WRITTEN;
        const filled = below === undefined ? UNKNOWN : await this.chains.fill(layout, position);
        // A fill that leaves the position unwritten met a head that lost what it had decided: that settles nothing.
        if (filled.status !== 'unknown' && filled.status !== 'unwritten') return filled;
      }
      await this.#backOff(attempt);
    }
    return UNKNOWN;
  }

  /** `undefined`: the sequencer of `layout` did not say. */
  async #isBelowTailOf({ sequencer, epoch }: Layout, position: LogPosition): Promise<boolean | undefined> {
    const request = { kind: 'sequencer/query', epoch } as const;
    const reply = await this.rpc.call<SequencerReply>(sequencer, request, this.patience.timeout);
    return reply !== 'timeout' && reply.status === 'ok' ? position < reply.position : undefined;
  }

  read(position: LogPosition): Promise<ReadOutcome> {
    return this.readBy((layout) => layout, position);
  }

  async readRange(from: LogPosition, to: LogPosition): Promise<readonly ReadOutcome[]> {
    const reads: Promise<ReadOutcome>[] = [];
    for (let position = from; position < to; position = logPosition(position + 1)) {
      reads.push(this.readInRange(from, position));
    }
    return Promise.all(reads);
  }

  /** One position of a range: each goes to the chain of its own stripe and segment. */
  protected readInRange(_from: LogPosition, position: LogPosition): Promise<ReadOutcome> {
    return this.read(position);
  }

  async checkTail(): Promise<TailOutcome> {
    const answer = await this.#askForTail((epoch) => ({ kind: 'sequencer/query', epoch }));
    return answer === undefined ? FAILED : { status: 'ok', tail: answer.position, epoch: answer.layout.epoch };
  }

  async checkStreams(streams: readonly StreamId[]): Promise<StreamsOutcome> {
    this.#demandStreams(streams);
    const answer = await this.#askForTail((epoch) => ({ kind: 'sequencer/query', epoch, streams }));
    if (answer === undefined) return FAILED;
    const { position, layout, streams: told } = answer;
    return { status: 'ok', tail: position, epoch: layout.epoch, streams: told?.headers ?? [] };
  }

  get trimMark(): LogPosition {
    return this.chains.trimMark;
  }

  async #askForTail(request: (epoch: number) => SequencerRequest): Promise<SequencerAnswer | undefined> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      const answer = await this.#askSequencer((epoch) => {
        const query = request(epoch);
        return this.#strength === 'leased' ? { ...query, leased: true } : query;
      });
      if (answer === undefined) break;
      const { layout, position, leased } = answer;
      this.#sawTail(layout, position);
      if (await this.#isCurrent(layout, leased)) return answer;
      await this.#backOff(attempt);
    }
    return undefined;
  }

  /**
   * Whether what an answer in `layout` did not contain may be relied on: nobody had begun to end it by then. One that comes without
   * a lease is confirmed like any other: to ask again would cost as much, and to refuse would stop the log while leases run out.
   */
  async #isCurrent({ epoch }: Layout, leased: boolean): Promise<boolean> {
    return leased || this.#strength === 'serializable' || this.layouts.confirm(epoch);
  }

  async fill(position: LogPosition): Promise<FillOutcome> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      const layout = await this.#layoutAbove(position);
      if (layout === undefined) return FAILED;
      if (layout === 'not below') return { status: 'unwritten' };
      const found = await this.chains.read(layout, position);
      if (found.status !== 'unwritten' && found.status !== 'unknown') return found;
      if (found.status === 'unwritten') {
        if (attempt === 0) await this.ports.clock.sleep(this.patience.fillDelay);
        const filled = await this.chains.fill(layout, position);
        if (filled.status !== 'unknown' && filled.status !== 'unwritten') return filled;
      }
      await this.#backOff(attempt);
    }
    return FAILED;
  }

  trim(position: LogPosition): Promise<TrimOutcome> {
    return this.#trimBelow(logPosition(position + 1), (layout) => this.chains.trim(layout, position));
  }

  prefixTrim(end: LogPosition): Promise<TrimOutcome> {
    return this.#trimBelow(end, (layout) => this.chains.prefixTrim(layout, end));
  }

  /** A position that nobody has been granted yet would be poisoned for its future owner. */
  async #trimBelow(end: LogPosition, step: (layout: Layout) => Promise<boolean>): Promise<TrimOutcome> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      const layout = end === 0 ? this.layouts.current() : await this.#layoutAbove(logPosition(end - 1));
      if (layout === undefined || layout === 'not below') return attempt === 0 ? FAILED : UNKNOWN;
      if (await step(layout)) return { status: 'ok' };
      await this.#backOff(attempt);
    }
    return UNKNOWN;
  }

  #nextWriteId(): WriteId {
    this.#writes += 1;
    if (this.#writes === WRITES_MAX) throw new RangeError('one incarnation cannot name that many writes');
    return { writer: this.ports.self, writeNumber: this.ports.process.incarnation * WRITES_MAX + this.#writes };
  }

  #demandStreams(streams: readonly StreamId[]): void {
    if (streams.length === 0) return;
    if (this.layouts.current().backpointers === undefined) throw new RangeError('this log has no streams');
    if (streams.length > STREAMS_MAX) throw new RangeError(`an entry belongs to ${STREAMS_MAX} streams at most`);
    if (new Set(streams).size < streams.length) throw new RangeError('a stream is named twice');
  }

  /**
   * Asks in the newest epoch known at each try. A request that is lost after it was granted costs a position, never
   * correctness.
   */
  async #askSequencer(request: (epoch: number) => SequencerRequest): Promise<SequencerAnswer | undefined> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      const layout = this.layouts.current();
      const reply = await this.rpc.call<SequencerReply>(layout.sequencer, request(layout.epoch), this.patience.timeout);
      if (reply !== 'timeout' && reply.status === 'ok') return answerOf(layout, reply);
      await this.#backOff(attempt);
    }
    return undefined;
  }

  /** Tails rise within an epoch. After a failover the tail may be lower, and one of an older epoch says nothing. */
  #sawTail({ epoch }: Layout, tail: number): void {
    if (epoch > this.#tailEpoch) this.#tailSeen = 0;
    this.#tailEpoch = Math.max(this.#tailEpoch, epoch);
    if (epoch === this.#tailEpoch) this.#tailSeen = Math.max(this.#tailSeen, tail);
  }

  /** Reads `position` where `routing` of the newest layout known has it. */
  protected async readBy(routing: (layout: Layout) => Layout, position: LogPosition): Promise<ReadOutcome> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      const layout = routing(this.layouts.current());
      const state = await this.chains.read(layout, position, this.#strength === 'leased' ? 'lease' : undefined);
      if (state.status !== 'unknown' && state.status !== 'unwritten') return state;
      if (state.status === 'unwritten' && (await this.#isCurrent(layout, state.leased === true))) return UNWRITTEN;
      await this.#backOff(attempt);
    }
    return FAILED;
  }

  /**
   * The newest layout known, when `position` is below its tail: only there may it be filled or trimmed. To be asked before every try,
   * since the tail of a new epoch may be lower. `undefined`: the sequencer cannot be asked, and the tail seen last may be old.
   */
  async #layoutAbove(position: LogPosition): Promise<Layout | 'not below' | undefined> {
    const known = this.layouts.current();
    if (known.epoch === this.#tailEpoch && position < this.#tailSeen) return known;
    const outcome = await this.checkTail();
    if (outcome.status !== 'ok') return undefined;
    const layout = this.layouts.current();
    if (layout.epoch !== outcome.epoch) return this.#layoutAbove(position);
    return position < outcome.tail ? layout : 'not below';
  }

  protected emit(event: ClientEvent): void {
    this.ports.trace.emit(event);
  }

  #inDoubt(position: LogPosition): AppendOutcome {
    this.emit({ event: 'append-unknown', position });
    return { status: 'unknown', position };
  }

  /** Waits longer every time, with jitter so that rivals part; then looks whether the layout has changed. */
  async #backOff(attempt: number): Promise<void> {
    const span = this.patience.backOff << Math.min(attempt, DOUBLINGS_MAX);
    await this.ports.clock.sleep(micros(span + this.ports.random.below(span + 1)));
    await this.layouts.refresh();
  }
}

function answerOf(layout: Layout, reply: Extract<SequencerReply, { readonly status: 'ok' }>): SequencerAnswer {
  const position = logPosition(reply.position);
  const leased = reply.leased === true;
  return reply.streams === undefined
    ? { layout, position, leased }
    : { layout, position, leased, streams: reply.streams };
}

function isOwn(state: { readonly writeId: WriteId }, own: WriteId): boolean {
  return state.writeId.writer === own.writer && state.writeId.writeNumber === own.writeNumber;
}
