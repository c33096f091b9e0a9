import { describe, expect, it } from 'vitest';
import { ConstraintGraph, type Gate, propagate } from '../../../../sim/check/log/propagate.ts';

const always: Gate = { next: (time) => time };
/** Room for one node and one edge, so that every test also grows the columns. */
const newGraph = (gate: Gate = always): ConstraintGraph => new ConstraintGraph(gate, 1, 1);

describe('propagate', () => {
  it('puts a node after all its predecessors and inside its box', () => {
    const graph = newGraph();
    const [a, b, c] = [graph.point(3, 9), graph.point(5, 9), graph.point(1, 9)];
    graph.edge(a, c, 0);
    graph.edge(b, c, 0);
    const { value, order, violated, cause } = propagate(graph);
    expect([...value]).toEqual([3, 5, 5]);
    expect([...order]).toEqual([a, b, c]);
    expect(violated).toBe(-1);
    expect(cause[c]).toBe(1);
  });

  it('reports the earliest node that comes too late, with the edges that pushed it', () => {
    const graph = newGraph();
    const late = graph.point(7, 6);
    const [a, b, c] = [graph.point(3, 9), graph.point(1, 9), graph.point(1, 2)];
    graph.edge(a, b, 0);
    graph.edge(b, c, 0);
    const { violated, isCycle, cause, value } = propagate(graph);
    expect(value[late]).toBe(7);
    expect([violated, isCycle]).toEqual([c, false]);
    expect([cause[c], cause[b], cause[a]]).toEqual([1, 0, -1]);
  });

  it('gives no time to nodes that wait for each other, nor to what follows them', () => {
    const graph = newGraph();
    const [a, b, after, alone] = [graph.point(1, 9), graph.point(2, 9), graph.point(3, 9), graph.point(4, 9)];
    graph.edge(a, b, 0);
    graph.edge(b, a, 0);
    graph.edge(b, after, 0);
    const { violated, isCycle, order } = propagate(graph);
    expect([violated, isCycle]).toEqual([a, true]);
    expect([...order]).toEqual([alone]);
  });

  it('moves a shut node to where it opens or where the gate does, whichever is first', () => {
    const gate: Gate = { next: (time) => (time <= 4 ? 4 : Infinity) };
    const timeOf = (before: number, opens: number): { time: number; violated: number; pushed: boolean } => {
      const graph = newGraph(gate);
      const [first, shut] = [graph.point(before, 9), graph.point(0, Infinity)];
      graph.edge(first, shut, 0);
      graph.shut(shut, opens);
      const { value, violated, cause } = propagate(graph);
      return { time: value[shut]!, violated, pushed: cause[shut] !== -1 };
    };
    expect(timeOf(3, 7)).toEqual({ time: 4, violated: -1, pushed: false });
    expect(timeOf(5, 7)).toEqual({ time: 7, violated: -1, pushed: false });
    expect(timeOf(8, 7)).toEqual({ time: 8, violated: -1, pushed: true });
    expect(timeOf(4, Infinity)).toEqual({ time: 4, violated: -1, pushed: true });
    expect(timeOf(5, Infinity)).toEqual({ time: Infinity, violated: 1, pushed: false });
  });

  it('finds the least solution of a thousand random nodes, as plain iteration does', () => {
    const graph = newGraph();
    let state = 7;
    const below = (count: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 1;
      return state % count;
    };
    for (let node = 0; node < 1000; node++) graph.point(below(1000), Infinity);
    const edges: [number, number][] = [];
    for (let edge = 0; edge < 3000; edge++) {
      const from = below(999);
      edges.push([from, from + 1 + below(999 - from)]);
      graph.edge(...edges.at(-1)!, 0);
    }
    const expected = [...graph.low.subarray(0, 1000)];
    for (let round = 0; round < 1000; round++) {
      for (const [from, to] of edges) expected[to] = Math.max(expected[to]!, expected[from]!);
    }
    const { value, order } = propagate(graph);
    expect([...value]).toEqual(expected);
    const rank = new Map([...order].map((node, index) => [node, index]));
    for (const [from, to] of edges) expect(rank.get(from)!).toBeLessThan(rank.get(to)!);
  });
});
