/**
 * Calls over datagrams. A call sends its request and waits for a reply or for its own clock; it retries nothing, since only
 * the caller knows whether a second copy is harmless. A timeout is a value, and it means *unknown*: the request may
 * have been carried out, or may be yet.
 *
 * A reply is matched by call number and by the incarnation that asked, so that no reply to a former life is taken for one
 * to this. It may come from another node than the one asked: a chain that forwards is answered by its tail. Further
 * copies of a reply are dropped; further copies of a request are carried out again, which is why every request of the
 * protocols is idempotent or guarded; that for a token, whose second copy merely burns another position, needs neither.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import type { Micros, NodeId } from '../ports/units.ts';
import type { Timer } from '../ports/clock.ts';

export interface RequestDatagram {
  readonly is: 'request';
  readonly call: number;
  readonly incarnation: number;
  /** Who waits for the reply; it differs from the sender when servers forward. */
  readonly caller: NodeId;
  readonly body: object;
}

export interface ReplyDatagram {
  readonly is: 'reply';
  readonly call: number;
  readonly incarnation: number;
  readonly body: object;
}

/** Where the answer to a request goes; a server may hand it on with the request. */
export interface ReplyAddress {
  readonly caller: NodeId;
  readonly call: number;
  readonly incarnation: number;
}

/** Carries out a request; `undefined` means that somebody else will answer, or nobody. */
export type RequestHandler<Request, Reply> = (
  request: Request,
  from: NodeId,
  replyTo: ReplyAddress,
) => Promise<Reply | undefined> | Reply | undefined;

interface PendingCall {
  readonly call: number;
  readonly resolve: (reply: object | 'timeout') => void;
  readonly timer: Timer;
}

export class RpcEndpoint {
  readonly #ports: NodePorts;
  /** In no particular order; there are never many. */
  readonly #pending: PendingCall[] = [];
  #serve: RequestHandler<object, object> | undefined;
  #nextCall = 0;

  constructor(ports: NodePorts) {
    this.#ports = ports;
    ports.network.onDatagram((from, datagram) => this.#receive(from, datagram as RequestDatagram | ReplyDatagram));
  }

  /** Installs the server side. Requests that arrived before are lost, like any datagram. */
  serve<Request extends object, Reply extends object>(handler: RequestHandler<Request, Reply>): void {
    this.#serve = handler as unknown as RequestHandler<object, object>;
  }

  /** Sends `request` to `to` once. `timeout` is measured on the caller's clock. */
  call<Reply extends object>(to: NodeId, request: object, timeout: Micros): Promise<Reply | 'timeout'> {
    const call = this.#nextCall;
    this.#nextCall += 1;
    const { network, clock, self, process } = this.#ports;
    network.send(to, { is: 'request', call, incarnation: process.incarnation, caller: self, body: request });
    return new Promise((resolve) => {
      const timer = clock.after(timeout, () => {
        this.#take(call);
        resolve('timeout');
      });
      this.#pending.push({ call, resolve: resolve as PendingCall['resolve'], timer });
    });
  }

  /** Hands a request on to another server, which answers the caller itself. */
  forward(to: NodeId, request: object, replyTo: ReplyAddress): void {
    const { caller, call, incarnation } = replyTo;
    this.#ports.network.send(to, { is: 'request', call, incarnation, caller, body: request });
  }

  #receive(from: NodeId, datagram: RequestDatagram | ReplyDatagram): void {
    if (datagram.is === 'reply') {
      this.#settle(datagram);
      return;
    }
    const serve = this.#serve;
    if (serve === undefined) return;
    const reply = serve(datagram.body, from, datagram);
    if (reply instanceof Promise) void reply.then((body) => this.#reply(datagram, body));
    else this.#reply(datagram, reply);
  }

  #settle(reply: ReplyDatagram): void {
    if (reply.incarnation !== this.#ports.process.incarnation) return;
    const pending = this.#take(reply.call);
    if (pending === undefined) return;
    pending.timer.cancel();
    pending.resolve(reply.body);
  }

  /** Finds and removes a pending call. */
  #take(call: number): PendingCall | undefined {
    const pending = this.#pending;
    for (let i = 0; i < pending.length; i += 1) {
      const found = pending[i] as PendingCall;
      if (found.call !== call) continue;
      const last = pending.pop() as PendingCall;
      if (last !== found) pending[i] = last;
      return found;
    }
    return undefined;
  }

  #reply(to: ReplyAddress, body: object | undefined): void {
    if (body === undefined) return;
    this.#ports.network.send(to.caller, { is: 'reply', call: to.call, incarnation: to.incarnation, body });
  }
}
