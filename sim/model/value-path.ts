/** Paths of keys and indices into plain data: what is there, and how people read them. */

/** `clients.mix.append`, `faults[2]`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (written, key) => (typeof key === 'number' ? `${written}[${key}]` : written === '' ? key : `${written}.${key}`),
    '',
  );
}

/** What `path` leads to; undefined when it leads nowhere. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at: unknown = value;
  for (const key of path) at = (at as Record<string | number, unknown> | null | undefined)?.[key];
  return at;
}
