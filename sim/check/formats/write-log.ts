/** Writes a history of a log as JSON lines, as `json-lines.ts` reads it: what a run recorded can be judged again, by anybody. */
import type { LogHistory, LogOperation } from '../../model/history.ts';
import type { LogTerms } from './history.ts';

/** With the header first: on what terms it is to be judged. Each line with its end. */
export function* logLines(history: LogHistory, terms: LogTerms): Generator<string> {
  yield `${JSON.stringify({ header: true, kind: 'log', ...terms })}\n`;
  for (const operation of history) yield `${JSON.stringify({ kind: 'log', ...inOrder(operation) })}\n`;
}

/** Who and what first, then the answer, then when. */
const inOrder = ({ client, call, return: end, ...rest }: LogOperation): object => ({
  client,
  ...rest,
  call,
  return: end,
});
