/** Draws the few operations of a verdict as lanes of text, at most 100 columns wide. */

export interface Lane {
  /** Who did what and got what. Control characters are shown, not obeyed: values come from files. */
  readonly label: string;
  readonly call: number;
  /** Null for an operation that never returned, or may take effect after its return. */
  readonly return: number | null;
}

const columnCount = 100;
const labelColumnsMax = 64;

/**
 * One line per operation, in order of their calls: `|---|` from call to return, `|-->` if it never returned. Columns
 * are ranks of times, not times: what matters is which end comes first, and a scale would hide it.
 */
export const drawTimeline = (operations: readonly Lane[]): readonly string[] => {
  const lanes = operations.map((lane) => ({ ...lane, label: printable(lane.label) }));
  lanes.sort((a, b) => a.call - b.call);
  const ends = lanes.flatMap((lane) => (lane.return === null ? [lane.call] : [lane.call, lane.return]));
  const times = [...new Set(ends)].sort((a, b) => a - b);
  const rankOf = new Map(times.map((time, rank) => [time, rank]));
  const labelColumns = lanes.reduce((most, { label }) => Math.max(most, Array.from(label).length), 0);
  const labelWidth = Math.min(labelColumns, labelColumnsMax);
  const width = columnCount - labelWidth - 2;
  const columnOf = (time: number): number =>
    Math.round((rankOf.get(time)! * (width - 2)) / Math.max(1, times.length - 1));
  return lanes.map((lane) => {
    const from = columnOf(lane.call);
    const to = lane.return === null ? width - 1 : Math.max(columnOf(lane.return), from + 1);
    const bar = `|${'-'.repeat(to - from - 1)}${lane.return === null ? '>' : '|'}`;
    return `${fit(lane.label, labelWidth)}  ${' '.repeat(from)}${bar}`.trimEnd();
  });
};

/** `text` with what would move the cursor, change the colour or the direction of a terminal written as `\u001b`. */
export const printable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

/** Counts whole characters, so that none is cut in two. */
const fit = (text: string, width: number): string => {
  const characters = Array.from(text);
  return characters.length > width
    ? `${characters.slice(0, width - 1).join('')}…`
    : text + ' '.repeat(width - characters.length);
};
