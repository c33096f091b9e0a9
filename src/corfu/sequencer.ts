/**
 * The sequencer: a counter that hands out log positions, and nothing else. It is soft state. Correctness of the log does
 * not rest on it, since every position is write-once; losing it costs only time. But a token is unique within its epoch
 * (S-TokenUnique), and the tail it reports is above every acknowledged position (S-TailAboveAcked). Hence a restarted
 * sequencer, which has forgotten its counter, answers NOT_READY until it is bootstrapped for a *new* epoch:
 * bootstrapping it again in the same epoch could return tails below acknowledged positions.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import type { TracePort } from '../ports/trace.ts';
import type { SequencerEvent } from './events.ts';
import type {
  BootstrapRequest,
  NextRequest,
  QueryRequest,
  SealSequencerRequest,
  SequencerReply,
  SequencerRequest,
} from './sequencer-messages.ts';
import { RpcEndpoint } from '../rpc/endpoint.ts';

export class Sequencer {
  readonly #trace: TracePort;
  readonly #incarnation: number;
  /** Requests below this epoch are refused. */
  protected epoch = 0;
  /** The first position never handed out; `null` until bootstrapped for `epoch`. */
  protected tail: number | null = null;

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
      case 'sequencer/seal':
        return this.seal(request);
    }
  }

  /** Grants `count` consecutive tokens. */
  next(request: NextRequest): SequencerReply {
    const refusal = this.#refusal(request.epoch);
    if (refusal !== undefined) return refusal;
    const position = this.tail as number;
    this.tail = position + request.count;
    this.emit({ event: 'token-granted', position, count: request.count, epoch: this.epoch });
    return { status: 'ok', epoch: this.epoch, position };
  }

  /** The tail, without granting anything. */
  query(request: QueryRequest): SequencerReply {
    return this.#refusal(request.epoch) ?? { status: 'ok', epoch: this.epoch, position: this.tail as number };
  }

  /** Starts serving a new epoch. The tail given *replaces* whatever this sequencer knew. */
  bootstrap(request: BootstrapRequest): SequencerReply {
    const stale = request.epoch < this.epoch || (request.epoch === this.epoch && this.tail !== null);
    if (stale) return this.#refuse('sealed');
    if (request.incarnation !== this.#incarnation) return this.#refuse('not-ready');
    this.epoch = request.epoch;
    this.tail = request.tail;
    this.emit({ event: 'sequencer-bootstrapped', epoch: this.epoch, tail: this.tail });
    return { status: 'ok', epoch: this.epoch, position: this.tail };
  }

  /** Stops serving epochs below `epoch`, and that one too until it is bootstrapped. */
  seal(request: SealSequencerRequest): SequencerReply {
    if (request.epoch > this.epoch) {
      this.epoch = request.epoch;
      this.tail = null;
    }
    return this.#refuse('sealed');
  }

  protected emit(event: SequencerEvent): void {
    this.#trace.emit(event);
  }

  #refuse(status: 'sealed' | 'not-ready'): SequencerReply {
    return { status, epoch: this.epoch, incarnation: this.#incarnation };
  }

  #refusal(epoch: number): SequencerReply | undefined {
    if (epoch < this.epoch) return this.#refuse('sealed');
    if (epoch > this.epoch || this.tail === null) return this.#refuse('not-ready');
    return undefined;
  }
}

/** Serves a sequencer on its node. */
export function serveSequencer(ports: NodePorts, sequencer: Sequencer): void {
  new RpcEndpoint(ports).serve((request: SequencerRequest) => sequencer.handle(request));
}
