/**
 * Traces as ITF, the Informal Trace Format of Apalache and Quint (Apalache's ADR 15), in both directions. ITF has no
 * model values: Apalache writes values of uninterpreted sorts as strings `name_OF_SORT`, and so do we, with the sort
 * MODEL; a string that ends like that cannot be told from one and is refused. The names of actions, for which ITF has
 * no place, go to `#meta`.
 */
import { type Step, type Trace, backToState, fullTrace, initialPredicate, stuttering } from './trace.ts';
import { type TlaState, type TlaValue, functionValue, integerValue, setValue } from './value.ts';

export interface ItfTrace {
  readonly '#meta': { readonly format: 'ITF'; readonly 'format-description': string };
  readonly vars: readonly string[];
  readonly states: readonly Readonly<Record<string, unknown>>[];
  /** The index of the state that comes after the last one. */
  readonly loop?: number;
}

/** Something that is no ITF, or a value that ITF cannot say. */
export class ItfProblem extends Error {
  override readonly name = 'ItfProblem';
}

const description = 'https://apalache-mc.org/docs/adr/015adr-trace.html';
const modelValueEnd = '_OF_MODEL';

export function toItf(trace: Trace): ItfTrace {
  const full = fullTrace(trace);
  const last = full.at(-1);
  const isLoop = last?.name === backToState || last?.name === stuttering;
  const states = isLoop ? full.slice(0, -1) : full;
  const result: ItfTrace = {
    '#meta': { format: 'ITF', 'format-description': description },
    vars: Object.keys(states[0]?.state ?? {}),
    states: states.map(({ name, location, state }, index) => ({
      '#meta': location === null ? { index, action: name } : { index, action: name, location },
      ...Object.fromEntries(Object.entries(state).map(([variable, value]) => [variable, itfOf(value)])),
    })),
  };
  if (last === undefined || !isLoop) return result;
  return { ...result, loop: last.name === stuttering ? states.length - 1 : last.no - 1 };
}

function itfOf(value: TlaValue): unknown {
  if (typeof value === 'number') return { '#bigint': String(value) };
  if (typeof value === 'string') {
    if (value.endsWith(modelValueEnd))
      throw new ItfProblem(`ITF cannot say the string "${value}": it looks like a model value`);
    return value;
  }
  if (typeof value === 'boolean') return value;
  const [tag, content] = Object.entries(value)[0] as [string, unknown];
  switch (tag) {
    case '#bigint':
      return value;
    case '#mv':
      return `${content as string}${modelValueEnd}`;
    case '#set':
    case '#tup':
      return { [tag]: (content as readonly TlaValue[]).map(itfOf) };
    case '#map':
      return { '#map': (content as readonly (readonly TlaValue[])[]).map((pair) => pair.map(itfOf)) };
    default:
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, itfOf(field as TlaValue)]));
  }
}

export function isItf(json: unknown): boolean {
  return isObject(json) && Array.isArray(json['vars']) && Array.isArray(json['states']);
}

/** Throws an {@link ItfProblem}. */
export function fromItf(json: unknown): Trace {
  if (!isObject(json) || !Array.isArray(json['states']))
    throw new ItfProblem('this is no ITF: it has no list of states');
  const steps = json['states'].map((state: unknown, index): Step => {
    if (!isObject(state)) throw new ItfProblem(`state ${index} is no object`);
    const meta = isObject(state['#meta']) ? state['#meta'] : {};
    const { action, location } = { action: meta['action'], location: meta['location'] };
    return {
      no: index + 1,
      name: typeof action === 'string' ? action : index === 0 ? initialPredicate : 'Next',
      location: typeof location === 'string' ? location : null,
      state: stateOf(state),
    };
  });
  const { loop } = { loop: json['loop'] };
  if (loop === undefined || loop === null) return steps;
  if (typeof loop !== 'number' || !(loop >= 0 && loop < steps.length))
    throw new ItfProblem('the loop leads to no state');
  if (loop === steps.length - 1)
    return [...steps, { no: steps.length + 1, name: stuttering, location: null, state: {} }];
  return [...steps, { no: loop + 1, name: backToState, location: null, state: {} }];
}

function stateOf(state: Readonly<Record<string, unknown>>): TlaState {
  const variables = Object.entries(state).filter(([name]) => name !== '#meta');
  return Object.fromEntries(variables.map(([name, value]) => [name, valueOf(value)]));
}

/** Lists without a tag are tuples, as ITF says of sequences; numbers were allowed before its revision of 2023. */
export function valueOf(json: unknown): TlaValue {
  if (typeof json === 'boolean') return json;
  if (typeof json === 'number' && Number.isSafeInteger(json)) return json;
  if (typeof json === 'string') {
    return json.endsWith(modelValueEnd) ? { '#mv': json.slice(0, -modelValueEnd.length) } : json;
  }
  if (Array.isArray(json)) return { '#tup': json.map(valueOf) };
  if (!isObject(json)) throw new ItfProblem(`${JSON.stringify(json)} is no value`);
  const [tag, content] = Object.entries(json)[0] ?? [undefined, undefined];
  switch (tag) {
    case '#bigint':
      if (typeof content !== 'string' || !/^-?\d+$/.test(content)) break;
      return integerValue(content);
    case '#set':
      if (!Array.isArray(content)) break;
      return setValue(content.map(valueOf));
    case '#tup':
      if (!Array.isArray(content)) break;
      return { '#tup': content.map(valueOf) };
    case '#map':
      if (!Array.isArray(content)) break;
      return functionValue(content.map(pairOf));
    case undefined:
      return { '#tup': [] };
    default:
      if (tag.startsWith('#')) break;
      return functionValue(Object.entries(json).map(([name, field]) => [name, valueOf(field)] as const));
  }
  throw new ItfProblem(`${JSON.stringify(json)} is no value`);
}

function pairOf(json: unknown): readonly [TlaValue, TlaValue] {
  if (!Array.isArray(json) || json.length !== 2) throw new ItfProblem(`${JSON.stringify(json)} is no pair of a map`);
  return [valueOf(json[0]), valueOf(json[1])];
}

export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
