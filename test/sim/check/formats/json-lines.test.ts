import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strengths } from '../../../../src/corfu/strength.ts';
import { logLines } from '../../../../sim/check/formats/write-log.ts';
import type { LogHistory } from '../../../../sim/model/history.ts';
import { problemOf, read } from './read.ts';

const get = (more: object): string =>
  JSON.stringify({ client: 0, kind: 'kv', key: 'a', op: 'get', out: 'x', call: 3, return: 7, ...more });
const append = (more: object): string =>
  JSON.stringify({ client: 0, kind: 'log', op: 'append', arg: 'x', out: 'ok', outPos: 0, call: 1, return: 2, ...more });

describe('JSON lines', () => {
  it.each([
    ['an empty file', '', 'h:1: the file is empty'],
    ['a header and nothing else', '{"header":true,"kind":"kv"}\n', 'h:1: there is no operation in this file'],
    ['text', 'once upon a time', 'h:1: this is in none of the formats json-lines, jepsen-json, jepsen-edn, jepsen-log'],
    ['an array of numbers', '[1]', 'h:1: this is in none of the formats'],
    ['an array of texts', '["a"]', 'h:1:2: expected an object, as {"client":0,"kind":"kv","op":"get",…}'],
    ['a file cut short', `${get({})}\n{"client":0,"ki`, 'h:2:16: the JSON is not whole; was the file cut short?'],
    [
      'a slip in the header',
      `{"header":true,"spce":"cells"}\n${append({})}`,
      'h:1: spce: unknown; did you mean "spec"?',
    ],
    ['two headers', '{"header":true}\n{"header":true}', 'h:2: header: a header is the first line, or none'],
    ['no kind', get({ kind: undefined }), 'h:1: kind: missing; name one of log, register,'],
    ['an unknown kind', get({ kind: 'kvs' }), 'h:1: kind: unknown kind "kvs"; did you mean "kv"?'],
    ['two kinds', `${get({})}\n${append({})}`, 'h:2: kind: "log", but since line 1 this is a history of kind "kv"'],
    ['an unknown operation', get({ op: 'gett' }), 'h:1: unknown operation of a kv "gett"; did you mean "get"?'],
    ['an unknown operation of a log', append({ op: 'apend' }), 'h:1: op: unknown operation of a log "apend"; did you mean "append"?'], // prettier-ignore
    ['an unknown answer', append({ out: 'sealde' }), 'h:1: out: unknown answer to append "sealde"; did you mean "sealed"?'], // prettier-ignore
    ['a misspelt field', `${get({})}\n${get({ retrun: 8, call: 8 })}`, 'h:2: unknown field "retrun"; did you mean "return"?'], // prettier-ignore
    ['a field that no object has', get({ outVal: 'x' }), 'h:1: unknown field "outVal"; valid: client, kind, op, call,'],
    ['a field that no log has', append({ key: 'a' }), 'h:1: unknown field "key"; valid: client, kind, op, call,'],
    ['no client', get({ client: undefined }), 'h:1: client: missing'],
    ['a client with a name', get({ client: 'bob' }), 'h:1: client: expected a whole number, got "bob"'],
    ['half a client', get({ client: 0.5 }), 'h:1: client: expected a whole number from 0, got 0.5'],
    ['no return', get({ return: undefined }), 'h:1: return: missing; it is null for what never returned'],
    ['a return before its call', get({ return: 2 }), 'h:1: return: 2 is before the call at 3'],
    ['a time in nanoseconds', get({ call: 1.8e18, return: 1.9e18 }), 'h:1: call: 1800000000000000000 is too large to be exact'], // prettier-ignore
    ['an endless time', '{"client":0,"kind":"kv","op":"get","key":"a","call":1e999,"return":2}', 'h:1: call: Infinity is no number that can be compared'], // prettier-ignore
    ['no number', '{"client":NaN}', "h:1: this is no JSON: Unexpected token 'N'"],
    ['an acknowledgement without position', append({ outPos: undefined }), 'h:1: outPos: missing'],
    ['half a position', append({ outPos: 1.5 }), 'h:1: outPos: expected a whole number from 0, got 1.5'],
    ['a list for a value', append({ arg: [1] }), 'h:1: arg: expected a text or a number, got [1]'],
    ['data without a value', append({ op: 'read', pos: 0, out: 'data' }), 'h:1: outVal: missing'],
    ['a return without an answer', append({ out: null }), 'h:1: out: missing, though the operation returned'],
    ['a get without a key', get({ key: undefined }), 'h:1: key: missing'],
    ['a get without an answer', get({ out: undefined }), 'h:1: out: missing'],
    ['an acknowledgement of what never returned', get({ return: null, outcome: 'ok' }), 'h:1: outcome: "ok", but the operation never returned'], // prettier-ignore
    ['a spec that does not exist', `{"header":true,"spec":"atomc"}\n${append({})}`, 'h:1: spec: unknown spec "atomc"; did you mean "atomic"?'], // prettier-ignore
    ['a counter that starts from a text', '{"header":true,"kind":"counter","initial":"x"}\n{"client":0,"op":"read","out":1,"call":1,"return":2}', 'initial: a counter starts from a number, not "x"'], // prettier-ignore
    [
      'a log that holds something at first',
      `{"header":true,"initial":3}\n${append({})}`,
      'h:1: initial: a history of kind "log" has none',
    ],
    ['values within values', get({ out: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown }), 'h:1: out: more than 100 values within each other'], // prettier-ignore
  ])('refuses %s', (_, text, message) => {
    expect(problemOf(text)).toContain(message);
  });

  it('takes fractions for times, as doubles have them: what is lost makes two times equal, and swaps none', () => {
    const interval = (text: string): object => {
      const { operations } = read(`{"client":0,"kind":"counter","op":"read","out":1,${text}}`);
      const { call, return: end } = operations[0] as { call: number; return: number };
      return { call, end };
    };
    expect(interval('"call":0.25,"return":0.5')).toEqual({ call: 0.25, end: 0.5 });
    const nanos = interval('"call":1700000000.123456788,"return":1700000000.123456789') as {
      call: number;
      end: number;
    };
    expect(nanos.end).toBe(nanos.call);
    expect(problemOf(get({ call: 0.75, return: 0.5 }))).toBe('h:1: return: 0.5 is before the call at 0.75');
  });

  it('takes the kind from a flag, and refuses a file that says otherwise', () => {
    expect(read(get({ kind: undefined }), { kind: 'kv' }).kind).toBe('kv');
    expect(problemOf(get({}), { kind: 'map' })).toBe(
      'h:1: kind: "kv", but this is to be read as a history of kind "map"',
    );
  });

  it('takes the spec from the header, and from a flag above it', () => {
    const text = `{"header":true,"kind":"log","spec":"corfu","dense":false}\n${append({ kind: undefined })}`;
    expect(read(text)).toMatchObject({ terms: { spec: 'corfu', dense: false } });
    expect(read(text, { spec: 'cells' })).toMatchObject({ terms: { spec: 'cells' } });
    expect(read(append({}))).toMatchObject({ terms: { spec: 'atomic' } });
  });

  it('takes from the header what stands behind tails, and what a trim hides', () => {
    const header = (text: string): string => `{"header":true,"kind":"log",${text}}\n${append({ kind: undefined })}`;
    const terms = { strength: 'serializable', trims: 'lingering' };
    expect(read(header('"strength":"serializable","trims":"lingering"'))).toMatchObject({ terms });
    expect(problemOf(header('"strength":"serialisable"'))).toBe(
      'h:1: strength: unknown strength "serialisable"; did you mean "serializable"?',
    );
    expect(problemOf(header('"strenght":"leased"'))).toBe('h:1: strenght: unknown; did you mean "strength"?');
  });

  it('takes the answer to a fill for what the position holds', () => {
    const fill = (out: string): string => append({ op: 'fill', pos: 0, out });
    for (const [out, holds] of [
      ['ok', 'junk'],
      ['written', 'data'],
      ['trimmed', 'trimmed'],
    ] as const)
      expect(read(fill(out)).operations).toMatchObject([{ op: 'fill', out: holds }]);
  });

  it('takes the texts of numbers for numbers in a register, whose cas has two in one text', () => {
    const text = [
      { client: 0, kind: 'register', op: 'write', arg: '1', out: 'ok', call: 1, return: 2 },
      { client: 0, kind: 'register', op: 'cas', arg: '1,two', out: 'fail', call: 3, return: 4 },
      { client: 0, kind: 'register', op: 'read', out: null, call: 5, return: 6 },
    ];
    expect(read(text.map((line) => JSON.stringify(line)).join('\n')).operations).toMatchObject([
      { input: { op: 'write', value: 1 }, outcome: 'ok' },
      { input: { op: 'cas', from: 1, to: 'two' }, output: false },
      { input: { op: 'read' }, output: '' },
    ]);
  });
});

