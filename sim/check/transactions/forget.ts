/**
 * Cuts a contradiction down to the fewest transactions that show it. To forget a transaction is to let each of its writes have
 * happened alone, at any time, or never; whatever is legal stays legal then. So each transaction need be tried only once.
 */
import type { Value } from '../../model/history.ts';
import type { History, Operation } from '../operation.ts';
import type { Finding, Judgement } from './finding.ts';
import type { Key } from './transaction.ts';

interface MicroOperation {
  readonly f: string;
  readonly key: Key;
  readonly value?: unknown;
}

type Transaction = Operation<readonly MicroOperation[], readonly MicroOperation[]>;

/**
 * The history of `kept` alone. What they read of others is still there, written by somebody at some time.
 *
 * @param kept - ascending indices; the result starts with these transactions, in this order
 */
const restrict = <T extends Transaction>(history: readonly T[], kept: readonly number[]): T[] => {
  const written = new Map<Key, Set<unknown>>();
  const valuesOf = (key: Key): Set<unknown> => {
    let values = written.get(key);
    if (values === undefined) written.set(key, (values = new Set()));
    return values;
  };
  for (const index of kept)
    for (const operation of history[index]!.input)
      if (operation.f !== 'r') valuesOf(operation.key).add(operation.value);
  const wanted: { readonly key: Key; readonly value: Value }[] = [];
  for (const index of kept) {
    const transaction = history[index]!;
    if (transaction.outcome !== 'ok') continue;
    for (const { f, key, value } of transaction.output) {
      if (f !== 'r' || value === null) continue;
      for (const element of (Array.isArray(value) ? value : [value]) as Value[]) {
        if (valuesOf(key).has(element)) continue;
        valuesOf(key).add(element);
        wanted.push({ key, value: element });
      }
    }
  }
  const somebody = authors(history, wanted);
  const restricted: Transaction[] = kept.map((index) => history[index]!);
  for (const { key, value } of wanted) {
    const f = somebody.get(key)?.get(value);
    if (f === undefined) continue;
    const client = -1 - restricted.length;
    restricted.push({ client, outcome: 'info', input: [{ f, key, value }], call: -Infinity });
  }
  return restricted as T[];
};

/** Those of the wanted values that anybody wrote, by object, with what they were written by. */
const authors = (
  history: readonly Transaction[],
  wanted: readonly { readonly key: Key; readonly value: Value }[],
): Map<Key, Map<unknown, string>> => {
  const found = new Map<Key, Map<unknown, string>>();
  for (const { key } of wanted) if (!found.has(key)) found.set(key, new Map());
  if (found.size === 0) return found;
  for (const { input } of history) for (const { f, key, value } of input) if (f !== 'r') found.get(key)?.set(value, f);
  return found;
};

/** A finding in which no transaction is superfluous, told with the names of the history it comes from. */
export const minimise = <Input extends readonly MicroOperation[], Output extends readonly MicroOperation[]>(
  history: History<Input, Output>,
  finding: Finding,
  judge: (few: History<Input, Output>, names: readonly number[]) => Judgement,
): Finding => {
  // One of many is enough to write what the kept ones read: looking through everything each time would cost more than all else.
  const small = restrict(history, ascending(finding.operations));
  const names = [...ascending(finding.operations)];
  let kept: readonly number[] = names.map((_, at) => at);
  for (let at = 0; at < names.length; at++) {
    if (!kept.includes(at)) continue;
    const fewer = kept.filter((other) => other !== at);
    const again = judge(restrict(small, fewer), fewer);
    if (again.verdict === 'illegal') kept = ascending(again.operations.map((index) => fewer[index]!));
  }
  const final = judge(
    restrict(small, kept),
    kept.map((at) => names[at]!),
  );
  if (final.verdict !== 'illegal')
    throw new Error(`the transactions ${kept.map((at) => `#${names[at]!}`).join(', ')} are legal alone`);
  const original = (index: number): number => names[kept[index]!]!;
  return {
    ...final,
    operations: ascending(final.operations.map(original)),
    chain: final.chain.map((link) => ({ ...link, operation: original(link.operation) })),
  };
};

const ascending = (indices: readonly number[]): number[] => [...new Set(indices)].sort((a, b) => a - b);
