/**
 * All states of a slice, as the model checker finds them: what the states that runs were in are counted against. The model of a unit has
 * as many epochs as a state can tell apart, and as many incarnations as lead to anything new.
 */
import { Exploration } from '../tla/checker/explore.ts';
import { CheckedModel } from '../tla/checker/model.ts';
import { closedWorld } from '../tla/compile/machine.ts';
import type { Program } from '../tla/ir/program.ts';
import type { TlaState } from '../tla/tlc/value.ts';
import { stateData } from './abstract-states.ts';

/** Each state once, however many states of the model it stands for. */
export function modelStates(program: Program, textOf: (state: TlaState) => string): ReadonlySet<string> {
  const model = new CheckedModel(program, closedWorld);
  const exploration = new Exploration(model, {
    checkDeadlock: false,
    statesMax: Infinity,
    edges: null,
    onProgress: () => true,
  });
  exploration.run();
  const { values } = model.machine;
  const state = new Int32Array(program.variables.length);
  const texts = new Set<string>();
  for (let index = 0; index < exploration.table.count; index += 1) {
    exploration.table.copyTo(index, state);
    texts.add(textOf(stateData(program, values, state)));
  }
  return texts;
}
