/**
 * Who waits for what, when a run got stuck: for each operation that is open, since when, and the last thing its client asked of
 * anybody, answered or not. Read from a recording, so that ordinary runs need not keep account of it.
 */
import type { ReplyDatagram, RequestDatagram } from '../../src/rpc/endpoint.ts';
import type { DatagramFact, OperationFact } from '../model/fact.ts';
import type { RecordedFact } from '../model/recorded-fact.ts';
import { nameOf, type Topology } from '../systems/topology.ts';

interface Asked {
  readonly step: number;
  readonly fact: DatagramFact;
  readonly request: RequestDatagram;
  answered: boolean;
}

export function whoWaits(facts: readonly RecordedFact[], topology: Topology): readonly string[] {
  const open = new Map<number, RecordedFact>();
  /** The last request of each node. */
  const asked = new Map<number, Asked>();
  const dead = new Set<number>();
  for (const recorded of facts) {
    const { fact, step } = recorded;
    if (fact.fact === 'invoked') open.set(fact.operation, recorded);
    else if (fact.fact === 'responded') open.delete(fact.operation);
    else if (fact.fact === 'crashed') dead.add(fact.node);
    else if (fact.fact === 'started') dead.delete(fact.node);
    else if (fact.fact === 'sent' || fact.fact === 'delivered') note(asked, fact, step);
  }
  return [...open.values()].map(({ fact, step }) => {
    const { node, detail } = fact as OperationFact;
    const { op } = detail as { readonly op: string };
    const who = nameOf(topology, node);
    if (dead.has(node)) return `${who} died in its ${op}, called at event ${step}`;
    return `${who} waits since event ${step} for its ${op}; ${requestText(asked.get(node), topology)}`;
  });
}

function note(asked: Map<number, Asked>, fact: DatagramFact, step: number): void {
  const datagram = fact.datagram as RequestDatagram | ReplyDatagram;
  if (fact.fact === 'sent' && datagram.is === 'request' && datagram.caller === fact.from) {
    asked.set(fact.from, { step, fact, request: datagram, answered: false });
  } else if (fact.fact === 'delivered' && datagram.is === 'reply') {
    const last = asked.get(fact.to);
    if (last?.request.call === datagram.call) last.answered = true;
  }
}

function requestText(last: Asked | undefined, topology: Topology): string {
  if (last === undefined) return 'it has asked nobody';
  const { kind } = last.request.body as { readonly kind?: string };
  const what = `${kind ?? 'a request'} to ${nameOf(topology, last.fact.to)} at event ${last.step}`;
  return `its last request, ${what}, was ${last.answered ? 'answered' : 'not answered'}`;
}
