/** Reads a history in any of the formats. Nothing is judged here, and nothing is given out that is not whole. */
import { ednEvents } from './edn-events.ts';
import type { FileHistory, Settings } from './history.ts';
import { readJepsen } from './jepsen-history.ts';
import { jsonEvents } from './json-events.ts';
import { readJsonLines } from './json-lines.ts';
import { jsonValues } from './json.ts';
import { Lines } from './lines.ts';
import { plainLogEvents } from './plain-log-events.ts';
import { type Format, recognise } from './recognise.ts';

export interface ReadOptions extends Settings {
  /** Recognised by the text if undefined. */
  readonly format: Format | undefined;
}

/**
 * `chunks` are the text of the file, cut anywhere. Throws an `InputError`, `name:line: what is wrong`, at the first thing that makes the
 * file no history.
 */
export const readHistory = (name: string, chunks: Iterable<string>, options: ReadOptions): FileHistory => {
  const lines = new Lines(name, chunks);
  switch (options.format ?? recognise(lines)) {
    case 'json-lines':
      return readJsonLines(lines, jsonValues(lines), options);
    case 'jepsen-json':
      return readJepsen(lines, jsonEvents(lines, jsonValues(lines)), options);
    case 'jepsen-edn':
      return readJepsen(lines, ednEvents(lines), options);
    case 'jepsen-log':
      return readJepsen(lines, plainLogEvents(lines), options);
  }
};
