/**
 * One depth-first search through the orders of a stretch of a history (Wing and Gong 1993; Lowe 2017). A configuration is the set of
 * operations applied and the state they led to. The next operation is one of those called before any that is not yet applied
 * returned; going wrong is noticed by the first return that cannot be passed.
 *
 * The work is in typed arrays and in one loop, which can be left and entered again; nothing recurses.
 */
import { type ConfigurationSet, ConfigurationKey, purposes } from './configuration-set.ts';
import type { Problem } from './problem.ts';
import { Reach } from './reach.ts';
import type { SearchRule } from './rules.ts';
import { type Transitions, none } from './transitions.ts';

/** Where a stretch can be entered: a state, and the indeterminate operations that were applied on the way to it. */
export interface Entry {
  readonly state: number;
  readonly used: readonly number[];
}

/** How a stretch was left, which is how the next one can be entered. */
export interface Exit extends Entry {
  /** Where this one was entered. */
  readonly entry: number;
  /** The operations applied in it. */
  readonly order: Int32Array;
}

/** A configuration that came as far as any. */
export interface Survivor {
  readonly state: number;
  readonly order: readonly number[];
}

/** Whether operations that return early or that were called early are tried first. */
export type TryFirst = 'returned' | 'called';

/** Fields of a frame, in an array of integers. */
const state = 0;
/** Candidates: completed operations, from `first` to `end` in their array; `next` is to be tried. */
const first = 1;
const end = 2;
const next = 3;
/** The kind of indeterminate operations to be tried next. */
const nextPending = 4;
/** The first operation that returns of those not yet applied: what is called later cannot be next. */
const horizon = 5;
/** How many operations had been applied. */
const applied = 6;
/** If an indeterminate operation was applied last and nothing has needed it yet: it, and the state before it. */
const last = 7;
const before = 8;
const frameSize = 9;

const nobody = -1;

/** How many operations are asked whether they still have something to hope for. */
const aheadMax = 32;
/** How many are added up to see what can be reached. */
const addsMax = 64;

export class Walker {
  /** How many configurations it has looked at. */
  configurations = 0;
  /** The completed operation with the latest return that it could not pass, or had not yet. */
  farthest = nobody;
  /** Features that could not be given up on the way past it: operations that return later need them. */
  readonly blocking = new Set<number>();
  /** The first configurations in which `farthest` would have had to be next, one for every state. */
  readonly survivors: Survivor[] = [];
  /** The most operations applied at once. */
  appliedMost = 0;

  readonly #problem: Problem;
  readonly #disabled: ReadonlySet<SearchRule>;
  readonly #tryFirst: TryFirst;
  readonly #survivorsMax: number;
  #transitions!: Transitions;
  #failed!: ConfigurationSet;
  #entries: readonly Entry[] = [];
  #entry = -1;

  readonly #key = new ConfigurationKey();
  readonly #probe = new ConfigurationKey();
  /** Events of operations not yet applied, as a doubly linked list; the last element is its head. */
  readonly #after: Int32Array;
  readonly #ahead: Int32Array;
  /** Completed operations of this stretch that are not yet applied. */
  #open = 0;
  readonly #order: Int32Array;
  #orderLength = 0;
  #frames = new Int32Array(64 * frameSize);
  #depth = -1;
  #exitState = none;
  #candidates = new Int32Array(256);

  /** Indeterminate operations of one kind, in the order of their calls: where they begin, and how many are applied. */
  readonly #pendingFrom: readonly number[];
  readonly #pendingUsed: Int32Array;
  /** By indeterminate operation, counted from the first of them. */
  readonly #pendingKind: Int32Array;
  readonly #pending: Int32Array;

  /** By feature: how many operations that are not yet applied need it, and bring it. */
  readonly #needed: Int32Array;
  readonly #brought: Int32Array;
  #bringingAnything = 0;

  /** By kind: when it was last made a candidate, and where. */
  readonly #stamp: Int32Array;
  readonly #place: Int32Array;
  #stamps = 0;

