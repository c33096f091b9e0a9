/** Which format a file is in, by what it says and not by what it is called. */
import { jsonValues } from './json.ts';
import type { Lines } from './lines.ts';
import { looksLikeLog } from './plain-log-events.ts';

export const formats = ['json-lines', 'jepsen-json', 'jepsen-edn', 'jepsen-log'] as const;

/** `jepsen-json` is that of Maelstrom and Elle. */
export type Format = (typeof formats)[number];

/** Throws an `InputError` when the file is empty, or in none of the formats. Nothing is read away from `lines`. */
export const recognise = (lines: Lines): Format => {
  const beginning = lines.peek(() => beginningOf(lines));
  if (beginning === 'json') return lines.peek(() => hasEvents(lines)) ? 'jepsen-json' : 'json-lines';
  if (beginning !== undefined) return beginning;
  throw lines.errorAt(1, `this is in none of the formats ${formats.join(', ')}`);
};

const beginningOf = (lines: Lines): Exclude<Format, 'json-lines' | 'jepsen-json'> | 'json' | undefined => {
  let opened = '';
  let isEmpty = true;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    isEmpty &&= /^\s*$/.test(line);
    // What opens the first entry is the same in JSON and EDN; what comes next is not.
    const opening = /^[\s,[({]*/.exec(line)![0];
    opened += opening.replaceAll(/[\s,]/g, '');
    const rest = line.slice(opening.length);
    if (rest === '') continue;
    if (/^[:#;]/.test(rest) || opened.startsWith('(')) return 'jepsen-edn';
    if (opened !== '') return /^["}\]]/.test(rest) ? 'json' : undefined;
    return looksLikeLog(line) ? 'jepsen-log' : undefined;
  }
  if (isEmpty) throw lines.errorAt(1, 'the file is empty');
  return undefined;
};

/** Whether the first object is an entry of Jepsen's and no operation of ours. */
const hasEvents = (lines: Lines): boolean => {
  const { value } = jsonValues(lines).next();
  const entry: unknown = value?.value;
  if (typeof entry !== 'object' || entry === null) return false;
  return 'type' in entry && ('process' in entry || 'f' in entry || 'value' in entry);
};
