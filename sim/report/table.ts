/** Columns of text. Numbers stand to the right, words to the left; colour codes take no width. */
import { stripVTControlCharacters } from 'node:util';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, i) => Math.max(...[titles, ...rows].map((row) => widthOf(row[i] ?? ''))));
  return [titles, ...rows].map((row) => {
    const cells = columns.map(({ align }, i) => {
      const cell = row[i] ?? '';
      const space = ' '.repeat((widths[i] as number) - widthOf(cell));
      return align === 'right' ? space + cell : cell + space;
    });
    return cells.join('  ').trimEnd();
  });
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
