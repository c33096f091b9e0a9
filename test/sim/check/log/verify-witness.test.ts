import { expect, it } from 'vitest';
import { checkLog } from '../../../../sim/check/log/check-log.ts';
import type { WitnessStep } from '../../../../sim/check/log/verdict.ts';
import { verifyWitness } from '../../../../sim/check/log/verify-witness.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { append, fill, read, readData, tail, trim } from './operations.ts';

const history: LogHistory = [
  append([1, 10], 'a', 0),
  append([2, 20], 'b', 2),
  read([3, 4], 0, 'unwritten'),
  readData([11, 30], 0, 'a'),
  fill([5, 15], 1, 'junk'),
  tail([12, 40], 3, 1),
  trim([31, 50], 1),
  read([32, 60], 0, 'trimmed'),
];

const witnessOf = (): WitnessStep[] => {
  const verdict = checkLog(history, { spec: 'corfu' });
  if (verdict.verdict !== 'ok') throw new Error('the history is legal');
  return [...verdict.witness];
};

it('accepts what the checker proves', () => {
  expect(verifyWitness(history, witnessOf(), { spec: 'corfu' })).toBe(null);
});

it('rejects a witness without any one of its steps', () => {
  const witness = witnessOf();
  for (const at of witness.keys())
    expect(verifyWitness(history, witness.toSpliced(at, 1), { spec: 'corfu' })).not.toBe(null);
});

it('rejects a witness that takes a step twice', () => {
  const witness = witnessOf();
  for (const [at, step] of witness.entries())
    expect(verifyWitness(history, witness.toSpliced(at, 0, step), { spec: 'corfu' })).not.toBe(null);
});

it('rejects a step outside the interval of its operation', () => {
  const witness = witnessOf();
  for (const [at, step] of witness.entries()) {
    expect(verifyWitness(history, witness.with(at, { ...step, at: 1000 }), { spec: 'corfu' })).not.toBe(null);
    expect(verifyWitness(history, witness.with(at, { ...step, at: 0 }), { spec: 'corfu' })).not.toBe(null);
  }
});

it('rejects the witness of a history that says something else', () => {
  const others: LogHistory = [
    append([1, 10], 'z', 0),
    append([2, 20], 'b', 1),
    read([3, 4], 2, 'junk'),
    readData([11, 30], 0, 'b'),
    fill([5, 15], 1, 'trimmed'),
    tail([12, 40], 2, 1),
    trim([31, 50], 0),
    read([32, 60], 1, 'trimmed'),
  ];
  for (const [index, other] of others.entries()) {
    expect(verifyWitness(history.with(index, other), witnessOf(), { spec: 'corfu' }), `operation ${index}`).not.toBe(
      null,
    );
  }
});
