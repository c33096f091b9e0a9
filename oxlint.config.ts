// What the linter enforces here beyond the usual: the direction of imports, and that nothing inside a run reads a clock, entropy or a
// locale. It is code and not JSON because the direction is one list per tree, from which one ban per folder and depth follows.
// test/house.test.ts plants a violation of each family and sees it reported.
import { type OxlintConfig, defineConfig } from 'oxlint';

type Rules = NonNullable<OxlintConfig['rules']>;
type Override = NonNullable<OxlintConfig['overrides']>[number];

interface Ban {
  regex: string;
  message: string;
}

/** A folder imports only from the folders listed before it, within its own tree; `sim` may import all of `src`. */
export const importOrder = {
  src: ['ports', 'log', 'rpc', 'paxos', 'corfu', 'stream', 'tango', 'delos', 'loglets', 'apps'],
  sim: [
    'model',
    'kernel',
    'devices',
    'systems',
    'faults',
    'workload',
    'check',
    'tla',
    'refine',
    'mutants',
    'run',
    'explore',
    'conformance',
    'report',
    'vitest',
    'cli',
  ],
} as const;

/** How many folders deep a file may lie below `src` or `sim`: the bans are written per depth, because imports are relative. */
export const depthMax = 4;

/** The parts of `sim` that run inside a simulation, where a clock or entropy of the machine would end determinism. */
const insideRuns = ['model', 'kernel', 'devices', 'systems', 'faults', 'workload', 'check', 'refine'];

/** Those parts of the kernel whose work it is to take hold of the machine's clock, entropy and job queue. */
const holdsTheMachine = [
  'sim/kernel/sandbox/**',
  'sim/kernel/sandbox*.ts',
  'sim/kernel/drain/**',
  'sim/kernel/drain*.ts',
];

function importBans(tree: 'src' | 'sim', folder: string, depth: number): Ban[] {
  const order: readonly string[] = importOrder[tree];
  const forbidden = folder === 'tla' ? order.filter((name) => name !== 'tla') : order.slice(order.indexOf(folder) + 1);
  const toTree = String.raw`^(\.\./){${depth}}`;
  const bans: Ban[] = [
    { regex: String.raw`[^./][^/]*/\.\./`, message: 'A relative import goes up first and down after.' },
    { regex: String.raw`${toTree}[^./]+\.`, message: 'The entry of a tree is for users, not for its own folders.' },
    { regex: '^corfuzz(/|$)', message: 'Inside the package, import the file that defines the name.' },
  ];
  if (forbidden.length > 0) {
    const message = `${tree}/${folder} imports only what stands before it in importOrder (oxlint.config.ts).`;
    bans.push({ regex: `${toTree}(${forbidden.join('|')})/`, message });
  }
  if (tree === 'src') {
    bans.push({ regex: String.raw`${toTree}\.\.(/|$)`, message: 'src imports nothing outside src.' });
    bans.push({
      regex: '^[^.]',
      message: 'src imports no package and no Node API: what is not in a port does not exist.',
    });
  } else {
    bans.push({ regex: String.raw`${toTree}\.\./(test|scenarios|dist)/`, message: 'sim imports only sim and src.' });
  }
  return bans;
}

function importDirection(): Override[] {
  const overrides: Override[] = [];
  for (const tree of ['src', 'sim'] as const) {
    for (const folder of importOrder[tree]) {
      for (let depth = 1; depth <= depthMax; depth++) {
        const files = [`${tree}/${folder}/${'*/'.repeat(depth - 1)}*.ts`];
        overrides.push({
          files,
          rules: { 'no-restricted-imports': ['error', { patterns: importBans(tree, folder, depth) }] },
        });
      }
    }
  }
  return overrides;
}

function globals(message: string, ...names: string[]) {
  return names.map((name) => ({ name, message }));
}

function mathFunctions(message: string, ...names: string[]) {
  return names.map((property) => ({ object: 'Math', property, message }));
}

function methods(message: string, ...names: string[]) {
  return names.map((property) => ({ property, message }));
}

const timers = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'];
const roots = ['pow', 'exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'cbrt', 'hypot'];
const angles = [
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
];
const dateMethods = ['toLocaleDateString', 'toLocaleTimeString'];
const stringMethods = ['localeCompare', 'toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase'];

const determinism: Rules = {
  'no-restricted-globals': [
    'error',
    {
      checkGlobalObject: true,
      globals: [
        ...globals('Time and timers come from the clock port.', 'Date', 'Temporal', 'performance', ...timers),
        ...globals('Await a promise: the kernel drains promise jobs.', 'queueMicrotask'),
        ...globals('Randomness comes from the random port.', 'crypto'),
        ...globals('Messages go through the network port.', 'fetch', 'MessageChannel', 'BroadcastChannel'),
        ...globals('A run reads nothing of the process it happens in.', 'process', 'console'),
        ...globals('What the garbage collector decides is not in the seed.', 'WeakRef', 'FinalizationRegistry'),
        ...globals('A run has one thread.', 'Atomics', 'SharedArrayBuffer'),
        ...globals('A locale belongs to the machine, not to the seed.', 'Intl'),
      ],
    },
  ],
  'no-restricted-properties': [
    'error',
    ...mathFunctions('Randomness comes from the random port.', 'random'),
    ...mathFunctions('Its last bit differs between engines: use integers, or a table.', ...roots, ...angles),
    ...methods('A locale belongs to the machine, not to the seed.', ...stringMethods, ...dateMethods),
  ],
  'house/no-inexact-power': 'error',
  'import/no-nodejs-modules': 'error',
  'typescript/require-array-sort-compare': ['error', { ignoreStringArrays: false }],
};

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import'],
  jsPlugins: ['./oxlint.rules.ts'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['dist', 'node_modules', 'corfuzz-out'],
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    eqeqeq: 'error',
    // Brands, and entries known to exist, are made by assertion here; sorting in place and local helpers are wanted on hot paths.
    'typescript/no-unsafe-type-assertion': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/consistent-function-scoping': 'off',
    // The compiler already asks for a return on every path, and knows when a switch covers its union; these rules do not.
    'consistent-return': 'off',
    'typescript/consistent-return': 'off',
    // Node's own `_tickCallback`, and modules loaded for their effect (the sandbox, a worker's entry).
    'no-underscore-dangle': 'off',
    'import/no-unassigned-import': 'off',
  },
  overrides: [
    ...importDirection(),
    {
      files: ['scenarios/**/*.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                group: ['*', '!corfuzz', '!corfuzz/*'],
                message: 'A scenario imports the public entries, as a user would.',
              },
            ],
          },
        ],
      },
    },
    {
      files: ['src/**/*.ts', ...insideRuns.map((folder) => `sim/${folder}/**/*.ts`)],
      excludeFiles: holdsTheMachine,
      rules: determinism,
    },
    {
      files: holdsTheMachine,
      rules: { 'unicorn/no-thenable': 'off', 'typescript/await-thenable': 'off', 'typescript/unbound-method': 'off' },
    },
    {
      files: ['test/**/*.ts'],
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'vitest'],
      rules: {
        'vitest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'assert*', 'fc.assert'] }],
        'vitest/no-disabled-tests': 'error',
        'vitest/no-focused-tests': 'error',
        'vitest/no-identical-title': 'error',
        'vitest/no-standalone-expect': 'error',
      },
    },
  ],
});
