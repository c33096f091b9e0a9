/** The seeds of a campaign: an arithmetic progression, which a shard of a range is too. */
export interface SeedRange {
  readonly first: number;
  readonly stride: number;
  /** For a campaign that time ends: as many as there are. */
  readonly count: number;
}

/** `index` counts from 1, as people say it: `1/4`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export function seedAt(range: SeedRange, place: number): number {
  return range.first + place * range.stride;
}

/** Those of `count` seeds from `from` that belong to the shard: seed modulo `of` is `index - 1`. */
export function shardOf(from: number, count: number, shard: Shard): SeedRange {
  const { index, of } = shard;
  const toFirst = (((index - 1 - from) % of) + of) % of;
  const own = Math.max(0, Math.ceil((count - toFirst) / of));
  return { first: from + toFirst, stride: of, count: own };
}
