/**
 * One copy of a module within a program: the root module, an instance with its substitutions, or a module that declares
 * nothing and is therefore there once, whoever uses it.
 */
import type { Argument, Parameter } from '../ir/expression.ts';
import type { ModuleReference } from '../ir/module-graph.ts';
import type { ProgramReference } from '../ir/program.ts';
import type { Span } from '../ir/span.ts';

export interface Substitution {
  readonly value: Argument<ModuleReference>;
  /** For the value: what its identifiers are called as leading parameters of this context. */
  readonly renamed: ReadonlyMap<number, number>;
}

export interface Context {
  readonly id: number;
  /** `Abs!`, before the names of its definitions. */
  readonly prefix: string;
  /** The modules whose names are at home here: that of the instance and those that it extends. */
  readonly home: ReadonlySet<string>;
  /** Parameters of parametrised instances, those around first; they come before the parameters of every definition. */
  readonly leading: readonly Parameter[];
  /** Null where constants and variables are those of the program. */
  readonly substitutions: ReadonlyMap<string, Substitution> | null;
  /** Where the substitutions are written. */
  readonly parent: Context | null;
  readonly instances: Map<string, Context>;
}

/** The identifier of the n-th leading parameter; those of definitions are positive. */
export function leadingId(index: number): number {
  return -1 - index;
}

/** Identifiers below all others: those of leading parameters are few. */
const madeIdMax = -1_000_000;

/** Parameters of an operator that nobody wrote, whose body is the application of one that somebody did. */
export function madeParameters(count: number, span: Span): readonly Parameter[] {
  return Array.from({ length: count }, (_, i) => ({ name: `p${i + 1}`, id: madeIdMax - i, arity: 0, span }));
}

/** The leading parameters of a context, as arguments for another definition of it. */
export function passedOn({ leading }: Context): readonly Argument<ProgramReference>[] {
  return leading.map(({ id, name, arity, span }) => {
    const operator = { to: 'local', id, name } as const;
    return arity > 0 ? { kind: 'operator', operator, span } : { kind: 'apply', operator, arguments: [], span };
  });
}
