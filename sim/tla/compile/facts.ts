/**
 * What can be said of an expression without evaluating it: on what it depends. It decides what is computed once, and what must be computed
 * again because a primed variable may have another value by then.
 */
import type { Argument } from '../ir/expression.ts';
import type { Program, ProgramReference } from '../ir/program.ts';

export interface Facts {
  readonly readsState: boolean;
  readonly mentionsPrime: boolean;
  readonly temporal: boolean;
  /** Prints, draws or counts, so that it must be evaluated as often as it is written. */
  readonly impure: boolean;
  /** Local identifiers that are bound outside. */
  readonly free: ReadonlySet<number>;
}

/** `@` is bound by the EXCEPT around it. */
export const oldValueId = -1;

const impureIntrinsics: ReadonlySet<string> = new Set([
  'Print',
  'PrintT',
  'JavaTime',
  'TLCGet',
  'TLCSet',
  'RandomElement',
  'RandomSubset',
  'RandomSetOfSubsets',
  'RandomSubsetSet',
]);

const nothing: Facts = { readsState: false, mentionsPrime: false, temporal: false, impure: false, free: new Set() };

interface Gathered {
  readsState: boolean;
  mentionsPrime: boolean;
  temporal: boolean;
  impure: boolean;
  free: Set<number>;
}

/** Of expressions of one program; each is looked at once. */
export class FactFinder {
  readonly #program: Program;
  readonly #known = new Map<object, Facts>();
  readonly #impure = new Map<number, boolean>();

  constructor(program: Program) {
    this.#program = program;
  }

  of(expression: Argument<ProgramReference>): Facts {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const gathered: Gathered = { ...nothing, free: new Set() };
    const bound = new Set<number>();
    this.#gatherNode(expression, gathered, bound);
    for (const id of bound) gathered.free.delete(id);
    this.#known.set(expression, gathered);
    return gathered;
  }

  #gather(part: unknown, facts: Gathered, bound: Set<number>): void {
    if (Array.isArray(part)) {
      if (typeof part[0] === 'object') for (const item of part) this.#gather(item, facts, bound);
      return;
    }
    if (typeof part !== 'object' || part === null) return;
    if ('to' in part) {
      this.#gatherReference(part as ProgramReference, facts);
      return;
    }
    if ('id' in part && typeof part.id === 'number') bound.add(part.id);
    if ('kind' in part && 'span' in part) {
      const inner = this.of(part as Argument<ProgramReference>);
      facts.readsState ||= inner.readsState;
      facts.mentionsPrime ||= inner.mentionsPrime;
      facts.temporal ||= inner.temporal;
      facts.impure ||= inner.impure;
      for (const id of inner.free) facts.free.add(id);
      return;
    }
    for (const value of Object.values(part)) this.#gather(value, facts, bound);
  }

  #gatherNode(node: Argument<ProgramReference>, facts: Gathered, bound: Set<number>): void {
    for (const value of Object.values(node)) this.#gather(value, facts, bound);
    switch (node.kind) {
      case 'oldValue':
        facts.free.add(oldValueId);
        break;
      case 'except':
        bound.add(oldValueId);
        break;
      case 'box':
      case 'angle':
        facts.mentionsPrime = true;
        break;
      case 'enabled':
        facts.mentionsPrime = false;
        facts.readsState = true;
        break;
      case 'weakFairness':
      case 'strongFairness':
        facts.temporal = true;
        break;
      case 'unboundedQuantification':
        if (node.quantifier === '\\AA' || node.quantifier === '\\EE') facts.temporal = true;
        break;
      case 'builtin':
        if (node.operator === "'" || node.operator === 'UNCHANGED') facts.mentionsPrime = true;
        else if (temporalOperators.has(node.operator)) facts.temporal = true;
        break;
      default:
    }
  }

  #gatherReference(reference: ProgramReference, facts: Gathered): void {
    switch (reference.to) {
      case 'local':
        facts.free.add(reference.id);
        break;
      case 'variable':
        facts.readsState = true;
        break;
      case 'intrinsic':
        facts.impure ||= impureIntrinsics.has(reference.name);
        break;
      case 'definition': {
        const { level } = this.#program.definitions[reference.index]!;
        if (level !== 'constant') facts.readsState = true;
        if (level === 'action') facts.mentionsPrime = true;
        if (level === 'temporal') facts.temporal = true;
        facts.impure ||= this.#isImpure(reference.index);
      }
    }
  }

  #isImpure(index: number): boolean {
    const known = this.#impure.get(index);
    if (known !== undefined) return known;
    // Recursive definitions meet themselves here: what they do beside that decides.
    this.#impure.set(index, false);
    const { impure } = this.of(this.#program.definitions[index]!.body);
    this.#impure.set(index, impure);
    return impure;
  }
}

const temporalOperators: ReadonlySet<string> = new Set(['[]', '<>', '~>', '-+->']);
