/**
 * Serves a flash unit on its node: answers requests, and hands on those that come with a route down the chain. The unit that
 * ends a request, at the tail or by refusing, answers the client itself.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import { RpcEndpoint, type ReplyAddress } from '../rpc/endpoint.ts';
import { passes, type Routed } from './chain-replication.ts';
import type { LeaseHolder, OpenLease } from './lease-holder.ts';
import type { UnitReply, UnitRequest } from './unit-messages.ts';

export interface UnitHandler {
  handle(request: UnitRequest): Promise<UnitReply>;
}

export function serveUnit(ports: NodePorts, bare: UnitHandler, openLease?: OpenLease): void {
  const rpc = new RpcEndpoint(ports);
  const unit = openLease === undefined ? bare : new LeasedUnit(bare, openLease(rpc));
  rpc.serve((request: UnitRequest & Routed, _from, replyTo) =>
    request.route === undefined ? unit.handle(request) : handleRouted(rpc, unit, request, replyTo),
  );
}

/** A unit that says with what it does not have whether it holds a lease: at the instant when the answer is ready to leave. */
class LeasedUnit implements UnitHandler {
  readonly #unit: UnitHandler;
  readonly #lease: LeaseHolder;

  constructor(unit: UnitHandler, lease: LeaseHolder) {
    this.#unit = unit;
    this.#lease = lease;
  }

  async handle(request: UnitRequest): Promise<UnitReply> {
    const reply = await this.#unit.handle(request);
    this.#lease.follow(reply.epoch);
    if (request.kind !== 'unit/read' || request.leased !== true || reply.status !== 'unwritten') return reply;
    return { ...reply, leased: this.#lease.holds(reply.epoch) };
  }
}

/** A reply that carries a hop is a refusal by the unit at that hop; without one, the whole chain has passed. */
async function handleRouted(
  rpc: RpcEndpoint,
  unit: UnitHandler,
  request: UnitRequest & Routed,
  replyTo: ReplyAddress,
): Promise<(UnitReply & Routed) | undefined> {
  const hop = request.hop ?? 0;
  const reply = await unit.handle(request);
  if (!passes(hop, request, reply)) return { ...reply, hop };
  const [next, ...route] = request.route ?? [];
  if (next === undefined) return { status: 'ok', epoch: reply.epoch, incarnation: reply.incarnation };
  rpc.forward(next, { ...request, route, hop: hop + 1 }, replyTo);
  return undefined;
}
