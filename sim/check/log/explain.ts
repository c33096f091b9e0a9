/**
 * Turns a contradiction of the constraint graph into something a person can check: the rule, operations that contradict
 * each other, the chain of points from a call to a return that was earlier, and one sentence.
 *
 * The chain follows the causes that the propagation kept, so it is found without a search. Middle links of the order of
 * positions are left out: without the positions between, the two ends follow each other directly.
 */
import type { CausalLink } from '../verdict.ts';
import type { ClauseName, LogRule } from './clauses.ts';
import { clauseNames, clauses } from './clauses.ts';
import { explainCycle } from './explain-cycle.ts';
import { ascending, type Contradiction } from './judgement.ts';
import type { LogGraph } from './log-graph.ts';
import type { Narrator } from './narrator.ts';
import { outcomeOf } from './outcome.ts';
import { pointOf } from './points.ts';
import type { Propagation } from './propagate.ts';
import { supportOf } from './support.ts';
import { authorOfJunk } from './witness.ts';

/** One step of the chain: a node and the clause on the way into it (`null`: the interval of its own operation). */
interface Step {
  readonly node: number;
  readonly name: ClauseName | null;
}

export const explain = (graph: LogGraph, propagation: Propagation): Contradiction => {
  const { violated, value, isCycle } = propagation;
  if (isCycle) return explainCycle(graph, propagation);
  if (value[violated] === Infinity && graph.kind(violated) === 'junk') return explainUnfilled(graph, propagation);
  return new Explanation(graph, propagation).contradiction;
};

/** Junk that nobody can have written: neither a fill nor an append was there. */
const explainUnfilled = (graph: LogGraph, propagation: Propagation): Contradiction => {
  const cell = graph.cell(propagation.violated);
  const proof = graph.cells.proof[cell]!;
  const nodes = [propagation.violated, ...behindGate(graph, propagation, propagation.violated)];
  return {
    rule: clauses.filled.rule,
    operations: ascending([proof, ...supportOf(graph, nodes)]),
    message: (tell) => {
      const position = graph.cells.position[cell];
      return `${tell.past(proof)}, but no fill of position ${position} and no append could have made it junk.`;
    },
    chain: () => [],
  };
};

class Explanation {
  readonly #graph: LogGraph;
  readonly #value: Float64Array;
  readonly #steps: readonly Step[];
  readonly #first: number;
  /** What the first node waits for, where that is not what pushed it. */
  readonly #behind: readonly number[];
  /** The operation whose call the chain starts from; -1 if none. */
  readonly #starter: number;
  /** The operation whose return it misses. */
  readonly #ender: number;

  constructor(graph: LogGraph, propagation: Propagation) {
    this.#graph = graph;
    this.#value = propagation.value;
    this.#steps = stepsTo(graph, propagation);
    this.#first = this.#steps[0]!.node;
    this.#behind = graph.kind(this.#first) === 'junk' ? behindGate(graph, propagation, this.#first) : [];
    this.#starter = this.#startOf();
    this.#ender = graph.boundedBy(propagation.violated);
  }

