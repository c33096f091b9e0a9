/**
 * The story of a position, or of how an epoch began, in a run of which nothing need be wrong: every moment that concerns it, and what
 * befell the nodes meanwhile.
 */
import type { RecordedFact } from '../../model/recorded-fact.ts';
import { type Moment, momentsOf } from './moment.ts';

/** What is left out is told of by nobody; at least one should be given. */
export interface Subject {
  readonly position?: number;
  /** The epoch whose layout is sealed for, decided and begun. */
  readonly epoch?: number;
}

export function momentsAbout(facts: readonly RecordedFact[], { position, epoch }: Subject): readonly Moment[] {
  const moments = momentsOf(facts);
  const concerns = (moment: Moment): boolean =>
    (position !== undefined && moment.positions.includes(position)) || (epoch !== undefined && moment.epoch === epoch);
  const first = moments.findIndex(concerns);
  const last = moments.findLastIndex(concerns);
  const taking = new Set(moments.filter(concerns).flatMap(({ node, to }) => [node, to]));
  return moments.filter(
    (moment, place) =>
      concerns(moment) || (place > first && place < last && taking.has(moment.node) && befalls(moment)),
  );
}

/** What a network does to a message shows on that message; what befalls a process explains what comes after, and names no position. */
function befalls({ kind, label }: Moment): boolean {
  return kind === 'process' || (kind === 'fault' && !label.startsWith('network.'));
}
