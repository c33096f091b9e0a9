/**
 * Every model of `specs/`, from the folder: what must hold holds, with the counts that were recorded; every planted mistake is found; no
 * module has an action that none of its models takes. The larger models are only recorded, and the record must be of these very files.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type SpecModel,
  checkProgram,
  countsFile,
  hashOf,
  programOf,
  recordedCounts,
  specModels,
} from './spec-models.ts';

const models = specModels();
const small = models.filter(({ violates, isBig }) => violates === null && !isBig);
const bad = models.filter(({ violates }) => violates !== null);
const counts = recordedCounts();
/** Actions taken in some model, and all actions, by module: filled as the models are checked. */
const taken = new Map<string, Set<string>>();
const known = new Map<string, Set<string>>();

async function checkAndCover(model: SpecModel) {
  const program = await programOf(model);
  const result = checkProgram(program);
  for (const [actions, all] of [
    [taken, result.coverage.filter(({ generated }) => generated > 0)],
    [known, result.coverage],
  ] as const) {
    const names = actions.get(model.module) ?? new Set();
    for (const { name } of all) names.add(name);
    actions.set(model.module, names);
  }
  return { ...result, hash: hashOf(program) };
}

describe('specs', () => {
  it.each(small)('$name holds, with the recorded counts', async (model) => {
    const { result, violated, hash, distinct, generated, depth } = await checkAndCover(model);
    expect({ result, violated, hash, distinct, generated, depth }).toEqual({
      result: 'ok',
      violated: null,
      ...counts[model.name],
    });
  });

  it.each(bad)('$name violates $violates', async (model) => {
    const { result, violated, trace } = await checkAndCover(model);
    expect(['invariant', 'property']).toContain(result);
    expect(violated).toBe(model.violates);
    expect(trace.length).toBeGreaterThan(1);
  });

  it('every action of every module is taken in some model', () => {
    for (const [module, names] of known) expect([...names].filter((name) => !taken.get(module)?.has(name))).toEqual([]);
    expect(known.size).toBe(new Set(models.map(({ module }) => module)).size);
  });

  it.each(models.filter(({ isBig }) => isBig))('$name was recorded as it is', async (model) => {
    expect(counts[model.name]?.hash).toBe(hashOf(await programOf(model)));
  });

  it('specs/README.md has a row for every model, with these counts', () => {
    const readme = readFileSync(new URL('README.md', countsFile), 'utf8');
    const thousands = (count: number) => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
    const rowOf = ({ name, violates }: SpecModel) => {
      if (violates !== null) return `](${name}.cfg) | `;
      const { distinct, generated, depth } = counts[name] ?? { distinct: 0, generated: 0, depth: 0 };
      return `| ${thousands(distinct)} | ${thousands(generated)} | ${depth} |`;
    };
    const lines = readme.split('\n');
    const missing = models.filter(
      (model) => !lines.some((line) => line.includes(`](${model.name}.cfg)`) && line.includes(rowOf(model))),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('nothing is recorded that does not exist', () => {
    expect(Object.keys(counts).filter((name) => !models.some((model) => model.name === name))).toEqual([]);
  });
});
