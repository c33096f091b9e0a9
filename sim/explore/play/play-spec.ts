/**
 * The spec drives the stack: random walks of a spec, or the counterexample of a model with a planted mistake, each played on the real units,
 * sequencer and clients, with the states of both compared after every action. It ends with the first divergence.
 */
import { InputError, messageOf } from '../../model/input-error.ts';
import type { PlayJob, PlayReport } from '../../run/play-protocol.ts';
import type { Parts } from '../../systems/corfu.ts';
import { check } from '../../tla/checker/check.ts';
import type { TraceState } from '../../tla/checker/result.ts';
import { closedWorld } from '../../tla/compile/machine.ts';
import type { Program } from '../../tla/ir/program.ts';
import { loadProgram } from '../../tla/load-spec.ts';
import { simulate } from '../../tla/simulate/simulate.ts';
import { SpecError } from '../../tla/source/spec-error.ts';
import { playable } from './play-walk.ts';

export interface PlayControl {
  /** Says that one more walk begins. */
  beat(): void;
  stopped(): boolean;
}

/** @throws InputError when the spec cannot be read, is none of those that can be played, or has no counterexample to play. */
export async function playSpec(job: PlayJob, parts: Partial<Parts>, control: PlayControl): Promise<PlayReport> {
  const program = await programOf(job);
  const playWalk = playable[program.name];
  if (playWalk === undefined) {
    throw new InputError(`${program.name} cannot be played, only ${Object.keys(playable).join(' and ')} can`);
  }
  const { traces, violated } = behavioursOf(program, job);
  const bug = bugOf(program);
  const taken: Record<string, number> = {};
  const cuts: Record<string, number> = {};
  let [walks, actions] = [0, 0];
  let divergence: PlayReport['divergence'] = null;
  for (const trace of traces) {
    if (divergence !== null || control.stopped()) break;
    control.beat();
    const played = await playWalk(trace, parts, bug);
    for (const { action } of trace.slice(1, 1 + played.actions)) count(taken, action?.name ?? 'no action');
    if (played.cut !== null) count(cuts, played.cut);
    if (played.divergence !== null) divergence = { ...played.divergence, walk: walks };
    actions += played.actions;
    walks += 1;
  }
  return { spec: program.name, walks, actions, taken, cut: cuts, violated, divergence };
}

async function programOf({ file, configFile }: PlayJob): Promise<Program> {
  try {
    return await loadProgram(file, configFile);
  } catch (error) {
    if (error instanceof SpecError) throw new InputError(`${error.message}\n${error.excerpt}`);
    throw new InputError(messageOf(error));
  }
}

function behavioursOf(
  program: Program,
  { of }: PlayJob,
): { readonly traces: readonly (readonly TraceState[])[]; readonly violated: string | null } {
  if ('counterexample' in of) {
    const { violated, trace, message } = check(program, closedWorld);
    if (violated === null) {
      throw new InputError(`there is no counterexample to play: ${message === '' ? 'all of it holds' : message}`);
    }
    return { traces: [trace], violated };
  }
  const traces: (readonly TraceState[])[] = [];
  const { seed, walks, depthMax } = of;
  const { result, trace } = simulate(program, closedWorld, {
    seed,
    walks,
    depthMax,
    onWalk: (walked) => traces.push(walked()),
  });
  // A walk that meets what it should not is played as far as it goes.
  return { traces: result === 'ok' ? traces : [...traces, trace], violated: null };
}

/** The mistake that is planted in the model. */
function bugOf({ names, definitions }: Program): string {
  const body = definitions[names.get('Bug') ?? -1]?.body;
  return body?.kind === 'string' ? body.value : 'none';
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
