/**
 * What TLC writes for people: the trace in the midst of its report, with `-tool` or without, and the states of `-dump`.
 * What is around a trace is skipped; what is inside must be understood.
 */
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import { TextReader } from './text-reader.ts';
import { type Step, type Trace, backToState, stuttering } from './trace.ts';
import type { TlaState } from './value.ts';

const success = 'Model checking completed. No error has been found.';

/** `State 2: <Next line 3, col 4 to line 5, col 6 of module M>`; with `-tool` without the first word. */
const header = /^(?:STATE |State )?(\d+): (?:(Stuttering)|<(.*)>)[ \t]*$/gm;
const loop = /^(?:Back to state (\d+)|(\d+): Back to state):? ?(?:<(.*)>)?[ \t]*$/gm;
const dumped = /^State \d+:[ \t]*$/gm;

/** Escape sequences of terminals, which some wrappers add. */
const colour = new RegExp(String.raw`${String.fromCodePoint(27)}\[[\d;]*[A-Za-z]`, 'g');

export function withoutColour(source: SourceText): SourceText {
  return { ...source, text: source.text.replaceAll(colour, '').replaceAll('\r\n', '\n') };
}

/** Empty when TLC found no error. Throws a `SpecError` when there is no trace, or it cannot be understood. */
export function readTrace(source: SourceText): Trace {
  const { text } = source;
  const heads = [...text.matchAll(header)];
  const first = heads.findIndex(([, no]) => no === '1');
  if (first < 0) {
    if (text.includes(success)) return [];
    throw new SpecError('no trace here: no line begins with "State 1:"', source, [0, 1, 1, 1, 1]);
  }
  const steps: Step[] = [];
  let end = 0;
  for (const match of heads.slice(first)) {
    // A second trace is another report.
    if (Number(match[1]) !== steps.length + 1) break;
    const from = match.index + match[0].length;
    end = endOfState(text, from);
    steps.push(stepOf(match, source, from, end));
  }
  loop.lastIndex = end;
  const back = loop.exec(text);
  if (back === null) return steps;
  const [, plain, tool, action = ''] = back;
  return [...steps, { no: Number(plain ?? tool), name: backToState, location: nameAndLocation(action)[1], state: {} }];
}

function stepOf([, no, stutters, action]: RegExpExecArray, source: SourceText, from: number, end: number): Step {
  if (stutters !== undefined) return { no: Number(no), name: stuttering, location: null, state: {} };
  const [name, location] = nameAndLocation(action ?? '');
  // In a diff trace a step may change nothing.
  const isEmpty = source.text.slice(from, end).trim() === '';
  return { no: Number(no), name, location, state: isEmpty ? {} : new TextReader(source, from, end).onlyState() };
}

/** `Next line 3, col 4 to line 5, col 6 of module M` */
function nameAndLocation(action: string): readonly [name: string, location: string | null] {
  const at = /^(.*?) (line \d+, col .*)$/.exec(action);
  return at === null ? [action, null] : [at[1] as string, at[2] as string];
}

/** A state ends at an empty line outside of values; TLC puts none within, but one after a long value of a variable. */
function endOfState(text: string, from: number): number {
  const rest = text.slice(from);
  const stop =
    /\n(?=[ \t]*\n(?![ \t]*\/\\)|@!@!@|(?:STATE |State )?\d+: |Back to state|Error:|\d+ states generated)/.exec(rest);
  return stop === null ? text.length : from + stop.index;
}

/** The states of a `-dump`. Throws a `SpecError` when there is none. */
export function readDump(source: SourceText): readonly TlaState[] {
  const heads = [...source.text.matchAll(dumped)];
  if (heads.length === 0) {
    throw new SpecError('no dump here: no line reads "State 1:"', source, [0, 1, 1, 1, 1]);
  }
  return heads.map((match, i) => {
    const end = heads[i + 1]?.index ?? source.text.length;
    return new TextReader(source, match.index + match[0].length, end).onlyState();
  });
}
