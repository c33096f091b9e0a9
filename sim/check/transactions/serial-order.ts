/**
 * Looks for a serial order of transactions over registers: exact, but not in bounded time, since the problem is NP-complete
 * (Papadimitriou 1979).
 *
 * It keeps an order of the graph and executes it. Where a reader finds that another write came between it and the write that it
 * saw, one of two must hold: the other write came before the one that was seen, or after the reader. If the graph excludes one, the
 * other becomes an edge; if it excludes both, that is a contradiction; if it excludes none, one is tried first. The order is
 * repaired after each edge only between its two ends (Pearce and Kelly, JEA 2006), so that a nearly right one costs little.
 */
import type { Accesses } from './accesses.ts';
import { type Adjacency, edge } from './dependency-graph.ts';

/** Why an edge had to be added: `reader` saw the write of `writer`, and neither order of `other` between them is possible. */
export interface Forced {
  readonly writer: number;
  readonly reader: number;
  readonly other: number;
  /** From `writer` to `other`, or from `other` to `reader`: what excludes the alternative. Empty if it was not excluded like that. */
  readonly path: readonly Step[];
  /** How many of the choices made first it may depend on. */
  readonly level: number;
}

/** A transaction, and the edge that leads from it to the next one. */
export interface Step {
  readonly transaction: number;
  readonly kind: number;
  readonly forced: Forced | null;
}

export type SerialResult =
  | { readonly result: 'order'; readonly transactions: readonly number[] }
  | {
      readonly result: 'contradiction';
      /** Transactions that no order explains. */
      readonly transactions: readonly number[];
      /** A cycle of edges that all had to be; null if it took trying. */
      readonly cycle: readonly Step[] | null;
    }
  | { readonly result: 'limit'; readonly tried: number };

/** How many nodes and edges may be looked at, for each node of the graph and at least: the same answer on every machine. */
const stepsPerNode = 2000;
const stepsMin = 20_000_000;

/** Up to this many pairs of a read and a write are all looked at before the search. */
const pairsMax = 10_000;

export const findSerialOrder = (graph: Adjacency, order: Int32Array, accesses: Accesses): SerialResult =>
  new SerialSearch(graph, order, accesses).run();

const levelOf = (steps: readonly Step[]): number =>
  steps.reduce((most, { forced }) => Math.max(most, forced?.level ?? 0), 0);

class SerialSearch {
  private readonly graph: Adjacency;
  private readonly accesses: Accesses;
  private readonly nodeOf: Int32Array;
  private readonly order: Int32Array;
  private readonly place: Int32Array;
  /** The writes that are executed, object after object, and where among them a write stands. */
  private readonly sequence: Int32Array;
  private readonly numberInKey: Int32Array;
  private readonly backStart: Int32Array;
  private readonly backFrom: Int32Array;
  /** Edges added, newest last, as lists per node in both directions. */
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly kinds: number[] = [];
  private readonly reasons: Forced[] = [];
  private readonly nextOut: number[] = [];
  private readonly nextIn: number[] = [];
  private readonly firstOut: Int32Array;
  private readonly firstIn: Int32Array;
  private readonly decisions: {
    readonly edges: number;
    readonly writer: number;
    readonly reader: number;
    readonly other: number;
  }[] = [];
  private readonly core = new Set<number>();
  private readonly met: Int32Array;
  private readonly cameFrom: Int32Array;
  /** The row slot of the edge that a search came by, or -2 minus the number of an added one. */
  private readonly cameBy: Int32Array;
  private search = 0;
  private steps = 0;
  private tried = 0;
  /** How much of the order is executed: all reads of that much see their versions. */
  private executed = 0;
  /** By object, the number after that of its last write so far. */
  private readonly next: Int32Array;

