import { expect, test } from 'vitest';
import { eventTable } from '../../../sim/refine/event-table.ts';
import { refinesSpecs } from '../../../sim/refine/refines-specs.ts';
import { execute } from '../../../sim/run/execute.ts';
import { corfuParts } from '../../../sim/systems/corfu.ts';
import { shortPlan } from '../../support/short-plan.ts';

test('an event that no spec knows leaves a run inconclusive, and is named', async () => {
  class TalkativeClient extends corfuParts.CorfuClient {
    override checkTail(): ReturnType<InstanceType<typeof corfuParts.CorfuClient>['checkTail']> {
      this.ports.trace.emit({ event: 'looked-around' });
      return super.checkTail();
    }
  }
  const run = await execute(
    shortPlan,
    { CorfuClient: TalkativeClient },
    { properties: [refinesSpecs], eventsMax: 9999 },
  );
  expect(run.violations).toMatchObject([
    { property: 'refines.specs', message: 'no spec knows the event looked-around', inconclusive: true },
  ]);
});

test('every event has a place, and what is outside has a reason', () => {
  const modules = new Set(['FlashUnit', 'ChainLog', 'LayoutPaxos', 'Reconfig']);
  for (const [event, place] of Object.entries(eventTable)) {
    if ('outside' in place) expect(place.outside, event).not.toBe('');
    else
      expect(
        place.heldAgainst.filter((module) => !modules.has(module)),
        event,
      ).toEqual([]);
  }
});
