/**
 * Finds out, before anything is timed, who wrote which position: acknowledged appends say so themselves, others are
 * pinned by whoever saw their value. What contradicts itself already here needs no times to be illegal.
 *
 * An append without an acknowledgement whose value nobody saw stays unplaced: it can be taken out of any legal run,
 * since tokens may have gaps. The exceptions are data seen without its value (a fill that lost) and dense logs: then
 * somebody must have written there, and `writers.ts` and `dense.ts` choose whom.
 *
 * Attempts at one append (`retries`). With a value of its own each is an append of its own, and the only question is
 * whether more than one was placed. Attempts that share their value count as one append under `once`: it is called when
 * the first attempt is, and has taken effect when any acknowledgement arrives. Under `first` an acknowledged attempt is
 * at the position it says, and `writers.ts` hands out the others.
 */
import type { AppendOperation, LogHistory, Value } from '../../model/history.ts';
import { CellTable, holds } from './cell-table.ts';
import type { ClauseName } from './clauses.ts';
import { clauses } from './clauses.ts';
import { nameOf } from './describe.ts';
import type { Judgement } from './judgement.ts';
import { contradicts, unknown } from './judgement.ts';
import { malformed } from './malformed.ts';
import { type Sighting, isRefusedFill, mayHaveAppended, mayHaveFilled, outcomeOf, sightingOf } from './outcome.ts';
import type { Narrator } from './narrator.ts';
import type { Terms } from './terms.ts';
import { compareTimes } from './times.ts';

export interface Resolution {
  readonly cells: CellTable;
  /** Cell per operation; -1 where the operation says nothing about a position that somebody saw. */
  readonly cellOf: Int32Array;
  /** Cell per append that is known to be somewhere, for attempts that count as one on the first of them; -1: unplaced. */
  readonly placeOf: Int32Array;
  /** Cells that hold the value of several attempts, and the attempts that may be there. */
  readonly contests: readonly Contest[];
  /** The attempt that speaks for each append: itself, unless several count as one. */
  leaderOf(append: number): number;
}

/** More cells than attempts are as illegal as an append at two positions. */
export interface Contest {
  readonly cells: readonly number[];
  readonly attempts: readonly number[];
}

export const resolve = (history: LogHistory, terms: Terms): Resolution | Judgement => {
  const resolver = new Resolver(history, terms);
  return resolver.readAppends() ?? resolver.readSightings() ?? resolver.checkRequests() ?? resolver;
};

class Resolver implements Resolution {
  readonly cells: CellTable;
  readonly cellOf: Int32Array;
  readonly placeOf: Int32Array;
  readonly #history: LogHistory;
  readonly #terms: Terms;
  /** The append that speaks for each value. */
  readonly #author = new Map<Value, number>();
  /** Attempts that share a value, by call, under the one that speaks for them. */
  readonly #attempts = new Map<number, number[]>();
  /** Under `first`: cells that hold a value of several attempts, of which none says that it is there. */
  readonly #contested = new Map<number, number>();

  constructor(history: LogHistory, terms: Terms) {
    this.#history = history;
    this.#terms = terms;
    this.cells = new CellTable(history.length);
    this.cellOf = new Int32Array(history.length).fill(-1);
    this.placeOf = new Int32Array(history.length).fill(-1);
  }

