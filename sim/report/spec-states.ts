/** How many of the states of the specs a campaign was in, one line for each slice. */
import type { StateCount } from '../refine/count-states.ts';

/** So many states that the model does not have are shown. */
const outsideShown = 3;

export function specStatesLines(counts: readonly StateCount[]): readonly string[] {
  if (counts.length === 0) return ['no run was held against a spec whose states are counted'];
  return counts.flatMap(({ spec, size, known, visited, outside }) => {
    const slice = spec === 'FlashUnit' ? 'an address of a unit' : `a position of a chain of ${size}`;
    const percent = Math.floor((100 * visited) / known);
    const line = `${spec}, ${slice}: in ${visited} of ${known} states (${percent} %)`;
    if (outside.length === 0) return [line];
    const shown = outside.slice(0, outsideShown).map((state) => `    ${state}`);
    return [`${line}, and in ${outside.length} that the model does not have:`, ...shown];
  });
}
