/**
 * What each client does after faults have stopped, so that it shows whether the log works again and still has what it acknowledged:
 * it appends, asks for the tail, waits until the layout has settled, and then reads and fills.
 *
 * Not every position is looked at, which would cost more than the run itself. Of the positions acknowledged before, the
 * clients read so many each, evenly spread over the log, its first and last among them; and of those below the tail that
 * nobody knows to be decided, they fill the oldest. Of each stream one of them asks for what it has not been given yet.
 */
import type { LogHistory } from '../model/history.ts';

export type Duty =
  | { readonly duty: 'append' }
  | { readonly duty: 'checkTail' }
  | { readonly duty: 'await-layout' }
  | { readonly duty: 'read'; readonly position: number }
  | { readonly duty: 'fill'; readonly position: number }
  | { readonly duty: 'readStream'; readonly stream: number };

/** Of one client. */
const READS_MAX = 4;
const FILLS_MAX = 2;

/** The duties of each of `clients` clients, after what `history` says that they did and saw, in a log with so many streams. */
export function dutiesAfter(history: LogHistory, clients: number, streamCount = 0): readonly (readonly Duty[])[] {
  const { acknowledged, holes } = survey(history);
  const reads = spread(acknowledged, READS_MAX * clients);
  const fills = holes.slice(0, FILLS_MAX * clients);
  const streams = Array.from({ length: streamCount }, (_unused, stream) => stream);
  return Array.from({ length: clients }, (_unused, client) => [
    { duty: 'append' },
    { duty: 'checkTail' },
    { duty: 'await-layout' },
    ...share(reads, client, clients).map((position): Duty => ({ duty: 'read', position })),
    ...share(fills, client, clients).map((position): Duty => ({ duty: 'fill', position })),
    ...share(streams, client, clients).map((stream): Duty => ({ duty: 'readStream', stream })),
  ]);
}

/** The positions whose append was acknowledged, and those below the highest tail that nobody saw decided; both in order. */
function survey(history: LogHistory): { readonly acknowledged: readonly number[]; readonly holes: readonly number[] } {
  const acknowledged = new Set<number>();
  const decided = new Set<number>();
  let tail = 0;
  let trimmed = 0;
  for (const operation of history) {
    if (operation.op === 'append' && operation.out === 'ok' && operation.outPos !== undefined) {
      acknowledged.add(operation.outPos);
      tail = Math.max(tail, operation.outPos + 1);
    } else if (operation.op === 'tail') tail = Math.max(tail, operation.outPos ?? 0);
    else if (operation.op === 'trim') trimmed = Math.max(trimmed, operation.pos);
    else if (operation.op === 'trimCell') decided.add(operation.pos);
    else if (operation.op === 'read' || operation.op === 'fill') {
      if (operation.out === 'data' || operation.out === 'junk' || operation.out === 'trimmed')
        decided.add(operation.pos);
    }
  }
  const holes: number[] = [];
  for (let position = trimmed; position < tail; position += 1) {
    if (!acknowledged.has(position) && !decided.has(position)) holes.push(position);
  }
  return { acknowledged: [...acknowledged].toSorted((a, b) => a - b), holes };
}

/** At most `count` of `items`, evenly spread, from the first to the last. */
function spread(items: readonly number[], count: number): readonly number[] {
  if (items.length <= count) return items;
  const last = items.length - 1;
  const placeOf = (index: number): number => Math.floor((index * last) / Math.max(1, count - 1));
  return Array.from({ length: count }, (_unused, index) => items[placeOf(index)] as number);
}

/** Every `of`-th of `items`, from the `index`-th on. */
function share(items: readonly number[], index: number, of: number): readonly number[] {
  return items.filter((_item, place) => place % of === index);
}
