/**
 * Histories of one object for the benchmarks, of any length, legal or with one mistake: clients call, take effect and return one after the other in random order,
 * each event at a time of its own. One operation in a thousand never returns.
 */
import type { AnyOperation } from '../../sim/check/objects/model.ts';
import { Dice } from '../support/dice.ts';

/** An object as a machine that changes in place. */
export interface Machine<Op extends AnyOperation> {
  /** The next input; `fresh` is a value that none had before. */
  input(dice: Dice, fresh: number): Op['input'];
  /** Takes effect, and answers. */
  apply(input: Op['input']): unknown;
  /** Takes effect wrongly; null if the input gives no occasion. */
  mistake(input: Op['input']): { readonly output: unknown } | null;
}

interface Call {
  readonly input: unknown;
  readonly index: number;
  readonly call: number;
  output: unknown;
  isApplied: boolean;
}

export const objectHistory = <Op extends AnyOperation>(
  machine: Machine<Op>,
  clientCount: number,
  operationCount: number,
  /** From which operation on the next mistake is made. */
  mistakeFrom = Infinity,
): Op[] => {
  const dice = new Dice(clientCount + operationCount);
  const history: Op[] = [];
  const open: (Call | null)[] = Array.from({ length: clientCount }, () => null);
  // A client whose operation never returned goes on under another name.
  const names = [...open.keys()];
  let clients = clientCount;
  let isMistaken = false;
  for (let time = 0, returned = 0; returned < operationCount; time++) {
    const slot = dice.below(clientCount);
    const client = names[slot]!;
    const call = open[slot]!;
    if (call === null) {
      const index = history.length;
      if (index === operationCount) {
        if (open.every((other) => other === null)) break;
        continue;
      }
      const input = machine.input(dice, index);
      history.push({ client, input, outcome: 'info', call: time } as unknown as Op);
      open[slot] = { input, index, call: time, output: undefined, isApplied: false };
    } else if (!call.isApplied) {
      const wrong = call.index >= mistakeFrom && !isMistaken ? machine.mistake(call.input) : null;
      if (wrong !== null) isMistaken = true;
      call.output = wrong === null ? machine.apply(call.input) : wrong.output;
      call.isApplied = true;
    } else {
      open[slot] = null;
      returned += 1;
      if (dice.below(1000) === 0) {
        names[slot] = clients++;
        continue;
      }
      const { input, index, output } = call;
      history[index] = { client, input, outcome: 'ok', output, call: call.call, return: time } as unknown as Op;
    }
  }
  return history;
};
