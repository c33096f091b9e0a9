/** `corfuzz list`: what there is, by the names that other commands take. */
import type { Command } from 'commander';
import { ThreadPool } from '../explore/thread-pool.ts';
import { table } from '../report/table.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { knownMutants } from './known-mutants.ts';
import { loadScenarios } from './load-scenarios.ts';
import { reporterOption } from './options.ts';
import { Output, type ReporterName } from './output.ts';
import { shippedScenarios, shippedWorlds } from './scenario-files.ts';

const examples = `
Examples:
  corfuzz list
  corfuzz list --reporter json | jq '.faults[].kind'`;

export function addList(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('list')
    .summary('what there is')
    .description(
      'Prints the scenarios, the small worlds, the kinds of faults with their classes, the known bugs, the properties and the marks.',
    )
    .addOption(reporterOption(['text', 'json']))
    .addHelpText('after', examples)
    .action(async ({ reporter = ['text'] }: { readonly reporter?: readonly ReporterName[] }) => {
      const inventory = await inventoryOf();
      const output = new Output({ reporters: reporter, verbosity: 0, quiet: false });
      if (output.has('text')) output.print(textOf(inventory, output));
      if (output.has('json')) output.document(`${JSON.stringify(inventory, null, 2)}\n`);
      exit(exitCodes.pass);
    });
}

type Inventory = Awaited<ReturnType<typeof inventoryOf>>;

async function inventoryOf() {
  const pool = new ThreadPool({ size: 1 });
  try {
    const scenarios = await loadScenarios(pool, shippedScenarios());
    const worlds = await loadScenarios(pool, shippedWorlds());
    const { faultKinds } = await import('../faults/registry.ts');
    const { marks } = await import('../check/marks/all.ts');
    const { propertiesByName } = await import('../run/properties.ts');
    return {
      scenarios: scenarios.map(({ description }) => description),
      worlds: worlds.map(({ description: { name, summary, sometimes } }) => ({ name, summary, sometimes })),
      faults: faultKinds.map(({ kind, place, faultClass, summary, heals, noticedBy }) => {
        return { kind, place, class: faultClass, summary, heals, noticedBy };
      }),
      mutants: (await knownMutants()).map(({ id, layer, change, breaks, implied, departsFrom, benign }) => {
        return { id, layer, change, breaks, implied, departsFrom, benign };
      }),
      properties: Object.keys(propertiesByName),
      marks: marks.map(({ name, summary }) => ({ name, summary })),
    };
  } finally {
    await pool.close();
  }
}

function textOf(
  { scenarios, worlds, faults, mutants, properties, marks }: Inventory,
  { style }: Output,
): readonly string[] {
  const title = (text: string): string => style.strong(text);
  const rows = (titles: readonly string[], cells: readonly (readonly string[])[]): readonly string[] =>
    table(
      titles.map((each) => ({ title: each, align: 'left' })),
      cells,
    ).map((line) => `  ${line}`);
  return [
    title('Scenarios'),
    ...rows(
      ['name', 'summary'],
      scenarios.map(({ name, summary }) => [name, summary]),
    ),
    '',
    title('Small worlds'),
    ...rows(
      ['name', 'summary'],
      worlds.map(({ name, summary }) => [name, summary]),
    ),
    '',
    title('Faults'),
    ...rows(
      ['kind', 'class', 'summary'],
      faults.map((fault) => [fault.kind, fault.class, fault.summary]),
    ),
    '',
    title('Mutants'),
    ...rows(
      ['id', 'layer', 'change', 'breaks'],
      mutants.map(({ id, layer, change, breaks, benign }) => [
        id,
        layer,
        change,
        benign ? '(benign)' : breaks.join(', '),
      ]),
    ),
    '',
    title('Properties'),
    ...properties.map((name) => `  ${name}`),
    '',
    title('Marks'),
    ...rows(
      ['name', 'summary'],
      marks.map(({ name, summary }) => [name, summary]),
    ),
  ];
}
