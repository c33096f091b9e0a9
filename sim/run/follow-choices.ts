/** Runs a small world as its plan says: the choices that it lists, and after them messages in the order in which they were sent. */
import type { Chooser } from '../kernel/chosen-queue.ts';
import type { KernelEvent } from '../kernel/kernel.ts';
import { nextLocal } from '../kernel/next-local.ts';
import type { PlannedWorld } from '../model/planned-world.ts';
import type { Topology } from '../systems/topology.ts';
import { Choices } from './choices.ts';

export function followChoices({ timeouts, choices: names }: PlannedWorld, topology: Topology): Chooser<KernelEvent> {
  const choices = new Choices(topology, timeouts);
  let next = 0;
  const listed = (possible: readonly KernelEvent[]): KernelEvent | undefined => {
    while (next < names.length) {
      const name = names[next];
      next += 1;
      const event = possible.find((each) => choices.nameOf(each) === name);
      if (event !== undefined) return event;
    }
    return possible.find(({ kind }) => kind === 'deliver' || kind === 'timer');
  };
  return {
    choose: (pending) => {
      const local = nextLocal(pending);
      if (local !== undefined) return local;
      const event = listed(choices.possible(pending));
      if (event !== undefined) choices.made(event);
      return event;
    },
  };
}
