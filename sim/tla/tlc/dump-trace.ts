/**
 * What `tlc -dumpTrace json` writes: states by number, and the action between each two of them. TLC's JSON has already
 * lost the difference between sets and sequences, and that between strings and model values; lists are read as tuples
 * and names as strings.
 */
import { ItfProblem, isObject, valueOf } from './itf.ts';
import { type Step, type Trace, initialPredicate } from './trace.ts';
import type { TlaState } from './value.ts';

/** The object itself, or wrapped as later versions do. */
function counterexampleIn(json: unknown): Readonly<Record<string, unknown>> | undefined {
  const inner = isObject(json) && isObject(json['counterexample']) ? json['counterexample'] : json;
  return isObject(inner) && Array.isArray(inner['state']) && Array.isArray(inner['action']) ? inner : undefined;
}

export function isDumpedTrace(json: unknown): boolean {
  return counterexampleIn(json) !== undefined;
}

/** Throws an `ItfProblem`. */
export function fromDumpedTrace(json: unknown): Trace {
  const found = counterexampleIn(json);
  if (found === undefined) throw new ItfProblem('this is no trace of -dumpTrace json');
  const actions = new Map<number, Pick<Step, 'name' | 'location'>>();
  for (const action of found['action'] as readonly unknown[]) {
    if (!Array.isArray(action) || action.length !== 3) throw new ItfProblem('an action is no triple');
    const [number] = numbered(action[2]);
    actions.set(number, actionOf(action[1]));
  }
  const states = (found['state'] as readonly unknown[]).map(numbered).sort(([a], [b]) => a - b);
  return states.map(([no, state]) => {
    const { name, location } = actions.get(no) ?? { name: no === 1 ? initialPredicate : 'Next', location: null };
    return { no, name: no === 1 ? initialPredicate : name, location: no === 1 ? null : location, state };
  });
}

function numbered(json: unknown): readonly [no: number, state: TlaState] {
  if (!Array.isArray(json) || typeof json[0] !== 'number' || !isObject(json[1])) {
    throw new ItfProblem('a state is no pair of a number and an object');
  }
  const variables = Object.entries(json[1]).map(([name, value]) => [name, valueOf(value)] as const);
  return [json[0], Object.fromEntries(variables)];
}

function actionOf(json: unknown): Pick<Step, 'name' | 'location'> {
  if (!isObject(json) || typeof json['name'] !== 'string') throw new ItfProblem('an action has no name');
  const { location } = { location: json['location'] };
  if (!isObject(location)) return { name: json['name'], location: null };
  const [from, to] = [
    `line ${String(location['beginLine'])}, col ${String(location['beginColumn'])}`,
    `line ${String(location['endLine'])}, col ${String(location['endColumn'])}`,
  ];
  return { name: json['name'], location: `${from} to ${to} of module ${String(location['module'])}` };
}
