/**
 * Turns a contradiction of the constraint graph into something a person can check: the rule, the few operations that
 * already contradict each other alone, the chain of points from a call to a return that was earlier, and one sentence.
 *
 * The chain follows the causes that the propagation kept, so it is found without a search. Middle links of the token
 * order are left out: without the positions between, the two ends follow each other directly.
 */
import type { LogHistory } from '../../model/history.ts';
import type { ClauseName, LogRule } from './clauses.ts';
import { clauseNames, clauses } from './clauses.ts';
import { nameOf, past } from './describe.ts';
import type { LogGraph } from './log-graph.ts';
import { outcomeOf } from './outcome.ts';
import type { Propagation } from './propagate.ts';
import type { Cell } from './resolve.ts';
import { sightingOf } from './resolve.ts';
import type { CausalLink, IllegalLog } from './verdict.ts';
import { authorOfJunk } from './witness.ts';
import type { ChosenWriters } from './writers.ts';

const indices = (operations: Iterable<number>): number[] =>
  [...new Set(operations)].filter((operation) => operation !== -1).sort((a, b) => a - b);

/** More positions hold data without a known author than there are appends that could have written them. */
export const explainStarved = (
  history: LogHistory,
  cells: readonly Cell[],
  { cells: starving, starved }: ChosenWriters,
): IllegalLog => {
  const proof = cells[starved]!.proof;
  const upTo = starving.slice(0, starving.indexOf(starved) + 1);
  return {
    verdict: 'illegal',
    rule: clauses.knownValue.rule,
    message: `${past(history, proof)}, but no append is left that can have written it.`,
    operations: indices(upTo.flatMap((cell) => [cells[cell]!.proof, cells[cell]!.writer])),
    chain: [],
  };
};

/** One step of the chain: a node and the clause on the way into it (`null`: the interval of its own operation). */
interface Step {
  readonly node: number;
  readonly name: ClauseName | null;
}

export const explain = (graph: LogGraph, propagation: Propagation): IllegalLog => {
  if (!propagation.reached) return explainUnreached(graph, propagation);
  const steps = stepsTo(graph, propagation);
  const first = steps[0]!.node;
  const last = propagation.violated;
  const starter = startOf(graph, propagation, first);
  const ender = graph.boundedBy[last]!;
  const rule = ruleOf(graph, steps, starter, ender);
  return {
    verdict: 'illegal',
    rule,
    message: headline(graph, first, starter, ender),
    operations: indices([starter, ender, graph.operation[first]!, ...supportOf(graph, propagation, steps, ender)]),
    chain: chainOf(graph, propagation, steps, starter, ender),
  };
};

/** Junk that nobody can have written: neither a fill nor an append was there. */
const explainUnreached = (graph: LogGraph, propagation: Propagation): IllegalLog => {
  const { position, proof } = graph.cells[graph.cell[propagation.violated]!]!;
  return {
    verdict: 'illegal',
    rule: clauses.filled.rule,
    message: `${past(graph.history, proof)}, but no fill of position ${position} and no append could have made it junk.`,
    operations: [proof],
    chain: [],
  };
};

