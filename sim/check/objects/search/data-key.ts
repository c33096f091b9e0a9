/** Equality of plain data, as equality of strings. */

/**
 * Gives equal strings to equal data: primitives, and arrays, plain objects, maps and sets of data; the order in maps and sets does not
 * count. Anything else equals only itself.
 */
export class DataKeys {
  readonly #identities = new Map<unknown, number>();

  keyOf(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value);
      case 'number':
      case 'boolean':
      case 'undefined':
        return String(value);
      case 'bigint':
        return `${value}n`;
      case 'object':
        return value === null ? 'null' : this.#keyOfObject(value);
      default:
        return this.#identityOf(value);
    }
  }

  #keyOfObject(value: object): string {
    if (Array.isArray(value)) return `[${value.map((item) => this.keyOf(item)).join()}]`;
    if (value instanceof Set) return `set(${this.#sortedKeys(value)})`;
    if (value instanceof Map) return `map(${this.#sortedKeys(value)})`;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return this.#identityOf(value);
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length > 1) entries.sort(([a], [b]) => compare(a, b));
    return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${this.keyOf(item)}`).join()}}`;
  }

  #sortedKeys(items: Iterable<unknown>): string {
    return Array.from(items, (item) => this.keyOf(item))
      .sort(compare)
      .join();
  }

  #identityOf(value: unknown): string {
    let identity = this.#identities.get(value);
    if (identity === undefined) this.#identities.set(value, (identity = this.#identities.size));
    return `#${identity}`;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
