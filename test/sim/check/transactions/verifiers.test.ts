import { describe, expect, it } from 'vitest';
import { verifyContradiction } from '../../../../sim/check/transactions/verify-contradiction.ts';
import { verifyOrder } from '../../../../sim/check/transactions/verify-order.ts';
import { lists, registers } from './shorthand.ts';

describe('verifyOrder', () => {
  const history = lists(['ax1', { at: [1, 2] }], ['rx1 ay1', { at: [3, 4] }], ['ry1 ax2', { at: [5, 6] }]);

  it.each([
    ['a read before its append', [1, 0, 2], 'serializable', /^#1, at 0 of the order: read/],
    ['a transaction twice', [0, 0, 1, 2], 'serializable', /committed twice/],
    ['a transaction left out', [0, 1], 'serializable', /^#2 is not in the order/],
    ['a commit over another since the snapshot', [0, 0, 1, 1], 'snapshot-isolation', /^#2 is not/],
  ] as const)('rejects %s', (_, order, isolation, message) => {
    expect(verifyOrder(history, [...order], isolation)).toMatch(message);
  });

  it('rejects what aborted, and what real time or a client forbids', () => {
    expect(verifyOrder(lists(['ax1', { outcome: 'fail' }]), [0], 'serializable')).toMatch(/aborted/);
    const late = lists(['ax1', { at: [1, 2], client: 1 }], ['ay1', { at: [3, 4], client: 1 }]);
    expect(verifyOrder(late, [1, 0], 'serializable')).toBe(null);
    expect(verifyOrder(late, [1, 0], 'strong-session-serializable')).toMatch(/returned before/);
    expect(verifyOrder(late, [1, 0], 'strict-serializable')).toMatch(/returned before/);
  });

  it('rejects two snapshots that both write', () => {
    const both = registers('wx1', 'wx2');
    expect(verifyOrder(both, [0, 1, 0, 1], 'snapshot-isolation')).toMatch(/between snapshot and commit/);
    expect(verifyOrder(both, [0, 0, 1, 1], 'snapshot-isolation')).toBe(null);
  });
});

describe('verifyContradiction', () => {
  it.each([
    ['lists that are legal', lists('ax1', 'rx1'), [0, 1]],
    ['one side of a cycle', lists('ax1 ay1', 'rx1 ry'), [1]],
    ['registers that some order explains', registers('wx1', 'wx2', 'rx1', 'rx2'), [0, 1, 2, 3]],
  ])('rejects %s', (_, history, operations) => {
    expect(verifyContradiction(history, operations, 'strict-serializable')).toMatch(/^some order explains #/);
  });

  it('rejects an order in time that the level does not promise', () => {
    const history = lists(['ax1', { at: [1, 2] }], ['rx', { at: [3, 4] }]);
    expect(verifyContradiction(history, [0, 1], 'strict-serializable')).toBe(null);
    expect(verifyContradiction(history, [0, 1], 'strong-session-serializable')).not.toBe(null);
  });
});
