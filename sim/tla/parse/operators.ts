/**
 * The operator symbols of TLA+: how the grammar calls them, which spelling we write, and how tightly they bind
 * (Specifying Systems, table 6, as the tools read it). The grammar gives every operator one precedence and lets all
 * associate to the left; ranges of precedence, and operators that do not associate, are checked with this table,
 * because `a => b => c` has no meaning.
 */
import type { BuiltinOperator } from '../ir/expression.ts';

export type Fixity = 'prefix' | 'infix' | 'postfix';

export interface OperatorSymbol {
  readonly symbol: string;
  readonly fixity: Fixity;
  /** The range of precedence. Of two operators side by side the one binds first whose range lies above the other's. */
  readonly low: number;
  readonly high: number;
  /** `a op b op c` is `(a op b) op c`; otherwise it needs parentheses. */
  readonly associative: boolean;
}

type Row = readonly [nodeType: string, symbol: string, low: number, high?: number, associative?: 'left'];

const prefix: readonly Row[] = [
  ['lnot', '~', 4],
  ['negative', '-.', 12],
  ['union', 'UNION', 10, 13],
  ['powerset', 'SUBSET', 10, 13],
  ['domain', 'DOMAIN', 10, 13],
  ['enabled', 'ENABLED', 4, 15],
  ['unchanged', 'UNCHANGED', 4, 15],
  ['always', '[]', 4, 15],
  ['eventually', '<>', 4, 15],
];

const postfix: readonly Row[] = [
  ['sup_plus', '^+', 15],
  ['asterisk', '^*', 15],
  ['sup_hash', '^#', 15],
  ['prime', "'", 15],
];

const infix: readonly Row[] = [
  ['implies', '=>', 1],
  ['plus_arrow', '-+->', 2],
  ['equiv', '<=>', 2],
  ['iff', '<=>', 2],
  ['leads_to', '~>', 2],
  ['land', '/\\', 3, 3, 'left'],
  ['lor', '\\/', 3, 3, 'left'],
  ['assign', ':=', 5],
  ['bnf_rule', '::=', 5],
  ['eq', '=', 5],
  ['neq', '/=', 5],
  ['lt', '<', 5],
  ['gt', '>', 5],
  ['leq', '\\leq', 5],
  ['geq', '\\geq', 5],
  ['approx', '\\approx', 5],
  ['rs_ttile', '|-', 5],
  ['rd_ttile', '|=', 5],
  ['ls_ttile', '-|', 5],
  ['ld_ttile', '=|', 5],
  ['asymp', '\\asymp', 5],
  ['cong', '\\cong', 5],
  ['doteq', '\\doteq', 5],
  ['gg', '\\gg', 5],
  ['ll', '\\ll', 5],
  ['in', '\\in', 5],
  ['notin', '\\notin', 5],
  ['prec', '\\prec', 5],
  ['succ', '\\succ', 5],
  ['preceq', '\\preceq', 5],
  ['succeq', '\\succeq', 5],
  ['propto', '\\propto', 5],
  ['sim', '\\sim', 5],
  ['simeq', '\\simeq', 5],
  ['sqsubset', '\\sqsubset', 5],
  ['sqsupset', '\\sqsupset', 5],
  ['sqsubseteq', '\\sqsubseteq', 5],
  ['sqsupseteq', '\\sqsupseteq', 5],
  ['subset', '\\subset', 5],
  ['supset', '\\supset', 5],
  ['subseteq', '\\subseteq', 5],
  ['supseteq', '\\supseteq', 5],
  ['compose', '@@', 6, 6, 'left'],
  ['map_to', ':>', 7],
  ['map_from', '<:', 7],
  ['setminus', '\\', 8],
  ['cap', '\\cap', 8, 8, 'left'],
  ['cup', '\\cup', 8, 8, 'left'],
  ['dots_2', '..', 9],
  ['dots_3', '...', 9],
  ['plus', '+', 10, 10, 'left'],
  ['plusplus', '++', 10, 10, 'left'],
  ['oplus', '(+)', 10, 10, 'left'],
  ['ominus', '(-)', 11, 11, 'left'],
  ['mod', '%', 10, 11],
  ['modmod', '%%', 10, 11, 'left'],
  ['vert', '|', 10, 11, 'left'],
  ['vertvert', '||', 10, 11, 'left'],
  ['minus', '-', 11, 11, 'left'],
  ['minusminus', '--', 11, 11, 'left'],
  ['amp', '&', 13, 13, 'left'],
  ['ampamp', '&&', 13, 13, 'left'],
  ['odot', '(.)', 13, 13, 'left'],
  ['oslash', '(/)', 13],
  ['otimes', '(\\X)', 13, 13, 'left'],
  ['mul', '*', 13, 13, 'left'],
  ['mulmul', '**', 13, 13, 'left'],
  ['slash', '/', 13],
  ['slashslash', '//', 13],
  ['bigcirc', '\\bigcirc', 13, 13, 'left'],
  ['bullet', '\\bullet', 13, 13, 'left'],
  ['div', '\\div', 13],
  ['circ', '\\o', 13, 13, 'left'],
  ['star', '\\star', 13, 13, 'left'],
  ['excl', '!!', 9, 13],
  ['hashhash', '##', 9, 13, 'left'],
  ['dol', '$', 9, 13, 'left'],
  ['doldol', '$$', 9, 13, 'left'],
  ['qq', '??', 9, 13, 'left'],
  ['sqcap', '\\sqcap', 9, 13, 'left'],
  ['sqcup', '\\sqcup', 9, 13, 'left'],
  ['uplus', '\\uplus', 9, 13, 'left'],
  ['times', '\\X', 10, 13, 'left'],
  ['wr', '\\wr', 9, 14],
  ['cdot', '\\cdot', 5, 14, 'left'],
  ['pow', '^', 14],
  ['powpow', '^^', 14],
];

/** By the grammar's name for its node. */
export const operatorSymbols: ReadonlyMap<string, OperatorSymbol> = new Map(
  (
    [
      ['prefix', prefix],
      ['infix', infix],
      ['postfix', postfix],
    ] as const
  ).flatMap(([fixity, rows]) =>
    rows.map(([nodeType, symbol, low, high = low, associative]) => {
      return [nodeType, { symbol, fixity, low, high, associative: associative === 'left' }] as const;
    }),
  ),
);

/** By our spelling; `-` is the infix one, `-.` the prefix. */
export const operatorsBySymbol: ReadonlyMap<string, OperatorSymbol> = new Map(
  [...operatorSymbols.values()].map((operator) => [operator.symbol, operator]),
);

const builtins: ReadonlySet<string> = new Set<BuiltinOperator>([
  '~',
  'SUBSET',
  'UNION',
  'DOMAIN',
  'UNCHANGED',
  "'",
  '[]',
  '<>',
  '=',
  '/=',
  '\\in',
  '\\notin',
  '\\subseteq',
  '\\cup',
  '\\cap',
  '\\',
  '=>',
  '<=>',
  '~>',
  '-+->',
  '\\cdot',
  '/\\',
  '\\/',
  '\\X',
]);

/** Whether the symbol means something without any module, and can therefore not be defined. */
export function isBuiltin(symbol: string): symbol is BuiltinOperator {
  return builtins.has(symbol);
}
