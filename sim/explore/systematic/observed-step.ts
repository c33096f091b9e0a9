/** What a step of a small world did, from the facts that were told in it: the raw material of its footprint. */
import type { Fact } from '../../model/fact.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import type { ReplyDatagram } from '../../../src/rpc/endpoint.ts';
import { isReply } from './footprint.ts';

/** Answers of a unit that say that what was asked was not done. */
const refusals: ReadonlySet<string> = new Set(['overwritten', 'trimmed', 'sealed', 'unwritten', 'not-ready']);

export class ObservedStep {
  /** Who died in it. */
  crashed: NodeId | undefined;
  answered = false;
  called = false;
  /** Something became durable. */
  stored = false;
  /** An answer was sent that refuses. */
  #refusing = false;
  /** Nothing was told but that a datagram was delivered. */
  quiet = true;

  /** What was asked was refused, and nothing changed. */
  get refused(): boolean {
    return this.#refusing && !this.stored;
  }

  observe(fact: Fact): void {
    if (fact.fact === 'delivered') return;
    this.quiet = false;
    switch (fact.fact) {
      case 'invoked':
        this.called = true;
        return;
      case 'responded':
        this.answered = true;
        return;
      case 'crashed':
        this.crashed = fact.node;
        return;
      case 'programmed':
      case 'erased':
      case 'synced':
        this.stored = true;
        return;
      case 'sent':
        if (isReply(fact.datagram) && refusals.has(statusOf(fact.datagram))) this.#refusing = true;
        return;
      default:
    }
  }
}

function statusOf(reply: object): string {
  return ((reply as ReplyDatagram).body as { readonly status: string }).status;
}
