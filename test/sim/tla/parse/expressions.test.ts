import { describe, expect, test } from 'vitest';
import type { ModuleExpression } from '../../../../sim/tla/ir/module-graph.ts';
import { lastDefinition, specOf, withoutSpans } from '../written-spec.ts';

const surroundings = `EXTENDS Integers
CONSTANTS S, T, P(_), _ ++ _
VARIABLES x, y`;

/** `Op == text`, resolved. */
function resolved(text: string): ModuleExpression {
  return lastDefinition(specOf({ M: `${surroundings}\nOp ==\n  ${text}` })).body;
}

function global(name: string, module = 'M') {
  return { kind: 'apply', operator: { to: 'global', module, name }, arguments: [] };
}

function local(name: string, id: number) {
  return { kind: 'apply', operator: { to: 'local', id, name }, arguments: [] };
}

function builtin(operator: string, ...operands: readonly unknown[]) {
  return { kind: 'builtin', operator, arguments: operands };
}

const [S, T, x, y] = ['S', 'T', 'x', 'y'].map((name) => global(name));
const one = { kind: 'integer', value: 1 };
const z = { name: 'z', id: 1 };
const inS = { binders: [z], tuple: false, set: S };
const xIsOne = builtin('=', x, one);

const constructs: readonly (readonly [string, unknown])[] = [
  // Literals.
  ['17', { kind: 'integer', value: 17 }],
  [String.raw`\b101`, { kind: 'integer', value: 5 }],
  [String.raw`\O17`, { kind: 'integer', value: 15 }],
  [String.raw`\hFF`, { kind: 'integer', value: 255 }],
  ['9007199254740993', { kind: 'integer', value: { '#bigint': '9007199254740993' } }],
  [String.raw`"a\"b\\c\nd"`, { kind: 'string', value: 'a"b\\c\nd' }],
  ['TRUE', { kind: 'boolean', value: true }],
  ['BOOLEAN', builtin('BOOLEAN')],
  ['STRING', builtin('STRING')],
  ['Nat', global('Nat', 'Naturals')],
  ['Int', global('Int', 'Integers')],
  ['1.5', { kind: 'unsupported', construct: 'a decimal number', text: '1.5' }],
  // Operators, and their several spellings.
  ['x # y', builtin('/=', x, y)],
  ['x /= y', builtin('/=', x, y)],
  [String.raw`x \equiv y`, builtin('<=>', x, y)],
  [String.raw`S \intersect T`, builtin('\\cap', S, T)],
  [String.raw`S \union T`, builtin('\\cup', S, T)],
  [String.raw`S \ T`, builtin('\\', S, T)],
  ['x =< y', { ...global('\\leq', 'Naturals'), arguments: [x, y] }],
  [String.raw`x \leq y`, { ...global('\\leq', 'Naturals'), arguments: [x, y] }],
  ['x <= y', { ...global('\\leq', 'Naturals'), arguments: [x, y] }],
  ['x ≤ y', { ...global('\\leq', 'Naturals'), arguments: [x, y] }],
  ['-x', { ...global('-.', 'Integers'), arguments: [x] }],
  ['x - y', { ...global('-', 'Naturals'), arguments: [x, y] }],
  ['x ++ y', { ...global('++'), arguments: [x, y] }],
  ['+(x, y)', { ...global('+', 'Naturals'), arguments: [x, y] }],
  ['~ x', builtin('~', x)],
  [String.raw`\lnot x`, builtin('~', x)],
  ["x'", builtin("'", x)],
  ['UNCHANGED <<x, y>>', builtin('UNCHANGED', { kind: 'tuple', elements: [x, y] })],
  ['SUBSET S', builtin('SUBSET', S)],
  ['UNION S', builtin('UNION', S)],
  ['DOMAIN x', builtin('DOMAIN', x)],
  // A prefix is no function: what follows the parentheses binds first.
  ['DOMAIN (x)[1]', builtin('DOMAIN', { kind: 'functionApplication', function: x, arguments: [one] })],
  [
    '~(x).a[1]',
    builtin('~', { kind: 'functionApplication', function: { kind: 'field', record: x, name: 'a' }, arguments: [one] }),
  ],
  // Chains are flat unless parenthesised; bulleted lists are chains.
  [String.raw`x /\ y /\ S`, builtin('/\\', x, y, S)],
  [String.raw`(x /\ y) /\ S`, builtin('/\\', builtin('/\\', x, y), S)],
  [String.raw`x \land y`, builtin('/\\', x, y)],
  ['/\\ x\n  /\\ \\/ y\n     \\/ S', builtin('/\\', x, builtin('\\/', y, S))],
  [String.raw`/\ x`, x],
  [String.raw`S \X T \X S`, builtin('\\X', S, T, S)],
  [String.raw`S \times (T \X S)`, builtin('\\X', S, builtin('\\X', T, S))],
  // Control.
  ['IF x THEN 1 ELSE y', { kind: 'if', condition: x, consequence: one, alternative: y }],
  ['CASE x -> 1', { kind: 'case', arms: [{ guard: x, value: one }], other: null }],
  [
    'CASE x -> 1 [] y -> S [] OTHER -> T',
    {
      kind: 'case',
      arms: [
        { guard: x, value: one },
        { guard: y, value: S },
      ],
      other: T,
    },
  ],
  [
    'LET z == 1 IN z',
    {
      kind: 'let',
      definitions: [{ ...z, parameters: [], isFunction: false, recursive: false, body: one }],
      body: local('z', 1),
    },
  ],
  // Quantifiers and binders.
  [String.raw`\A z \in S : z`, { kind: 'quantification', quantifier: '\\A', bounds: [inS], body: local('z', 1) }],
  [
    String.raw`\E z, w \in S, <<a, b>> \in T : b`,
    {
      kind: 'quantification',
      quantifier: '\\E',
      bounds: [
        { binders: [z, { name: 'w', id: 2 }], tuple: false, set: S },
        {
          binders: [
            { name: 'a', id: 3 },
            { name: 'b', id: 4 },
          ],
          tuple: true,
          set: T,
        },
      ],
      body: local('b', 4),
    },
  ],
  [String.raw`\A z : z`, { kind: 'unboundedQuantification', quantifier: '\\A', binders: [z], body: local('z', 1) }],
  [String.raw`\EE z : z`, { kind: 'unboundedQuantification', quantifier: '\\EE', binders: [z], body: local('z', 1) }],
  [String.raw`CHOOSE z \in S : z`, { kind: 'choose', binders: [z], tuple: false, set: S, body: local('z', 1) }],
  ['CHOOSE z : z', { kind: 'choose', binders: [z], tuple: false, set: null, body: local('z', 1) }],
  [
    String.raw`CHOOSE <<z, w>> \in S : w`,
    { kind: 'choose', binders: [z, { name: 'w', id: 2 }], tuple: true, set: S, body: local('w', 2) },
  ],
  // Sets, functions, records, tuples.
  ['{}', { kind: 'set', elements: [] }],
  ['{x, 1}', { kind: 'set', elements: [x, one] }],
  [String.raw`{z \in S : z}`, { kind: 'filter', bound: inS, condition: local('z', 1) }],
  [
    String.raw`{<<z, w>> \in S : w}`,
    {
      kind: 'filter',
      bound: { binders: [z, { name: 'w', id: 2 }], tuple: true, set: S },
      condition: local('w', 2),
    },
  ],
  [String.raw`{z : z \in S}`, { kind: 'map', bounds: [inS], body: local('z', 1) }],
  ['<<>>', { kind: 'tuple', elements: [] }],
  ['<<x, 1>>', { kind: 'tuple', elements: [x, one] }],
  [String.raw`[z \in S |-> z]`, { kind: 'function', bounds: [inS], body: local('z', 1) }],
  ['x[1]', { kind: 'functionApplication', function: x, arguments: [one] }],
  ['x[1, y]', { kind: 'functionApplication', function: x, arguments: [one, y] }],
  ['[S -> T]', { kind: 'functionSet', domain: S, range: T }],
  [
    '[a |-> 1, b |-> x]',
    {
      kind: 'record',
      fields: [
        { name: 'a', value: one },
        { name: 'b', value: x },
      ],
    },
  ],
  ['[a : S]', { kind: 'recordSet', fields: [{ name: 'a', set: S }] }],
  ['x.a.b', { kind: 'field', record: { kind: 'field', record: x, name: 'a' }, name: 'b' }],
  [
    '[x EXCEPT ![1, y].a = @, !.b[S] = 1]',
    {
      kind: 'except',
      function: x,
      updates: [
        {
          path: [
            { kind: 'index', arguments: [one, y] },
            { kind: 'field', name: 'a' },
          ],
          value: { kind: 'oldValue' },
        },
        {
          path: [
            { kind: 'field', name: 'b' },
            { kind: 'index', arguments: [S] },
          ],
          value: one,
        },
      ],
    },
  ],
  // Actions and temporal formulas; ENABLED and fairness bind the primes of the module's variables.
  ["[x' = 1]_x", { kind: 'box', action: builtin('=', builtin("'", x), one), subscript: x }],
  ["<<x'>>_<<x, y>>", { kind: 'angle', action: builtin("'", x), subscript: { kind: 'tuple', elements: [x, y] } }],
  [
    "ENABLED (x')",
    {
      kind: 'enabled',
      action: builtin("'", x),
      binds: [
        { to: 'global', module: 'M', name: 'x' },
        { to: 'global', module: 'M', name: 'y' },
      ],
    },
  ],
  ['[]<>(x = 1)', builtin('[]', builtin('<>', xIsOne))],
  ['x ~> y', builtin('~>', x, y)],
  ['x -+-> y', builtin('-+->', x, y)],
  [String.raw`x' \cdot y'`, builtin('\\cdot', builtin("'", x), builtin("'", y))],
  // Labels are kept, selectors are not understood.
  ['lab :: x', { kind: 'label', name: 'lab', parameters: [], body: x }],
  ['P(x)!1', { kind: 'unsupported', construct: 'a subexpression selector', text: 'P(x)!1' }],
];

