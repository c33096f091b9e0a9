/** Objects and what they hold, in words. */
import type { Value } from '../../model/history.ts';
import type { Key } from './transaction.ts';

/** How transactions are called in sentences: by their indices in the history that the user has. */
export type Names = readonly number[];

/** One that is forgotten has none. */
export const nameOf = (names: Names, index: number): string =>
  names[index] === undefined ? 'somebody' : `#${names[index]}`;

export const show = (value: Value | Key | null): string => (value === null ? 'nothing' : JSON.stringify(value));

/** Only the end of a long list: that is where lists differ that grow at the end. */
export const showList = (list: readonly Value[]): string =>
  list.length > 8 ? `[… ${list.slice(-6).map(show).join(' ')}]` : `[${list.map(show).join(' ')}]`;

/** As far as two lists have to be seen to see that they differ at `slot`. */
export const showUpTo = (list: readonly Value[], slot: number): string => {
  const shown = showList(list.slice(0, slot + 1));
  return slot + 1 < list.length ? `${shown.slice(0, -1)} …]` : shown;
};
