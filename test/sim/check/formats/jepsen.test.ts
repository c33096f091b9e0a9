import { describe, expect, it } from 'vitest';
import { problemOf, read } from './read.ts';

/** `0 invoke read nil` in EDN. */
const edn = (...entries: readonly string[]): string =>
  entries
    .map((entry) => {
      const [process, type, f, ...value] = entry.split(' ');
      return `{:process ${process}, :type :${type}, :f :${f}, :value ${value.length === 0 ? 'nil' : value.join(' ')}}`;
    })
    .join('\n');

describe('what a history of Jepsen is about', () => {
  it.each([
    ['register', ['0 invoke write 1', '1 invoke read', '1 ok read 1']],
    ['register', ['0 invoke cas [1 2]']],
    ['kv', ['0 invoke put ["a" 1]', '1 invoke get "a"']],
    ['counter', ['0 invoke add 1', '1 invoke read', '1 ok read 1']],
    ['set', ['0 invoke add 1', '1 invoke read', '1 ok read [1]']],
    ['set', ['0 invoke add [0 1]', '1 invoke read', '1 ok read #{[0 1]}']],
    ['set', ['0 invoke add [:k 1]', '1 invoke read [:k nil]', '1 ok read [:k [1]]']],
    ['counter', ['0 invoke add [:k 1]', '1 invoke read [:k nil]', '1 ok read [:k 1]']],
    ['queue', ['0 invoke enqueue 1', '1 invoke dequeue', '1 ok dequeue 1']],
    ['stack', ['0 invoke push 1', '1 invoke pop']],
    ['priority-queue', ['0 invoke insert 1', '1 invoke delete-min']],
    ['list', ['0 invoke append 1', '1 invoke read', '1 ok read [1]']],
    ['map', ['0 invoke put ["a" 1]', '1 invoke size']],
    ['list-append', ['0 invoke txn [[:append :x 1]]']],
    ['list-append', ['0 invoke txn [[:r :x nil]]', '0 ok txn [[:r :x [1]]]']],
    ['rw-register', ['0 invoke txn [[:w :x 1] [:r :y nil]]']],
    ['rw-register', ['0 invoke txn [[:r :x nil]]', '0 ok txn [[:r :x 1]]']],
  ])('is a %s: %j', (kind, entries) => {
    expect(read(edn(...entries)).kind).toBe(kind);
  });

  it('may be said by a flag', () => {
    expect(read(edn('0 invoke put ["a" 1]', '1 invoke get "a"'), { kind: 'map' }).kind).toBe('map');
  });
});

describe('operations of Jepsen', () => {
  it('have the ends of their entries, and times in the order of the file', () => {
    const history = read(edn('0 invoke write 1', '1 invoke write 2', '0 ok write 1', '1 fail write 2', '2 invoke write 3', '3 invoke read', '2 info write 3')); // prettier-ignore
    expect(history.operations).toEqual([
      { client: 0, input: { op: 'write', value: 1 }, call: 0, outcome: 'ok', output: undefined, return: 2 },
      { client: 1, input: { op: 'write', value: 2 }, call: 1, outcome: 'fail', return: 3 },
      { client: 2, input: { op: 'write', value: 3 }, call: 4, outcome: 'info' },
      { client: 3, input: { op: 'read' }, call: 5, outcome: 'info' },
    ]);
    expect(history.lines).toEqual({ calls: [1, 2, 5, 6], returns: [3, 4, 7, null] });
  });

  it('on many objects have a key each', () => {
    const history = read(edn('0 invoke read ["x" nil]', '0 ok read ["x" 7]', '1 invoke cas [2 [7 8]]'));
    expect(history.operations).toMatchObject([
      { input: { op: 'read', key: 'x' }, output: 7 },
      { input: { op: 'cas', key: '2', from: 7, to: 8 } },
    ]);
  });

  it('read what was there at first as nothing', () => {
    const { operations } = read(edn('0 invoke read', '0 ok read nil', '0 invoke read', '0 ok read :a'));
    expect(operations).toMatchObject([{ output: null }, { output: ':a' }]);
  });
});

