/**
 * Folds a fact into the trace hash. A datagram's content is folded once, when it is sent; paranoid runs check that it
 * arrives unchanged.
 */
import type { Fact } from '../model/fact.ts';
import type { TraceHash } from './trace-hash.ts';

export function foldFact(hash: TraceHash, fact: Fact): void {
  hash.foldString(fact.fact);
  hash.foldInteger(fact.node);
  switch (fact.fact) {
    case 'sent':
      hash.foldInteger(fact.to);
      hash.foldInteger(fact.number);
      hash.foldRecord(fact.datagram);
      return;
    case 'delivered':
      hash.foldInteger(fact.from);
      hash.foldInteger(fact.number);
      return;
    case 'dropped':
      hash.foldInteger(fact.to);
      hash.foldInteger(fact.number);
      hash.foldString(fact.why);
      return;
    case 'programmed':
      hash.foldInteger(fact.page);
      return;
    case 'erased':
      hash.foldInteger(fact.block);
      return;
    case 'synced':
      hash.foldString(fact.file);
      return;
    case 'started':
    case 'crashed':
      hash.foldInteger(fact.incarnation);
      return;
    case 'device-lost':
      return;
    case 'fault':
      hash.foldString(fact.kind);
      hash.foldString(fact.detail);
      return;
    case 'claim':
      hash.foldRecord(fact.claim);
      return;
    case 'invoked':
    case 'responded':
      hash.foldInteger(fact.operation);
      hash.foldRecord(fact.detail);
      return;
  }
}