describe('a client', () => {
  const at = (client: number, call: number, end: number | null, op = 'append'): string =>
    append({
      client,
      call,
      return: end,
      op,
      pos: 0,
      arg: `${client} ${call}`,
      ...(op === 'read' ? { out: 'unwritten' } : {}),
    });

  it.each([
    [
      'with two open operations',
      [at(0, 1, 9), at(0, 4, 6)],
      'h:2: client 0 calls at 4, but its operation of line 1 is open until 9',
    ],
    [
      'with two of them, in any order',
      [at(0, 4, 6), at(1, 1, 2), at(0, 1, 9)],
      'h:1: client 0 calls at 4, but its operation of line 3 is open until 9',
    ],
    [
      'that calls twice at once',
      [at(0, 1, 9), at(0, 1, 6)],
      'h:2: client 0 calls at 1, but its operation of line 1 is open until 9',
    ],
    [
      'that calls while it reads several things',
      [at(0, 1, 9, 'read'), at(0, 1, 6, 'read'), at(0, 7, 8)],
      'h:3: client 0 calls at 7, but its operation of line 1 is open until 9',
    ],
  ])('%s is refused', (_, lines, message) => {
    expect(problemOf(lines.join('\n'))).toBe(message);
  });

  it.each([
    ['that calls when it has returned', [at(0, 1, 4), at(0, 4, 6)]],
    ['that goes on after one that never returned', [at(0, 1, null), at(0, 4, 6)]],
    ['that reads several things at once', [at(0, 1, 9, 'read'), at(0, 1, 6, 'read'), at(0, 9, 10)]],
    ['beside others', [at(0, 1, 9), at(1, 4, 6)]],
  ])('%s is not', (_, lines) => {
    expect(problemOf(lines.join('\n'))).toBe('nothing');
  });
});

