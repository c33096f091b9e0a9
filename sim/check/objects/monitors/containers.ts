/** What the monitors of queues, stacks and priority queues share besides the values: removals that found nothing. */
import type { HistoryVerdict } from '../../verdict.ts';
import { anything } from '../model.ts';
import { type ContainerOperation, type Elements } from './elements.ts';
import type { Touch } from './forget.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller, returnOf } from './recorded.ts';
import { type ZoneUnion, chainOver } from './zone-union.ts';

export const containerTouch: Touch<ContainerOperation> = {
  changes(operation) {
    if ('value' in operation.input) return operation.input.value;
    return operation.outcome === 'ok' ? operation.output : anything;
  },
  finds: () => [],
};

/** A time at which nothing has to be in, for each removal that found nothing. */
export interface Cuts {
  /** Ascending, each once. */
  readonly times: readonly number[];
  /** Per cut, the operations that found nothing then. */
  readonly empties: readonly (readonly number[])[];
}

export const cutAtEmpties = (history: readonly ContainerOperation[], found: Int32Array, union: ZoneUnion): Cuts => {
  const free = Float64Array.from(found, (operation) => union.firstFree(history[operation]!.call));
  const times: number[] = [];
  const empties: number[][] = [];
  for (const rank of ascending(free)) {
    if (times.at(-1) !== free[rank]!) {
      times.push(free[rank]!);
      empties.push([]);
    }
    empties.at(-1)!.push(found[rank]!);
  }
  return { times, empties };
};

/** Says of a removal that found nothing that something was in all the time; null if each has a time when nothing had to be. */
export const explainNeverEmpty = (
  recorded: Recorded<ContainerOperation>,
  elements: Elements,
  union: ZoneUnion,
  /** All that makes the value stay as long as its zone says, if the operation that took it out is not known. */
  whyLeft: (value: number) => Iterable<number>,
): HistoryVerdict | null => {
  const { history } = recorded;
  for (const operation of elements.empties) {
    const op = history[operation]!;
    if (union.firstFree(op.call) <= returnOf(op)) continue;
    const { insertion, removal, insertBy, removeFrom } = elements;
    const all = Int32Array.from(insertion.keys());
    const chain = chainOver(insertBy, removeFrom, all, op.call, returnOf(op));
    const teller = new Teller(recorded);
    const operations = [operation];
    for (const value of chain) {
      const text = JSON.stringify(elements.valueOf(value));
      const out = removal[value]!;
      operations.push(insertion[value]!);
      teller.returned(insertion[value]!, `${text} is in from then on`);
      if (out === -1 || history[out]!.outcome === 'info') {
        operations.push(...whyLeft(value));
        teller.link(insertion[value]!, `${text} is still in`, 'nobody can have taken it out before');
      } else {
        operations.push(out);
        teller.link(
          out,
          `${teller.name(out)} is called (t=${history[out]!.call})`,
          `it returned ${text}, which was in until then`,
        );
      }
    }
    teller.returned(operation, 'somewhere in its interval nothing is in');
    const values = chain.map((value) => JSON.stringify(elements.valueOf(value)));
    const what =
      values.length === 1
        ? `${values[0]} was in throughout`
        : `${values.slice(0, -1).join(', ')} and ${values.at(-1)} were in by turns throughout`;
    return teller.illegal('never-empty', `${teller.name(operation)} found nothing, but ${what}.`, operations);
  }
  return null;
};
