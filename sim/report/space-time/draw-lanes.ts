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

/** `nodes` are the names of the nodes by id. */
export function drawLanes(moments: readonly Moment[], nodes: readonly string[]): readonly string[] {
  const taking = new Set(moments.flatMap(({ node, to }) => [node, to]));
  const lanes = [...taking].filter((node) => node >= 0).sort((a, b) => a - b);
  const nameOf = (node: number): string => nodes[node] ?? `node-${node}`;
  const width = Math.max(...lanes.map((node) => nameOf(node).length), 4) + 2;
  const header = ['    step', '        time', `  ${lanes.map((node) => nameOf(node).padEnd(width)).join('')}`].join('');
  const lines = moments.map((moment) => {
    const step = String(moment.step).padStart(8);
    const time = milliseconds(moment.timeMicros).padStart(12);
    const drawn = drawMoment(moment, lanes, width);
    return `${step}${time}  ${drawn} ${moment.label}`.trimEnd();
  });
  return [header.trimEnd(), ...lines];
}

function drawMoment(moment: Moment, lanes: readonly number[], width: number): string {
  const cells: string[] = Array.from({ length: lanes.length * width }, (_, i) => (i % width === 0 ? '│' : ' '));
  const from = lanes.indexOf(moment.node) * width;
  const to = lanes.indexOf(moment.to) * width;
  if (from >= 0 && to >= 0 && from !== to) {
    for (let i = Math.min(from, to) + 1; i < Math.max(from, to); i += 1) cells[i] = '─';
    const head = to > from ? '▶' : '◀';
    cells[to] = moment.kind === 'lost' ? '✗' : head;
  }
  if (from >= 0) cells[from] = marks[moment.kind];
  return cells.join('');
}
