import { fileURLToPath } from 'node:url';
import { type Expression, type ModuleReference, loadModule, loadProgram, printModule } from 'corfuzz/tla';
import { expect, test } from 'vitest';

const spec = fileURLToPath(new URL('../../../specs/SharedLog.tla', import.meta.url));
const config = fileURLToPath(new URL('../../../specs/MC_SharedLog.cfg', import.meta.url));

test('the public entry loads a module, prints it, and links it with its .cfg file', async () => {
  const { graph } = await loadModule(spec);
  const root = graph.modules.at(-1);
  expect(root?.name).toBe('SharedLog');
  expect(root === undefined ? '' : printModule(root)).toContain('---- MODULE SharedLog ----');
  const bodies: Expression<ModuleReference>[] = [];
  for (const unit of root?.units ?? []) if (unit.kind === 'definition') bodies.push(unit.body);
  expect(bodies.length).toBeGreaterThan(5);
  const program = await loadProgram(spec, config);
  expect(program.model.invariants.length).toBeGreaterThan(0);
});

test('the same module has the same content hash, wherever it is read', async () => {
  const [once, again] = await Promise.all([loadModule(spec), loadModule(spec)]);
  expect(once.graph.contentHash).toMatch(/^[\da-f]{64}$/);
  expect(again.graph).toEqual(once.graph);
});