  leaderOf(append: number): number {
    if (this.#terms.retries !== 'once' || this.#attempts.size === 0) return append;
    return this.#author.get(this.#append(append).arg)!;
  }

  /** What appends say of themselves. */
  readAppends(): Judgement | null {
    const history = this.#history;
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      const fault = malformed(op);
      if (fault !== null) return unknown(`${nameOf(op, index)} ${fault}`);
      if (op.op !== 'append') continue;
      const twin = this.#author.get(op.arg);
      if (twin === undefined) this.#author.set(op.arg, index);
      else if (this.#terms.retries === 'none') return this.#repeatedValue(twin, index);
      else this.#addAttempt(twin, index);
    }
    if (this.#attempts.size > 0) this.#chooseLeaders();
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      if (op.op !== 'append' || outcomeOf(op) !== 'ok') continue;
      const contradiction = this.#acknowledge(index, op.outPos!);
      if (contradiction !== null) return contradiction;
    }
    return null;
  }

  #acknowledge(index: number, position: number): Judgement | null {
    const { cells, placeOf } = this;
    const leader = this.leaderOf(index);
    const cell = cells.ensure(position);
    this.cellOf[index] = cell;
    const place = placeOf[leader]!;
    if (place !== -1 && place !== cell) {
      if (!this.#enforces('onceAppended')) return null;
      const earlier = cells.acknowledgement[place]!;
      return this.#contradicts('onceAppended', [index, earlier], (tell) => {
        return `${tell.nameOf(index)} and ${tell.nameOf(earlier)} are attempts at one append, but returned positions ${position} and ${cells.position[place]}.`;
      });
    }
    const writer = cells.writer[cell]!;
    if (writer !== -1 && writer !== leader) {
      const other = cells.acknowledgement[cell]!;
      if (!this.#enforces('oneWriter')) return null;
      return this.#contradicts('oneWriter', [other, index], (tell) => {
        return `${tell.nameOf(other)} and ${tell.nameOf(index)} both returned position ${position}.`;
      });
    }
    const before = cells.acknowledgement[cell]!;
    if (before !== -1 && this.#history[before]!.return! <= this.#history[index]!.return!) return null;
    cells.writer[cell] = leader;
    cells.content[cell] = holds.data;
    cells.acknowledgement[cell] = index;
    cells.proof[cell] = index;
    placeOf[leader] = cell;
    return null;
  }

  /** What others saw. */
  readSightings(): Judgement | null {
    const history = this.#history;
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      if (op.op !== 'read' && op.op !== 'fill') continue;
      const what = sightingOf(op);
      if (what === null && !isRefusedFill(op)) continue;
      const cell = this.cells.ensure(op.pos);
      this.cellOf[index] = cell;
      if (what !== 'data' && what !== 'junk') continue;
      const contradiction = this.#see(index, cell, what, op.outVal);
      if (contradiction !== null) return contradiction;
    }
    if (this.#terms.slowTails) this.#seeBelowTails();
    // Fills without an answer may be why a position that others saw is junk.
    for (let index = 0; index < history.length; index++) {
      const op = history[index]!;
      if (op.op === 'fill' && this.cellOf[index] === -1 && mayHaveFilled(op))
        this.cellOf[index] = this.cells.find(op.pos);
    }
    return null;
  }

  /** A tail that the units report shows that the position below it is written, if not by whom. */
  #seeBelowTails(): void {
    const { cells } = this;
    for (let index = 0; index < this.#history.length; index++) {
      const op = this.#history[index]!;
      if (op.op !== 'tail' || op.return === null || op.out === 'failed' || (op.outPos ?? 0) === 0) continue;
      const cell = cells.ensure(op.outPos! - 1);
      if (cells.content[cell] !== holds.nothing) continue;
      cells.content[cell] = holds.junk;
      cells.proof[cell] = index;
    }
  }

  #see(index: number, cell: number, what: Sighting, value: Value | undefined): Judgement | null {
    const { cells } = this;
    const content = what === 'data' ? holds.data : holds.junk;
    const before = cells.content[cell]!;
    if (before !== holds.nothing && before !== content) {
      if (!this.#enforces('junkOrData')) return this.#overlook(index);
      const proof = cells.proof[cell]!;
      const operations = [index, proof, cells.acknowledgement[cell]!];
      return this.#contradicts('junkOrData', operations, (tell) => `${tell.past(index)}, but ${tell.past(proof)}.`);
    }
    if (content === holds.data && value !== undefined) {
      const contradiction = this.#seeValue(index, cell, value);
      if (contradiction !== null || this.cellOf[index] === -1) return contradiction;
    }
    if (before === holds.nothing) cells.proof[cell] = index;
    cells.content[cell] = content;
    return null;
  }

  #seeValue(index: number, cell: number, value: Value): Judgement | null {
    const { cells, placeOf } = this;
    const author = this.#author.get(value);
    if (author === undefined) {
      if (!this.#enforces('knownValue')) return this.#overlook(index);
      return this.#contradicts('knownValue', [index], (tell) => `${tell.past(index)}, a value that nobody appended.`);
    }
    if (!mayHaveAppended(this.#append(author), this.#terms) && this.#enforces('noEffect')) {
      const out = outcomeOf(this.#append(author));
      return this.#contradicts('noEffect', [index, author], (tell) => {
        return `${tell.past(index)}, the value of ${tell.nameOf(author)}, which had no effect (${out}).`;
      });
    }
    const isContested = this.#terms.retries === 'first' && this.#attempts.has(author);
    const writer = isContested ? this.#attemptAt(cell, value) : author;
    const other = cells.writer[cell]!;
    const rival = other === -1 ? (this.#contested.get(cell) ?? -1) : other;
    if (rival !== -1 && rival !== writer && rival !== author) {
      if (!this.#enforces('oneWriter')) return this.#overlook(index);
      const proof = cells.proof[cell]!;
      return this.#contradicts('oneWriter', [index, author, rival, proof], (tell) => {
        return `${tell.past(index)}, the value of ${tell.nameOf(author)}, but ${tell.past(proof)}.`;
      });
    }
    if (writer === -1) {
      this.#contested.set(cell, author);
      return null;
    }
    const place = placeOf[writer]!;
    if (place !== -1 && place !== cell) {
      const name = this.#attempts.has(author) ? 'onceAppended' : 'onePosition';
      if (!this.#enforces(name)) return this.#overlook(index);
      const proof = cells.proof[place]!;
      return this.#contradicts(name, [index, writer, proof], (tell) => {
        return `${tell.past(index)}, the value of ${tell.nameOf(writer)}, but ${tell.past(proof)}.`;
      });
    }
    // A sighting that names the writer proves more than one without a value.
    if (cells.writer[cell] === -1) cells.proof[cell] = index;
    cells.writer[cell] = writer;
    placeOf[writer] = cell;
    return null;
  }

  /** Under `once`, at most one of the attempts that share a request is anywhere. */
  checkRequests(): Judgement | null {
    if (this.#terms.retries !== 'once') return null;
    if (!this.#enforces('onceAppended')) return null;
    const placed = new Map<Value, number>();
    for (let index = 0; index < this.#history.length; index++) {
      if (this.placeOf[index] === -1) continue;
      const { request } = this.#append(index);
      if (request === undefined) continue;
      const other = placed.get(request);
      if (other === undefined) {
        placed.set(request, index);
        continue;
      }
      const [first, second] = [this.cells.proof[this.placeOf[other]!]!, this.cells.proof[this.placeOf[index]!]!];
      return this.#contradicts('onceAppended', [other, index, first, second], (tell) => {
        return `${tell.nameOf(other)} and ${tell.nameOf(index)} are attempts at one append, but ${tell.past(first)}, and ${tell.past(second)}.`;
      });
    }
    return null;
  }

  get contests(): readonly Contest[] {
    const cellsOf = Map.groupBy(this.#contested.keys(), (cell) => this.#contested.get(cell)!);
    return Array.from(cellsOf, ([author, cells]) => {
      const attempts = this.#attempts.get(author)!.filter((attempt) => {
        return this.placeOf[attempt] === -1 && mayHaveAppended(this.#append(attempt), this.#terms);
      });
      return { cells, attempts };
    });
  }

  /** The attempt that says it is at `cell`; -1 if none does. */
  #attemptAt(cell: number, value: Value): number {
    const writer = this.cells.writer[cell]!;
    return writer !== -1 && this.#append(writer).arg === value ? writer : -1;
  }

  #addAttempt(twin: number, index: number): void {
    const attempts = this.#attempts.get(twin);
    if (attempts === undefined) this.#attempts.set(twin, [twin, index]);
    else attempts.push(index);
  }

  /** The earliest attempt that may have had an effect speaks for all. */
  #chooseLeaders(): void {
    const unled = [...this.#attempts.values()];
    this.#attempts.clear();
    const calledAt = (attempt: number): number => this.#history[attempt]!.call;
    const idle = (attempt: number): number => (mayHaveAppended(this.#append(attempt), this.#terms) ? 0 : 1);
    for (const attempts of unled) {
      attempts.sort((a, b) => idle(a) - idle(b) || compareTimes(calledAt(a), calledAt(b)) || a - b);
      this.#attempts.set(attempts[0]!, attempts);
      this.#author.set(this.#append(attempts[0]!).arg, attempts[0]!);
    }
  }

  #repeatedValue(first: number, second: number): Judgement {
    const appends = this.#history.filter((op) => op.op === 'append');
    const valueCount = new Set(appends.map(({ arg }) => arg)).size;
    return unknown(
      `append #${first} and append #${second} carry the same value (${valueCount} values in ${appends.length} appends), so ` +
        'a read does not say which it saw and nothing was judged: give each append a value of its own, or, if these are ' +
        'attempts at one append, say whether retries take effect `once` or each may and readers keep the `first`',
    );
  }

  #append(index: number): AppendOperation {
    return this.#history[index] as AppendOperation;
  }

  #enforces(name: ClauseName): boolean {
    return !this.#terms.disabled.has(name);
  }

  /** Lets a sighting say nothing, where the clause that it breaks is left out. */
  #overlook(index: number): null {
    this.cellOf[index] = -1;
    return null;
  }

  #contradicts(name: ClauseName, operations: readonly number[], message: (tell: Narrator) => string): Judgement {
    return contradicts(clauses[name].rule, operations, message);
  }
}
