import { expect, it } from 'vitest';
import { type AnyOperation } from '../../../../sim/check/objects/model.ts';
import { register } from '../../../../sim/check/objects/models/register.ts';
import { verifyContradiction, verifyWitness } from '../../../../sim/check/objects/verify.ts';

const model = register(0);
const write = (value: number, call: number, end: number): AnyOperation => ({
  client: 1,
  input: { op: 'write', value },
  call,
  outcome: 'ok',
  output: undefined,
  return: end,
});
const read = (output: number, call: number, end: number): AnyOperation => ({
  client: 2,
  input: { op: 'read' },
  call,
  outcome: 'ok',
  output,
  return: end,
});
const failed: AnyOperation = { client: 3, input: { op: 'write', value: 9 }, call: 0, outcome: 'fail', return: 1 };
const lost: AnyOperation = { client: 4, input: { op: 'write', value: 5 }, call: 0, outcome: 'info' };

it.each([
  [null, [write(1, 0, 1), read(1, 2, 3)], [0, 1]],
  [null, [write(1, 0, 3), read(0, 2, 3), lost, failed], [1, 0]],
  [null, [write(1, 0, 3), read(5, 2, 3), lost], [0, 2, 1]],
  ['operation 1 is missing', [write(1, 0, 1), read(1, 2, 3)], [0]],
  ['an operation takes effect twice', [write(1, 0, 1), read(1, 2, 3)], [0, 1, 0]],
  ['operation 1 is illegal where it stands', [write(1, 0, 2), read(1, 1, 3)], [1, 0]],
  ['operation 0 returned before one ahead of it was called', [write(1, 0, 1), read(0, 2, 3)], [1, 0]],
  ['operation 1 cannot have taken effect', [write(1, 0, 1), failed], [0, 1]],
  ['operation 7 cannot have taken effect', [write(1, 0, 1)], [0, 7]],
])('of a witness says %o', (wrong, history, witness) => {
  expect(verifyWitness(model, history, witness)).toBe(wrong);
});

const stale = [write(1, 0, 1), write(2, 2, 3), write(3, 0, 9), read(1, 4, 5)];

it.each([
  [null, stale, [0, 1, 3]],
  ['operation 2 is not needed', stale, [0, 1, 2, 3]],
  ['the operations named are legal together', stale, [0, 3]],
  // Whoever is not named can have happened at any time: here, write 1 after write 2.
  ['the operations named are legal together', stale, [1, 3]],
  [null, [failed, read(9, 2, 3)], [1]],
])('of a contradiction says %o', (wrong, history, operations) => {
  expect(verifyContradiction(model, history, operations)).toBe(wrong);
});
