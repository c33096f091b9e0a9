/** A chart with logarithmic axes as SVG, small, and readable on light and on dark pages. */

export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  text(value: number): string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One colour: what was measured here as lines, what another program took as marks. */
export interface Series {
  readonly name: string;
  readonly solid: readonly Point[];
  readonly dashed: readonly Point[];
  readonly squares: readonly Point[];
  readonly diamonds: readonly Point[];
  readonly crosses: readonly Point[];
}

export interface Sign {
  readonly sign: keyof typeof signs;
  readonly means: string;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** The legend of what is the same in all colours. */
  readonly signs: readonly Sign[];
  /** Lines of small print below. */
  readonly notes: readonly string[];
}

const plot = { left: 78, top: 44, width: 560, height: 330 } as const;
const legendLeft = plot.left + plot.width + 22;
const width = legendLeft + 200;
/** Light and dark; told apart also by those who see few colours. */
const colours = [
  ['#0072b2', '#56b4e9'],
  ['#d55e00', '#ff8c3a'],
  ['#007a5a', '#2fc79a'],
  ['#a3477d', '#e08abf'],
] as const;

export function svgOf({ title, x, y, series, signs: legend, notes }: Chart): string {
  const legendTop = plot.top + 8;
  const noteTop = plot.top + plot.height + 62;
  const height = noteTop + notes.length * 16 + 4;
  const across = (value: number): number => plot.left + plot.width * share(value, x);
  const up = (value: number): number => plot.top + plot.height * (1 - share(value, y));
  const parts: string[] = [];
  for (const value of powers(x)) {
    const at = number(across(value));
    parts.push(`<path class="grid" d="M${at} ${plot.top}V${plot.top + plot.height}"/>`);
    parts.push(text(at, plot.top + plot.height + 18, x.text(value), 'middle'));
  }
  for (const value of powers(y)) {
    const at = number(up(value));
    parts.push(`<path class="grid" d="M${plot.left} ${at}H${plot.left + plot.width}"/>`);
    parts.push(text(plot.left - 8, at + 4, y.text(value), 'end'));
  }
  parts.push(text(plot.left + plot.width / 2, plot.top + plot.height + 42, x.label, 'middle'));
  const middle = plot.top + plot.height / 2;
  parts.push(
    `<text x="18" y="${middle}" text-anchor="middle" transform="rotate(-90 18 ${middle})">${escaped(y.label)}</text>`,
  );
  parts.push(`<text class="title" x="${plot.left}" y="24">${escaped(title)}</text>`);
  const at = (point: Point): string => `${number(across(point.x))} ${number(up(point.y))}`;
  for (const [i, { name, solid, dashed, ...marked }] of series.entries()) {
    const drawn: string[] = [];
    for (const [kind, points] of [
      ['line', solid],
      ['line dashed', dashed],
    ] as const) {
      if (points.length > 0) drawn.push(`<path class="${kind}" d="M${points.map(at).join('L')}"/>`);
      for (const point of points) drawn.push(`<path class="dot" d="M${at(point)}h0"/>`);
    }
    for (const sign of ['squares', 'diamonds', 'crosses'] as const) {
      for (const point of marked[sign]) {
        drawn.push(signs[sign](across(point.x), up(point.y)));
      }
    }
    const row = legendTop + i * 22;
    drawn.push(`<path class="line" d="M${legendLeft} ${row - 4}h24"/>`);
    parts.push(`<g class="s${i}">${drawn.join('')}</g>`, text(legendLeft + 32, row, name, 'start'));
  }
  for (const [i, { sign, means }] of legend.entries()) {
    const row = legendTop + (series.length + i) * 22 + 12;
    parts.push(
      `<g class="other">${signs[sign](legendLeft + 12, row - 4)}</g>`,
      text(legendLeft + 32, row, means, 'start'),
    );
  }
  for (const [i, note] of notes.entries())
    parts.push(`<text class="note" x="${plot.left}" y="${noteTop + i * 16}">${escaped(note)}</text>`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
    `aria-label="${escaped(title)}">\n<style>${style()}</style>\n${parts.join('\n')}\n</svg>\n`
  );
}

function style(): string {
  const coloured = (shade: 0 | 1): string => colours.map((pair, i) => `.s${i}{stroke:${pair[shade]}}`).join('');
  return (
    'text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-size:15px;font-weight:600}.note{font-size:11px;fill:#57606a}' +
    '.grid{stroke:#d0d7de;stroke-width:1}.line{fill:none;stroke-width:2}.dashed{stroke-dasharray:5 4}.dot{stroke-width:6;stroke-linecap:round}' +
    '.mark{fill:none;stroke-width:2}.other{stroke:#57606a}' +
    coloured(0) +
    '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#9da7b3}.grid{stroke:#3d444d}.other{stroke:#9da7b3}' +
    `${coloured(1)}}`
  );
}

/** From 0 at the beginning of the axis to 1 at its end. */
function share(value: number, { from, to }: Axis): number {
  return Math.log10(value / from) / Math.log10(to / from);
}

function powers({ from, to }: Axis): readonly number[] {
  const values: number[] = [];
  for (let exponent = Math.ceil(Math.log10(from)); Number(`1e${exponent}`) <= to; exponent += 1) {
    values.push(Number(`1e${exponent}`));
  }
  return values;
}

const signs = {
  solid: (x: number, y: number) => `<path class="line" d="M${number(x - 12)} ${number(y)}h24"/>`,
  dashed: (x: number, y: number) => `<path class="line dashed" d="M${number(x - 12)} ${number(y)}h24"/>`,
  squares: (x: number, y: number) => `<path class="mark" d="M${number(x - 5)} ${number(y - 5)}h10v10h-10z"/>`,
  diamonds: (x: number, y: number) => `<path class="mark" d="M${number(x)} ${number(y - 7)}l7 7l-7 7l-7 -7z"/>`,
  crosses: (x: number, y: number) => `<path class="mark" d="M${number(x - 5)} ${number(y - 5)}l10 10m0 -10l-10 10"/>`,
} as const;

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function number(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
