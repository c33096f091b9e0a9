/** Jepsen's `history.edn`: maps, one after the other or in one vector or list, however they are laid out. */
import { type Datum, Keyword, wordOf } from './datum.ts';
import { EdnReader, end } from './edn.ts';
import { type Field, type HistoryEvent, eventOf } from './event.ts';
import type { Lines } from './lines.ts';

const keywords = new Map(
  (['type', 'f', 'value', 'key', 'process', 'index'] as const).map((name) => [name, Keyword.of(name)]),
);

export function* ednEvents(lines: Lines): Generator<HistoryEvent> {
  const reader = new EdnReader(lines);
  const vector = reader.enter();
  for (;;) {
    if (vector !== undefined && reader.leave(vector)) break;
    const entry = reader.next();
    if (entry === end) return;
    const event = eventOf(fieldsOf(entry, lines, reader.line), lines, reader.line);
    if (event !== undefined) yield event;
  }
  if (reader.next() !== end) throw lines.errorAt(reader.line, 'something follows the end of the history');
}

const fieldsOf = (entry: Datum, lines: Lines, line: number): Field => {
  if (!(entry instanceof Map)) throw lines.errorAt(line, 'expected a map, as {:type :invoke, :f :read, …}');
  const map = entry as ReadonlyMap<Datum, Datum>;
  if (map.size > 0 && ![...map.keys()].some((key) => wordOf(key) !== undefined)) {
    throw lines.errorAt(line, 'expected a map with keywords, as {:type :invoke, :f :read, …}');
  }
  return (name) => map.get(keywords.get(name)!) ?? map.get(name);
};