describe('every construct has its form', () => {
  test('a label can be given, not selected', () => {
    const spec = specOf({ M: 'A == lab :: 1\nB == A!lab' });
    expect(lastDefinition(spec).body).toMatchObject({ kind: 'unsupported', text: 'A!lab' });
  });

  test.each(constructs)('%s', (text, form) => {
    expect(withoutSpans(resolved(text))).toEqual(form);
  });

  test('fairness has the subscript, the action and what it binds', () => {
    expect(resolved("WF_<<x, y>>(x' = 1)")).toMatchObject({ kind: 'weakFairness', subscript: { kind: 'tuple' } });
    expect(resolved("SF_x(x' = 1)")).toMatchObject({ kind: 'strongFairness', binds: [{ name: 'x' }, { name: 'y' }] });
  });

  test('operators are arguments: named, symbols, of the language, LAMBDA', () => {
    const spec = specOf({
      M: `EXTENDS Naturals
Twice(F(_, _), a) == F(a, F(a, a))
Own(a, b) == a
Op == <<Twice(Own, 1), Twice(+, 1), Twice(\\cup, {}), Twice(LAMBDA a, b : b, 1)>>`,
    });
    const { body } = lastDefinition(spec);
    const passed = (body as ModuleExpression & { kind: 'tuple' }).elements.map(
      (each) => (each as ModuleExpression & { kind: 'apply' }).arguments[0],
    );
    expect(withoutSpans(passed)).toEqual([
      { kind: 'operator', operator: { to: 'global', module: 'M', name: 'Own' } },
      { kind: 'operator', operator: { to: 'global', module: 'Naturals', name: '+' } },
      { kind: 'builtinOperator', operator: '\\cup' },
      {
        kind: 'lambda',
        parameters: [
          { name: 'a', id: 1, arity: 0 },
          { name: 'b', id: 2, arity: 0 },
        ],
        body: local('b', 2),
      },
    ]);
  });

  test('spans are those of the text, in UTF-16 units', () => {
    expect(resolved('"é" = x').span).toEqual([0, 6, 3, 6, 10]);
  });
});
