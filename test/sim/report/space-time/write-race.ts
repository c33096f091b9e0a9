import type { Fact } from '../../../../sim/model/fact.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import type { RecordedFact } from '../../../../sim/model/recorded-fact.ts';
import { nodeId } from '../../../../src/ports/units.ts';

/**
 * A small recorded run: client-0 writes position 3 to unit-0 while client-1, which never hears of it, fills it at unit-1; client-1
 * reads position 9 before, which matters to nobody, and client-2 does something after and apart.
 */
export const nodes = ['unit-0', 'unit-1', 'client-0', 'client-1', 'client-2'];

const request = (kind: string, caller: number, call: number, position: number): object => ({
  is: 'request',
  call,
  incarnation: 0,
  caller,
  body: { kind, epoch: 1, position },
});
const reply = (status: string, call: number): object => ({
  is: 'reply',
  call,
  incarnation: 0,
  body: { status, epoch: 1, incarnation: 0 },
});

function datagram(fact: 'sent' | 'delivered', from: number, to: number, number: number, content: object): Fact {
  const node = nodeId(fact === 'sent' ? from : to);
  return { fact, node, from: nodeId(from), to: nodeId(to), number, datagram: content };
}

function operation(fact: 'invoked' | 'responded', node: number, detail: object): Fact {
  return { fact, node: nodeId(node), operation: 0, detail };
}

const write = request('unit/write', 2, 0, 3);
const fill = request('unit/fill', 3, 1, 3);
const read = request('unit/read', 3, 0, 9);

const told: readonly (readonly [step: number, fact: Fact])[] = [
  [1, datagram('sent', 3, 1, 0, read)],
  [2, datagram('delivered', 3, 1, 0, read)],
  [3, operation('invoked', 2, { op: 'append' })],
  [3, datagram('sent', 2, 0, 0, write)],
  [4, datagram('delivered', 2, 0, 0, write)],
  [4, { fact: 'claim', node: nodeId(0), claim: { event: 'unit/wrote', position: 3 } }],
  [4, datagram('sent', 0, 2, 0, reply('ok', 0))],
  [5, operation('invoked', 3, { op: 'fill', pos: 3 })],
  [5, datagram('sent', 3, 1, 1, fill)],
  [
    6,
    {
      fact: 'dropped',
      node: nodeId(0),
      from: nodeId(0),
      to: nodeId(2),
      number: 0,
      datagram: reply('ok', 0),
      why: 'drop',
    },
  ],
  [6, { fact: 'fault', node: -1, kind: 'network.drop', detail: 'unit-0 to client-0, message 0' }],
  [7, datagram('delivered', 3, 1, 1, fill)],
  [7, { fact: 'claim', node: nodeId(1), claim: { event: 'unit/filled', position: 3 } }],
  [8, operation('invoked', 4, { op: 'checkTail' })],
];

export const facts: readonly RecordedFact[] = told.map(([step, fact]) => ({ step, timeMicros: step * 1000, fact }));

export const history: LogHistory = [
  { client: 0, op: 'append', arg: 'a', call: 3, return: null, out: null },
  { client: 1, op: 'fill', pos: 3, call: 5, return: null, out: null },
];
