/** From indices of states to what people read: the way back to an initial state, the actions on it, the values that changed. */
import type { ActionInfo } from '../compile/context.ts';
import { Fault } from '../values/fault.ts';
import { pairsInOrder } from '../values/order.ts';
import { type Arena, kinds } from '../values/arena.ts';
import { printValue } from '../values/print.ts';
import { toData } from '../values/to-data.ts';
import type { TlaValue } from '../tlc/value.ts';
import type { CheckedModel } from './model.ts';
import type { TraceAction, TraceState, TraceVariable } from './result.ts';
import type { StateTable } from './state-table.ts';

/** A path from an initial state, which comes first. */
export function pathTo(table: StateTable, index: number): number[] {
  const path: number[] = [];
  for (let at = index; at !== -1; at = table.parentOf(at)) path.push(at);
  return path.toReversed();
}

/** Copies of states, so that one that is in no table can be the last. */
export function statesOf(table: StateTable, width: number, path: readonly number[]): Int32Array[] {
  return path.map((index) => {
    const state = new Int32Array(width);
    table.copyTo(index, state);
    return state;
  });
}

export function traceOf(model: CheckedModel, states: readonly Int32Array[]): TraceState[] {
  const alias = model.program.model.alias;
  const aliasValue = alias === null ? null : model.valueOf(alias);
  let before = new Map<string, string>();
  return states.map((state, i) => {
    const action = i === 0 ? null : actionBetween(model, states[i - 1]!, state);
    const variables = namedValues(model, state, states[i + 1] ?? state, aliasValue);
    const changes = variables.map((entry) => ({ ...entry, changed: before.get(entry.name) !== entry.text }));
    before = new Map(variables.map(({ name, text }) => [name, text]));
    return { action, variables: changes };
  });
}

function namedValues(
  { program, machine }: CheckedModel,
  state: Int32Array,
  next: Int32Array,
  alias: (() => number) | null,
): Omit<TraceVariable, 'changed'>[] {
  const { values } = machine;
  if (alias !== null) {
    machine.current.set(state);
    machine.next.set(next);
    machine.currentChanged();
    machine.nextChanged();
    try {
      const handle = alias();
      if (values.is(handle, kinds.fn)) {
        return pairsInOrder(values, handle).map(([argument, value]) => {
          const name = values.is(argument, kinds.string) ? values.nameOf(argument) : printValue(values, argument);
          return { name, ...shown(values, value) };
        });
      }
    } catch (error) {
      // An alias that has no value in the last state hides nothing: the variables themselves are shown.
      if (!(error instanceof Fault)) throw error;
    }
  }
  return program.variables.map(({ name }, i) => ({ name, ...shown(values, state[i]!) }));
}

/** The first action that leads from one state to the other, with what it was called with. */
function actionBetween(model: CheckedModel, from: Int32Array, to: Int32Array): TraceAction | null {
  const { machine } = model;
  machine.current.set(from);
  machine.currentChanged();
  let found: TraceAction | null = null;
  const wanted = new Error('found');
  try {
    model.forEachSuccessor(() => {
      for (let i = 0; i < to.length; i++) if (machine.next[i] !== to[i]) return;
      found = describedAction(model, model.actions[machine.action]!);
      throw wanted;
    });
  } catch (error) {
    if (error !== wanted) throw error;
  }
  return found;
}

/** With the arguments that it is being taken with. */
export function describedAction({ machine }: CheckedModel, { name, span, parameters }: ActionInfo): TraceAction {
  const given = parameters.map(({ name: parameter, value }) => {
    return { name: parameter, ...shown(machine.values, value()) };
  });
  return { name, span, parameters: given };
}

function shown(values: Arena, handle: number): { readonly text: string; readonly value: TlaValue } {
  return { text: printValue(values, handle), value: toData(values, handle) };
}
