/** The table of `explore`: one line per world, what was not tried, and what no order reached. */
import type { ExploredPart, ExploredWorld } from '../explore/systematic/explore-world.ts';
import type { Failure } from '../explore/scenario-result.ts';
import type { Style } from './style.ts';
import { type Column, table } from './table.ts';
import { compact } from './units.ts';

export interface WorldRow extends ExploredWorld {
  readonly failures: readonly Failure[];
}

const columns: readonly Column[] = [
  { title: 'world', align: 'left' },
  { title: 'executions', align: 'right' },
  { title: 'given up', align: 'right' },
  { title: 'outcomes', align: 'right' },
  { title: 'choices', align: 'right' },
  { title: 'events', align: 'right' },
  { title: 'verdict', align: 'left' },
];

/** With `verbosity` above 0 with a line for each part, and how often each mark was reached. */
export function worldTable(worlds: readonly WorldRow[], style: Style, verbosity: number): readonly string[] {
  const rows = worlds.flatMap((world) => [
    rowOf(world.name, world, String(world.outcomes), verdictOf(world, style)),
    ...(verbosity > 0 ? world.parts.map((part) => rowOf(`  ${part.name}`, part, '', extentOf(part, style))) : []),
  ]);
  return [
    ...table(columns, rows),
    ...(verbosity > 0 ? worlds.flatMap(countsOf) : []),
    ...worlds.flatMap((world) => notesOf(world, style)),
  ];
}

function rowOf(name: string, part: Omit<ExploredPart, 'name'>, outcomes: string, verdict: string): readonly string[] {
  const { executions, blocked, depth, events } = part;
  return [name, compact(executions), compact(blocked), outcomes, String(depth), compact(events), verdict];
}

function verdictOf(world: WorldRow, style: Style): string {
  const [failure] = world.failures;
  return failure === undefined ? extentOf(world, style) : style.bad(failure.property ?? failure.verdict);
}

function extentOf({ exhausted }: Omit<ExploredPart, 'name'>, style: Style): string {
  return exhausted ? style.good('exhausted') : style.warning('not exhausted');
}

function countsOf({ name, sometimes }: WorldRow): readonly string[] {
  return Object.entries(sometimes).map(([mark, count]) => `${name}: ${mark}: ${count}`);
}

function notesOf(world: WorldRow, style: Style): readonly string[] {
  const { name, unfinished, lost } = world;
  const unreached = unreachedIn(world);
  return [
    ...lost.map((message) => style.bad(`${name}: ${message}`)),
    ...(unreached.length > 0 ? [style.warning(`${name}: no order reaches: ${unreached.join('; ')}`)] : []),
    ...(unfinished > 0
      ? [
          `${name}: in ${compact(unfinished)} executions a client waits for ever: its patience was spent when a crash cost a reply`,
        ]
      : []),
  ];
}

/** Marks that no order reaches. As long as some were not tried, nothing is known of that. */
export function unreachedIn({ sometimes, exhausted }: ExploredWorld): readonly string[] {
  return exhausted ? Object.keys(sometimes).filter((mark) => sometimes[mark] === 0) : [];
}
