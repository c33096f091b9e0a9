/**
 * The four levels of Specifying Systems, 17.2: what an expression may depend on. A constant depends on no variable, a
 * state function on one state, an action on a step, a temporal formula on a behaviour.
 */
export type Level = 'constant' | 'state' | 'action' | 'temporal';

const ascending: readonly Level[] = ['constant', 'state', 'action', 'temporal'];

export function isAtMost(level: Level, bound: Level): boolean {
  return ascending.indexOf(level) <= ascending.indexOf(bound);
}

export function highest(a: Level, b: Level): Level {
  return isAtMost(a, b) ? b : a;
}
