/** Operations on a log, from the fields of our own format. */
import type { LogOperation, Value } from '../../model/history.ts';
import type { JsonRecord } from './record.ts';

/** What each operation can be answered with. A fill that is `ok` made junk; one that found the position `written` saw data. */
const answers = {
  append: ['ok', 'failed', 'sealed', 'unknown'],
  read: ['data', 'unwritten', 'junk', 'trimmed', 'failed'],
  tail: ['open', 'sealed', 'failed'],
  trim: ['ok', 'failed', 'unknown'],
  trimCell: ['ok', 'failed', 'unknown'],
  fill: ['junk', 'data', 'trimmed', 'unwritten', 'failed', 'unknown', 'ok', 'written'],
  seal: ['ok', 'failed', 'unknown'],
} as const;

const logOperations = Object.keys(answers) as readonly LogOperation['op'][];

/** All operations have the same fields, whether they use them or not: checkers that meet one shape only are twice as fast. */
interface Recorded {
  readonly op: LogOperation['op'];
  readonly client: number;
  readonly call: number;
  readonly return: number | null;
  readonly out: string | null;
  readonly pos: number | undefined;
  readonly arg: Value | undefined;
  readonly request: Value | undefined;
  readonly outPos: number | undefined;
  readonly outVal: Value | undefined;
  readonly epoch: number | undefined;
}

/** Throws an `InputError` that names the line and the field. */
export const decodeLog = (record: JsonRecord, client: number, call: number, end: number | null): LogOperation => {
  const op = record.name('op', 'operation of a log', logOperations);
  if (op === undefined) throw record.wrong('op', 'missing');
  const answer = end === null ? null : (record.name<string>('out', `answer to ${op}`, answers[op]) ?? null);
  const out = op === 'fill' ? whatItHolds(answer) : answer;
  if (out === null && end !== null) throw record.wrong('out', 'missing, though the operation returned');
  const isPositioned = op === 'read' || op === 'fill' || op === 'trim' || op === 'trimCell';
  const isPlaced = (op === 'append' && out === 'ok') || (op === 'tail' && out === 'open');
  const recorded: Recorded = {
    op,
    client,
    call,
    return: end,
    out,
    pos: isPositioned ? record.wholeNumber('pos') : undefined,
    arg: op === 'append' ? record.value('arg') : undefined,
    request: op === 'append' && record.has('request') ? record.value('request') : undefined,
    outPos: record.has('outPos') || isPlaced ? record.wholeNumber('outPos') : undefined,
    outVal: record.has('outVal') || (op === 'read' && out === 'data') ? record.value('outVal') : undefined,
    epoch: record.has('epoch') ? record.wholeNumber('epoch') : undefined,
  };
  return recorded as object as LogOperation;
};

const whatItHolds = (answer: string | null): string | null => {
  if (answer === 'ok') return 'junk';
  return answer === 'written' ? 'data' : answer;
};
