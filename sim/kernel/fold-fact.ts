/**
 * Folds a fact into the trace hash. A datagram's content is folded once, when it is sent; paranoid runs check that it
 * arrives unchanged.
 */
import type { Fact } from '../model/fact.ts';
import type { TraceHash } from './trace-hash.ts';

/** What kind of fact it is and at which node, in one number; -1 stands for the environment. */
function fold(hash: TraceHash, code: number, node: number): void {
  hash.foldInteger(code * NODES_MAX + node + 1);
}

/** More than any cluster has: a code and a node fold as one number. */
export const NODES_MAX = 0x1_0000;

export function foldFact(hash: TraceHash, fact: Fact): void {
  switch (fact.fact) {
    case 'sent':
      fold(hash, 1, fact.node);
      hash.foldInteger(fact.to);
      hash.foldInteger(fact.number);
      hash.foldRecord(fact.datagram);
      return;
    case 'delivered':
      fold(hash, 2, fact.node);
      hash.foldInteger(fact.from);
      hash.foldInteger(fact.number);
      return;
    case 'programmed':
      fold(hash, 3, fact.node);
      hash.foldInteger(fact.page);
      return;
    case 'claim':
      fold(hash, 4, fact.node);
      hash.foldRecord(fact.claim);
      return;
    case 'invoked':
      fold(hash, 5, fact.node);
      hash.foldInteger(fact.operation);
      hash.foldRecord(fact.detail);
      return;
    case 'responded':
      fold(hash, 6, fact.node);
      hash.foldInteger(fact.operation);
      hash.foldRecord(fact.detail);
      return;
    case 'synced':
      fold(hash, 7, fact.node);
      hash.foldString(fact.file);
      return;
    case 'dropped':
      fold(hash, 8, fact.node);
      hash.foldInteger(fact.to);
      hash.foldInteger(fact.number);
      hash.foldString(fact.why);
      return;
    case 'erased':
      fold(hash, 9, fact.node);
      hash.foldInteger(fact.block);
      return;
    case 'started':
      fold(hash, 10, fact.node);
      hash.foldInteger(fact.incarnation);
      return;
    case 'crashed':
      fold(hash, 11, fact.node);
      hash.foldInteger(fact.incarnation);
      return;
    case 'device-lost':
      fold(hash, 12, fact.node);
      return;
    case 'fault':
      fold(hash, 13, fact.node);
      hash.foldString(fact.kind);
      hash.foldString(fact.detail);
      return;
    case 'destroyed':
      fold(hash, 14, fact.node);
      return;
    case 'faults-stopped':
      fold(hash, 15, fact.node);
      return;
  }
}
