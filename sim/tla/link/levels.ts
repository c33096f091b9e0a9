/**
 * The levels of a program's definitions. They are computed anew because an instance may substitute a state function for
 * a constant, and because evaluators keep the value of what is constant.
 */
import type { Argument } from '../ir/expression.ts';
import { type Level, highest } from '../ir/level.ts';
import type { ProgramDefinition, ProgramReference } from '../ir/program.ts';
import { partsOf } from '../ir/visit.ts';

export function leveled(definitions: readonly Omit<ProgramDefinition, 'level'>[]): readonly ProgramDefinition[] {
  let levels: Level[] = definitions.map(() => 'constant');
  // Levels only rise, so that this ends; without recursion the order of the definitions makes few rounds.
  for (;;) {
    const known = levels;
    const levelBehind = (reference: ProgramReference): Level => {
      if (reference.to === 'variable') return 'state';
      return reference.to === 'definition' ? (known[reference.index] as Level) : 'constant';
    };
    levels = definitions.map(({ body }) => levelOf(body, levelBehind));
    if (levels.every((level, i) => level === known[i])) break;
  }
  return definitions.map((definition, i) => ({ ...definition, level: levels[i] as Level }));
}

function levelOf(node: Argument<ProgramReference>, levelBehind: (reference: ProgramReference) => Level): Level {
  const below = partsOf(node).reduce<Level>((level, part) => highest(level, levelOf(part, levelBehind)), 'constant');
  switch (node.kind) {
    case 'apply':
    case 'operator':
      return highest(below, levelBehind(node.operator));
    case 'builtin':
      return highest(below, builtinLevels[node.operator] ?? 'constant');
    case 'builtinOperator':
      return builtinLevels[node.operator] ?? 'constant';
    case 'box':
    case 'angle':
      return 'action';
    case 'enabled':
      return 'state';
    case 'weakFairness':
    case 'strongFairness':
      return 'temporal';
    case 'unboundedQuantification':
      return node.quantifier.length === 2 ? below : 'temporal';
    default:
      return below;
  }
}

const builtinLevels: Readonly<Record<string, Level>> = {
  "'": 'action',
  UNCHANGED: 'action',
  '\\cdot': 'action',
  '[]': 'temporal',
  '<>': 'temporal',
  '~>': 'temporal',
  '-+->': 'temporal',
};
