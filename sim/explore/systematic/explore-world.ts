/**
 * Enumerates a small world with the workers of a pool: its parts are independent of each other, so each is one job, and what they found is
 * put together again.
 */
import type { PartFailure, PartResult, WorldPart } from '../../model/enumerated.ts';
import { WorkerLost, type WorkerPool } from '../worker-pool.ts';

/** What `explore --reporter json` prints of a part, and scripts depend on. */
export interface ExploredPart extends Omit<PartResult, 'outcomes' | 'marks' | 'failure'> {
  readonly name: string;
}

/** And of a world. */
export interface ExploredWorld extends Omit<ExploredPart, 'name'> {
  readonly name: string;
  /** Different outcomes: what clients were told, and what units hold. */
  readonly outcomes: number;
  /** In how many executions each mark was reached that the world asks for. */
  readonly sometimes: Readonly<Record<string, number>>;
  readonly parts: readonly ExploredPart[];
  /** Why a part has no result, if one has none. */
  readonly lost: readonly string[];
}

export interface Exploration {
  readonly world: ExploredWorld;
  readonly failures: readonly PartFailure[];
}

/** `executionsMax` is of each part; whoever winds the pool down gets what was tried by then. */
export async function exploreWorld(
  pool: WorkerPool,
  world: { readonly name: string; readonly url: string; readonly sometimes: readonly string[] },
  mutant: string | null,
  executionsMax: number,
): Promise<Exploration> {
  const parts = await pool.perform({ job: 'parts', scenario: world.url });
  const lost: string[] = [];
  const results = await Promise.all(
    parts.map(async (part) => {
      try {
        return await pool.perform({ job: 'enumerate', scenario: world.url, mutant, part, executionsMax });
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error;
        lost.push(`${part.name}: ${error.message}`);
        return null;
      }
    }),
  );
  return merged(world, parts, results, lost);
}

function merged(
  { name, sometimes }: { readonly name: string; readonly sometimes: readonly string[] },
  parts: readonly WorldPart[],
  results: readonly (PartResult | null)[],
  lost: readonly string[],
): Exploration {
  const found = results.filter((result) => result !== null);
  const sum = (field: 'executions' | 'blocked' | 'unfinished' | 'events'): number =>
    found.reduce((all, result) => all + result[field], 0);
  const explored: ExploredWorld = {
    name,
    executions: sum('executions'),
    blocked: sum('blocked'),
    unfinished: sum('unfinished'),
    events: sum('events'),
    depth: Math.max(0, ...found.map(({ depth }) => depth)),
    exhausted: lost.length === 0 && found.every(({ exhausted }) => exhausted),
    outcomes: new Set(found.flatMap(({ outcomes }) => outcomes)).size,
    sometimes: Object.fromEntries(
      sometimes.map((mark) => [mark, found.reduce((all, { marks }) => all + (marks[mark] ?? 0), 0)]),
    ),
    parts: results.flatMap((result, i) => (result === null ? [] : [exploredPart(parts[i] as WorldPart, result)])),
    lost,
  };
  return { world: explored, failures: found.flatMap(({ failure }) => (failure === null ? [] : [failure])) };
}

function exploredPart({ name }: WorldPart, result: PartResult): ExploredPart {
  const { executions, blocked, unfinished, events, depth, exhausted } = result;
  return { name, executions, blocked, unfinished, events, depth, exhausted };
}
