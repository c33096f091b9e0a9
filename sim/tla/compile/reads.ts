/**
 * Which parts of a state an expression can see: the variables, and the definitions without parameters that stand for something in a state.
 * It decides for what an answer can be kept, so what is named here may be more than is looked at, never less.
 */
import type { Argument } from '../ir/expression.ts';
import type { Program, ProgramReference } from '../ir/program.ts';
import { partsOf } from '../ir/visit.ts';

/** By index, ascending; primed ones are read in the next state. */
export interface Reads {
  readonly variables: readonly number[];
  readonly primedVariables: readonly number[];
  readonly definitions: readonly number[];
  readonly primedDefinitions: readonly number[];
}

interface Row {
  readonly variables: Set<number>;
  readonly definitions: Set<number>;
  /** Definitions that were looked into. */
  readonly seen: Set<number>;
}

/** Below an ENABLED primes are bound, and what they stand for is found from this state. */
type Place = 'current' | 'next' | 'enabled';

const loopKinds: ReadonlySet<string> = new Set(['quantification', 'choose', 'filter', 'map', 'function', 'enabled']);

export class ReadFinder {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  /** What it reads when all is followed to the variables. */
  variablesOf(expression: Argument<ProgramReference>): Reads {
    return this.#readsOf(expression, false);
  }

  /** The same, but definitions that have a value in a state are not looked into. */
  partsOf(expression: Argument<ProgramReference>): Reads {
    return this.#readsOf(expression, true);
  }

  /** Whether it goes through the elements of some set, also in what it calls. */
  loops(expression: Argument<ProgramReference>): boolean {
    const seen = new Set<number>();
    const visit = (node: Argument<ProgramReference>): boolean => {
      if (loopKinds.has(node.kind)) return true;
      if ((node.kind === 'apply' || node.kind === 'operator') && node.operator.to === 'definition') {
        const { index } = node.operator;
        if (!seen.has(index)) {
          seen.add(index);
          if (visit(this.#program.definitions[index]!.body)) return true;
        }
      }
      return partsOf(node).some(visit);
    };
    return visit(expression);
  }

  #readsOf(expression: Argument<ProgramReference>, byDefinition: boolean): Reads {
    const [current, next] = [emptyRow(), emptyRow()];
    const visit = (node: Argument<ProgramReference>, place: Place): void => {
      const row = place === 'next' ? next : current;
      if (node.kind === 'apply' || node.kind === 'operator') {
        const { operator } = node;
        if (operator.to === 'variable') row.variables.add(operator.index);
        else if (operator.to === 'definition' && !row.seen.has(operator.index)) {
          row.seen.add(operator.index);
          const { body, level, parameters, recursive } = this.#program.definitions[operator.index]!;
          const stands = byDefinition && level === 'state' && parameters.length === 0 && !recursive;
          if (stands) row.definitions.add(operator.index);
          else if (level !== 'constant') visit(body, place);
        }
      }
      const primed = place === 'enabled' ? place : 'next';
      if (node.kind === 'builtin' && node.operator === "'") visit(node.arguments[0]!, primed);
      else if (node.kind === 'builtin' && node.operator === 'UNCHANGED') {
        visit(node.arguments[0]!, place);
        visit(node.arguments[0]!, primed);
      } else if (node.kind === 'box' || node.kind === 'angle') {
        visit(node.action, place);
        visit(node.subscript, place);
        visit(node.subscript, primed);
      } else if (node.kind === 'enabled') visit(node.action, place === 'next' ? 'next' : 'enabled');
      else for (const part of partsOf(node)) visit(part, place);
    };
    visit(expression, 'current');
    return {
      variables: ascending(current.variables),
      primedVariables: ascending(next.variables),
      definitions: ascending(current.definitions),
      primedDefinitions: ascending(next.definitions),
    };
  }
}

function emptyRow(): Row {
  return { variables: new Set(), definitions: new Set(), seen: new Set() };
}

function ascending(indices: ReadonlySet<number>): readonly number[] {
  return [...indices].sort((a, b) => a - b);
}