  constructor(graph: Adjacency, order: Int32Array, accesses: Accesses) {
    const { size, target, rowStart, transaction } = graph;
    this.graph = graph;
    this.order = order;
    this.accesses = accesses;
    this.place = new Int32Array(size);
    for (let at = 0; at < size; at++) this.place[order[at]!] = at;
    this.nodeOf = new Int32Array(accesses.readStart.length).fill(-1);
    for (let node = 0; node < size; node++) if (transaction[node] !== -1) this.nodeOf[transaction[node]!] = node;
    this.next = new Int32Array(accesses.keyCount + 1);
    for (const key of accesses.writeKey) this.next[key + 1]! += 1;
    for (let key = 0; key < accesses.keyCount; key++) this.next[key + 1]! += this.next[key]!;
    this.sequence = new Int32Array(accesses.writer.length);
    this.numberInKey = new Int32Array(accesses.writer.length);
    this.backStart = new Int32Array(size + 1);
    for (const node of target) this.backStart[node + 1]! += 1;
    for (let node = 0; node < size; node++) this.backStart[node + 1]! += this.backStart[node]!;
    const next = this.backStart.slice(0, size);
    this.backFrom = new Int32Array(target.length);
    for (let node = 0; node < size; node++)
      for (let slot = rowStart[node]!; slot < rowStart[node + 1]!; slot++) this.backFrom[next[target[slot]!]!++] = node;
    this.firstOut = new Int32Array(size).fill(-1);
    this.firstIn = new Int32Array(size).fill(-1);
    this.met = new Int32Array(size);
    this.cameFrom = new Int32Array(size);
    this.cameBy = new Int32Array(size);
  }

  run(): SerialResult {
    const stepsMax = Math.max(stepsMin, stepsPerNode * this.graph.size);
    const certain = this.saturate();
    if (certain !== null) return this.contradiction(certain);
    while (this.executed < this.order.length) {
      const read = this.execute();
      if (read === -1) break;
      const cycle = this.repair(this.graph.transaction[this.order[this.executed]!]!, this.accesses.readWrite[read]!);
      if (cycle !== null && !this.retreat(cycle)) return this.contradiction(cycle);
      if (this.steps > stepsMax) return { result: 'limit', tried: this.tried };
    }
    const { transaction } = this.graph;
    const transactions = Array.from(this.order, (node) => transaction[node]!).filter((index) => index !== -1);
    return { result: 'order', transactions };
  }

  private contradiction(cycle: readonly Step[]): SerialResult {
    for (const step of cycle) this.collect(step);
    const isTold = !cycle.some((step) => this.isTried(step));
    return { result: 'contradiction', transactions: [...this.core], cycle: isTold ? cycle : null };
  }

  /** Draws all conclusions that need no choice, if there are few enough pairs to look at: what follows from them is told best. */
  private saturate(): Step[] | null {
    const { writer, writeKey, readWrite, readStart } = this.accesses;
    if (readWrite.length * writer.length > pairsMax) return null;
    for (let before = -1; before !== this.from.length;) {
      before = this.from.length;
      let reader = 0;
      for (const [slot, write] of readWrite.entries()) {
        while (slot >= readStart[reader + 1]!) reader += 1;
        for (let other = 0; other < writer.length; other++) {
          if (writeKey[other] !== writeKey[write] || other === write || writer[other] === reader) continue;
          const cycle = this.resolve(writer[write]!, reader, writer[other]!, false);
          if (cycle !== null) return cycle;
        }
      }
    }
    return null;
  }

  /** Runs the order from where it stands up to the first read whose version is gone; -1 if there is none. */
  private execute(): number {
    const { writeStart, writeKey, readStart, readWrite } = this.accesses;
    const { order, next, sequence, numberInKey } = this;
    for (; this.executed < order.length; this.executed++) {
      const index = this.graph.transaction[order[this.executed]!]!;
      this.steps += 1;
      if (index === -1) continue;
      for (let slot = readStart[index]!; slot < readStart[index + 1]!; slot++) {
        const write = readWrite[slot]!;
        if (numberInKey[write] !== next[writeKey[write]!]! - 1) return slot;
      }
      for (let slot = writeStart[index]!; slot < writeStart[index + 1]!; slot++) {
        const number = next[writeKey[slot]!]!++;
        sequence[number] = slot;
        numberInKey[slot] = number;
      }
    }
    return -1;
  }

