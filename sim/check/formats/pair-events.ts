/**
 * Operations from the entries of their calls and ends. Times are places in the file: real times have ties and come from several clocks.
 *
 * A process does one thing at a time. One that crashed (`info`) comes back under another number, and if it does not, nothing is lost:
 * what it left open may take effect at any later time, or never.
 */
import type { Datum } from './datum.ts';
import type { HistoryEvent } from './event.ts';
import type { Lines } from './lines.ts';

/** An operation of a file, before anybody knows what kind of object it belongs to. */
export interface RawOperation {
  readonly client: number;
  readonly op: string | undefined;
  readonly key: Datum | undefined;
  readonly arg: Datum | undefined;
  readonly call: number;
  readonly callLine: number;
  outcome: 'ok' | 'fail' | 'info';
  out: Datum | undefined;
  return: number | null;
  returnLine: number | null;
}

/** In the order of their calls. */
export const pairEvents = (events: Iterable<HistoryEvent>, lines: Lines): RawOperation[] => {
  const operations: RawOperation[] = [];
  const open = new Map<number, RawOperation>();
  let time = 0;
  let lastIndex = -Infinity;
  for (const { type, f, value, key, process, index, line } of events) {
    if (index !== undefined) {
      if (index <= lastIndex) throw lines.errorAt(line, `index ${index} comes after index ${lastIndex}; sort the file`);
      lastIndex = index;
    }
    const operation = open.get(process);
    if (type === 'invoke') {
      if (operation !== undefined) {
        throw lines.errorAt(
          line,
          `process ${process} calls ${named(f)}, but ${named(operation.op)} of line ${operation.callLine} is open`,
        );
      }
      const raw: RawOperation = {
        client: process,
        op: f,
        key,
        arg: value,
        call: time,
        callLine: line,
        outcome: 'info',
        out: undefined,
        return: null,
        returnLine: null,
      };
      open.set(process, raw);
      operations.push(raw);
    } else {
      if (operation === undefined)
        throw lines.errorAt(line, `process ${process} ends ${named(f)}, but has called nothing`);
      if (f !== operation.op) {
        throw lines.errorAt(
          line,
          `process ${process} ends ${named(f)}, but called ${named(operation.op)} at line ${operation.callLine}`,
        );
      }
      open.delete(process);
      operation.outcome = type;
      operation.returnLine = line;
      if (type === 'ok') operation.out = value;
      if (type !== 'info') operation.return = time;
    }
    time += 1;
  }
  return operations;
};

const named = (f: string | undefined): string => (f === undefined ? 'an operation' : `"${f}"`);
