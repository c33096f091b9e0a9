/** The table of a campaign, one line per scenario, and what was not reached. */
import type { ScenarioResult } from '../explore/scenario-result.ts';
import type { VerdictKind } from '../model/verdict.ts';
import type { Style } from './style.ts';
import { type Column, table } from './table.ts';
import { compact, counted, duration } from './units.ts';

const columns: readonly Column[] = [
  { title: 'scenario', align: 'left' },
  { title: 'seeds', align: 'right' },
  { title: 'events', align: 'right' },
  { title: 'operations', align: 'right' },
  { title: 'virtual', align: 'right' },
  { title: 'wall', align: 'right' },
  { title: 'verdict', align: 'left' },
];

/** With `verbosity` above 0, also how often each fault fired and each mark was reached. */
export function summary(results: readonly ScenarioResult[], style: Style, verbosity: number): readonly string[] {
  const rows = results.map((result) => [
    result.name,
    String(result.seeds),
    compact(result.events),
    compact(result.operations),
    duration(result.virtualMs * 1000),
    duration(result.wallMs * 1000),
    verdicts(result, style),
  ]);
  return [
    ...table(columns, rows),
    ...(verbosity > 0 ? results.flatMap(countsOf) : []),
    ...results.flatMap((result) => unreachedOf(result, style)),
    ...results.flatMap(unavailableOf),
    total(results),
  ];
}

function verdicts(result: ScenarioResult, style: Style): string {
  const entries = Object.entries(result.verdicts).filter(([, count]) => count > 0) as [VerdictKind, number][];
  if (entries.length === 0) return style.warning('nothing ran');
  return entries.map(([kind, count]) => paint(kind, `${count} ${kind}`, style)).join(', ');
}

function paint(kind: VerdictKind, text: string, style: Style): string {
  if (kind === 'pass') return style.good(text);
  return kind === 'unavailable' || kind === 'vacuous' || kind === 'inconclusive'
    ? style.warning(text)
    : style.bad(text);
}

function countsOf({ name, faults, sometimes }: ScenarioResult): readonly string[] {
  const counts = Object.entries({ ...faults, ...sometimes }).filter(([, count]) => count > 0);
  return counts.map(([what, count]) => `${name}: ${what}: ${count}`);
}

/** What the campaign did not see belongs to its result: nobody should take it for checked. */
function unreachedOf(result: ScenarioResult, style: Style): readonly string[] {
  const never = (counts: Readonly<Record<string, number>>): string[] =>
    Object.keys(counts).filter((name) => counts[name] === 0);
  if (result.seeds === 0) return [];
  const faults = never(result.faults);
  const marks = never(result.sometimes);
  const notes = [
    ...(faults.length > 0 ? [`never fired: ${faults.join(', ')}`] : []),
    ...(marks.length > 0 ? [`never reached: ${marks.join('; ')}`] : []),
  ];
  const harmless = notes.filter((note) => !result.vacuous.includes(note));
  return [
    ...harmless.map((note) => `${result.name}: ${note}`),
    ...result.vacuous.map((reason) => style.warning(`${result.name}: vacuous: ${reason}`)),
  ];
}

/** One seed stands for all: what was destroyed in it, by which nobody could go on. */
function unavailableOf({
  name,
  verdicts: { unavailable: count },
  unavailable: [first],
}: ScenarioResult): readonly string[] {
  return first === undefined ? [] : [`${name}: ${count} unavailable; in seed ${first.seed}, ${first.message}`];
}

function total(results: readonly ScenarioResult[]): string {
  const sum = (field: 'seeds' | 'events' | 'operations' | 'virtualMs' | 'wallMs'): number =>
    results.reduce((all, result) => all + result[field], 0);
  const wallMs = Math.max(1, sum('wallMs'));
  const speed = `${compact(Math.round((sum('events') / wallMs) * 1000))} events/s per worker`;
  const ratio = `${Math.round(sum('virtualMs') / wallMs)}x real time`;
  const density =
    sum('virtualMs') === 0
      ? ''
      : ` at ${Math.round((sum('events') / sum('virtualMs')) * 1000)} events per virtual second`;
  return `${counted(sum('seeds'), 'seed')}, ${counted(sum('operations'), 'operation')}; ${speed}, ${ratio}${density}`;
}
