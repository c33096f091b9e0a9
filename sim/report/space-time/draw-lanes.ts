/**
 * Draws moments as text, time downwards, one lane per node that takes part:
 *
 *        step      time  client-0   unit-0     unit-1
 *          12   1.204ms  ●─────────▶                    unit/write position=3
 */
import { milliseconds } from '../units.ts';
import type { Moment } from './moment.ts';

const marks: Readonly<Record<Moment['kind'], string>> = {
  message: '●',
  lost: '●',
  claim: '•',
  operation: '◆',
  process: '✗',
  fault: '⚡',
};

/** Between one lane and the next, so that even the shortest arrow has a shaft. */
const GAP = 3;

/** `nodes` are the names of the nodes by id. */
export function drawLanes(moments: readonly Moment[], nodes: readonly string[]): readonly string[] {
  const taking = new Set(moments.flatMap(({ node, to }) => [node, to]));
  const lanes = [...taking].filter((node) => node >= 0).sort((a, b) => a - b);
  const columns = new Map<number, number>();
  let names = '';
  for (const node of lanes) {
    columns.set(node, names.length);
    names += (nodes[node] ?? `node-${node}`) + ' '.repeat(GAP);
  }
  const header = `    step        time  ${names}`;
  const lines = moments.map((moment) => {
    const step = String(moment.step).padStart(8);
    const time = milliseconds(moment.timeMicros).padStart(12);
    const drawn = drawMoment(moment, columns, names.length);
    return `${step}${time}  ${drawn}${moment.label}`.trimEnd();
  });
  return [header.trimEnd(), ...lines];
}

function drawMoment(moment: Moment, columns: ReadonlyMap<number, number>, width: number): string {
  const cells: string[] = Array.from({ length: width }, () => ' ');
  for (const column of columns.values()) cells[column] = '│';
  const from = columns.get(moment.node);
  const to = columns.get(moment.to);
  if (from !== undefined && to !== undefined && from !== to) {
    for (let i = Math.min(from, to) + 1; i < Math.max(from, to); i += 1) cells[i] = '─';
    const head = to > from ? '▶' : '◀';
    cells[to] = moment.kind === 'lost' ? '✗' : head;
  }
  if (from !== undefined) cells[from] = marks[moment.kind];
  return cells.join('');
}
