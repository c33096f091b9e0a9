/** A recorded trace: as JSON lines for tools, and as text for people, one fact a line. */
import type { Fact } from '../model/fact.ts';
import type { RecordedFact } from '../model/recorded-fact.ts';
import { describeRecord } from './space-time/describe-record.ts';
import { milliseconds } from './units.ts';

/** One JSON object; bytes are written in hex. A programmed page is named, not printed: its fact carries the whole device. */
export function traceJson({ step, timeMicros, fact }: RecordedFact): string {
  const told = fact.fact === 'programmed' ? { fact: fact.fact, node: fact.node, page: fact.page } : fact;
  const line = { step, timeMicros, ...told };
  return JSON.stringify(line, (_, value: unknown) => (value instanceof Uint8Array ? hex(value) : value));
}

export function traceText({ step, timeMicros, fact }: RecordedFact, nodes: readonly string[]): string {
  const node = fact.node < 0 ? '' : (nodes[fact.node] ?? `node-${fact.node}`);
  const at = `${String(step).padStart(8)}${milliseconds(timeMicros).padStart(12)}`;
  return `${at}  ${node.padEnd(12)}  ${words(fact, nodes)}`.trimEnd();
}

function words(fact: Fact, nodes: readonly string[]): string {
  switch (fact.fact) {
    case 'sent':
      return `sends to ${nodes[fact.to] ?? fact.to}: ${describeRecord(fact.datagram)}`;
    case 'delivered':
      return `receives from ${nodes[fact.from] ?? fact.from}: ${describeRecord(fact.datagram)}`;
    case 'dropped':
      return `lost on the way to ${nodes[fact.to] ?? fact.to} (${fact.why}): ${describeRecord(fact.datagram)}`;
    case 'programmed':
      return `programs page ${fact.page}`;
    case 'erased':
      return `erases block ${fact.block}`;
    case 'synced':
      return `syncs ${fact.file}`;
    case 'started':
      return `starts, incarnation ${fact.incarnation}`;
    case 'crashed':
      return `crashes, incarnation ${fact.incarnation}`;
    case 'device-lost':
      return 'loses its devices';
    case 'destroyed':
      return 'is destroyed';
    case 'faults-stopped':
      return 'faults stop, and whatever they held up goes on';
    case 'fault':
      return `fault ${fact.kind}: ${fact.detail}`;
    case 'claim':
      return `says ${describeRecord(fact.claim)}`;
    case 'invoked':
      return `calls ${describeRecord(fact.detail)}`;
    case 'responded':
      return `gets ${describeRecord(fact.detail)}`;
  }
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
