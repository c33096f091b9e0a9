/**
 * The sequencer: a counter that hands out log positions, and with them the last positions of each stream. It is soft state.
 * Correctness of the log does not rest on it, since every position is write-once; losing it costs only time. But a token is
 * unique within its epoch (S-TokenUnique), and the tail it reports is above every acknowledged position (S-TailAboveAcked).
 * Hence a restarted sequencer, which has forgotten its counter, answers NOT_READY until it is bootstrapped for a *new* epoch:
 * bootstrapping it again in the same epoch could return tails below acknowledged positions.
 *
 * Streams do rest on it: an entry that it forgot no reader will find (S-StreamComplete), and one that is not in the log any more may
 * send a reader astray (S-BackpointerSound). A sequencer that was given up and is called in again knows of neither what was
 * appended without it nor what became of the tokens that it went on to grant. So a bootstrap replaces all it knows, however
 * much more that seems to be, and only who served the epoch just before may go on with what it has.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import type { TracePort } from '../ports/trace.ts';
import type { SequencerEvent } from './events.ts';
import type { OpenLease } from './lease-holder.ts';
import type {
  AdvanceRequest,
  BootstrapRequest,
  NextRequest,
  QueryRequest,
  SealSequencerRequest,
  SequencerReply,
  SequencerRequest,
} from './sequencer-messages.ts';
import { RpcEndpoint } from '../rpc/endpoint.ts';
import { NO_STREAMS, StreamTable } from './stream-table.ts';

export class Sequencer {
  readonly #trace: TracePort;
  readonly #incarnation: number;
  /** Requests below this epoch are refused. */
  protected epoch = 0;
  /** The epoch that it served last, which `tail` and `streams` are of; `null` before the first. */
  protected served: number | null = null;
  /** The first position never handed out. */
  protected tail = 0;
  protected streams = new StreamTable(NO_STREAMS);

  /** `incarnation` is the process's own: a layout names one, and no other may be bootstrapped for it. */
  constructor(trace: TracePort, incarnation: number) {
    this.#trace = trace;
    this.#incarnation = incarnation;
  }

  handle(request: SequencerRequest): SequencerReply {
    switch (request.kind) {
      case 'sequencer/next':
        return this.next(request);
      case 'sequencer/query':
        return this.query(request);
      case 'sequencer/bootstrap':
        return this.bootstrap(request);
      case 'sequencer/advance':
        return this.advance(request);
      case 'sequencer/seal':
        return this.seal(request);
    }
  }

  /** Grants `count` consecutive tokens. */
  next(request: NextRequest): SequencerReply {
    const refusal = this.#refusal(request.epoch);
    if (refusal !== undefined) return refusal;
    const position = this.tail;
    const { count, streams } = request;
    this.tail = position + count;
    if (streams === undefined) {
      this.emit({ event: 'token-granted', position, count, epoch: this.epoch });
      return { status: 'ok', epoch: this.epoch, position };
    }
    this.emit({ event: 'token-granted', position, count, epoch: this.epoch, streams });
    return { status: 'ok', epoch: this.epoch, position, streams: this.streams.grant(position, count, streams) };
  }

  /** The tail, and the last positions of streams, without granting anything. */
  query({ epoch, streams }: QueryRequest): SequencerReply {
    const refusal = this.#refusal(epoch);
    if (refusal !== undefined) return refusal;
    if (streams === undefined) return { status: 'ok', epoch: this.epoch, position: this.tail };
    return { status: 'ok', epoch: this.epoch, position: this.tail, streams: this.streams.lastOf(this.tail, streams) };
  }

  /** Starts serving a new epoch. What is given *replaces* whatever this sequencer knew. */
  bootstrap(request: BootstrapRequest): SequencerReply {
    const refusal = this.#refusalToServe(request);
    if (refusal !== undefined) return refusal;
    this.replace(request);
    return this.#serve(request.epoch);
  }

  /** Goes on in a new epoch with what it knows, if it may. */
  advance(request: AdvanceRequest): SequencerReply {
    const refusal = this.#refusalToServe(request);
    if (refusal !== undefined) return refusal;
    if (!this.mayAdvance(request.epoch)) return this.#refuse('not-ready');
    return this.#serve(request.epoch);
  }

  /** Who did not serve the epoch just before has missed what was granted in it. */
  protected mayAdvance(epoch: number): boolean {
    return this.served === epoch - 1;
  }

  protected replace({ tail, streams = NO_STREAMS }: BootstrapRequest): void {
    this.tail = tail;
    this.streams = new StreamTable(streams);
  }

  /** Stops serving epochs below `epoch`, and that one too until it is bootstrapped. */
  seal(request: SealSequencerRequest): SequencerReply {
    if (request.epoch > this.epoch) this.epoch = request.epoch;
    return this.#refuse('sealed');
  }

  protected emit(event: SequencerEvent): void {
    this.#trace.emit(event);
  }

  #refuse(status: 'sealed' | 'not-ready'): SequencerReply {
    return { status, epoch: this.epoch, incarnation: this.#incarnation };
  }

  #serve(epoch: number): SequencerReply {
    this.epoch = epoch;
    this.served = epoch;
    this.emit({ event: 'sequencer-bootstrapped', epoch, tail: this.tail });
    return { status: 'ok', epoch, position: this.tail };
  }

  #refusal(epoch: number): SequencerReply | undefined {
    if (epoch < this.epoch) return this.#refuse('sealed');
    if (epoch > this.epoch || this.served !== this.epoch) return this.#refuse('not-ready');
    return undefined;
  }

  /** An epoch is begun once, and by the process that its layout names. */
  #refusalToServe({ epoch, incarnation }: BootstrapRequest | AdvanceRequest): SequencerReply | undefined {
    if (epoch < this.epoch || epoch === this.served) return this.#refuse('sealed');
    return incarnation === this.#incarnation ? undefined : this.#refuse('not-ready');
  }
}

/** Serves a sequencer on its node. */
export function serveSequencer(ports: NodePorts, sequencer: Sequencer, openLease?: OpenLease): void {
  const rpc = new RpcEndpoint(ports);
  const lease = openLease?.(rpc);
  rpc.serve((request: SequencerRequest) => {
    const reply = sequencer.handle(request);
    lease?.follow(reply.epoch);
    if (lease === undefined || request.kind !== 'sequencer/query' || request.leased !== true) return reply;
    return reply.status === 'ok' ? { ...reply, leased: lease.holds(reply.epoch) } : reply;
  });
}
