/**
 * Who waits for what, when a run got stuck: for each operation that is open, since when, and the last thing its client asked of
 * anybody, and what it was answered; the same of clients that are owed something and are between two tries. Read from a recording, so
 * that ordinary runs need not keep account of it.
 */
import type { ReplyDatagram, RequestDatagram } from '../../src/rpc/endpoint.ts';
import type { DatagramFact, OperationFact } from '../model/fact.ts';
import type { RecordedFact } from '../model/recorded-fact.ts';
import { nameOf, nodeOf, type Topology } from '../systems/topology.ts';

interface Asked {
  readonly step: number;
  readonly fact: DatagramFact;
  readonly request: RequestDatagram;
  answer: ReplyDatagram | undefined;
}

/** Which fields there are depends on the message. */
interface AnyBody {
  readonly kind?: string;
  readonly status?: string;
  readonly epoch?: number;
}

/** `owed`: the clients that are owed something, by number. */
export function whoWaits(
  facts: readonly RecordedFact[],
  topology: Topology,
  owed: ReadonlySet<number>,
): readonly string[] {
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
  const waiting = new Set<number>();
  const lines = [...open.values()].flatMap(({ fact, step }) => {
    const { node, detail } = fact as OperationFact;
    const { op } = detail as { readonly op: string };
    const who = nameOf(topology, node);
    // Of what a former life called, nobody waits for the answer.
    if (dead.has(node)) return [`${who} died in its ${op}, called at event ${step}`];
    waiting.add(node);
    return [`${who} waits since event ${step} for its ${op}; ${requestText(asked.get(node), topology)}`];
  });
  for (const client of owed) {
    const node = nodeOf(topology, 'client', client);
    if (!waiting.has(node))
      lines.push(`client-${client} is about to try again; ${requestText(asked.get(node), topology)}`);
  }
  return lines;
}

function note(asked: Map<number, Asked>, fact: DatagramFact, step: number): void {
  const datagram = fact.datagram as RequestDatagram | ReplyDatagram;
  if (fact.fact === 'sent' && datagram.is === 'request' && datagram.caller === fact.from) {
    asked.set(fact.from, { step, fact, request: datagram, answer: undefined });
  } else if (fact.fact === 'delivered' && datagram.is === 'reply') {
    const last = asked.get(fact.to);
    if (last?.request.call === datagram.call) last.answer = datagram;
  }
}

function requestText(last: Asked | undefined, topology: Topology): string {
  if (last === undefined) return 'it has asked nobody';
  const { kind, epoch } = last.request.body as AnyBody;
  const what = `${kind ?? 'a request'}${inEpoch(epoch)} to ${nameOf(topology, last.fact.to)} at event ${last.step}`;
  if (last.answer === undefined) return `its last request, ${what}, was not answered`;
  const answer = last.answer.body as AnyBody;
  return `its last request, ${what}, was answered ${answer.status ?? ''}${inEpoch(answer.epoch)}`.trimEnd();
}

function inEpoch(epoch: number | undefined): string {
  return epoch === undefined ? '' : ` in epoch ${epoch}`;
}
