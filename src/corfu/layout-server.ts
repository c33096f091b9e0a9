/**
 * A layout server: keeps the layout, and votes on the next one. Several of them together are the log's one point of agreement
 * (the auxiliary of CORFU, section 2.3; Vertical Paxos): at most one layout succeeds another, whoever proposes and crashes
 * meanwhile (Y-OneLayoutPerEpoch).
 *
 * Promises of three kinds, each durable before it is answered: the votes of Paxos; the seal, after which no older epoch is
 * confirmed; and the newest layout heard of, which never goes back (Y-EpochMonotone). A server that answered from memory would
 * forget a vote in a crash, and two layouts could be decided. Those of a fourth kind, leases, it makes by the time that passes,
 * and a restart costs time: see `lease-grantor.ts`.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import type { DurableCell } from '../log/durable-cell.ts';
import type { NodeId } from '../ports/units.ts';
import { accept, newAcceptor, prepare } from '../paxos/acceptor.ts';
import { NO_RANK } from '../paxos/rank.ts';
import { RpcEndpoint } from '../rpc/endpoint.ts';
import type { LayoutServerEvent } from './events.ts';
import { type Layout, unitsOf } from './layout.ts';
import type {
  AcceptRequest,
  CommitRequest,
  ConfirmRequest,
  LayoutFound,
  LayoutReply,
  LayoutRequest,
  LayoutUnknown,
  LeaseRefused,
  LeaseRequest,
  PrepareRequest,
  SealLayoutRequest,
  SlotDecided,
  Superseded,
} from './layout-messages.ts';
import type { LeaseGrantor } from './lease-grantor.ts';
import { encodeLayoutState, type LayoutState, openLayoutState } from './layout-state.ts';

const NOT_READY: LayoutUnknown = Object.freeze({ status: 'not-ready' });
const NOT_NAMED: LeaseRefused = Object.freeze({ status: 'not-named' });

export class LayoutServer {
  protected readonly ports: NodePorts;
  readonly #cell: DurableCell;
  /** Where nobody asks for leased answers: nothing. */
  readonly #leases: LeaseGrantor | undefined;
  /** The newest state, durable or on its way there; `undefined` for a stranger. */
  protected state: LayoutState | undefined;
  /** Resolves when all changes so far are durable. */
  #durable: Promise<void> = Promise.resolve();

  protected constructor(
    ports: NodePorts,
    cell: DurableCell,
    state: LayoutState | undefined,
    leases: LeaseGrantor | undefined,
  ) {
    this.ports = ports;
    this.#cell = cell;
    this.#leases = leases;
    this.state = state;
  }

  /** Prepares the disk of a server of the first layout, before its first start. Does nothing if it holds a state. */
  static async format(ports: NodePorts, first: Layout): Promise<void> {
    const { cell, state } = await openLayoutState(ports.disk, ports.process);
    if (state !== undefined) return;
    const outcome = await cell.store(encodeLayoutState({ committed: first, sealed: first.epoch, next: newAcceptor() }));
    if (outcome !== 'ok') await ports.process.exit('the disk failed to store the state of the layout server');
  }

  static async open(ports: NodePorts, leases?: LeaseGrantor): Promise<LayoutServer> {
    const { cell, state } = await openLayoutState(ports.disk, ports.process);
    return new this(ports, cell, state, leases);
  }

  async handle(request: LayoutRequest): Promise<LayoutReply> {
    switch (request.kind) {
      case 'layout/get':
        return this.get();
      case 'layout/confirm':
        return this.confirm(request);
      case 'layout/lease':
        return this.lease(request);
      case 'layout/seal':
        return this.seal(request);
      case 'layout/prepare':
        return this.prepare(request);
      case 'layout/accept':
        return this.accept(request);
      case 'layout/commit':
        return this.commit(request);
    }
  }

  async get(): Promise<LayoutFound | LayoutUnknown> {
    await this.#durable;
    return this.#found();
  }

  /**
   * A reader relies on the answer being true at some instant of its call. So a server that has promised to end the epoch must
   * refuse, even if nothing is decided yet: the newer layout may be in force before this server hears of it.
   */
  async confirm({ epoch }: ConfirmRequest): Promise<LayoutReply> {
    await this.#durable;
    return this.#refusal(epoch) ?? { status: 'confirmed' };
  }

  /**
   * A confirmation for a while to come. So it is refused where that is, and nothing may come between the check and the grant. Whom
   * the layout does not name gets none: nobody would wait for it.
   */
  async lease({ epoch, holder }: LeaseRequest): Promise<LayoutReply> {
    await this.#durable;
    const { state } = this;
    if (state === undefined || this.#leases === undefined) return NOT_READY;
    const refusal = this.#refusal(epoch);
    if (refusal !== undefined) return refusal;
    return isNamed(state.committed, holder) ? this.#leases.grant(holder, epoch) : NOT_NAMED;
  }

  /** From the promise on no lease is granted, and what remains of those that were is the business of whoever ends the epoch. */
  async seal({ epoch }: SealLayoutRequest): Promise<LayoutFound | LayoutUnknown> {
    const { state } = this;
    if (state !== undefined && epoch > state.sealed) {
      await this.persist({ ...state, sealed: epoch });
      this.emit({ event: 'layout-sealed', epoch });
    }
    const found = await this.get();
    if (found.status !== 'ok' || this.#leases === undefined) return found;
    return { ...found, leases: this.#leases.left() };
  }

  async prepare({ slot, rank }: PrepareRequest): Promise<LayoutReply> {
    const state = this.stateFor(slot);
    if ('status' in state) return this.#afterStores(state);
    const { state: next, reply } = prepare(state.next, rank);
    if (reply.status === 'outranked') return this.#afterStores(reply);
    await this.persistPromise({ ...state, next });
    this.emit({ event: 'layout-promised', epoch: slot, rank, accepted: reply.accepted?.rank ?? NO_RANK });
    return reply;
  }

  async accept({ slot, rank, layout }: AcceptRequest): Promise<LayoutReply> {
    const state = this.stateFor(slot);
    if ('status' in state) return this.#afterStores(state);
    const { state: next, reply } = accept(state.next, rank, layout);
    if (reply.status === 'outranked') return this.#afterStores(reply);
    await this.persist({ ...state, next });
    this.emit({ event: 'layout-accepted', epoch: slot, rank, layout });
    return reply;
  }

  /**
   * Takes over a layout that was decided, also as the first thing it ever hears. But a server that has lived before and finds no
   * state has forgotten what it promised, perhaps for this very slot: it stays out for ever, and another node takes its place.
   */
  async commit({ layout }: CommitRequest): Promise<LayoutFound | LayoutUnknown> {
    const { state } = this;
    if (state === undefined && this.ports.process.incarnation > 1) return NOT_READY;
    if (state === undefined || layout.epoch > state.committed.epoch) {
      const sealed = Math.max(state?.sealed ?? 0, layout.epoch);
      await this.persist({ committed: layout, sealed, next: newAcceptor() });
      this.#leases?.forget();
      this.emit({ event: 'layout-learned', epoch: layout.epoch, layout });
    }
    return this.get();
  }

  /** What it may vote on: the slot after the layout it knows. A later one must wait until it has heard of that before. */
  protected stateFor(slot: number): LayoutState | SlotDecided | LayoutUnknown {
    const { state } = this;
    if (state === undefined) return NOT_READY;
    const { committed } = state;
    if (slot <= committed.epoch) return { status: 'decided', layout: committed };
    return slot === committed.epoch + 1 ? state : NOT_READY;
  }

  protected persistPromise(state: LayoutState): Promise<void> {
    return this.persist(state);
  }

  /** Puts `state` in force at once, and resolves when it is durable: what comes meanwhile builds on it and waits for it too. */
  protected async persist(state: LayoutState): Promise<void> {
    this.state = state;
    const stored = this.#cell.store(encodeLayoutState(state));
    const { process } = this.ports;
    this.#durable = stored.then((outcome) =>
      outcome === 'ok' ? undefined : process.exit('the disk failed to store the state of the layout server'),
    );
    await this.#durable;
  }

  protected emit(event: LayoutServerEvent): void {
    this.ports.trace.emit(event);
  }

  /** What an answer rests on must be durable, also when it is a refusal. */
  async #afterStores(reply: LayoutReply): Promise<LayoutReply> {
    await this.#durable;
    return reply;
  }

  /** Why `epoch` cannot be relied on. */
  #refusal(epoch: number): Superseded | LayoutUnknown | undefined {
    if (this.state === undefined) return NOT_READY;
    const { committed, sealed } = this.state;
    if (epoch === committed.epoch && epoch >= sealed) return undefined;
    return { status: 'superseded', layout: committed };
  }

  #found(): LayoutFound | LayoutUnknown {
    if (this.state === undefined) return NOT_READY;
    const { committed: layout, sealed } = this.state;
    return { status: 'ok', layout, sealed };
  }
}

function isNamed(layout: Layout, holder: NodeId): boolean {
  return layout.sequencer === holder || unitsOf(layout).includes(holder);
}

/** Serves a layout server on its node. */
export function serveLayoutServer(ports: NodePorts, server: LayoutServer): void {
  new RpcEndpoint(ports).serve((request: LayoutRequest) => server.handle(request));
}
