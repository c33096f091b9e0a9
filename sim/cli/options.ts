/** Flags that several commands share. */
import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import type { ReporterName } from './output.ts';
import { parseCount, parseNames } from './parse.ts';

export function workersOption(): Option {
  return new Option('--workers <W>', 'worker threads')
    .argParser(parseCount)
    .default(availableParallelism(), 'one per core');
}

export function mutantOption(): Option {
  return new Option('--mutant <ID>', 'plant a known bug, see `corfuzz list`');
}

export const outDefault = 'corfuzz-out';

export function outOption(): Option {
  return new Option('--out <DIR>', 'where capsules and reports go').default(outDefault);
}

export function reporterOption(names: readonly ReporterName[]): Option {
  const option = new Option('--reporter <NAMES>', `one or more of ${names.join(', ')}, with commas between`);
  return option.argParser(parseNames(names));
}

export function verboseOption(): Option {
  const count = (_: unknown, before: number): number => before + 1;
  return new Option('-v, --verbose', 'say more; -vv says everything').argParser(count).default(0, 'off');
}

export function quietOption(): Option {
  return new Option('-q, --quiet', 'only the result').conflicts('verbose');
}
