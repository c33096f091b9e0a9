/** Windows of faults: two events of the run, the second of which comes at the latest when faults stop. */
import type { World } from '../systems/world.ts';
import type { Window } from './parameters.ts';

/** Calls `begin` and `end` when `window` begins and ends. */
export function during(world: World, window: Window, begin: () => void, end: () => void): void {
  const { faults } = world;
  let begun = false;
  faults.strikeAfter(window.atMicros, () => {
    begun = true;
    begin();
  });
  faults.endAfter(window.atMicros + window.durationMicros, () => {
    if (begun) end();
  });
}
