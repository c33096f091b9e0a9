/**
 * Jepsen's plain logs: process, type, f and value between tabs or blanks, as in its `history.txt`, or behind what a logger puts first:
 *
 *     INFO  jepsen.util - 0	:invoke	:read	nil
 *
 * What stands behind the value is an error message. Lines of a log that are no entries are passed over, unless they look like one.
 */
import { EdnReader, end } from './edn.ts';
import { type HistoryEvent, eventOf } from './event.ts';
import { Keyword } from './datum.ts';
import { Lines } from './lines.ts';

/** The logger's name and what follows it in its two layouts. */
const prefix = /^.*\bjepsen\.util( -|:)\s+/;
const entry = /^\s*(?<process>\S+)\s+:(?<type>[a-z]+)\s+:(?<f>\S+)(?:\s+(?<value>.*))?$/;
/** What other lines of a log begin with: a level, or a date. */
const otherLine = /^\s*(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|\d{4}-\d\d-\d\d)\b/;

export function* plainLogEvents(lines: Lines): Generator<HistoryEvent> {
  for (let line = lines.nextFilled(); line !== undefined; line = lines.nextFilled()) {
    const fields = entry.exec(line.replace(prefix, ''))?.groups;
    if (fields === undefined) {
      if (otherLine.test(line) && !prefix.test(line)) continue;
      throw lines.error('expected an entry, as "0 :invoke :read nil"; was the file cut short?');
    }
    const {
      process,
      type,
      f,
      value = '',
    } = fields as Readonly<Record<'process' | 'type' | 'f', string>> & { value?: string };
    const event = eventOf(
      (name) => {
        if (name === 'process') return /^\d+$/.test(process) ? Number(process) : Keyword.of(process.replace(/^:/, ''));
        if (name === 'type') return Keyword.of(type);
        if (name === 'f') return Keyword.of(f);
        // The value of what failed is often an error, in any words.
        return name === 'value' && (type === 'invoke' || type === 'ok') ? valueOf(value, lines) : undefined;
      },
      lines,
      lines.number,
    );
    if (event !== undefined) yield event;
  }
}

/** The first value of the text. */
const valueOf = (text: string, lines: Lines) => {
  const value = new EdnReader(new Lines(lines.name, [text], lines.number)).next();
  return value === end ? null : value;
};

/** Whether `line` is an entry, or of a log that has some. */
export const looksLikeLog = (line: string): boolean => entry.test(line.replace(prefix, '')) || otherLine.test(line);
