/** Short ways to read a text as a history. */
import type { FileHistory } from '../../../../sim/check/formats/history.ts';
import { type ReadOptions, readHistory } from '../../../../sim/check/formats/read-history.ts';
import { messageOf } from '../../../../sim/model/input-error.ts';

const nothingAsked: ReadOptions = { format: undefined, kind: undefined, spec: undefined, initial: undefined };

export function read(text: string, options: Partial<ReadOptions> = {}): FileHistory {
  return readHistory('h', [text], { ...nothingAsked, ...options });
}

/** What is wrong with the text; "nothing" if it is a history. */
export function problemOf(text: string, options: Partial<ReadOptions> = {}): string {
  try {
    read(text, options);
  } catch (error) {
    return messageOf(error);
  }
  return 'nothing';
}
