/** Random expressions as text, for properties: over the constants A, B, F(_) and the variables u, v, extending Integers. */
import * as fc from 'fast-check';

type Text = fc.Arbitrary<string>;

function join(texts: readonly Text[], write: (...parts: string[]) => string): Text {
  return fc.tuple(...texts).map((parts) => write(...parts));
}

const literal: Text = fc.oneof(
  fc.nat(1000).map(String),
  fc.constantFrom('A', 'B', 'u', 'v', 'TRUE', 'FALSE', 'Nat', 'Int', 'STRING', 'BOOLEAN', '{}', '<<>>'),
  fc.constantFrom('"a"', String.raw`"a\"b"`, String.raw`"\\\n\t"`, '""'),
);

const infix: Text = fc.constantFrom(
  '=',
  '#',
  '=>',
  '<=>',
  '/\\',
  '\\/',
  '\\in',
  '\\notin',
  '\\subseteq',
  '\\cup',
  '\\cap',
  '\\',
  '\\X',
  '+',
  '-',
  '*',
  '%',
  '\\div',
  '^',
  '..',
  '<',
  '>',
  '<=',
  '>=',
);

/** Where an identifier is bound. TLA+ knows no shadowing, so that each gets a name of its own in the end. */
const fresh = '?';

const bound: Text = fc.constantFrom('? \\in A', '?, ? \\in B', '<<?, ?>> \\in A', '? \\in A, ? \\in B');

/** Each operand in parentheses: which of them are needed is for the printer to know. */
const unnamed: Text = fc.letrec<{ any: string }>((tie) => {
  const any = tie('any');
  const within = any.map((text) => `(${text})`);
  return {
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      join([within, infix, within], (a, op, b) => `${a} ${op} ${b}`),
      join([within, within, within], (a, b, c) => `${a} /\\ ${b} /\\ ${c}`),
      join([within, within, within], (a, b, c) => `${a} \\X ${b} \\X ${c}`),
      join([fc.constantFrom('~', '-', 'SUBSET ', 'UNION ', 'DOMAIN '), within], (op, a) => `${op}${a}`),
      join([within, within], (a, b) => `{${a}, ${b}}`),
      join([within, within], (a, b) => `<<${a}, ${b}>>`),
      join([within, within], (a, b) => `${a}[${b}, 1]`),
      join([within], (a) => `${a}.field`),
      join([within], (a) => `F(${a})`),
      join([within, within, within], (a, b, c) => `IF ${a} THEN ${b} ELSE ${c}`),
      join([within, within, within], (a, b, c) => `CASE ${a} -> ${b} [] OTHER -> ${c}`),
      join([fc.constantFrom('\\A', '\\E'), bound, within], (q, b, a) => `${q} ${b} : ${a}`),
      join([bound, within], (b, a) => `[${b} |-> ${a}]`),
      join([bound, within], (b, a) => `{${a} : ${b}}`),
      join([within], (a) => `{${fresh} \\in A : ${a}}`),
      join([within], (a) => `CHOOSE ${fresh} \\in A : ${a}`),
      join([within, within], (a, b) => `[${a} -> ${b}]`),
      join([within, within], (a, b) => `[p |-> ${a}, q |-> ${b}]`),
      join([within, within], (a, b) => `[p : ${a}, q : ${b}]`),
      join([within, within, within], (a, b, c) => `[${a} EXCEPT ![${b}].p = @, ![1, 2] = ${c}]`),
      join([within, within], (a, b) => `LET ${fresh} == ${a} ${fresh}(${fresh}) == ${b} IN A`),
      join([within], (a) => `lab :: ${a}`),
    ),
  };
}).any;

export const expressionText: Text = unnamed.map((text) => {
  let count = 0;
  return text.replaceAll(fresh, () => `b${(count += 1)}`);
});
