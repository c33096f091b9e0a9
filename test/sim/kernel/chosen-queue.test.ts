import { describe, expect, it } from 'vitest';
import { type Chooser, ChosenQueue } from '../../../sim/kernel/chosen-queue.ts';
import type { QueueEntry } from '../../../sim/kernel/event-queue.ts';
import { Incarnation } from '../../../sim/kernel/incarnation.ts';
import type { KernelEvent } from '../../../sim/kernel/kernel.ts';
import { nextLocal } from '../../../sim/kernel/next-local.ts';
import { NodeClock } from '../../../sim/kernel/node-clock.ts';
import { nodeId } from '../../../src/ports/units.ts';
import { runKernel } from '../../support/run-kernel.ts';

const lastFirst: Chooser<KernelEvent> = { choose: (pending) => pending.at(-1) };

describe('a chooser', () => {
  it('decides what happens next, and time never goes back', async () => {
    const ran: string[] = [];
    const { kernel, end } = await runKernel({ chooser: lastFirst }, (k) => {
      const note = (name: string) => (): void => void ran.push(`${name} at ${k.timeMicros}`);
      k.schedule(30, 'timer', null, note('a'));
      k.schedule(10, 'timer', null, note('b'));
      k.schedule(20, 'timer', null, () => {
        note('c')();
        k.schedule(5, 'timer', null, note('d'));
      });
    });
    expect(ran).toEqual(['c at 20', 'd at 25', 'b at 25', 'a at 30']);
    expect([end, kernel.step]).toEqual(['quiet', 4]);
  });

  it('ends the run by choosing nothing', async () => {
    const ran: string[] = [];
    const once: Chooser<KernelEvent> = { choose: (pending) => (ran.length === 0 ? pending[1] : undefined) };
    const { end } = await runKernel({ chooser: once }, (k) => {
      for (const name of ['a', 'b']) k.schedule(1, 'timer', null, () => void ran.push(name));
    });
    expect([ran, end]).toEqual([['b'], 'quiet']);
  });

  it('is never offered what was cancelled, nor what died with its process', async () => {
    const life = new Incarnation(nodeId(0), 1, new NodeClock());
    const ran: string[] = [];
    await runKernel({ chooser: { choose: (pending) => pending[0] } }, (k) => {
      const note = (name: string) => (): void => void ran.push(name);
      k.cancel(k.schedule(1, 'timer', null, note('cancelled')));
      k.schedule(1, 'fault', null, () => k.crash(life));
      k.schedule(1, 'timer', life, note('of the dead'));
      k.schedule(1, 'timer', null, note('left'));
    });
    expect(ran).toEqual(['left']);
  });

  it('that chooses what is not pending is a defect', () => {
    const stray: QueueEntry = { time: 0, tie: 0, sequence: 0, place: -1 };
    const queue = new ChosenQueue<QueueEntry>({ choose: () => stray });
    expect(() => queue.pop()).toThrow('not pending');
  });

  it('may leave to the machines what goes on by itself: in the order of time, before all else', async () => {
    const ran: string[] = [];
    const restFirst: Chooser<KernelEvent> = { choose: (pending) => nextLocal(pending) ?? pending[0] };
    await runKernel({ chooser: restFirst }, (k) => {
      const note = (name: string) => (): void => void ran.push(name);
      k.schedule(0, 'deliver', null, note('datagram'));
      k.schedule(30, 'flash', null, note('flash'));
      k.schedule(20, 'disk', null, () => {
        note('disk')();
        k.schedule(5, 'disk', null, note('disk again'));
      });
      k.schedule(0, 'timeout', null, note('timeout'));
    });
    expect(ran).toEqual(['disk', 'disk again', 'flash', 'datagram', 'timeout']);
  });
});
