/** When faults stop, what is in force ends at once, and what has not struck never does. */
import { expect, it } from 'vitest';
import { FaultSchedule } from '../../../sim/systems/fault-schedule.ts';
import { runKernel } from '../../support/run-kernel.ts';

/** Plans two faults, of 10 to 20 us and of 30 to 40 us, and one without a time; faults stop at `stopMicros`, if at all. */
async function told(stopMicros: number | null): Promise<readonly string[]> {
  const said: string[] = [];
  await runKernel({}, (kernel) => {
    const faults = new FaultSchedule(kernel);
    const say = (what: string) => () => void said.push(`${what} at ${kernel.timeMicros}`);
    for (const at of [10, 30]) {
      faults.strikeAfter(at, () => {
        say(`strikes`)();
        faults.endAfter(10, say(`ends`));
      });
    }
    const anchored = faults.unlessStopped(say('anchored strikes'));
    kernel.schedule(35, 'timer', null, anchored);
    if (stopMicros !== null) kernel.schedule(stopMicros, 'timer', null, () => faults.stop());
  });
  return said;
}

it('without a stop, faults strike and end as planned', async () => {
  expect(await told(null)).toEqual([
    'strikes at 10',
    'ends at 20',
    'strikes at 30',
    'anchored strikes at 35',
    'ends at 40',
  ]);
});

it('what is in force ends when faults stop, and nothing strikes from then on', async () => {
  expect(await told(15)).toEqual(['strikes at 10', 'ends at 15']);
  expect(await told(5)).toEqual([]);
  expect(await told(25)).toEqual(['strikes at 10', 'ends at 20']);
});