  get contradiction(): Contradiction {
    const nodes = [...this.#steps.map(({ node }) => node), ...this.#behind];
    return {
      rule: this.#rule(),
      operations: ascending([this.#starter, this.#ender, ...supportOf(this.#graph, nodes)]),
      message: (tell) => this.#headline(tell),
      chain: (tell) => this.#chain(tell),
    };
  }

  #startOf(): number {
    const graph = this.#graph;
    const time = this.#value[this.#first]!;
    if (graph.kind(this.#first) === 'junk' && graph.terms.spec !== 'atomic')
      return authorOfJunk(graph, this.#first, time);
    return graph.startedBy(this.#first);
  }

  #isTail(node: number): boolean {
    const operation = this.#graph.operation(node);
    return this.#graph.kind(node) === 'observe' && this.#graph.history[operation]!.op === 'tail';
  }

  #rule(): LogRule {
    const { history, terms } = this.#graph;
    const rules = new Set(this.#steps.map(({ name }) => (name === null ? null : clauses[name].rule)));
    if (this.#takesGap()) return 'D1';
    for (const rule of ['T1', 'T2', 'S1', 'P1'] as const) if (rules.has(rule)) return rule;
    if (rules.has('T1c') || (terms.spec === 'corfu' && this.#isTail(this.#first))) return 'T1c';
    if (
      this.#steps.some(({ name }, index) => name === 'tokenOrder' || name === 'appendOrder' || this.#isAbove(index))
    ) {
      const acknowledged = (index: number): boolean =>
        index !== -1 && history[index]!.op === 'append' && outcomeOf(history[index]!) === 'ok';
      if (acknowledged(this.#starter) && acknowledged(this.#ender)) return 'O1';
      return terms.spec === 'atomic' ? 'O3' : 'O2';
    }
    if (rules.has('P1c') || this.#endsInTrim()) return 'P1c';
    const isJunk = this.#graph.kind(this.#first) === 'junk';
    return rules.has('W4') || isJunk ? 'W4' : 'W3';
  }

  /** Whether the step leads to a position above the one that was found unwritten. */
  #isAbove(index: number): boolean {
    const { node, name } = this.#steps[index]!;
    return name === 'unwrittenBefore' && this.#graph.cell(this.#steps[index - 1]!.node) !== this.#graph.cell(node);
  }

  /** Whether the chain starts from an append that is at its position because somebody must be. */
  #takesGap(): boolean {
    const { terms, cells } = this.#graph;
    const cell = this.#graph.cell(this.#first);
    return terms.dense && this.#graph.kind(this.#first) === 'append' && cells.proof[cell] === -1;
  }

  #endsInTrim(): boolean {
    const { op } = this.#graph.history[this.#ender]!;
    return this.#graph.terms.spec !== 'atomic' && (op === 'trim' || op === 'trimCell');
  }

  /** "checkTail #812 returned 41, but append #640 had returned position 44 before it was called." */
  #headline(tell: Narrator): string {
    const ended = tell.past(this.#ender);
    if (this.#starter === -1) {
      const what = this.#isTail(this.#first) ? 'no append' : 'no trim of it';
      return `${ended}, but ${what} was ever called.`;
    }
    return `${this.#claim(tell)}, but ${ended} before it was called.`;
  }

  #claim(tell: Narrator): string {
    const graph = this.#graph;
    const starter = this.#starter;
    const name = tell.nameOf(starter);
    const cell = graph.cell(this.#first);
    const position = cell === -1 ? -1 : graph.cells.position[cell]!;
    const op = graph.history[starter]!;
    if (this.#isTail(this.#first) && op.op !== 'tail') {
      const seen = graph.operation(this.#first);
      if (seen === this.#ender) return `${name} is the first operation that can have moved the tail off 0`;
      return `${simplePast(tell.past(seen))}, which no operation before ${name} explains`;
    }
    if (this.#takesGap()) return `${name} is the first left that can have taken position ${position}`;
    switch (graph.kind(this.#first)) {
      case 'trim':
        if (outcomeOf(op) === 'ok' && graph.terms.spec === 'atomic') return simplePast(tell.past(starter));
        return `${name} is the first trim that reaches position ${position}`;
      case 'junk':
        return `${name} is the first that can have made position ${position} junk`;
      case 'seal':
        return `${name} is the first seal`;
      default:
        if (op.op === 'append' && outcomeOf(op) === 'sealed') return `${name} was refused`;
        if (op.op === 'append' && outcomeOf(op) !== 'ok') return `${name} wrote position ${position}`;
        return simplePast(tell.past(starter));
    }
  }

  #chain(tell: Narrator): CausalLink[] {
    const graph = this.#graph;
    const starter = this.#starter;
    const links: CausalLink[] = [];
    if (starter !== -1) {
      const point = `${tell.nameOf(starter)} is called (t=${this.#value[this.#first]})`;
      links.push({ point, reason: 'as recorded', operation: tell.numberOf(starter) });
    }
    for (const { node, name } of this.#steps) {
      const reason = name === null ? this.#startReason(node) : clauses[name].reason;
      const isJunk = graph.kind(node) === 'junk';
      const operation = isJunk ? authorOfJunk(graph, node, this.#value[node]!) : graph.operation(node);
      const named = operation === -1 ? starter : operation;
      links.push({ point: pointOf(graph, node, tell), reason, operation: tell.numberOf(named) });
    }
    const ended = graph.history[this.#ender]!.return;
    links.push({
      point: `${tell.nameOf(this.#ender)} returns (t=${ended})`,
      reason: this.#endsInTrim() ? clauses.trimAcknowledged.reason : 'inside its interval',
      operation: tell.numberOf(this.#ender),
    });
    return links;
  }

  #startReason(node: number): string {
    const graph = this.#graph;
    switch (graph.kind(node)) {
      case 'trim':
        return graph.terms.spec === 'atomic' ? 'inside its interval' : clauses.trimmedByTrim.reason;
      case 'junk':
        return graph.terms.spec === 'atomic' ? clauses.junkByFill.reason : clauses.filled.reason;
      case 'append':
        return this.#takesGap() ? clauses.dense.reason : 'inside its interval';
      case 'observe':
        return graph.startedBy(node) === graph.operation(node) ? 'inside its interval' : clauses.tailMoved.reason;
      default:
        return 'inside its interval';
    }
  }
}

/** "had returned 3" becomes "returned 3". */
const simplePast = (past: string): string => past.replace(' had been refused', ' was refused').replace(' had ', ' ');

/** From the node that was pushed by its own box or by the gate to the violated one, helpers left out. */
const stepsTo = (graph: LogGraph, { cause, violated }: Propagation): Step[] => {
  const { constraints } = graph;
  const steps: Step[] = [];
  let node = violated;
  let name: ClauseName | null = null;
  let below = -1;
  for (;;) {
    const edge = cause[node]!;
    if (graph.kind(node) !== 'helper') {
      if (below !== -1) steps.push({ node: below, name });
      below = node;
      name = null;
    }
    if (edge === -1) break;
    const label = constraints.label[edge]!;
    // The clause nearest to the cause says most: behind a helper there are only links.
    if (label !== -1) name = clauseNames[label]!;
    node = constraints.from[edge]!;
  }
  steps.push({ node: below, name: null });
  return withoutMiddle(steps.toReversed());
};

/** The nodes that kept `shut` back until its gate was closed: the latest that it comes after, and what pushed that. */
const behindGate = ({ constraints }: LogGraph, { value, cause }: Propagation, shut: number): number[] => {
  const { from, to, edgeCount } = constraints;
  let latest = -1;
  for (let edge = 0; edge < edgeCount; edge++) {
    if (to[edge] === shut && (latest === -1 || value[from[edge]!]! > value[latest]!)) latest = from[edge]!;
  }
  const nodes: number[] = [];
  for (let node = latest; node !== -1; node = cause[node] === -1 ? -1 : from[cause[node]!]!) nodes.push(node);
  return nodes;
};

const withoutMiddle = (steps: readonly Step[]): Step[] =>
  steps.filter(({ name }, index) => {
    if (name !== 'tokenOrder' && name !== 'appendOrder') return true;
    return steps[index + 1]?.name !== name;
  });
