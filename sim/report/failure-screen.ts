/**
 * The screen of one failure: what broke, where, the counterexample as space-time text, what shrinking took away, how to run it
 * again, and where the report is, in this order. A violated property shows no stack; code that threw brings its own.
 */
import type { Verdict } from '../model/verdict.ts';
import type { Recording } from '../run/worker-protocol.ts';
import { chooseMoments } from './space-time/choose-moments.ts';
import { drawLanes } from './space-time/draw-lanes.ts';
import type { Style } from './style.ts';
import { counted, milliseconds } from './units.ts';

export interface Size {
  readonly operations: number;
  readonly faults: number;
  readonly events: number;
}

export interface Shrinking {
  readonly from: Size;
  readonly to: Size;
  /** Unknown for one that was shrunk earlier. */
  readonly attempts: number | null;
}

export interface ShownFailure {
  readonly scenario: string;
  readonly seed: number;
  readonly mutant: string | null;
  readonly verdict: Verdict;
  readonly recording: Recording | null;
  readonly shrinking: Shrinking | null;
  readonly replay: string;
  readonly report: string | null;
}

export function failureScreen(failure: ShownFailure, style: Style): readonly string[] {
  const { scenario, seed, mutant, verdict, recording, shrinking, replay, report } = failure;
  const planted = mutant === null ? '' : ` with ${mutant}`;
  const lines = [`${style.bad('✗')} ${style.strong(`${scenario}, seed ${seed}${planted}`)}: ${sentence(verdict)}`];
  const where = whereOf(verdict, recording);
  if (where !== '') lines.push(`  ${where}`);
  for (const line of verdict.explanation ?? []) lines.push(`    ${line}`);
  if (recording !== null) {
    const moments = chooseMoments({ verdict, history: recording.run.history, facts: recording.facts });
    if (moments.length > 0) lines.push('', ...drawLanes(moments, recording.nodes), '');
  }
  if (shrinking !== null) lines.push(`  ${shrinkingSentence(shrinking)}`);
  lines.push(`  Replay: ${style.strong(replay)}`);
  if (report !== null) lines.push(`  Report: ${report}`);
  return lines;
}

/** `violates C-SingleValue: ...`, `stuck: ...`. */
export function sentence(verdict: Verdict): string {
  const said = verdict.message === undefined ? '' : `: ${verdict.message}`;
  if (verdict.kind === 'violation') return `violates ${verdict.property ?? 'a property'}${said}`;
  const property = verdict.property === undefined ? '' : ` (${verdict.property})`;
  return `${verdict.kind}${property}${said}`;
}

function whereOf(verdict: Verdict, recording: Recording | null): string {
  const parts: string[] = [];
  if (verdict.step !== undefined) parts.push(`at step ${verdict.step}`);
  if (verdict.timeMicros !== undefined) parts.push(`${milliseconds(verdict.timeMicros)} of virtual time`);
  if (verdict.node !== undefined) parts.push(`on ${recording?.nodes[verdict.node] ?? `node ${verdict.node}`}`);
  return parts.join(', ');
}

function shrinkingSentence({ from, to, attempts }: Shrinking): string {
  const tried = attempts === null ? '' : `, in ${counted(attempts, 'attempt')}`;
  if (from.operations === to.operations && from.faults === to.faults) {
    return `Shrinking removed nothing of ${sizeText(to)}${tried}.`;
  }
  return `Shrunk from ${sizeText(from)} to ${sizeText(to)}${tried}.`;
}

function sizeText({ operations, faults, events }: Size): string {
  return `${counted(operations, 'operation')}, ${counted(faults, 'fault')}, ${counted(events, 'event')}`;
}
