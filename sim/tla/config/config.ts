/** What a .cfg file says, names not yet looked up (Specifying Systems, 14.7). */
import type { Expression } from '../ir/expression.ts';
import type { Span } from '../ir/span.ts';

export interface ConfigName {
  readonly name: string;
  readonly span: Span;
}

/** Numbers, strings, truth values, model values, and sets of them: literals, without any reference. */
export type ConfigValue = Expression<never>;

export interface Assignment extends ConfigName {
  /** `C = value`, `C <- Op`. */
  readonly to: { readonly kind: 'value'; readonly value: ConfigValue } | ({ readonly kind: 'operator' } & ConfigName);
  /** `C <- [M] Op`: only for what module M makes of the name. */
  readonly module: string | null;
}

export interface Config {
  readonly specification: ConfigName | null;
  readonly init: ConfigName | null;
  readonly next: ConfigName | null;
  readonly invariants: readonly ConfigName[];
  readonly properties: readonly ConfigName[];
  readonly constants: readonly Assignment[];
  readonly constraints: readonly ConfigName[];
  readonly actionConstraints: readonly ConfigName[];
  readonly view: ConfigName | null;
  readonly symmetry: readonly ConfigName[];
  readonly alias: ConfigName | null;
  readonly postcondition: ConfigName | null;
  readonly checkDeadlock: boolean;
}

export const emptyConfig: Config = {
  specification: null,
  init: null,
  next: null,
  invariants: [],
  properties: [],
  constants: [],
  constraints: [],
  actionConstraints: [],
  view: null,
  symmetry: [],
  alias: null,
  postcondition: null,
  checkDeadlock: true,
};
