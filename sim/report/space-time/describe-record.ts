/** Datagrams, claims and details in a few words: `unit/write position=3 epoch=1`. */

import type { Layout } from '../../../src/corfu/layout.ts';

/** Fields that only a call needs, and that nobody who reads a counterexample does. */
const unsaid = new Set(['is', 'call', 'incarnation', 'caller', 'body']);

/** The fields that name what a record is, in the order of preference. */
const naming = ['kind', 'status', 'event', 'op', 'out', 'type'];

const lengthMax = 60;

export function describeRecord(record: object): string {
  const fields = { ...bodyOf(record) } as Record<string, unknown>;
  const name = naming.find((field) => typeof fields[field] === 'string');
  const words = name === undefined ? [] : [String(fields[name])];
  for (const [field, value] of Object.entries(fields).sort(byInterest)) {
    if (field === name || unsaid.has(field) || value === null || value === undefined) continue;
    words.push(`${field}=${describeValue(value)}`);
  }
  const text = words.join(' ');
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

/** Positions first, since they tell one message from the next, and the epoch, which seldom does, last. */
function byInterest([a]: [string, unknown], [b]: [string, unknown]): number {
  return interest(a) - interest(b);
}

function interest(field: string): number {
  if (field === 'epoch') return 2;
  return field === 'position' || field === 'pos' || field === 'outPos' ? 0 : 1;
}

/** A call travels as an envelope around the message that matters. */
export function bodyOf(record: object): object {
  const { body } = record as { readonly body?: unknown };
  return typeof body === 'object' && body !== null ? body : record;
}

/** A layout in what tells it from the one before: `sequencer 3, [0,5) 0>1, [5,∞) 1>2`, units in the order of their chains. */
function describeLayout({ sequencer, segments }: Layout): string {
  const ranges = segments.map(
    ({ start, end, stripes }) => `[${start},${end ?? '∞'}) ${stripes.map((chain) => chain.join('>')).join(' ')}`,
  );
  return `sequencer ${sequencer}, ${ranges.join(', ')}`;
}

function isLayout(value: object): value is Layout {
  return 'segments' in value && 'sequencer' in value;
}

function describeValue(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length}B`;
  if (Array.isArray(value)) return `[${value.map(describeValue).join(',')}]`;
  if (typeof value === 'object' && value !== null && isLayout(value)) return describeLayout(value);
  if (typeof value === 'object' && value !== null) return `{${describeRecord(value)}}`;
  return String(value);
}
