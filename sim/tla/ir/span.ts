/**
 * Where something stands in its source: what every error of this folder is reported with.
 */

/**
 * The index of the source file, then line and column of the first character, then line and column behind the last.
 * Lines and columns count from 1, columns in UTF-16 units.
 */
export type Span = readonly [source: number, line: number, column: number, endLine: number, endColumn: number];

/** What a span's first number leads to. */
export interface Source {
  /** The path as it was given or found; `<Naturals>` for a module that ships with us. */
  readonly file: string;
}
