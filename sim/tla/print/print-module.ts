/** A module of a graph as TLA+ text again: parsed, it gives the same module, spans aside. */
import type { Module, Unit } from '../ir/module-graph.ts';
import { argumentText, definitionText, headText, instanceText, recursiveText } from './print-expression.ts';
import { declarationText } from './print-names.ts';

export function printModule(module: Module): string {
  const { extends: extended, units } = module;
  const name = module.name.slice(module.name.lastIndexOf('.') + 1);
  const lines = [`---- MODULE ${name} ----`];
  if (extended.length > 0) lines.push(`EXTENDS ${extended.join(', ')}`);
  const recursive = units.filter((unit) => unit.kind === 'definition' && unit.recursive && !unit.isFunction);
  let declared = recursive.length === 0;
  for (const unit of units) {
    if (unit.kind === 'intrinsic') continue;
    if (unit.kind === 'definition' && !declared) {
      declared = true;
      lines.push('', recursiveText(recursive as readonly (Unit & { kind: 'definition' })[]));
    }
    lines.push('', unitText(unit));
  }
  return [...lines, '', '====', ''].join('\n');
}

function unitText(unit: Exclude<Unit, { kind: 'intrinsic' }>): string {
  switch (unit.kind) {
    case 'constant':
      return `CONSTANT ${declarationText(unit.name, unit.arity)}`;
    case 'variable':
      return `VARIABLE ${unit.name}`;
    case 'definition':
      return `${unit.local ? 'LOCAL ' : ''}${definitionText(unit.name, unit, 0)}`;
    case 'instance': {
      const head = unit.name.startsWith('#') ? '' : `${headText(unit.name, unit.parameters)} == `;
      return `${unit.local ? 'LOCAL ' : ''}${head}${instanceText(unit)}`;
    }
    case 'assumption':
      return `ASSUME ${unit.name === null ? '' : `${unit.name} == `}${argumentText(unit.body)}`;
    case 'theorem': {
      const statement = unit.statement === null ? 'ASSUME TRUE PROVE TRUE' : argumentText(unit.statement);
      return `THEOREM ${unit.name === null ? '' : `${unit.name} == `}${statement}`;
    }
    case 'module':
      return printModule(unit.module);
  }
}
