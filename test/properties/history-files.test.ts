// Whatever a file holds, it is a history or it is refused in one line: histories of every kind and format, spoilt in a few places.
import { readFileSync, readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeHistory } from '../../sim/check/judge/judge-history.ts';
import { InputError } from '../../sim/model/input-error.ts';
import { read } from '../sim/check/formats/read.ts';

const folder = new URL('../fixtures/histories/', import.meta.url);
const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));

const cut = fc.nat().map((at) => (text: string) => text.slice(0, at % (text.length + 1)));
const without = fc.tuple(fc.nat(), fc.nat(8)).map(([at, length]) => (text: string) => {
  const from = at % (text.length + 1);
  return text.slice(0, from) + text.slice(from + length);
});
const pieces = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '#',
  'null',
  'nil',
  '-1',
  '1e999',
  '9007199254740993',
  '0.5',
  '\n',
  '"x"',
];
const inserted = fc.tuple(fc.nat(), fc.constantFrom(...pieces)).map(([at, piece]) => (text: string) => {
  const place = at % (text.length + 1);
  return text.slice(0, place) + piece + text.slice(place);
});
const twiceALine = fc.nat().map((at) => (text: string) => {
  const lines = text.split('\n');
  return lines.toSpliced(at % lines.length, 0, lines[at % lines.length]!).join('\n');
});

const spoilt = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.oneof(cut, without, inserted, twiceALine), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, changes]) => changes.reduce((changed, change) => change(changed), text));

test('a spoilt file is a history, or is refused in one line that names it', () => {
  let [judged, refused] = [0, 0];
  fc.assert(
    fc.property(spoilt, (text) => {
      try {
        const { verdict } = judgeHistory(read(text), { configurationsMax: 10_000, isolation: undefined });
        expect(['ok', 'illegal', 'unknown']).toContain(verdict);
        judged += 1;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.message).toMatch(/^(h(:\d+)*|initial|operation \d+): ?\S[^\n]*$/);
        refused += 1;
      }
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(judged, refused)).toBeGreaterThan(100);
});