  /** `survivorsMax`: how many configurations to keep of those that came as far as any. */
  constructor(problem: Problem, tryFirst: TryFirst, disabled: ReadonlySet<SearchRule>, survivorsMax = 0) {
    this.#problem = problem;
    this.#survivorsMax = survivorsMax;
    this.#tryFirst = tryFirst;
    this.#disabled = disabled;
    const { events, count, completedCount, kind, examples, featureIds } = problem;
    this.#after = new Int32Array(events.length + 1);
    this.#ahead = new Int32Array(events.length + 1);
    this.#order = new Int32Array(count);
    this.#needed = new Int32Array(featureIds.size);
    this.#brought = new Int32Array(featureIds.size);
    this.#stamp = new Int32Array(examples.length);
    this.#place = new Int32Array(examples.length);
    for (let op = 0; op < count; op += 1) this.#census(op, 1);

    const alike = new Map<number, number[]>();
    for (let op = completedCount; op < count; op += 1) {
      const group = disabled.has('symmetry') ? op : kind[op]!;
      const members = alike.get(group);
      if (members === undefined) alike.set(group, [op]);
      else members.push(op);
    }
    const groups = [...alike.values()];
    this.#pending = Int32Array.from(groups.flat());
    this.#pendingKind = new Int32Array(count - completedCount);
    const from = [0];
    for (const [group, members] of groups.entries()) {
      for (const op of members) this.#pendingKind[op - completedCount] = group;
      from.push(from[group]! + members.length);
    }
    this.#pendingFrom = from;
    this.#pendingUsed = new Int32Array(groups.length);
  }

  /** Prepares the stretch of events `from` to `to`. Everything before it has been committed. */
  open(from: number, to: number, entries: readonly Entry[], transitions: Transitions, failed: ConfigurationSet): void {
    this.#transitions = transitions;
    this.#failed = failed;
    this.#entries = entries;
    this.#entry = -1;
    this.#open = (to - from) / 2;
    let previous = this.#problem.events.length;
    for (let event = from; event < to; event += 1) {
      this.#after[previous] = event;
      this.#ahead[event] = previous;
      previous = event;
    }
    this.#after[previous] = nobody;
  }

  /** The stretch is over, and will not be walked again: its operations are no longer among those to come. */
  commit(from: number, to: number): void {
    for (let event = from; event < to; event += 1) {
      const op = this.#problem.events[event]!;
      if (op >= 0) this.#census(op, -1);
    }
  }

