/** Colour for a stream. `NO_COLOR` and pipes are honoured, as `styleText` of Node does. */
import { styleText } from 'node:util';

export interface Style {
  bad(text: string): string;
  good(text: string): string;
  warning(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export function styleFor(stream: NodeJS.WriteStream): Style {
  const paint =
    (...formats: Parameters<typeof styleText>[0][]) =>
    (text: string): string =>
      formats.reduce<string>((painted, format) => styleText(format, painted, { stream }), text);
  return {
    bad: paint('red', 'bold'),
    good: paint('green'),
    warning: paint('yellow'),
    strong: paint('bold'),
    faint: paint('dim'),
  };
}

export const plain: Style = {
  bad: (text) => text,
  good: (text) => text,
  warning: (text) => text,
  strong: (text) => text,
  faint: (text) => text,
};
