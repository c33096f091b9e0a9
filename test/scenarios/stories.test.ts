/**
 * The page that explains the protocols by runs: each of its runs is the one that its capsule was made from, still tells its story, and the
 * pictures are what the runs draw. After a change of the protocols: `test/scripts/tell-stories.ts`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { execute } from '../../sim/run/execute.ts';
import type { Subject } from '../../sim/report/space-time/moments-about.ts';
import { happens, stories } from '../support/stories.ts';
import { commandOf, pageUrl, replayOf, withPictures } from '../support/story-page.ts';

const page = readFileSync(pageUrl, 'utf8');

describe.each(stories)('$name', (story) => {
  test('is told by a run that replays, and passes', async () => {
    const { capsule, recording } = await replayOf(story.name);
    expect(recording.result.verdict).toEqual({ kind: 'pass' });
    expect(recording.result.traceHash).toBe(capsule.traceHash);
  });

  test('happens in it, where the page points', async () => {
    const { capsule } = await replayOf(story.name);
    const run = await execute(capsule.plan, {}, { properties: [happens(story)], eventsMax: 100_000 });
    const [told] = run.violations;
    expect(told?.property).toBe(story.name);
    expect(page).toContain(commandOf(story.name, JSON.parse(told?.message ?? '') as Subject));
  });
});

test('the pictures are those of the runs', async () => {
  expect(await withPictures(page)).toBe(page);
});
