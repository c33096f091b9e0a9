import type { NodeId } from '../../../src/ports/units.ts';
import type { LedgerWatcher } from '../invariants/watcher.ts';

/** Whom the sequencer granted each position; a grant counts even if its reply is lost. */
export class TokenOwners {
  readonly #owners = new Map<number, NodeId>();

  readonly sequenced: NonNullable<LedgerWatcher['sequenced']> = (call, reply) => {
    if (call.kind !== 'sequencer/next' || reply.status !== 'ok' || reply.position === undefined) return;
    for (let offset = 0; offset < call.amount; offset += 1) this.#owners.set(reply.position + offset, call.caller);
  };

  isOwner(position: number, client: NodeId): boolean {
    return this.#owners.get(position) === client;
  }
}
