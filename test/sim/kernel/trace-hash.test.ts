import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldFact } from '../../../sim/kernel/fold-fact.ts';
import { TraceHash } from '../../../sim/kernel/trace-hash.ts';
import type { Fact } from '../../../sim/model/fact.ts';
import { nodeId } from '../../../src/ports/units.ts';

function hashOf(fold: (hash: TraceHash) => void): string {
  const hash = new TraceHash();
  fold(hash);
  return hash.digest();
}

const ofRecord = (record: object): string => hashOf((hash) => hash.foldRecord(record));
const ofInteger = (n: number): string => hashOf((hash) => hash.foldInteger(n));
const ofFact = (fact: Fact): string => hashOf((hash) => foldFact(hash, fact));

function expectAllDifferent(digests: readonly string[]): void {
  expect(new Set(digests).size).toBe(digests.length);
}

describe('the trace hash', () => {
  it('tells integers apart, also those of more than 32 bits, of either sign, and fractions', () => {
    const halves = [-(2 ** 33), -(2 ** 32), -(2 ** 31), -1, 0, 1, 2 ** 31, 2 ** 32, 2 ** 33, 2 ** 48, 2 ** 52];
    const numbers = halves.flatMap((n) => [n - 1, n, n + 1]);
    expectAllDifferent([...new Set(numbers), 0.5, 1.5, 1.25, Number.NaN, Infinity, -Infinity].map(ofInteger));
  });

  it('tells any two integers apart', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        expect(ofInteger(a) === ofInteger(b)).toBe(a === b);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('depends on the order of what is folded', () => {
    const sequence = (...numbers: number[]): string =>
      hashOf((hash) => {
        for (const n of numbers) hash.foldInteger(n);
      });
    expectAllDifferent([sequence(1, 2), sequence(2, 1), sequence(1), sequence(), sequence(0), sequence(0, 0)]);
  });

  it('tells records apart by every field, whatever its type, and by their shape', () => {
    const records = [
      { kind: 'a', n: 1, s: 'x', b: true, none: null, list: [1, 2], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'b', n: 1, s: 'x', b: true, none: null, list: [1, 2], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'a', n: 2, s: 'x', b: true, none: null, list: [1, 2], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'y', b: true, none: null, list: [1, 2], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'x', b: false, none: null, list: [1, 2], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'x', b: true, none: -1, list: [1, 2], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'x', b: true, none: null, list: [2, 1], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'x', b: true, none: null, list: [1], bytes: Uint8Array.of(1, 2), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'x', b: true, none: null, list: [1, 2], bytes: Uint8Array.of(1, 3), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'x', b: true, none: null, list: [1, 2], bytes: Uint8Array.of(1), inner: { m: 1 } },
      { kind: 'a', n: 1, s: 'x', b: true, none: null, list: [1, 2], bytes: Uint8Array.of(1, 2), inner: { m: 2 } },
    ];
    expectAllDifferent(records.map(ofRecord));
    expectAllDifferent(
      [{ a: { x: 1 }, b: 2 }, { a: { x: 1, b: 2 } }, { a: 1, b: { x: 2 } }, { a: 1, b: 2 }].map(ofRecord),
    );
    expectAllDifferent([{ a: true }, { a: 1 }, { a: null }, { a: -1 }, { a: 'true' }, { a: [] }, {}].map(ofRecord));
  });

  it('folds strings by content', () => {
    const texts = Array.from({ length: 10_000 }, (_unused, i) => `text ${i}`);
    const ofText = (text: string): string => hashOf((hash) => hash.foldString(text));
    expectAllDifferent([...texts, '', '\0', '\0\0'].map(ofText));
    const filled = new TraceHash();
    const fresh = new TraceHash();
    for (const text of texts) filled.foldString(text);
    for (const text of texts) fresh.foldString(text.split('').join(''));
    expect(filled.digest()).toBe(fresh.digest());
  });

  it('does not see which object it is that carries a content', () => {
    const make = (): object => ({ a: [1, { b: 'x' }], c: Uint8Array.of(1, 2, 3) });
    const one = make();
    expect(ofRecord(one)).toBe(ofRecord(make()));
    expect(ofRecord({ first: one, second: one })).toBe(ofRecord({ first: make(), second: make() }));
    const window = new Uint8Array([9, 9, 1, 2, 3]).subarray(2);
    expect(ofRecord({ a: window })).toBe(ofRecord({ a: Uint8Array.of(1, 2, 3) }));
  });

  it('tells facts apart by kind, by node and by each of their fields', () => {
    const [zero, one, two] = [nodeId(0), nodeId(1), nodeId(2)];
    const sent = { fact: 'sent', node: zero, from: zero, to: one, number: 3, datagram: { a: 1 } } as const;
    const page = { fact: 'programmed', node: zero, page: 1, bytes: new Uint8Array(4), offset: 0 } as const;
    const facts: Fact[] = [
      sent,
      { ...sent, node: two },
      { ...sent, to: two },
      { ...sent, number: 4 },
      { ...sent, datagram: { a: 2 } },
      { ...sent, fact: 'delivered' },
      { ...sent, fact: 'delivered', from: two },
      { ...sent, fact: 'delivered', number: 4 },
      { ...sent, fact: 'dropped', why: 'down' },
      { ...sent, fact: 'dropped', why: 'network.drop' },
      { ...sent, fact: 'dropped', why: 'down', to: two },
      { ...sent, fact: 'dropped', why: 'down', number: 4 },
      page,
      { ...page, page: 2 },
      { fact: 'erased', node: zero, block: 1 },
      { fact: 'erased', node: zero, block: 2 },
      { fact: 'synced', node: zero, file: 'a' },
      { fact: 'synced', node: zero, file: 'b' },
      { fact: 'started', node: zero, incarnation: 1 },
      { fact: 'started', node: zero, incarnation: 2 },
      { fact: 'crashed', node: zero, incarnation: 1 },
      { fact: 'device-lost', node: zero },
      { fact: 'device-lost', node: one },
      { fact: 'fault', node: -1, kind: 'a', detail: 'x' },
      { fact: 'fault', node: -1, kind: 'b', detail: 'x' },
      { fact: 'fault', node: -1, kind: 'a', detail: 'y' },
      { fact: 'claim', node: zero, claim: { event: 'a' } },
      { fact: 'claim', node: zero, claim: { event: 'a', n: 1 } },
      { fact: 'invoked', node: zero, operation: 1, detail: { op: 'tail' } },
      { fact: 'invoked', node: zero, operation: 2, detail: { op: 'tail' } },
      { fact: 'invoked', node: zero, operation: 1, detail: { op: 'read' } },
      { fact: 'responded', node: zero, operation: 1, detail: { op: 'tail' } },
    ];
    expectAllDifferent(facts.map(ofFact));
  });
});
