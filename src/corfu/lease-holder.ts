/**
 * The lease of a server, a sequencer or a flash unit, on the epoch that it serves: grants from a majority of the layout servers of
 * that epoch. While it holds, no later layout is decided, so what the server does not know of has not happened.
 *
 * A grant counts from the instant when it was asked for: a reply may have been on its way for as long as it likes, and the grantor
 * has been counting meanwhile. The lease ends when so many grants have ended that no majority is left.
 *
 * It is kept for those who ask for leased answers: renewed well before it ends while somebody does, and left alone otherwise. One
 * who does not get it, cut off or sealed out, goes on answering without; only that its answers are worth less is to be said.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import { type Micros, micros, type NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import { gather, majorityOf } from '../rpc/gather.ts';
import type { LayoutReply, LeaseGranted, LeaseRequest } from './layout-messages.ts';
import type { LayoutQuorum } from './layout-quorum.ts';
import { heldMicros } from './lease-terms.ts';

export class LeaseHolder {
  protected readonly ports: NodePorts;
  readonly #rpc: RpcEndpoint;
  readonly #layouts: LayoutQuorum;
  readonly #timeout: Micros;
  /** The epoch that the server obeys, as far as it has said so. */
  #epoch = 0;
  /** When the grant of each layout server for that epoch ends, on our clock. */
  readonly #ends = new Map<NodeId, number>();
  /** When too few grants are left. */
  #end = 0;
  #wantedAt = 0;
  #isKept = false;

  constructor(ports: NodePorts, rpc: RpcEndpoint, layouts: LayoutQuorum, timeout: Micros) {
    this.ports = ports;
    this.#rpc = rpc;
    this.#layouts = layouts;
    this.#timeout = timeout;
  }

  /** The server has said that it obeys `epoch`: whatever lease it had for an earlier one, nobody will wait for it now. */
  follow(epoch: number): void {
    if (epoch <= this.#epoch) return;
    this.#epoch = epoch;
    this.#ends.clear();
    this.#end = 0;
  }

  /**
   * May an answer of `epoch` be relied on that leaves now? To be asked when it leaves, and not when it was worked out: what was
   * awaited in between may have outlasted the lease. Who asks wants the lease kept.
   */
  holds(epoch: number): boolean {
    this.follow(epoch);
    if (epoch !== this.#epoch) return false;
    const now = this.ports.clock.monotonic();
    this.#wantedAt = now;
    if (!this.#isKept) void this.#keep();
    return now < this.#end;
  }

  /** Renews the lease until nobody has wanted it for as long as it lasts. */
  async #keep(): Promise<void> {
    this.#isKept = true;
    for (;;) {
      const heldMost = await this.#renew();
      const now = this.ports.clock.monotonic();
      if (now - this.#wantedAt > Math.max(heldMost, this.#timeout)) break;
      const rest = Math.max(0, this.#end - now);
      await this.ports.clock.sleep(micros(Math.max(this.#timeout, rest >> 1)));
    }
    this.#isKept = false;
  }

  /** Asks all layout servers once. Returns how long the longest grant is good for from the time of asking. */
  async #renew(): Promise<number> {
    if (this.#layouts.current().epoch < this.#epoch) await this.#layouts.refresh();
    const { epoch, layoutServers } = this.#layouts.current();
    if (epoch !== this.#epoch) return 0;
    const needed = majorityOf(layoutServers.length);
    const request: LeaseRequest = { kind: 'layout/lease', epoch, holder: this.ports.self };
    const askedAt = this.ports.clock.monotonic();
    let heldMost = 0;
    const calls = layoutServers.map(async (server): Promise<boolean> => {
      const reply = await this.#rpc.call<LayoutReply>(server, request, this.#timeout);
      if (reply === 'timeout') return false;
      if ('layout' in reply) this.#layouts.learn(reply.layout);
      if (reply.status !== 'granted' || epoch !== this.#epoch) return false;
      const held = this.heldFor(reply);
      heldMost = Math.max(heldMost, held);
      this.#take(server, this.countedFrom(askedAt) + held, needed);
      return true;
    });
    await gather(calls, (granted) => granted.filter((each) => each === true).length >= needed);
    return heldMost;
  }

  /** How long a grant may be relied on, on this clock. */
  protected heldFor(grant: LeaseGranted): Micros {
    return heldMicros(grant);
  }

  /** The instant from which it counts. */
  protected countedFrom(askedAt: Micros): Micros {
    return askedAt;
  }

  /** The lease ends with the first grant of the majority that lasts longest. */
  #take(server: NodeId, end: number, needed: number): void {
    this.#ends.set(server, Math.max(end, this.#ends.get(server) ?? 0));
    const latestFirst = [...this.#ends.values()].sort((a, b) => b - a);
    this.#end = this.leaseEnd(latestFirst, needed);
  }

  /** When the last majority of the grants is gone; `latestFirst`: when each of them ends. */
  protected leaseEnd(latestFirst: readonly number[], needed: number): number {
    return latestFirst[needed - 1] ?? 0;
  }
}

/** Opens the lease of a server that is reached by `rpc`. */
export type OpenLease = (rpc: RpcEndpoint) => LeaseHolder;
