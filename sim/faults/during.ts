/** Windows of faults, as two events of the run. */
import type { World } from '../systems/world.ts';
import type { Window } from './parameters.ts';

/** Calls `begin` and `end` when `window` begins and ends. */
export function during(world: World, window: Window, begin: () => void, end: () => void): void {
  world.kernel.schedule(window.atMicros, 'fault', null, begin);
  world.kernel.schedule(window.atMicros + window.durationMicros, 'fault', null, end);
}