  /** Takes back what was executed from a place in the order on. */
  private rollBack(place: number): void {
    const { writeStart, writeKey } = this.accesses;
    while (this.executed > place) {
      const index = this.graph.transaction[this.order[--this.executed]!]!;
      this.steps += 1;
      if (index !== -1)
        for (let slot = writeStart[index]!; slot < writeStart[index + 1]!; slot++) this.next[writeKey[slot]!]! -= 1;
    }
  }

  /**
   * Moves something such that `reader` may see `write`. Tried are one that overwrote it midway, which is the most certain to come
   * after the write and before the reader, and then the first and the last. Returns a cycle if there is no way, else null.
   */
  private repair(reader: number, write: number): Step[] | null {
    const { writer, writeKey } = this.accesses;
    const first = this.numberInKey[write]! + 1;
    const last = this.next[writeKey[write]!]! - 1;
    const others = [(first + last) >> 1, first, last].map((number) => writer[this.sequence[number]!]!);
    for (const other of others) {
      const edges = this.from.length;
      const cycle = this.resolve(writer[write]!, reader, other, false);
      if (cycle !== null || this.from.length > edges) return cycle;
    }
    return this.resolve(writer[write]!, reader, others[1]!, true);
  }

  /** Puts `other` on one side of what `reader` saw. Returns a cycle if there is no side for it, else null. */
  private resolve(writer: number, reader: number, other: number, mayChoose: boolean): Step[] | null {
    const [w, r, o] = [this.nodeOf[writer]!, this.nodeOf[reader]!, this.nodeOf[other]!];
    const after = this.path(w, o);
    const before = this.path(o, r);
    const triple = { writer, reader, other };
    if (after !== null && before !== null) {
      const isAfter = { ...triple, path: after, level: levelOf(after) };
      return [{ transaction: reader, kind: edge.rw, forced: isAfter }, ...before];
    }
    if (before !== null) {
      if (!this.precedes(o, w)) this.add(o, w, edge.ww, { ...triple, path: before, level: levelOf(before) });
    } else if (after !== null) {
      if (!this.precedes(r, o)) this.add(r, o, edge.rw, { ...triple, path: after, level: levelOf(after) });
    } else if (mayChoose) {
      this.tried += 1;
      this.decisions.push({ edges: this.from.length, ...triple });
      this.add(r, o, edge.rw, { ...triple, path: [], level: this.decisions.length });
    }
    return null;
  }

  private precedes(first: number, second: number): boolean {
    return this.path(first, second) !== null;
  }

  /** Takes back the last choice that a cycle may depend on, and makes the other one; false if it depends on none. */
  private retreat(cycle: readonly Step[]): boolean {
    const level = levelOf(cycle);
    if (level === 0) return false;
    for (const step of cycle) this.collect(step);
    const { edges, writer, reader, other } = this.decisions[level - 1]!;
    this.decisions.length = level - 1;
    for (let added = this.from.length - 1; added >= edges; added--) {
      this.firstOut[this.from.pop()!] = this.nextOut.pop()!;
      this.firstIn[this.to.pop()!] = this.nextIn.pop()!;
      this.kinds.pop();
      this.reasons.pop();
    }
    this.add(this.nodeOf[other]!, this.nodeOf[writer]!, edge.ww, { writer, reader, other, path: [], level: level - 1 });
    return true;
  }

  /** Whether a step follows only because an alternative had been tried. */
  private isTried({ forced }: Step): boolean {
    return forced !== null && (forced.path.length === 0 || forced.path.some((step) => this.isTried(step)));
  }

  private collect({ transaction, forced }: Step): void {
    this.core.add(transaction);
    if (forced === null) return;
    const pending = [forced];
    const seen = new Set(pending);
    for (const { writer, reader, other, path } of pending) {
      this.core.add(writer).add(reader).add(other);
      for (const step of path) {
        this.core.add(step.transaction);
        if (step.forced === null || seen.has(step.forced)) continue;
        seen.add(step.forced);
        pending.push(step.forced);
      }
    }
  }

  /** The steps of a path, or null if there is none: one that depends on no choice if there is such a one. */
  private path(source: number, goal: number): Step[] | null {
    if (this.place[source]! > this.place[goal]!) return null;
    const certain = this.decisions.length === 0 ? null : this.pathWithin(source, goal, 0);
    return certain ?? this.pathWithin(source, goal, this.decisions.length);
  }

