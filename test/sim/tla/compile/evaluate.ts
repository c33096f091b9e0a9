/** Constant expressions, evaluated and printed. */
import { Compiler, stateContext } from '../../../../sim/tla/compile/compiler.ts';
import { EvaluationError } from '../../../../sim/tla/compile/evaluation-error.ts';
import { Machine, closedWorld } from '../../../../sim/tla/compile/machine.ts';
import { Fault } from '../../../../sim/tla/values/fault.ts';
import { printValue } from '../../../../sim/tla/values/print.ts';
import { listed } from '../../../../sim/tla/values/symbolic.ts';
import { definitionNamed, programOf } from '../written-spec.ts';

const everything =
  'EXTENDS Integers, Sequences, FiniteSets, Bags, TLC, TLCExt, Functions, FiniteSetsExt, Folds, Json, TLAPS, FiniteSetTheorems';

/** `before` may come first, to make other values and definitions. */
export function evaluate(expression: string, { extended = everything, before = '', config = '' } = {}): string {
  const program = programOf({ M: `${extended}\n${before}\nVALUE == ${expression}` }, config);
  const machine = new Machine(program.variables.length, program.definitions.length, {
    ...closedWorld,
    readFile: (path) => (path === 'data.json' ? '[{"a":1,"b":[true,null,"x"]}]' : null),
  });
  const compiler = new Compiler(program, machine);
  const { body } = definitionNamed(program, 'VALUE');
  const { values } = machine;
  return printValue(values, listed(values, compiler.value(body, stateContext)()));
}

/** What is wrong with it. */
export function faultOf(expression: string, options: Parameters<typeof evaluate>[1] = {}): string {
  try {
    return `no fault: ${evaluate(expression, options)}`;
  } catch (error) {
    if (error instanceof Fault || error instanceof EvaluationError) return error.message;
    throw error;
  }
}
