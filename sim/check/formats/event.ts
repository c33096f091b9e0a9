/** Histories as Jepsen records them: an entry when an operation is called, and one when it ends. */
import { unknownName } from '../../model/nearest-name.ts';
import { type Datum, numberProblem, wordOf } from './datum.ts';
import type { Lines } from './lines.ts';

export interface HistoryEvent {
  /** `fail`: it certainly had no effect; `info`: nobody knows. */
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  /** What is done, such as `read`; undefined where files leave it out, since the value says all. */
  readonly f: string | undefined;
  readonly value: Datum;
  /** A key beside the value; undefined if there is none. */
  readonly key: Datum | undefined;
  readonly process: number;
  /** The place in the history, if the file says it. */
  readonly index: number | undefined;
  readonly line: number;
}

const types = ['invoke', 'ok', 'fail', 'info'] as const;

/** What an entry says, by the names of its fields. */
export type Field = (name: 'type' | 'f' | 'value' | 'key' | 'process' | 'index') => Datum | undefined;

/** Undefined for what no client did, such as the entries of a nemesis. */
export const eventOf = (field: Field, lines: Lines, line: number): HistoryEvent | undefined => {
  const process = field('process');
  if (process === undefined || process === null) throw lines.errorAt(line, 'process: missing, so nobody did this');
  if (typeof process !== 'number') {
    if (wordOf(process) !== undefined) return undefined;
    throw lines.errorAt(line, 'process: expected a number, or the name of what is no client');
  }
  const problem = numberProblem(process);
  if (problem !== undefined) throw lines.errorAt(line, `process: ${problem}`);
  const typeName = wordOf(field('type'));
  const type = types.find((each) => each === typeName);
  if (type === undefined) {
    throw lines.errorAt(line, typeName === undefined ? 'type: missing' : unknownName('type', typeName, types));
  }
  const f = field('f');
  const name = wordOf(f);
  if (name === undefined && f !== undefined && f !== null) throw lines.errorAt(line, 'f: expected a name');
  const index = field('index');
  return {
    type,
    f: name,
    value: field('value') ?? null,
    key: field('key'),
    process,
    index: typeof index === 'number' ? index : undefined,
    line,
  };
};
