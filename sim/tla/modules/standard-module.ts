/**
 * The form in which a standard module ships: operators that the evaluator implements by name, and TLA+ text for the rest.
 */
export interface StandardModule {
  readonly name: string;
  /**
   * Operators implemented by the evaluator, by name, each with the arities of its parameters: `SelectSeq: [0, 1]` takes a sequence and an
   * operator of one argument. Symbols stand for infix, prefix and postfix operators: `'+': [0, 0]`, `'-.': [0]`.
   */
  readonly intrinsics: Readonly<Record<string, readonly number[]>>;
  /** A whole module in TLA+ of the same name, which may use the intrinsics, or null when it would be empty. */
  readonly text: string | null;
  /** Modules whose names come with this one, when there is no text to say so. */
  readonly extends?: readonly string[];
}
