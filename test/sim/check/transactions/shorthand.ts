/**
 * Hand-written histories, as Elle's tests write them: `ax1` appends 1 to x, `wx1` writes it, `rx12` reads x as [1 2], `rx` as empty.
 * Times and clients come from `at`; without them every transaction overlaps all others, and is its own client's only one.
 */
import type { ListHistory, RegisterHistory } from '../../../../sim/check/transactions/transaction.ts';

interface When {
  readonly at?: readonly [call: number, end: number];
  readonly client?: number;
  readonly outcome?: 'ok' | 'fail' | 'info';
}

type Spec = string | readonly [text: string, when: When];

const history = (specs: readonly Spec[], readOf: (digits: string) => unknown): unknown =>
  specs.map((spec, index) => {
    const [text, { at = [0, 1000], client = index, outcome = 'ok' }] = typeof spec === 'string' ? [spec, {}] : spec;
    const output = text.split(' ').map((word) => {
      const [, letter, key, digits] = /^([arw])([a-z])(\d*)$/.exec(word)!;
      if (letter === 'r') return { f: 'r', key, value: readOf(digits!) };
      return { f: letter === 'a' ? 'append' : 'w', key, value: Number(digits) };
    });
    const input = output.map(({ f, key, value }) => (f === 'r' ? { f, key } : { f, key, value }));
    const [call, end] = at;
    if (outcome === 'ok') return { client, call, outcome, input, output, return: end };
    return outcome === 'fail' ? { client, call, outcome, input, return: end } : { client, call, outcome, input };
  });

export const lists = (...specs: readonly Spec[]): ListHistory =>
  history(specs, (digits) => Array.from(digits, Number)) as ListHistory;

export const registers = (...specs: readonly Spec[]): RegisterHistory =>
  history(specs, (digits) => (digits === '' ? null : Number(digits))) as RegisterHistory;
