/** Values of flags. What is wrong is said with what would be right. */
import { InvalidArgumentError } from 'commander';
import type { Shard } from '../explore/seed-range.ts';
import { unknownName } from '../model/nearest-name.ts';

export function parseSeed(text: string): number {
  const seed = /^(\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(seed)) {
    throw new InvalidArgumentError('A seed is a whole number from 0 to 9007199254740991, decimal or 0x.');
  }
  return seed;
}

export function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count) || count === 0) throw new InvalidArgumentError('Expected a whole number from 1.');
  return count;
}

/** For a flag that takes a number of something, from 0. */
export function parseNumber(what: string): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(number)) throw new InvalidArgumentError(`Expected ${what}, from 0.`);
    return number;
  };
}

const unitMillis: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** In milliseconds. */
export function parseTime(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(text) ?? [];
  const millis = Number(amount) * (unitMillis[unit] as number);
  if (!(millis > 0)) throw new InvalidArgumentError('Expected a time such as 500ms, 60s, 10min or 2h.');
  return millis;
}

export function parseShard(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (!(shard.index >= 1 && shard.index <= shard.of && Number.isSafeInteger(shard.of))) {
    throw new InvalidArgumentError('Expected i/n with i from 1 to n, such as 1/4.');
  }
  return shard;
}

/** For a flag that takes one name of several. */
export function parseName<Name extends string>(what: string, valid: readonly Name[]): (text: string) => Name {
  return (text) => {
    if ((valid as readonly string[]).includes(text)) return text as Name;
    throw new InvalidArgumentError(`This is an ${unknownName(what, text, valid)}`);
  };
}

/** For a flag that takes a comma-separated list of names, each at most once. */
export function parseNames<Name extends string>(valid: readonly Name[]): (text: string) => readonly Name[] {
  return (text) => {
    const names = text.split(',').map((name) => name.trim());
    const unknown = names.find((name) => !(valid as readonly string[]).includes(name));
    if (unknown !== undefined) throw new InvalidArgumentError(`Expected some of ${valid.join(', ')}.`);
    return [...new Set(names)] as Name[];
  };
}