const value = fc.oneof(fc.string(), fc.maxSafeInteger());
const position = fc.nat(9);

/** Of one client, one after the other; `return: null` for what never returned. */
const logHistory = fc
  .array(
    fc.oneof(
      fc.record({ op: fc.constant('append'), arg: value, out: fc.constant('ok'), outPos: position }),
      fc.record({ op: fc.constant('append'), arg: value, out: fc.constantFrom('failed', 'sealed', 'unknown') }),
      fc.record({ op: fc.constant('append'), arg: value, request: value, out: fc.constant('unknown') }),
      fc.record({ op: fc.constant('read'), pos: position, out: fc.constant('data'), outVal: value }),
      fc.record({
        op: fc.constant('read'),
        pos: position,
        out: fc.constantFrom('unwritten', 'junk', 'trimmed', 'failed'),
      }),
      fc.record({ op: fc.constant('tail'), out: fc.constantFrom('open', 'sealed'), outPos: position, epoch: position }),
      fc.record({ op: fc.constantFrom('trim', 'trimCell'), pos: position, out: fc.constantFrom('ok', 'unknown') }),
      fc.record({ op: fc.constant('fill'), pos: position, out: fc.constantFrom('junk', 'data', 'unwritten') }),
      fc.record({ op: fc.constant('seal'), out: fc.constantFrom('ok', 'failed') }),
    ),
    { minLength: 1 },
  )
  .chain((operations) =>
    fc.array(fc.boolean(), { minLength: operations.length, maxLength: operations.length }).map((returned) =>
      operations.map((operation, i) => {
        const interval = { client: 3, call: 2 * i, return: returned[i] === true ? 2 * i + 1 : null };
        return { ...operation, ...interval, out: returned[i] === true ? operation.out : null };
      }),
    ),
  ) as fc.Arbitrary<LogHistory>;

it('of a log are read as they were written, however the file is cut', () => {
  fc.assert(
    fc.property(
      logHistory,
      fc.constantFrom('atomic', 'corfu', 'cells'),
      fc.constantFrom(...strengths),
      (history, spec, strength) => {
        const terms = { spec, strength };
        const text = [...logLines(history, terms)].join('');
        const again = read(text);
        expect(JSON.stringify([...logLines(again.operations as LogHistory, terms)].map(fields))).toBe(
          JSON.stringify([...logLines(history, terms)].map(fields)),
        );
        expect(again).toMatchObject({ kind: 'log', terms });
        for (let cut = text.length - 2; cut > text.indexOf('\n'); cut -= 7) {
          const whole = text[cut] === '\n' || text[cut + 1] === '\n';
          if (
            !whole &&
            text
              .slice(0, cut + 1)
              .trimEnd()
              .at(-1) !== '}'
          )
            expect(problemOf(text.slice(0, cut + 1))).not.toBe('nothing');
        }
      },
    ),
  );
});

/** In one order, whatever a record has them in. */
const fields = (line: string): unknown =>
  Object.entries(JSON.parse(line) as object).sort(([a], [b]) => (a < b ? -1 : 1));