  /**
   * Walks until all completed operations of the stretch are applied, and says so, or until it has looked at `configurationsMax`
   * configurations in all its life. Called again after an exit, it looks for another one.
   */
  walk(configurationsMax: number): 'exit' | 'exhausted' | 'paused' {
    for (;;) {
      if (this.#depth === -1) {
        // What was applied at the end of an entry, or right away for there being nothing to choose.
        this.#undo(0);
        this.#entry += 1;
        if (this.#entry === this.#entries.length) return 'exhausted';
        const entry = this.#entries[this.#entry]!;
        for (const op of entry.used) this.#apply(op);
        if (this.#enter(entry.state, nobody, none)) return 'exit';
        continue;
      }
      if (this.configurations >= configurationsMax) return 'paused';
      const base = this.#depth * frameSize;
      this.#undo(this.#frames[base + applied]!);
      if (this.#tryNext(base)) return 'exit';
    }
  }

  /** Whether it could pass returns that the other could not. */
  passedMore(other: Walker): boolean {
    const { returnEvent } = this.#problem;
    return (
      this.farthest !== nobody &&
      (other.farthest === nobody || returnEvent[this.farthest]! > returnEvent[other.farthest]!)
    );
  }

  /** How the stretch is left, after `walk` said so. */
  exit(): Exit {
    const { completedCount } = this.#problem;
    const all = this.#order.subarray(0, this.#orderLength);
    return {
      state: this.#exitState,
      used: Array.from(all.filter((op) => op >= completedCount)),
      entry: this.#entry,
      order: all.slice(this.#entries[this.#entry]!.used.length),
    };
  }

  /** Tries the next candidate of the configuration on top; without one it has failed. */
  #tryNext(base: number): boolean {
    const { kind } = this.#problem;
    const frames = this.#frames;
    const from = frames[base + state]!;
    while (frames[base + next]! < frames[base + end]!) {
      const op = this.#candidates[frames[base + next]!]!;
      frames[base + next]! += 1;
      if (!this.#isNeededBy(base, op)) continue;
      const to = this.#transitions.step(from, kind[op]!);
      if (to === none) continue;
      this.#apply(op);
      if (!this.#isDeadEnd(from, to)) return this.#enter(to, nobody, none);
      this.#undo(frames[base + applied]!);
    }
    while (frames[base + nextPending]! < this.#pendingUsed.length) {
      const group = frames[base + nextPending]!;
      frames[base + nextPending]! += 1;
      const op = this.#enabledOf(group, base);
      if (op === nobody || !this.#isNeededBy(base, op)) continue;
      const to = this.#transitions.step(from, kind[op]!);
      if (to === none || to === from || this.#hasTwin(base, op)) continue;
      this.#apply(op);
      if (!this.#isDeadEnd(from, to)) return this.#enter(to, op, from);
      this.#undo(frames[base + applied]!);
    }
    if (!this.#disabled.has('memory'))
      this.#failed.add(this.#keyOf(from, frames[base + last]!, frames[base + before]!));
    this.#depth -= 1;
    return false;
  }

  /** Comes to a configuration; true if the stretch ends there. */
  #enter(to: number, lastPending: number, stateBefore: number): boolean {
    const isNeeded = this.#applyReads(to) || this.#disabled.has('latePending');
    this.appliedMost = Math.max(this.appliedMost, this.#orderLength);
    if (this.#open === 0) {
      this.#exitState = to;
      // The end of an entry is looked at as often as it is come to, unless it is remembered here.
      const key = this.#keyOf(to, nobody, none);
      if (this.#failed.has(key)) return false;
      this.#failed.add(key);
      return true;
    }
    const waiting = isNeeded ? nobody : lastPending;
    if (this.#failed.has(this.#keyOf(to, waiting, stateBefore))) return false;
    const hopeless = this.#hopeless(to);
    if (hopeless !== nobody) {
      this.#comeTo(~this.#problem.events[this.#firstReturn()]!);
      this.blocking.add(hopeless);
      return false;
    }
    this.configurations += 1;
    this.#push(to, waiting, stateBefore);
    return false;
  }

  #push(to: number, waiting: number, stateBefore: number): void {
    const { events } = this.#problem;
    const candidatesFrom = this.#depth === -1 ? 0 : this.#frames[this.#depth * frameSize + end]!;
    this.#depth += 1;
    const base = this.#depth * frameSize;
    if (base + frameSize > this.#frames.length) this.#frames = grown(this.#frames);
    let candidatesEnd = candidatesFrom;
    this.#stamps += 1;
    let event = this.#after[events.length]!;
    for (; events[event]! >= 0; event = this.#after[event]!) {
      if (candidatesEnd === this.#candidates.length) this.#candidates = grown(this.#candidates);
      candidatesEnd = this.#addCandidate(events[event]!, candidatesFrom, candidatesEnd);
    }
    const returning = ~events[event]!;
    const frames = this.#frames;
    frames[base + state] = to;
    frames[base + first] = candidatesFrom;
    frames[base + end] = candidatesEnd;
    frames[base + next] = candidatesFrom;
    frames[base + nextPending] = 0;
    frames[base + horizon] = returning;
    frames[base + applied] = this.#orderLength;
    frames[base + last] = waiting;
    frames[base + before] = stateBefore;
    this.#comeTo(returning);
    const isOneOfFew = returning === this.farthest && this.survivors.length < this.#survivorsMax;
    // One that waits is just as well told without what nothing has needed yet.
    if (isOneOfFew && waiting === nobody) this.#survive(to);
  }

  /** The first return of an operation not yet applied. */
  #firstReturn(): number {
    const { events } = this.#problem;
    let event = this.#after[events.length]!;
    while (events[event]! >= 0) event = this.#after[event]!;
    return event;
  }

  /** Notes how far the walk has come: to the return of this operation. */
  #comeTo(returning: number): void {
    const { returnEvent } = this.#problem;
    if (this.farthest !== nobody && returnEvent[returning]! <= returnEvent[this.farthest]!) return;
    this.farthest = returning;
    this.survivors.length = 0;
    this.blocking.clear();
  }

  #survive(to: number): void {
    if (this.survivors.some((survivor) => survivor.state === to)) return;
    this.survivors.push({ state: to, order: Array.from(this.#order.subarray(0, this.#orderLength)) });
  }

  /** Puts an operation where it belongs among the candidates, unless one that does the same goes before it; returns their end. */
  #addCandidate(op: number, from: number, to: number): number {
    const { kind, returnEvent } = this.#problem;
    const candidates = this.#candidates;
    const ownKind = kind[op]!;
    if (!this.#disabled.has('symmetry')) {
      if (this.#stamp[ownKind] === this.#stamps) {
        const place = this.#place[ownKind]!;
        if (returnEvent[op]! > returnEvent[candidates[place]!]!) return to;
        candidates[place] = op;
        if (this.#tryFirst === 'returned') this.#moveForward(place, from);
        return to;
      }
      this.#stamp[ownKind] = this.#stamps;
      this.#place[ownKind] = to;
    }
    candidates[to] = op;
    if (this.#tryFirst === 'returned') this.#moveForward(to, from);
    return to + 1;
  }

  /** Restores the order of returns after one candidate was put at `place`. */
  #moveForward(place: number, from: number): void {
    const { kind, returnEvent } = this.#problem;
    const candidates = this.#candidates;
    const op = candidates[place]!;
    let to = place;
    for (; to > from && returnEvent[candidates[to - 1]!]! > returnEvent[op]!; to -= 1) {
      candidates[to] = candidates[to - 1]!;
      this.#place[kind[candidates[to]!]!] = to;
    }
    candidates[to] = op;
    this.#place[kind[op]!] = to;
  }

  /** Applies every read that fits; true if there was one. Passing a return lets more of them in. */
  #applyReads(to: number): boolean {
    const { events, kind, isRead } = this.#problem;
    if (this.#disabled.has('eagerReads')) return false;
    const length = this.#orderLength;
    for (let event = this.#after[events.length]!; event !== nobody && events[event]! >= 0;) {
      const op = events[event]!;
      if (isRead[kind[op]!] === 1 && this.#transitions.step(to, kind[op]!) !== none) this.#apply(op);
      event = this.#after[event]!;
    }
    return this.#orderLength > length;
  }

  /** The indeterminate operation of a group that is to be applied next, if it has been called. */
  #enabledOf(group: number, base: number): number {
    const at = this.#pendingFrom[group]! + this.#pendingUsed[group]!;
    if (at === this.#pendingFrom[group + 1]) return nobody;
    const op = this.#pending[at]!;
    const { call, return: returns } = this.#problem;
    return call[op]! <= returns[this.#frames[base + horizon]!]! ? op : nobody;
  }

  /**
   * Whether `op` may follow the indeterminate operation that was applied last: not if that could as well be left out, nor if it could
   * as well come after.
   */
  #isNeededBy(base: number, op: number): boolean {
    const frames = this.#frames;
    const pending = frames[base + last]!;
    if (pending === nobody) return true;
    const { kind, completedCount } = this.#problem;
    const transitions = this.#transitions;
    const without = transitions.step(frames[base + before]!, kind[op]!);
    if (without === none) return true;
    const both = transitions.step(frames[base + state]!, kind[op]!);
    if (both === none || both === without) return false;
    const mayWait = op < completedCount || op < pending;
    return !mayWait || transitions.step(without, kind[pending]!) !== both;
  }

  /** Whether a completed operation that does the same can be next as well: it has to be applied anyway. */
  #hasTwin(base: number, pending: number): boolean {
    if (this.#disabled.has('symmetry')) return false;
    const { kind, input, examples } = this.#problem;
    const fitsAny = examples[kind[pending]!]!.outcome === 'info';
    const frames = this.#frames;
    for (let at = frames[base + first]!; at < frames[base + end]!; at += 1) {
      const twin = kind[this.#candidates[at]!]!;
      if (fitsAny ? input[twin] !== input[kind[pending]!] : twin !== kind[pending]) continue;
      if (this.#transitions.step(frames[base + state]!, twin) !== none) return true;
    }
    return false;
  }

  #isDeadEnd(from: number, to: number): boolean {
    if (from === to || this.#bringingAnything > 0 || this.#needed.length === 0 || this.#disabled.has('deadEnds'))
      return false;
    for (const feature of this.#transitions.featuresOf(from)) {
      if (this.#needed[feature]! > 0 && this.#brought[feature] === 0) {
        if (this.#transitions.featuresOf(to).includes(feature)) continue;
        this.blocking.add(feature);
        return true;
      }
    }
    return false;
  }

  /** As `isDeadEnd`, of a model that cannot list what is lost: what an operation that comes soon needs in vain. */
  #hopeless(to: number): number {
    const { model, events, kind, needs } = this.#problem;
    const outOfReach = this.#outOfReach(to);
    if (outOfReach !== nobody) return outOfReach;
    if (model.foresight?.has === undefined || this.#bringingAnything > 0 || this.#disabled.has('deadEnds'))
      return nobody;
    let calls = 0;
    for (let event = this.#after[events.length]!; event !== nobody && calls < aheadMax; event = this.#after[event]!) {
      if (events[event]! < 0) continue;
      calls += 1;
      for (const feature of needs[kind[events[event]!]!]!) {
        if (this.#brought[feature] === 0 && !this.#transitions.has(to, feature)) return feature;
      }
    }
    return nobody;
  }

  /** What an operation that returns soon needs, and no sum of what can be added before comes near. */
  #outOfReach(to: number): number {
    const { adds, events, callEvent, kind, needs, features, count, completedCount } = this.#problem;
    if (adds === undefined || count - completedCount > addsMax || this.#disabled.has('deadEnds')) return nobody;
    const amounts: number[] = [];
    for (let op = completedCount; op < count; op += 1) amounts.push(adds[kind[op]!]!);
    let from = Number(this.#transitions.valueOf(to));
    let known = -1;
    let calls = 0;
    for (let event = this.#after[events.length]!; event !== nobody && calls < addsMax; event = this.#after[event]!) {
      const op = events[event]!;
      if (op >= 0) {
        calls += 1;
        if (adds[kind[op]!] !== 0) amounts.push(adds[kind[op]!]!);
        continue;
      }
      const [feature] = needs[kind[~op]!]!;
      if (feature === undefined) continue;
      // One that was called before what is known was found may have come before it.
      if (callEvent[~op]! < known) continue;
      const reach = new Reach(from);
      for (const amount of amounts) reach.add(amount);
      if (!reach.has(features[feature] as number)) return feature;
      from = (features[feature] as number) + adds[kind[~op]!]!;
      known = event;
    }
    return nobody;
  }

  #apply(op: number): void {
    const { completedCount, callEvent, returnEvent } = this.#problem;
    if (op < completedCount) {
      this.#unlink(callEvent[op]!);
      this.#unlink(returnEvent[op]!);
      this.#open -= 1;
    } else {
      this.#pendingUsed[this.#pendingKind[op - completedCount]!]! += 1;
    }
    this.#order[this.#orderLength] = op;
    this.#orderLength += 1;
    this.#key.toggle(op, purposes.applied);
    this.#census(op, -1);
  }

  /** Takes back all but the first `length` operations applied. */
  #undo(length: number): void {
    const { completedCount, callEvent, returnEvent } = this.#problem;
    while (this.#orderLength > length) {
      this.#orderLength -= 1;
      const op = this.#order[this.#orderLength]!;
      if (op < completedCount) {
        this.#relink(returnEvent[op]!);
        this.#relink(callEvent[op]!);
        this.#open += 1;
      } else {
        this.#pendingUsed[this.#pendingKind[op - completedCount]!]! -= 1;
      }
      this.#key.toggle(op, purposes.applied);
      this.#census(op, 1);
    }
  }

  #unlink(event: number): void {
    const ahead = this.#ahead[event]!;
    const after = this.#after[event]!;
    this.#after[ahead] = after;
    if (after !== nobody) this.#ahead[after] = ahead;
  }

  /** Undoes `unlink`, provided that events are relinked in the opposite order. */
  #relink(event: number): void {
    const after = this.#after[event]!;
    this.#after[this.#ahead[event]!] = event;
    if (after !== nobody) this.#ahead[after] = event;
  }

  /** Counts an operation among those to come, or no longer. */
  #census(op: number, difference: 1 | -1): void {
    const { kind, completedCount, needs, brings, bringsAnything } = this.#problem;
    const ownKind = kind[op]!;
    // Nobody has to find a place for what may never have happened.
    if (op < completedCount) for (const feature of needs[ownKind]!) this.#needed[feature]! += difference;
    for (const feature of brings[ownKind]!) this.#brought[feature]! += difference;
    this.#bringingAnything += difference * bringsAnything[ownKind]!;
  }

  #keyOf(to: number, waiting: number, stateBefore: number): ConfigurationKey {
    const probe = this.#probe;
    probe.copy(this.#key);
    probe.toggle(to, purposes.state);
    if (waiting !== nobody) {
      probe.toggle(waiting, purposes.last);
      probe.toggle(stateBefore, purposes.before);
    }
    return probe;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
