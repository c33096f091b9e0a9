/**
 * The page that explains the protocols by runs. Its pictures are what its own command lines print: a block that begins with
 * `$ corfuzz replay scenarios/stories/NAME.json --position P` holds the picture of that run.
 */
import { readFileSync } from 'node:fs';
import { parseCapsule } from '../../sim/model/capsule-schema.ts';
import type { Capsule } from '../../sim/model/capsule.ts';
import { drawLanes } from '../../sim/report/space-time/draw-lanes.ts';
import { momentsAbout, type Subject } from '../../sim/report/space-time/moments-about.ts';
import { nodeId } from '../../src/ports/units.ts';
import { recordPlan } from '../../sim/run/run-seed.ts';
import { nameOf } from '../../sim/systems/topology.ts';
import { topologyOf } from '../../sim/systems/corfu.ts';
import { shippedScenarios } from './shipped.ts';

export const pageUrl = new URL('../../scenarios/README.md', import.meta.url);

export function storyUrl(name: string): URL {
  return new URL(`../../scenarios/stories/${name}.json`, import.meta.url);
}

/** The command line that draws a story where it happened. */
export function commandOf(name: string, subject: Subject): string {
  const flags = Object.entries(subject).map(([flag, number]) => ` --${flag} ${number}`);
  return `$ corfuzz replay scenarios/stories/${name}.json${flags.join('')}\n`;
}

const block = /(```text\n\$ corfuzz replay scenarios\/stories\/([\w-]+)\.json([^\n]*)\n)[^`]*(```)/g;

/** The page with every picture drawn anew. */
export async function withPictures(page: string): Promise<string> {
  const pictures = new Map<string, string>();
  for (const [, first, name, flags] of page.matchAll(block))
    pictures.set(first as string, (await pictureOf(name as string, subjectOf(flags as string))).join('\n'));
  return page.replaceAll(
    block,
    (_all, first: string, _name, _flags, end: string) => `${first}\n${pictures.get(first)}\n${end}`,
  );
}

/** The run of a story as it is now; it must give the trace that its capsule says. */
export async function replayOf(name: string) {
  const capsule: Capsule = parseCapsule(readFileSync(storyUrl(name), 'utf8'), name);
  const scenario = (await shippedScenarios()).find((each) => each.name === capsule.scenario);
  if (scenario === undefined) throw new Error(`no scenario is called ${capsule.scenario}`);
  return { capsule, recording: await recordPlan(scenario, capsule.plan, {}) };
}

async function pictureOf(name: string, subject: Subject): Promise<readonly string[]> {
  const { capsule, recording } = await replayOf(name);
  const topology = topologyOf(capsule.plan);
  const names = topology.roles.map((_role, id) => nameOf(topology, nodeId(id)));
  return drawLanes(momentsAbout(recording.facts, subject), names);
}

function subjectOf(flags: string): Subject {
  const numbers = [...flags.matchAll(/--(position|epoch) (\d+)/g)].map(([, flag, number]) => [flag, Number(number)]);
  return Object.fromEntries(numbers) as Subject;
}
