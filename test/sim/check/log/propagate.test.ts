import { describe, expect, it } from 'vitest';
import { ConstraintGraph, propagate } from '../../../../sim/check/log/propagate.ts';

describe('propagate', () => {
  it('puts a node after all its predecessors and inside its box', () => {
    const graph = new ConstraintGraph();
    const [a, b, c] = [graph.all(3, 9), graph.all(5, 9), graph.all(1, 9)];
    graph.edge(a, c, 0);
    graph.edge(b, c, 0);
    const { value, order, violated, cause } = propagate(graph);
    expect([...value]).toEqual([3, 5, 5]);
    expect([...order]).toEqual([a, b, c]);
    expect(violated).toBe(-1);
    expect(cause[c]).toBe(1);
  });

  it('reports the first node that comes too late, with the edges that pushed it', () => {
    const graph = new ConstraintGraph();
    const [a, b, c] = [graph.all(3, 9), graph.all(1, 9), graph.all(1, 2)];
    graph.edge(a, b, 0);
    graph.edge(b, c, 0);
    const { violated, reached, cause } = propagate(graph);
    expect([violated, reached]).toEqual([c, true]);
    expect([cause[c], cause[b], cause[a]]).toEqual([1, 0, -1]);
  });

  it('puts an alternative after the earliest of its predecessors', () => {
    const graph = new ConstraintGraph();
    const [a, b, first] = [graph.all(3, 9), graph.all(5, 9), graph.anyOf()];
    graph.edge(b, first, 0);
    graph.edge(a, first, 0);
    const { value, cause } = propagate(graph);
    expect(value[first]).toBe(3);
    expect(cause[first]).toBe(1);
  });

  it('never reaches an alternative without predecessors, nor what waits for it', () => {
    const graph = new ConstraintGraph();
    const never = graph.anyOf();
    const after = graph.all(1, 9);
    graph.edge(never, after, 0);
    expect(propagate(graph)).toMatchObject({ violated: never, reached: false });
  });

  it('never reaches a cycle, unless an alternative opens it', () => {
    const graph = new ConstraintGraph();
    const [a, b, choice] = [graph.all(1, 9), graph.all(2, 9), graph.anyOf()];
    graph.edge(a, b, 0);
    graph.edge(b, choice, 0);
    graph.edge(choice, a, 0);
    expect(propagate(graph).reached).toBe(false);
    const outside = graph.all(4, 9);
    graph.edge(outside, choice, 0);
    const { value, violated } = propagate(graph);
    expect(violated).toBe(-1);
    expect([value[a], value[b], value[choice]]).toEqual([4, 4, 4]);
  });

  it('moves a gated node to the next time that is open, and does without it where none is', () => {
    const graph = new ConstraintGraph();
    const gate = { next: (time: number) => (time <= 4 ? 4 : Infinity) };
    const [a, gated, other, first] = [graph.all(3, 9), graph.maybe(0, gate), graph.maybe(7, null), graph.anyOf()];
    graph.edge(a, gated, 0);
    graph.edge(gated, first, 0);
    graph.edge(other, first, 0);
    expect(propagate(graph).value[first]).toBe(4);

    const late = new ConstraintGraph();
    const [b, closed, open, either] = [late.all(5, 9), late.maybe(0, gate), late.maybe(7, null), late.anyOf()];
    late.edge(b, closed, 0);
    late.edge(closed, either, 0);
    late.edge(open, either, 0);
    expect(propagate(late)).toMatchObject({ violated: -1 });
    expect(propagate(late).value[either]).toBe(7);
  });

  it('finds the least solution of a thousand random nodes, as plain iteration does', () => {
    const graph = new ConstraintGraph();
    let state = 7;
    const below = (count: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 1;
      return state % count;
    };
    for (let node = 0; node < 1000; node++) graph.all(below(1000), Infinity);
    for (let edge = 0; edge < 3000; edge++) {
      const from = below(999);
      graph.edge(from, from + 1 + below(999 - from), 0);
    }
    const expected = [...graph.low];
    for (let round = 0; round < 1000; round++) {
      for (const [edge, from] of graph.from.entries()) {
        expected[graph.to[edge]!] = Math.max(expected[graph.to[edge]!]!, expected[from]!);
      }
    }
    const { value, order } = propagate(graph);
    expect([...value]).toEqual(expected);
    const rank = new Map([...order].map((node, index) => [node, index]));
    for (const [edge, from] of graph.from.entries()) expect(rank.get(from)!).toBeLessThan(rank.get(graph.to[edge]!)!);
  });
});
