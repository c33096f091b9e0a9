import {
  checkHistory,
  counter,
  illegal,
  keyValue,
  list,
  type Model,
  type Operation,
  queue,
  register,
} from 'corfuzz/check';
import { describe, expect, it } from 'vitest';
import { verifyContradiction, verifyWitness } from '../../../sim/check/objects/verify.ts';
import { shortSightedCounter } from './objects/rules.ts';

const write = (client: number, value: number, call: number, end: number) =>
  ({ client, input: { op: 'write', value }, call, outcome: 'ok', output: undefined, return: end }) as const;
const read = (client: number, output: number, call: number, end: number) =>
  ({ client, input: { op: 'read' }, call, outcome: 'ok', output, return: end }) as const;
const lost = (client: number, value: number, call: number) =>
  ({ client, input: { op: 'write', value }, call, outcome: 'info' }) as const;

/** Without its monitor, so that the search decides. */
const searchedRegister = (): ReturnType<typeof register> => {
  const model = { ...register(0) };
  delete model.monitor;
  return model;
};

describe('what is a history', () => {
  it('is legal if it is empty', () => {
    expect(checkHistory(register(), [])).toEqual({ verdict: 'ok', witness: [] });
  });

  it.each([
    ['operation 1: client 1 called it at t=1, with operation 0 still open', [write(1, 1, 0, 2), write(1, 2, 1, 3)]],
    ['operation 0: client 1 called it at t=1, with operation 1 still open', [write(1, 1, 1, 3), write(1, 2, 0, 2)]],
    ['operation 1: client 1 called it at t=1, with operation 0 still open', [write(1, 1, 0, 2), lost(1, 2, 1)]],
    ['operation 0 returned at t=1, before it was called at t=2', [write(1, 1, 2, 1)]],
    ['operation 1: its call is no time', [write(1, 1, 0, 1), write(1, 1, NaN, 1)]],
    ['operation 0: its return is no time', [write(1, 1, 0, Infinity)]],
  ] as const)('refuses: %s', (message, history) => {
    expect(() => checkHistory(register(), history)).toThrow(message);
    expect(() => checkHistory(register(), history)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('lets a client go on after it gave up, and at the instant of a return', () => {
    const history = [lost(1, 1, 0), write(1, 2, 1, 2), read(1, 2, 2, 2), read(1, 1, 2, 3)];
    expect(checkHistory(register(0), history).verdict).toBe('ok');
  });
});

describe('the three ends of an operation', () => {
  it('is certain of what failed: it had no effect', () => {
    const failed = { client: 1, input: { op: 'write', value: 1 }, call: 0, outcome: 'fail', return: 1 } as const;
    expect(checkHistory(searchedRegister(), [failed, read(2, 1, 2, 3)]).verdict).toBe('illegal');
    expect(checkHistory(searchedRegister(), [failed, read(2, 0, 2, 3)])).toEqual({ verdict: 'ok', witness: [1] });
  });

  it('lets what is unknown take effect long after, once, or never', () => {
    const history = [lost(1, 1, 0), read(2, 0, 5, 6), read(2, 1, 7, 8)];
    expect(checkHistory(searchedRegister(), history)).toEqual({ verdict: 'ok', witness: [1, 0, 2] });
    expect(checkHistory(searchedRegister(), [lost(1, 1, 0), read(2, 0, 5, 6)]).verdict).toBe('ok');
    const twice = [...history, write(3, 2, 9, 10), read(2, 1, 11, 12)];
    expect(checkHistory(searchedRegister(), twice).verdict).toBe('illegal');
    expect(checkHistory(searchedRegister(), [read(2, 1, 0, 1), lost(1, 1, 2)]).verdict).toBe('illegal');
  });
});

describe('what is illegal', () => {
  const history = [write(1, 3, 0, 1), write(2, 4, 2, 3), read(1, 4, 4, 5), write(3, 9, 0, 9), read(2, 3, 6, 7)];

  it('is told by the return that no order passes, and what stands in its way', () => {
    expect(checkHistory(searchedRegister(), history)).toEqual({
      verdict: 'illegal',
      rule: 'not-linearizable',
      message: 'No order of operations explains #4 read -> 3, which returned at t=7: the register holds 4.',
      operations: [0, 1, 4],
      chain: [
        {
          point: 'after #0 write 3, #1 write 4',
          reason: '#4 read -> 3 is impossible: the register holds 4',
          operation: 4,
        },
      ],
    });
    expect(verifyContradiction(register(0), history, [0, 1, 4])).toBe(null);
  });

  it('is found in any part, and told in the numbers of the whole', () => {
    const put = (client: number, key: string, value: string, call: number) =>
      ({ client, input: { op: 'put', key, value }, call, outcome: 'ok', output: undefined, return: call + 1 }) as const;
    const get = (client: number, key: string, output: string, call: number) =>
      ({ client, input: { op: 'get', key }, call, outcome: 'ok', output, return: call + 1 }) as const;
    const parts = [put(1, 'a', '1', 0), put(2, 'b', 'x', 1), get(1, 'a', '1', 2), get(2, 'b', '1', 3)];
    const verdict = checkHistory(keyValue(), parts);
    expect(verdict).toMatchObject({ verdict: 'illegal', operations: [3] });
    expect(verdict.verdict === 'illegal' && verdict.message).toContain('#3');
  });
});

it('merges the orders of parts into one that respects real time', () => {
  const keys = ['a', 'b', 'c', 'd'];
  const history = Array.from({ length: 400 }, (_, index) => {
    const key = keys[(index * 7) % 4]!;
    const step = { client: index % 3, call: index, outcome: 'ok', return: index + 2 } as const;
    if (index < 4) return { ...step, input: { op: 'put', key, value: key }, output: undefined } as const;
    return { ...step, input: { op: 'get', key }, output: key } as const;
  });
  const spread = history.map((operation, index) => ({ ...operation, client: index }));
  const verdict = checkHistory(keyValue(), spread);
  expect(verdict.verdict === 'ok' && verifyWitness(keyValue(), spread, verdict.witness)).toBe(null);
});

it('says of a state when it stands on operations that are not among the few that it names', () => {
  const ok = { outcome: 'ok' } as const;
  const verdict = checkHistory(counter(), [
    { ...ok, client: 0, input: { op: 'add', amount: 1 }, call: 4, output: undefined, return: 4 },
    { ...ok, client: 1, input: { op: 'addAndGet', amount: 1 }, call: 4, output: 2, return: 7 },
    { ...ok, client: 2, input: { op: 'addAndGet', amount: 2 }, call: 2, output: 3, return: 5 },
  ]);
  expect(verdict).toMatchObject({
    operations: [1, 2],
    message:
      'No order of operations explains #1 addAndGet 1 -> 2, which returned at t=7: ' +
      'the counter holds 3 (after others, which may have happened at any time).',
  });
});

it('gives up when its budget is spent, and says how far it came', () => {
  const adds = Array.from({ length: 12 }, (_, client) => ({
    client,
    input: { op: 'add', amount: 2 ** client } as const,
    call: 0,
    outcome: 'ok' as const,
    output: undefined,
    return: 10,
  }));
  const count = { client: 20, input: { op: 'read' }, call: 11, outcome: 'ok', output: 1, return: 12 } as const;
  const verdict = checkHistory(shortSightedCounter(), [...adds, count], { configurationsMax: 100 });
  expect(verdict).toEqual({
    verdict: 'unknown',
    message:
      'The search gave up after 100 configurations, with at most 12 of 13 operations in order. ' +
      'Values that are written only once, fewer clients per object, or a larger budget would help.',
  });
  expect(checkHistory(counter(), [...adds, count]).verdict).toBe('illegal');
});

it('keeps apart what is ok, failed and unknown when it compiles', () => {
  const model: Model<number, Operation<'ping', number>> = {
    name: 'echo',
    init: () => 0,
    step: (state, operation) => (operation.outcome === 'info' || operation.output === state ? state + 1 : illegal),
    describe: ({ input }) => input,
  };
  const ping = { client: 1, input: 'ping', call: 0 } as const;
  expect(checkHistory(model, [{ ...ping, outcome: 'ok', output: 0, return: 1 }]).verdict).toBe('ok');
  const calls = (): void => {
    // @ts-expect-error -- what completed has an output
    checkHistory(model, [{ ...ping, outcome: 'ok', return: 1 }]);
    // @ts-expect-error -- what failed has none
    checkHistory(model, [{ ...ping, outcome: 'fail', output: 0, return: 1 }]);
    // @ts-expect-error -- nobody saw the output of what is unknown
    checkHistory(model, [{ ...ping, outcome: 'info', output: 0 }]);
    // @ts-expect-error -- nor did it return
    checkHistory(model, [{ ...ping, outcome: 'info', return: 1 }]);
    // @ts-expect-error -- the output is that of the operation
    checkHistory(model, [{ ...ping, outcome: 'ok', output: 'pong', return: 1 }]);
    // @ts-expect-error -- a write answers nothing
    checkHistory(register(), [{ ...write(1, 2, 3, 4), output: 2 }]);
    // @ts-expect-error -- a queue has no reads
    checkHistory(queue(), [read(1, 2, 3, 4)]);
    checkHistory<number, Operation<'ping', number>>(
      {
        ...model,
        step: (state, operation) => {
          // @ts-expect-error -- an operation may have ended without an output
          return operation.output + state;
        },
      },
      [],
    );
  };
  expect(calls).toBeTypeOf('function');
});

it('tells what is illegal right after a cut, where nothing was left to choose', () => {
  const append = (value: string, call: number) =>
    ({ client: 1, input: { op: 'append', value }, call, outcome: 'ok', output: undefined, return: call + 1 }) as const;
  const readList = (output: readonly string[], call: number) =>
    ({ client: 2, input: { op: 'read' }, call, outcome: 'ok', output, return: call + 1 }) as const;
  // The search begins anew with the 33rd operation, and the first that it meets is a list that can never be.
  for (const count of [31, 32, 33]) {
    const values = Array.from({ length: count }, (_, index) => `v${index}`);
    const appends = values.map((value, index) => append(value, 2 * index));
    const verdict = checkHistory(list(), [...appends, readList(values.toReversed(), 2 * count)]);
    expect(verdict).toMatchObject({ verdict: 'illegal', rule: 'not-linearizable' });
    expect(verdict.verdict === 'illegal' && verdict.operations).toContain(count);
    expect(verdict.verdict === 'illegal' && verdict.message).toContain('No order of operations explains');
  }
});
