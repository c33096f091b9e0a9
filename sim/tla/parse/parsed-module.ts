/**
 * A module as it is written: expressions already have their final form, but what names lead to is not known yet. Also
 * `Foo` alone, where an operator is expected as an argument, is still an expression here.
 */
import type { Argument, DefinitionBody, Expression, InstanceBody } from '../ir/expression.ts';
import type { Span } from '../ir/span.ts';

/** `A(x)!B!Op`, or a plain name or operator symbol. */
export interface WrittenName {
  readonly path: readonly WrittenStep[];
  readonly name: string;
  readonly span: Span;
}

export interface WrittenStep {
  readonly name: string;
  readonly arguments: readonly WrittenArgument[];
  readonly span: Span;
}

export type WrittenExpression = Expression<WrittenName>;
export type WrittenArgument = Argument<WrittenName>;

/** A name that is declared, with the number of its parameters. */
export interface WrittenDeclaration {
  readonly name: string;
  readonly arity: number;
  readonly span: Span;
}

export interface WrittenDefinition extends DefinitionBody<WrittenName> {
  readonly kind: 'definition';
  readonly name: string;
  readonly local: boolean;
}

/** Its substitutions are the explicit ones. */
export interface WrittenInstance extends InstanceBody<WrittenName> {
  readonly kind: 'instance';
  /** Null for an INSTANCE that is no definition. */
  readonly name: string | null;
  readonly local: boolean;
}

export interface WrittenRecursive {
  readonly kind: 'recursive';
  readonly declarations: readonly WrittenDeclaration[];
}

export type WrittenUnit =
  | { readonly kind: 'constants' | 'variables'; readonly declarations: readonly WrittenDeclaration[] }
  | WrittenRecursive
  | WrittenDefinition
  | WrittenInstance
  | { readonly kind: 'assumption'; readonly name: string | null; readonly body: WrittenExpression; readonly span: Span }
  | {
      readonly kind: 'theorem';
      readonly name: string | null;
      readonly statement: WrittenExpression | null;
      readonly span: Span;
    }
  | { readonly kind: 'module'; readonly module: WrittenModule };

export interface WrittenModule {
  readonly name: string;
  readonly span: Span;
  readonly extends: readonly { readonly name: string; readonly span: Span }[];
  readonly units: readonly WrittenUnit[];
}
