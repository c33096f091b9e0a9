/**
 * A moment: one line of a space-time text. A message is one moment, at its delivery or its loss, and runs from lane to lane;
 * everything else happens on one lane.
 */
import type { RecordedFact } from '../../model/recorded-fact.ts';
import { bodyOf, describeRecord } from './describe-record.ts';

export type MomentKind = 'message' | 'lost' | 'claim' | 'operation' | 'process' | 'fault';

export interface Moment {
  readonly kind: MomentKind;
  readonly step: number;
  readonly timeMicros: number;
  /** The lane where it starts; -1 for what happens to no node in particular. */
  readonly node: number;
  /** Where a message goes to; the same as `node` for everything else. */
  readonly to: number;
  readonly label: string;
  /** Log positions that it names, itself or as the answer to a request. */
  readonly positions: readonly number[];
  /** The epoch that it helps to end the one before of, or to begin; -1 for all that happens within one. */
  readonly epoch: number;
  /** Its place among the facts. */
  readonly place: number;
}

/** Names of fields that hold the one log position that a record is about. */
const positionFields = new Set(['position', 'pos', 'outPos', 'address']);

/** Requests and claims that lead from one epoch to the next. */
const epochSteps =
  /^(layout\/(seal|prepare|accept|commit)|(unit|sequencer)\/seal|unit\/reset|sequencer\/bootstrap|unit-(sealed|reset)|sequencer-bootstrapped|layout-\w+|ballot-\w+)$/;

/** The moments of `facts`, in their order. */
export function momentsOf(facts: readonly RecordedFact[]): readonly Moment[] {
  const asked = new Map<string, object>();
  const started = new Set<number>();
  const moments: Moment[] = [];
  facts.forEach(({ step, timeMicros, fact }, place) => {
    const add = (kind: MomentKind, label: string, more: Partial<Moment> = {}): void => {
      moments.push({
        kind,
        step,
        timeMicros,
        node: fact.node,
        to: fact.node,
        label,
        positions: [],
        epoch: -1,
        place,
        ...more,
      });
    };
    switch (fact.fact) {
      case 'sent':
        rememberRequest(asked, fact.datagram);
        return;
      case 'delivered':
      case 'dropped': {
        const { from, to, datagram } = fact;
        const positions = positionsOfMessage(datagram, asked.get(callOf(datagram, to)));
        const words = describeRecord(datagram);
        const lane = { node: from, to, positions, epoch: epochBegunBy(datagram) };
        if ('why' in fact) add('lost', `${words} (${fact.why})`, lane);
        else add('message', words, lane);
        return;
      }
      case 'claim':
        add('claim', describeRecord(fact.claim), {
          positions: positionsIn(fact.claim),
          epoch: epochBegunBy(fact.claim),
        });
        return;
      case 'invoked':
      case 'responded': {
        const verb = fact.fact === 'invoked' ? 'calls' : 'gets';
        add('operation', `${verb} ${describeRecord(fact.detail)}`, { positions: positionsIn(fact.detail) });
        return;
      }
      case 'crashed': {
        // The fault that did it has its own moment.
        const last = moments.at(-1);
        const told = last?.kind === 'fault' && last.node === fact.node && last.step === step;
        if (!told) add('process', 'crashes');
        return;
      }
      case 'started':
        if (started.has(fact.node)) add('process', `starts again, incarnation ${fact.incarnation}`);
        started.add(fact.node);
        return;
      case 'device-lost':
        add('process', 'loses its devices');
        return;
      case 'destroyed':
        add('process', 'is destroyed');
        return;
      case 'fault':
        add('fault', `${fact.kind}: ${fact.detail}`);
        return;
      // What devices do inside is in the recorded trace; the messages and claims around it tell the story.
      case 'programmed':
      case 'erased':
      case 'synced':
      case 'faults-stopped':
        return;
    }
  });
  return moments;
}

/** A reply means the positions of its request too; the answer of a tail is a number of positions, and is about none. */
function positionsOfMessage(datagram: object, request: object | undefined): readonly number[] {
  if (request === undefined) return positionsIn(datagram);
  const { kind } = bodyOf(request) as { readonly kind?: string };
  return kind === 'sequencer/query' ? [] : [...positionsIn(datagram), ...positionsIn(request)];
}

function rememberRequest(asked: Map<string, object>, datagram: object): void {
  const { is, caller } = datagram as { readonly is?: string; readonly caller?: number };
  if (is === 'request' && caller !== undefined) asked.set(callOf(datagram, caller), datagram);
}

function callOf(datagram: object, caller: number): string {
  const { call, incarnation } = datagram as { readonly call?: number; readonly incarnation?: number };
  return call === undefined ? '' : `${caller}/${incarnation}/${call}`;
}

function positionsIn(record: object): readonly number[] {
  const found: number[] = [];
  for (const [field, value] of Object.entries(bodyOf(record))) {
    if (positionFields.has(field) && typeof value === 'number') found.push(value);
  }
  return found;
}

function epochBegunBy(record: object): number {
  const body = bodyOf(record) as Readonly<Record<string, unknown>>;
  const name = body['kind'] ?? body['event'];
  if (typeof name !== 'string' || !epochSteps.test(name)) return -1;
  const { epoch } = (body['layout'] ?? {}) as { readonly epoch?: number };
  return (body['slot'] ?? body['epoch'] ?? epoch ?? -1) as number;
}
