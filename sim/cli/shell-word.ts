/** `text` as one word of a command line that people paste into a shell: in quotes, if it has blanks or the like. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
