/** The flags of `run`, and the seeds that they mean. */
import { InputError } from '../model/input-error.ts';
import { type SeedRange, type Shard, shardOf } from '../explore/seed-range.ts';
import type { ReporterName } from './output.ts';

export interface RunFlags {
  readonly seeds?: number;
  readonly from?: number;
  readonly seed?: number;
  /** In milliseconds. */
  readonly time?: number;
  readonly workers: number;
  readonly shard?: Shard;
  readonly mutant?: string;
  readonly maxFailures?: number;
  readonly verifyDeterminism?: true;
  readonly requireSometimes?: true;
  readonly specStates?: true;
  readonly reporter?: readonly ReporterName[];
  readonly out: string;
  readonly verbose: number;
  readonly quiet?: true;
}

/** Of each scenario, unless something else ends the campaign. */
export const seedsDefault = 50;

export function seedRangeOf(flags: RunFlags): SeedRange {
  const from = flags.seed ?? flags.from ?? 0;
  const unsaid = flags.time === undefined ? seedsDefault : Number.MAX_SAFE_INTEGER - from + 1;
  const count = flags.seed === undefined ? (flags.seeds ?? unsaid) : 1;
  if (from > Number.MAX_SAFE_INTEGER - count + 1) {
    throw new InputError(`${count} seeds from ${from} go beyond ${Number.MAX_SAFE_INTEGER}, the last seed`);
  }
  return flags.shard === undefined ? { first: from, stride: 1, count } : shardOf(from, count, flags.shard);
}
