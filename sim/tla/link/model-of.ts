/** What the .cfg file asks for, constants aside, and of what level each of it may be. */
import type { Config, ConfigName } from '../config/config.ts';
import { type Level, isAtMost } from '../ir/level.ts';
import type { Entry, Model, ProgramDefinition } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';

export function modelOf(config: Config, entryOf: (name: ConfigName) => Entry): Model {
  const one = (name: ConfigName | null): Entry | null => (name === null ? null : entryOf(name));
  return {
    specification: one(config.specification),
    init: one(config.init),
    next: one(config.next),
    invariants: config.invariants.map(entryOf),
    properties: config.properties.map(entryOf),
    constraints: config.constraints.map(entryOf),
    actionConstraints: config.actionConstraints.map(entryOf),
    view: one(config.view),
    symmetry: config.symmetry.map(entryOf),
    alias: one(config.alias),
    postcondition: one(config.postcondition),
    checkDeadlock: config.checkDeadlock,
  };
}

/** The first entry that has a higher level than its keyword allows. SPECIFICATION and PROPERTY allow all. */
export function wrongLevel(
  model: Model,
  definitions: readonly ProgramDefinition[],
): { readonly problem: string; readonly span: Span } | undefined {
  const limits: readonly (readonly [keyword: string, entries: readonly (Entry | null)[], limit: Level])[] = [
    ['INIT', [model.init], 'state'],
    ['NEXT', [model.next], 'action'],
    ['INVARIANT', model.invariants, 'state'],
    ['CONSTRAINT', model.constraints, 'state'],
    ['ACTION_CONSTRAINT', model.actionConstraints, 'action'],
    ['VIEW', [model.view], 'state'],
    ['SYMMETRY', model.symmetry, 'constant'],
    ['ALIAS', [model.alias], 'action'],
    ['POSTCONDITION', [model.postcondition], 'state'],
  ];
  for (const [keyword, entries, limit] of limits) {
    for (const entry of entries) {
      const level = entry === null ? undefined : definitions[entry.definition]?.level;
      if (entry === null || level === undefined || isAtMost(level, limit)) continue;
      const has = level === 'action' ? 'an action' : `a ${level} formula`;
      return {
        problem: `"${entry.name}" has the level of ${has}; ${keyword} wants ${wanted[limit]}`,
        span: entry.span,
      };
    }
  }
  return undefined;
}

const wanted: Readonly<Record<Level, string>> = {
  constant: 'no variable in it',
  state: 'no primes in it',
  action: 'no temporal operators in it',
  temporal: 'any formula',
};
