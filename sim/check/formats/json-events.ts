/** The same entries in JSON, as Maelstrom and the command line of Elle have them: one array, or one object a line. */
import { datumOf, nestingMax } from './datum.ts';
import { type HistoryEvent, eventOf } from './event.ts';
import type { JsonValue } from './json.ts';
import type { Lines } from './lines.ts';

export function* jsonEvents(lines: Lines, values: Iterable<JsonValue>): Generator<HistoryEvent> {
  for (const { value, line, column } of values) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw lines.errorAt(line, 'expected an object, as {"type": "invoke", "f": "txn", …}', column);
    }
    const record = value as Readonly<Record<string, unknown>>;
    const tooDeep = (): Error => lines.errorAt(line, `more than ${nestingMax} values within each other`, column);
    const event = eventOf(
      (name) => (record[name] === undefined ? undefined : datumOf(record[name], tooDeep)),
      lines,
      line,
    );
    if (event !== undefined) yield event;
  }
}
