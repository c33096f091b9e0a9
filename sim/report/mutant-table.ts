/** The known bugs and what became of each: found by which invariant, after how many seeds, and after how many a run departed from a spec. */
import type { MutantsResult } from '../explore/mutants-result.ts';
import type { Style } from './style.ts';
import { type Column, table } from './table.ts';
import { counted } from './units.ts';

const columns: readonly Column[] = [
  { title: 'mutant', align: 'left' },
  { title: 'layer', align: 'left' },
  { title: 'verdict', align: 'left' },
  { title: 'seeds', align: 'right' },
  { title: 'invariant', align: 'left' },
  { title: 'where', align: 'left' },
  { title: 'departs from', align: 'left' },
];

export function mutantTable(result: MutantsResult, style: Style): readonly string[] {
  const rows = result.mutants.map(({ id, layer, found, seeds, invariant, scenario, seed, departure }) => [
    id,
    layer,
    found ? style.good('found') : style.bad('survived'),
    String(seeds),
    invariant ?? '',
    scenario === null ? '' : `${scenario}@${seed}`,
    departure === null ? '' : `${departure.invariant} after ${departure.seeds}`,
  ]);
  const benign = result.benign.map(({ id, layer, flagged, seeds, unexpected }) => [
    id,
    layer,
    flagged ? style.bad('flagged, though benign') : style.good('benign'),
    String(seeds),
    unexpected[0]?.invariant ?? '',
    unexpected[0] === undefined ? '' : `${unexpected[0].scenario}@${unexpected[0].seed}`,
    '',
  ]);
  const lines = [...table(columns, [...rows, ...benign])];
  for (const { id, unexpected } of result.mutants) {
    for (const { scenario, seed, invariant } of unexpected.slice(0, 3)) {
      lines.push(style.warning(`${id}: unexpected: ${invariant} in ${scenario}@${seed}`));
    }
    if (unexpected.length > 3) lines.push(style.warning(`${id}: unexpected: and ${unexpected.length - 3} more`));
  }
  const { found, total } = result.score;
  lines.push(`${found} of ${counted(total, 'mutant')} found`);
  return lines;
}
