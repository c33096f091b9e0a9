import { describe, expect, it } from 'vitest';
import { jsonValues } from '../../../../sim/check/formats/json.ts';
import { Lines } from '../../../../sim/check/formats/lines.ts';

function linesOf(...chunks: readonly string[]): readonly string[] {
  const lines = new Lines('f', chunks);
  const all: string[] = [];
  for (let line = lines.next(); line !== undefined; line = lines.next()) all.push(`${lines.number} ${line}`);
  return all;
}

describe('lines', () => {
  it('are the same however the text is cut', () => {
    const text = 'one\n\ntwo three\nfour';
    const whole = ['1 one', '2 ', '3 two three', '4 four'];
    expect(linesOf(text)).toEqual(whole);
    expect(linesOf(...Array.from(text))).toEqual(whole);
    expect(linesOf('one\n\ntwo ', '', 'thr', 'ee\nfour', '\n')).toEqual(whole);
    expect(linesOf()).toEqual([]);
  });

  it('that were only looked at are read again', () => {
    const lines = new Lines('f', ['a\nb\n', 'c']);
    expect(lines.next()).toBe('a');
    const looked = lines.peek(() => [lines.next(), lines.peek(() => lines.next())]);
    expect(looked).toEqual(['b', 'c']);
    expect([lines.number, lines.current]).toEqual([1, 'a']);
    expect([lines.next(), lines.next(), lines.next()]).toEqual(['b', 'c', undefined]);
    expect(lines.number).toBe(3);
  });
});

const values = (text: string): readonly unknown[] => [...jsonValues(new Lines('f', [text]))];

describe('JSON', () => {
  it('is one value a line, or one array in any layout', () => {
    const [first, second] = [{ value: { a: [1] }, line: 1, column: 1 }, { value: { b: ']",' }, line: 3, column: 3 }]; // prettier-ignore
    expect(values('{"a":[1]}\n\n  {"b":"]\\","}\n')).toEqual([first, second]);
    expect(values('[{"a":[1]},\n\n  {"b":"]\\","}\n]\n\n')).toEqual([{ ...first, column: 2 }, second]);
    expect(values('[{\n"a":[\n1]} , {"b":"]\\","}]')).toEqual([
      { ...first, column: 2 },
      { ...second, column: 7 },
    ]);
    expect(values('[ ]')).toEqual([]);
    expect(values('')).toEqual([]);
  });

  it.each([
    ['{"a":1}\n{"a":', 'f:2:6: the JSON is not whole; was the file cut short?'],
    ['{\n  "a":1\n}', 'f:1:2: the JSON is not whole; expected one value a line, as `jq -c` writes them'],
    ['[{"a":1},\n{"b"', 'f:2:5: the file ends inside its array; was it cut short?'],
    ['{"a":NaN}', "f:1: this is no JSON: Unexpected token 'N'"],
    ['{"a":1 "b"}', "f:1:8: this is no JSON: Expected ',' or '}' after property value"],
    ['[{"a":1},{"a":x}]', "this is no JSON: Unexpected token 'x'"],
    ['[1,,2]', 'f:1:4: an element is missing here'],
    ['[1,]', 'f:1:4: an element is missing here'],
    ['[1] 2', 'f:1:5: something follows the end of the array'],
  ])('refuses %j', (text, message) => {
    expect(() => values(text)).toThrow(message);
  });
});
