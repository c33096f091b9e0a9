import { describe, expect, it } from 'vitest';
import { type Datum, DatumSet, Keyword, Word, textOf } from '../../../../sim/check/formats/datum.ts';
import { EdnReader, end } from '../../../../sim/check/formats/edn.ts';
import { Lines } from '../../../../sim/check/formats/lines.ts';

function all(text: string): readonly Datum[] {
  const reader = new EdnReader(new Lines('f', [text]));
  const values: Datum[] = [];
  for (let value = reader.next(); value !== end; value = reader.next()) values.push(value);
  return values;
}

describe('EDN', () => {
  it.each<[string, Datum]>([
    ['nil', null],
    ['true', true],
    ['false', false],
    ['-12', -12],
    ['+7', 7],
    ['42N', 42],
    ['9007199254740993', 9007199254740993n],
    ['1.5M', 1.5],
    ['-2.5e3', -2500],
    ['##Inf', Infinity],
    ['22/7', new Word('22/7')],
    ['nothing', new Word('nothing')],
    [':append', Keyword.of('append')],
    [':jepsen/op', Keyword.of('jepsen/op')],
    [String.raw`"a \"b\"\n\u0041\\"`, 'a "b"\nA\\'],
    ['"over\ntwo lines"', 'over\ntwo lines'],
    [String.raw`\a`, 'a'],
    [String.raw`\newline`, '\n'],
    [String.raw`\u03bb`, 'λ'],
    [String.raw`\(`, '('],
    ['[1 [2, 3] ()]', [1, [2, 3], []]],
    ['{:a 1, "b" [2]}', new Map<Datum, Datum>([[Keyword.of('a'), 1], ['b', [2]]])], // prettier-ignore
    ['#{1 2}', new DatumSet([1, 2])],
    ['#jepsen.history.Op{:a 1}', new Map<Datum, Datum>([[Keyword.of('a'), 1]])],
    ['#inst "2020-01-01"', '2020-01-01'],
    ['[1 #_2 #_ [3] 4]', [1, 4]],
    ['[1 ; one\n 2]', [1, 2]],
  ])('reads %s', (text, value) => {
    expect(all(text)).toEqual([value]);
  });

  it('reads one value after the other', () => {
    expect(all('1 2\n\n;three\n[3]\n')).toEqual([1, 2, [3]]);
    expect(all(' ; nothing\n,,')).toEqual([]);
  });

  it.each([
    ['[1\n [2', 'f:2:2: the file ends inside a vector that begins here; was it cut short?'],
    ['{:a 1', 'f:1:1: the file ends inside a map that begins here; was it cut short?'],
    [' "abc', 'f:1:2: the file ends inside a string that begins here; was it cut short?'],
    ['#tag', 'f:1:1: the file ends inside a tagged value that begins here; was it cut short?'],
    ['{:a}', 'f:1:1: a map has a key without a value'],
    ['1 ]', 'f:1:3: "]" closes nothing'],
    ['[1 }', 'f:1:4: "}" closes nothing'],
    [String.raw`"\q"`, String.raw`f:1:2: "\q" is no escape of a string`],
    [String.raw`\wrong`, String.raw`f:1:1: "\wrong" is no character`],
    ['['.repeat(200), 'f:1:101: more than 100 values within each other'],
  ])('refuses %s', (text, message) => {
    expect(() => all(text)).toThrow(message);
  });

  it('writes equal data alike', () => {
    const [a, b] = all('{:x #{2 1} "k" nil} {"k" nil, :x #{1 2}}');
    expect(textOf(a!)).toBe(textOf(b!));
    expect(textOf(a!)).toBe('{"k" nil, :x #{1 2}}');
  });
});