  /** Uses only edges that depend on no more than the first `levelMax` choices. Nothing outside the places of the ends can be on it. */
  private pathWithin(source: number, goal: number, levelMax: number): Step[] | null {
    const { rowStart, target, transaction, kind } = this.graph;
    const limit = this.place[goal]!;
    const stamp = ++this.search;
    const queue = [source];
    this.met[source] = stamp;
    const visit = (next: number, from: number, by: number): void => {
      if (this.met[next] === stamp || this.place[next]! > limit) return;
      this.met[next] = stamp;
      this.cameFrom[next] = from;
      this.cameBy[next] = by;
      queue.push(next);
    };
    for (let at = 0; at < queue.length && this.met[goal] !== stamp; at++) {
      const node = queue[at]!;
      this.steps += 1 + rowStart[node + 1]! - rowStart[node]!;
      for (let slot = rowStart[node]!; slot < rowStart[node + 1]!; slot++) visit(target[slot]!, node, slot);
      for (let added = this.firstOut[node]!; added !== -1; added = this.nextOut[added]!)
        if (this.reasons[added]!.level <= levelMax) visit(this.to[added]!, node, -2 - added);
    }
    if (this.met[goal] !== stamp) return null;
    const steps: Step[] = [];
    for (let node = goal; node !== source; node = this.cameFrom[node]!) {
      const by = this.cameBy[node]!;
      const from = transaction[this.cameFrom[node]!]!;
      if (from === -1) continue;
      if (by >= 0) steps.push({ transaction: from, kind: kind[by]!, forced: null });
      else steps.push({ transaction: from, kind: this.kinds[-2 - by]!, forced: this.reasons[-2 - by]! });
    }
    return steps.toReversed();
  }

  /** Adds an edge that closes no cycle, and moves what stands between its ends if they are the wrong way round. */
  private add(from: number, to: number, kind: number, reason: Forced): void {
    const added = this.from.push(from) - 1;
    this.to.push(to);
    this.kinds.push(kind);
    this.reasons.push(reason);
    this.nextOut.push(this.firstOut[from]!);
    this.nextIn.push(this.firstIn[to]!);
    this.firstOut[from] = added;
    this.firstIn[to] = added;
    const { place, order } = this;
    const [low, high] = [place[to]!, place[from]!];
    if (high < low) return;
    this.rollBack(low);
    const after = this.reached(to, (node, visit) => {
      const { rowStart, target } = this.graph;
      for (let slot = rowStart[node]!; slot < rowStart[node + 1]!; slot++)
        if (place[target[slot]!]! <= high) visit(target[slot]!);
      for (let out = this.firstOut[node]!; out !== -1; out = this.nextOut[out]!)
        if (place[this.to[out]!]! <= high) visit(this.to[out]!);
    });
    const before = this.reached(from, (node, visit) => {
      for (let slot = this.backStart[node]!; slot < this.backStart[node + 1]!; slot++)
        if (place[this.backFrom[slot]!]! >= low) visit(this.backFrom[slot]!);
      for (let into = this.firstIn[node]!; into !== -1; into = this.nextIn[into]!)
        if (place[this.from[into]!]! >= low) visit(this.from[into]!);
    });
    const ascending = (a: number, b: number): number => a - b;
    const nodes = [before, after].flatMap((part) => part.sort((a, b) => place[a]! - place[b]!));
    const places = nodes.map((node) => place[node]!).sort(ascending);
    for (let at = 0; at < nodes.length; at++) {
      place[nodes[at]!] = places[at]!;
      order[places[at]!] = nodes[at]!;
    }
  }

  private reached(source: number, expand: (node: number, visit: (next: number) => void) => void): number[] {
    const stamp = ++this.search;
    const nodes = [source];
    this.met[source] = stamp;
    const visit = (next: number): void => {
      if (this.met[next] === stamp) return;
      this.met[next] = stamp;
      nodes.push(next);
    };
    for (let at = 0; at < nodes.length; at++) expand(nodes[at]!, visit);
    this.steps += nodes.length;
    return nodes;
  }
}