describe('entries', () => {
  it.each([
    [edn('0 invoke read', '0 invoke read'), 'h:2: process 0 calls "read", but "read" of line 1 is open'],
    [edn('0 ok read 1'), 'h:1: process 0 ends "read", but has called nothing'],
    [edn('0 invoke read', '0 ok write 1'), 'h:2: process 0 ends "write", but called "read" at line 1'],
    [edn('0 invokee read'), 'h:1: unknown type "invokee"; did you mean "invoke"?'],
    [edn('0 invoke reed'), 'h:1: unknown operation "reed"; did you mean "read"?'],
    [edn('0 invoke push 1', '1 invoke dequeue'), 'h:1: no object has all of the operations push, dequeue'],
    [edn('0 invoke write 9007199254740993'), 'h:1: value: 9007199254740993 is too large to be exact'],
    [edn('0 invoke write ##NaN'), 'h:1: value: NaN is no number that can be compared'],
    [edn('0 invoke cas 1'), 'h:1: value: expected [from to], got 1'],
    [edn('nil invoke read'), 'h:1: process: missing, so nobody did this'],
    ['{:type :invoke, :f :read}', 'h:1: process: missing, so nobody did this'],
    ['{:type :invoke, :f 3, :process 0}', 'h:1: f: expected a name'],
    ['[:type 3]', 'h:1: expected a map, as {:type :invoke, :f :read, …}'],
    [
      '{:process 0 :type :invoke :f :read :index 4}\n{:process 0 :type :ok :f :read :index 3}',
      'h:2: index 3 comes after index 4; sort the file',
    ],
    [edn(':nemesis info start'), 'h:1: there is no operation of a client in this file'],
    [
      edn('0 invoke txn [[:append :x 1]]', '0 ok txn [[:append :x 2]]'),
      'h:2: the transaction returned is not the one that was called',
    ],
    [edn('0 invoke txn [[:append :x 1] [:w :y 1]]'), 'h:1: unknown micro-operation of a list-append history "w"'],
    [edn('0 invoke txn [[:append :x 1]]', '0 ok txn'), 'h:2: expected a transaction, as [["r", "x", null]], got nil'],
    [
      edn('0 invoke txn [[:r :x nil]]', '0 ok txn [[:r :x 3]]', '1 invoke txn [[:append :x 3]]'),
      'h:2: expected the list that was read, got 3',
    ],
    ['[{:process 0 :type :invoke :f :read}] 7', 'h:1: something follows the end of the history'],
    ['[{"type":"invoke","process":0},3]', 'h:1:32: expected an object, as {"type": "invoke", "f": "txn", …}'],
  ])('%# are refused', (text, message) => {
    expect(problemOf(text)).toContain(message);
  });
});

describe('a plain log', () => {
  const entries = ['0\t:invoke\t:write\t1', '0\t:ok\t:write\t1', '1\t:invoke\t:read\tnil', '1\t:ok\t:read\t1'];

  it.each([
    ['as it is', (line: string) => line],
    ['with blanks for tabs', (line: string) => line.replaceAll('\t', '  ')],
    ['behind a logger', (line: string) => `INFO  jepsen.util - ${line}`],
    [
      'behind a newer logger',
      (line: string) => `2024-01-02 03:04:05,678{GMT}\tINFO\t[jepsen worker 0] jepsen.util: ${line}`,
    ],
  ])('is read %s', (_, dressed) => {
    expect(read(entries.map(dressed).join('\n')).operations).toEqual(read(entries.join('\n')).operations);
  });

  it('takes values that are no EDN where an operation failed', () => {
    const text = '0\t:invoke\t:read\tnil\n0\t:fail\t:read\t:timed-out (see "\n';
    expect(read(text).operations).toMatchObject([{ outcome: 'fail' }]);
  });

  it.each([
    ['0\t:invoke\t:read\tnil\n0\t:ok', 'h:2: expected an entry, as "0 :invoke :read nil"; was the file cut short?'],
    ['INFO  jepsen.util - 0\t:invoke\t:read\tnil\nINFO  jepsen.util - 0\t:ok', 'h:2: expected an entry'],
    ['0\t:invoke\t:write\t[1', 'h:1:1: the file ends inside a vector that begins here'],
  ])('%# is refused', (text, message) => {
    expect(problemOf(text)).toContain(message);
  });
});
