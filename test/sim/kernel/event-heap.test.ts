import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHeap } from '../../../sim/kernel/event-heap.ts';
import type { QueueEntry } from '../../../sim/kernel/event-queue.ts';

type Step =
  | { readonly do: 'push'; readonly time: number; readonly tie: number }
  | { readonly do: 'pop' }
  | { readonly do: 'remove' | 'removeTwice'; readonly pick: number }
  | { readonly do: 'removeWhere'; readonly time: number };

const small = fc.nat(6);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), time: small, tie: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'removeTwice' as const), pick: fc.nat() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('removeWhere' as const), time: small }) },
);

function inOrder(a: QueueEntry, b: QueueEntry): number {
  return a.time - b.time || a.tie - b.tie || a.sequence - b.sequence;
}

describe('the event heap', () => {
  it('does what a sorted array does, with removals from anywhere', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const heap = new EventHeap<QueueEntry>();
        let model: QueueEntry[] = [];
        let sequence = 0;
        for (const each of steps) {
          if (each.do === 'push') {
            const entry = { time: each.time, tie: each.tie, sequence, place: -1 };
            sequence += 1;
            heap.push(entry);
            model = [...model, entry].sort(inOrder);
          } else if (each.do === 'pop') {
            const popped = heap.pop();
            expect(popped).toBe(model[0]);
            expect(popped?.place ?? -1).toBe(-1);
            model = model.slice(1);
          } else if (each.do === 'removeWhere') {
            heap.removeWhere((entry) => entry.time === each.time);
            model = model.filter((entry) => entry.time !== each.time);
          } else if (model.length > 0) {
            const victim = model[each.pick % model.length] as QueueEntry;
            heap.remove(victim);
            if (each.do === 'removeTwice') heap.remove(victim);
            expect(victim.place).toBe(-1);
            model = model.filter((entry) => entry !== victim);
          }
          expect(heap.size).toBe(model.length);
          expect([...heap.values()].sort(inOrder)).toEqual(model);
        }
        for (const entry of model) expect(heap.pop()).toBe(entry);
        expect(heap.pop()).toBeUndefined();
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('ignores the removal of an entry that was popped', () => {
    const heap = new EventHeap<QueueEntry>();
    const first = { time: 1, tie: 0, sequence: 0, place: -1 };
    const second = { time: 2, tie: 0, sequence: 1, place: -1 };
    heap.push(second);
    heap.push(first);
    expect(heap.pop()).toBe(first);
    heap.remove(first);
    expect(heap.size).toBe(1);
    expect(heap.pop()).toBe(second);
  });
});