/** From the node that was pushed by its own box or gate to the violated one, helpers left out. */
const stepsTo = ({ constraints, kind }: LogGraph, { cause, violated }: Propagation): Step[] => {
  const steps: Step[] = [];
  let node = violated;
  let name: ClauseName | null = null;
  let below = -1;
  for (;;) {
    const edge = cause[node]!;
    if (kind[node] !== 'helper') {
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
  return withoutMiddleTokens(steps.toReversed(), kind);
};

const withoutMiddleTokens = (steps: Step[], kind: readonly string[]): Step[] =>
  steps.filter(
    ({ node, name }, index) =>
      kind[node] !== 'token' || name !== 'tokenOrder' || steps[index + 1]?.name !== 'tokenOrder',
  );

/** The operation whose call the chain starts from; -1 if it waits for something that never happened. */
const startOf = (graph: LogGraph, { value }: Propagation, first: number): number => {
  if (graph.kind[first] === 'filler' && graph.operation[first] === -1) return graph.appends.inProgressAt(value[first]!);
  return graph.startedBy[first]!;
};

const ruleOf = (graph: LogGraph, steps: readonly Step[], starter: number, ender: number): LogRule => {
  const rules = new Set(steps.map(({ name }) => (name === null ? null : clauses[name].rule)));
  const first = steps[0]!.node;
  const isTail = graph.kind[first] === 'observe' && graph.history[graph.operation[first]!]!.op === 'tail';
  if (rules.has('T1c') || isTail) return 'T1c';
  if (steps.some(({ name }) => name === 'tokenOrder')) {
    const acknowledged = (index: number): boolean =>
      outcomeOf(graph.history[index]!) === 'ok' && graph.history[index]!.op === 'append';
    return acknowledged(starter) && acknowledged(ender) ? 'O1' : 'O2';
  }
  const endsInTrim = graph.history[ender]!.op === 'trim' || graph.history[ender]!.op === 'trimCell';
  if (rules.has('P1c') || endsInTrim) return 'P1c';
  return rules.has('W4') ? 'W4' : 'W3';
};

/**
 * What else must be kept so that the operations contradict each other alone: authors of what is read, proofs of
 * positions.
 */
const supportOf = (graph: LogGraph, propagation: Propagation, steps: readonly Step[], ender: number): number[] => {
  const { history, cells, kind, cell: cellOfNode, chosen } = graph;
  const support: number[] = [];
  const ends = new Set([steps[0]!.node, steps.at(-1)!.node]);
  const written = new Set(
    steps.filter(({ node }) => ['token', 'write', 'junk'].includes(kind[node]!)).map(({ node }) => cellOfNode[node]!),
  );
  for (const node of ends) {
    const cell = cellOfNode[node]!;
    if (cell === -1) continue;
    const { writer, proof, content, position } = cells[cell]!;
    const what = kind[node] === 'observe' ? sightingOf(history[graph.operation[node]!]!) : null;
    if (written.has(cell) || what === 'data' || what === 'junk') {
      support.push(writer);
      const endsInSighting = sightingOf(history[ender]!) === content && graph.cellOf[ender] === cell;
      const valueless = proof !== -1 && history[proof]!.op === 'fill' && history[ender]!.op === 'fill';
      if (!endsInSighting || valueless) support.push(proof);
      if (content === 'junk' && graph.enforces('filled') && propagation.cause[graph.authorNode.get(cell)!] !== -1) {
        support.push(authorOfJunk(graph, propagation, graph.contentNode[cell]!));
      }
    }
    if (what === 'trimmed') support.push(graph.trims.called(position).operation);
    // An author that was only chosen was chosen among all: keep the choice what it is.
    const rank = chosen.cells.indexOf(cell);
    for (let other = 0; other <= rank; other++) {
      const { proof: otherProof, writer: otherWriter } = cells[chosen.cells[other]!]!;
      support.push(otherProof, otherWriter, chosen.deadlineOf[other] ?? -1);
    }
  }
  return support;
};

/** "checkTail #812 returned 41, but append #640 had returned position 44 before it was called." */
const headline = (graph: LogGraph, first: number, starter: number, ender: number): string => {
  const { history, cells, kind, cell } = graph;
  const ended = past(history, ender);
  const isTail = kind[first] === 'observe' && history[graph.operation[first]!]!.op === 'tail';
  const position = cell[first] === -1 ? -1 : cells[cell[first]!]!.position;
  if (starter === -1) {
    return isTail ? `${ended}, but no append was ever called.` : `${ended}, but no trim of it was ever called.`;
  }
  const name = nameOf(history, starter);
  return `${claim()}, but ${ended} before it was called.`;

  function claim(): string {
    const op = history[starter]!;
    if (isTail && op.op !== 'tail') {
      const seen = graph.operation[first]!;
      if (seen === ender) return `${name} is the first operation that can have moved the tail off 0`;
      return `${past(history, seen).replace(' had ', ' ')}, which no operation before ${name} explains`;
    }
    if (kind[first] === 'trim') return `${name} is the first trim that reaches position ${position}`;
    if (kind[first] === 'filler') return `${name} is the first that can have made position ${position} junk`;
    if (op.op === 'append' && outcomeOf(op) !== 'ok') return `${name} wrote position ${position}`;
    return past(history, starter).replace(' had been refused', ' was refused').replace(' had ', ' ');
  }
};

const chainOf = (
  graph: LogGraph,
  propagation: Propagation,
  steps: readonly Step[],
  starter: number,
  ender: number,
): CausalLink[] => {
  const { history, kind, cell, authorNode } = graph;
  const links: CausalLink[] = [];
  if (starter !== -1) {
    const point = `${nameOf(history, starter)} is called (t=${propagation.value[steps[0]!.node]})`;
    links.push({ point, reason: 'as recorded', operation: starter });
  }
  for (const { node, name } of steps) {
    const operation = graph.operation[node]!;
    const reason = name === null ? startReason(graph, node) : clauses[name].reason;
    const author =
      kind[node] === 'junk' && authorNode.has(cell[node]!) ? authorOfJunk(graph, propagation, node) : starter;
    links.push({ point: pointOf(graph, node), reason, operation: operation === -1 ? author : operation });
  }
  const point = `${nameOf(history, ender)} returns (t=${history[ender]!.return})`;
  const endsInTrim = history[ender]!.op === 'trim' || history[ender]!.op === 'trimCell';
  links.push({ point, reason: endsInTrim ? clauses.trimAcknowledged.reason : 'inside its interval', operation: ender });
  return links;
};

const startReason = (graph: LogGraph, node: number): string => {
  const kind = graph.kind[node]!;
  if (kind === 'trim') return clauses.trimmedByTrim.reason;
  if (kind === 'filler') return clauses.filled.reason;
  if (kind === 'observe' && graph.startedBy[node] !== graph.operation[node]) return clauses.tailMoved.reason;
  return 'inside its interval';
};

const pointOf = (graph: LogGraph, node: number): string => {
  const { history, cells } = graph;
  const cell = graph.cell[node]!;
  const position = cell === -1 ? -1 : cells[cell]!.position;
  const operation = graph.operation[node]!;
  switch (graph.kind[node]!) {
    case 'token':
      return `append #${operation} takes token ${position}`;
    case 'write':
      return `append #${operation} writes position ${position}`;
    case 'junk':
      return `position ${position} becomes junk`;
    case 'filler':
      return `somebody can make position ${position} junk`;
    case 'trim':
      return `a trim reaches position ${position}`;
    default: {
      const op = history[operation]!;
      if (op.op === 'tail') return `checkTail #${operation} sees ${op.outPos}`;
      if (op.op === 'fill' && op.out === 'unwritten') return `fill #${operation} sees a tail of at most ${op.pos}`;
      return `${nameOf(history, operation)} sees position ${position} ${op.out}`;
    }
  }
};
