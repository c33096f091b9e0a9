import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Module } from '../../../../sim/tla/ir/module-graph.ts';
import { standardModules } from '../../../../sim/tla/modules/standard-modules.ts';
import { TlaParser } from '../../../../sim/tla/parse/tla-parser.ts';
import { printModule } from '../../../../sim/tla/print/print-module.ts';
import { type ModuleFinder, loadGraph } from '../../../../sim/tla/resolve/load-graph.ts';
import { readSource } from '../../../../sim/tla/load-spec.ts';
import { moduleText, withoutSpans } from '../written-spec.ts';
import { expressionText } from './expression-text.ts';

const parser = await TlaParser.load();
const specs = fileURLToPath(new URL('../../../../specs/', import.meta.url));

const shipped: ModuleFinder = {
  find: (module) => (readdirSync(specs).includes(`${module}.tla`) ? readSource(`${specs}${module}.tla`) : undefined),
  names: () => [],
};

function load(file: string, text: string): Module {
  return loadGraph(parser, { file, text }, shipped).graph.modules.at(-1) as Module;
}

function expectRoundTrip(file: string, text: string): void {
  const once = load(file, text);
  const printed = printModule(once);
  expect(withoutSpans(load(file, printed))).toEqual(withoutSpans(once));
}

describe('a module prints as TLA+ that parses to the same module', () => {
  const files = readdirSync(specs).filter((file) => file.endsWith('.tla'));

  test.each(files)('%s', (file) => {
    expectRoundTrip(file, readFileSync(`${specs}${file}`, 'utf8'));
  });

  test('what our specs do not use', () => {
    expectRoundTrip(
      'M.tla',
      moduleText(
        'M',
        String.raw`EXTENDS Integers, Sequences
CONSTANTS C, Op(_, _), _ ++ _
LOCAL INSTANCE FiniteSets
RECURSIVE even(_), odd(_)
even(n) == IF n = 0 THEN TRUE ELSE odd(n - 1)
odd(n) == IF n = 0 THEN FALSE ELSE even(n - 1)
f[i \in Nat, <<j, k>> \in C \X C] == IF i = 0 THEN j ELSE f[i - 1, k]
LOCAL a (+) b == a ++ b
a ^+ == a
Higher(F(_), G(_, _)) == G(F(1), F(2))
Uses == Higher(LAMBDA x : x, +) + Higher(Len, \cup)
Let == LET RECURSIVE g(_)
           g(n) == g(n - 1)
           h[x \in C] == h[x]
           x ** y == x
       IN  g(1) ** h[2]
LOCAL In == INSTANCE Sequences
Through == In!\o(<<1>>, <<2>>)
---- MODULE Inner ----
VARIABLE v
Step == v' = C
====
I(v) == INSTANCE Inner
Local == LET J == INSTANCE Inner WITH v <- 3 IN J!Step
Labelled == lab(C) :: C
Broken == Uses!1!2
ASSUME Named == C = C
THEOREM Good == Uses = Let
THEOREM ASSUME NEW x \in C PROVE x = x`,
      ),
    );
  });

  test('any expression', () => {
    fc.assert(
      fc.property(expressionText, (text) => {
        expectRoundTrip(
          'M.tla',
          moduleText('M', `EXTENDS Integers\nCONSTANTS A, B, F(_)\nVARIABLES u, v\nOp ==\n  ${text}`),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('standard modules that have a text', () => {
    const names = [...standardModules.values()].filter(({ text }) => text !== null).map(({ name }) => name);
    expect(names).toContain('Functions');
    for (const name of names) {
      const { modules } = loadGraph(parser, { file: 'M.tla', text: moduleText('M', `EXTENDS ${name}`) }, shipped).graph;
      const module = modules.find((each) => each.name === name) as Module;
      expect(() => parser.parse({ file: `${name}.tla`, text: printModule(module) }, 0)).not.toThrow();
    }
  });
});
