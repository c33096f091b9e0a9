/**
 * Decides whether some order of a history of one object is legal: the general search, for any model.
 *
 * The history is cut where no completed operation is open. As long as stretches between cuts are easy, all states in which each can end
 * are found and carried to the next, and nothing else is remembered. From the first stretch on that is not, the rest is walked at once,
 * towards any end.
 */
import type { AnyOperation, Model } from '../model.ts';
import { ConfigurationSet } from './configuration-set.ts';
import { searchRemovals } from './containers/removal-search.ts';
import { type Problem, problemOf } from './problem.ts';
import type { SearchRule } from './rules.ts';
import { Transitions } from './transitions.ts';
import { unmetNeed } from './unmet-need.ts';
import { unmetSum } from './unmet-sum.ts';
import { type Entry, type Exit, Walker } from './walker.ts';

export interface SearchOptions {
  /** How many configurations the search may look at. */
  readonly configurationsMax: number;
  /** Rules to leave out: those that look ahead, to see how far one comes without; all others by the checker's own tests only. */
  readonly disabledRules?: readonly SearchRule[];
  /** How many of the configurations that came farthest are to be returned, if the history is illegal; none unless given. */
  readonly survivorsMax?: number;
}

/** What was applied, in its order, and the state that it led to. */
export interface Stuck {
  readonly order: readonly number[];
  readonly state: unknown;
}

export interface Effort {
  readonly configurations: number;
  /** How many of them were remembered at once. */
  readonly rememberedMost: number;
}

/** Operations are indices into the history. */
export type SearchResult = Effort &
  (
    | { readonly result: 'legal'; readonly order: readonly number[] }
    /** No order gets past the return of `stuckAt`. */
    | {
        readonly result: 'illegal';
        readonly stuckAt: number;
        /** What else needed something that had to be given up to get past it. */
        readonly involved: readonly number[];
        readonly survivors: readonly Stuck[];
      }
    | { readonly result: 'unknown'; readonly appliedMost: number }
  );

/** Stretches are at least so long, to spend less on each. */
const stretchOperationsMin = 32;
/** A stretch is easy if it has at most so many configurations per operation. */
const easyPerOperation = 8;
/** How many configurations one walk looks at before the other has its turn. */
const turnConfigurations = 2000;
/** More states than these are forgotten at the next cut. */
const statesMax = 4096;

export function search(
  model: Model<unknown, AnyOperation>,
  history: readonly AnyOperation[],
  { configurationsMax, disabledRules = [], survivorsMax = 0 }: SearchOptions,
): SearchResult {
  const problem = problemOf(model, history);
  const disabled = new Set(disabledRules);
  const unmet = disabled.has('necessary') ? -1 : firstUnmet(problem);
  if (unmet !== -1)
    return {
      result: 'illegal',
      stuckAt: problem.indexOf[unmet]!,
      involved: [],
      survivors: [],
      configurations: 0,
      rememberedMost: 0,
    };
  // Survivors are told by what the container held.
  const hasRemovals = model.container !== undefined && survivorsMax === 0 && !disabled.has('removals');
  const removals = hasRemovals
    ? searchRemovals(problem, model.container, Math.ceil(configurationsMax / 2), disabled)
    : undefined;
  const indicesOf = (order: readonly number[]): number[] => order.map((op) => problem.indexOf[op]!);
  if (removals?.result === 'legal') return { ...removals, order: indicesOf(removals.order) };
  if (removals?.result === 'illegal')
    return { ...removals, stuckAt: problem.indexOf[removals.stuckAt]!, involved: [], survivors: [] };
  const spent = removals?.configurations ?? 0;
  const found = new Search(problem, configurationsMax - spent, disabled, survivorsMax).run();
  return { ...found, configurations: spent + found.configurations };
}

function firstUnmet(problem: Problem): number {
  const unmet = unmetNeed(problem);
  return unmet === -1 ? unmetSum(problem) : unmet;
}

class Search {
  readonly #problem: Problem;
  readonly #configurationsMax: number;
  readonly #disabled: ReadonlySet<SearchRule>;
  readonly #survivorsMax: number;
  readonly #walker: Walker;
  readonly #failed = new ConfigurationSet();
  /** How the stretches so far can have been left. */
  readonly #stretches: (readonly Exit[])[] = [];
  #transitions: Transitions;
  #entries: readonly Entry[];
  #event = 0;

  constructor(problem: Problem, configurationsMax: number, disabled: ReadonlySet<SearchRule>, survivorsMax: number) {
    this.#problem = problem;
    this.#survivorsMax = survivorsMax;
    this.#configurationsMax = configurationsMax;
    this.#disabled = disabled;
    this.#walker = new Walker(problem, 'returned', disabled, survivorsMax);
    this.#transitions = this.#newTransitions();
    this.#entries = [{ state: this.#transitions.numberOf(problem.model.init()), used: [] }];
  }

  run(): SearchResult {
    const { events } = this.#problem;
    while (this.#event < events.length) {
      const to = this.#disabled.has('cuts') ? events.length : this.#nextCut();
      if (to === events.length || !this.#walkAll(to)) return this.#walkRest();
      if (this.#entries.length === 0) return this.#illegal(this.#walker);
    }
    return this.#legal();
  }

  #nextCut(): number {
    const { events } = this.#problem;
    let open = 0;
    for (let event = this.#event; event < events.length; event += 1) {
      open += events[event]! >= 0 ? 1 : -1;
      const isLong = event - this.#event + 1 >= 2 * stretchOperationsMin;
      if (open === 0 && isLong) return event + 1;
    }
    return events.length;
  }

  /** Finds all ends of the stretch up to event `to`; false if that is not easy. */
  #walkAll(to: number): boolean {
    const walker = this.#walker;
    const easy = walker.configurations + ((to - this.#event) / 2) * easyPerOperation;
    walker.open(this.#event, to, this.#entries, this.#transitions, this.#failed);
    const exits: Exit[] = [];
    for (;;) {
      const end = walker.walk(Math.min(easy, this.#configurationsMax));
      if (end === 'exhausted') break;
      if (end === 'paused') return false;
      exits.push(walker.exit());
    }
    walker.commit(this.#event, to);
    this.#stretches.push(exits);
    this.#event = to;
    this.#carry(exits);
    return true;
  }

  /** Goes on from the states reached, and forgets all others if they are many. */
  #carry(exits: readonly Exit[]): void {
    const previous = this.#transitions;
    if (previous.stateCount > statesMax) this.#transitions = this.#newTransitions();
    this.#entries = exits.map(({ state, used }) => ({
      state: this.#transitions.numberOf(previous.valueOf(state)),
      used,
    }));
    this.#failed.clear();
  }

  /** Walks from here to the end of the history, by two walkers in turns that tell each other what has failed. */
  #walkRest(): SearchResult {
    const { events } = this.#problem;
    // What a hard stretch has left behind.
    this.#failed.clear();
    const walkers: Walker[] = [];
    const spent = this.#walker.configurations;
    const total = (): number => walkers.reduce((sum, { configurations }) => sum + configurations, spent);
    const start = (tryFirst: 'returned' | 'called'): void => {
      const walker = new Walker(this.#problem, tryFirst, this.#disabled, this.#survivorsMax);
      walker.commit(0, this.#event);
      walker.open(this.#event, events.length, this.#entries, this.#transitions, this.#failed);
      walkers.push(walker);
    };
    start('returned');
    // One that goes straight to the end needs no help.
    let turn = turnConfigurations + events.length;
    for (let at = 0; ; at = (at + 1) % walkers.length) {
      const walker = walkers[at]!;
      const left = this.#configurationsMax - total();
      const end = walker.walk(walker.configurations + Math.min(turn, left));
      if (end === 'exit') return this.#legal(walker.exit(), total());
      const farthest = walkers.reduce((one, other) => (other.passedMore(one) ? other : one));
      if (end === 'exhausted') return this.#illegal(farthest, total());
      if (total() >= this.#configurationsMax) {
        const appliedMost = this.#event / 2 + farthest.appliedMost;
        return { result: 'unknown', appliedMost, ...this.#effort(total()) };
      }
      if (walkers.length === 1 && !this.#disabled.has('twoOrders')) start('called');
      turn = turnConfigurations;
    }
  }

  /** `last` is how the walk that came to the end was left. */
  #legal(last?: Exit, configurations = this.#walker.configurations): SearchResult {
    const parts: Int32Array[] = [];
    let exit = last;
    for (let stretch = this.#stretches.length - 1; exit !== undefined; stretch -= 1) {
      parts.push(exit.order);
      exit = this.#stretches[stretch]?.[exit.entry];
    }
    const { indexOf } = this.#problem;
    const order = parts.toReversed().flatMap((part) => Array.from(part, (op) => indexOf[op]!));
    return { result: 'legal', order, ...this.#effort(configurations) };
  }

  #illegal(walker: Walker, configurations = walker.configurations): SearchResult {
    const { indexOf } = this.#problem;
    const survivors = walker.survivors.map(({ state, order }) => ({
      order: order.map((op) => indexOf[op]!),
      state: this.#transitions.valueOf(state),
    }));
    return {
      result: 'illegal',
      stuckAt: indexOf[walker.farthest]!,
      involved: this.#needing(walker.blocking),
      survivors,
      ...this.#effort(configurations),
    };
  }

  #needing(features: ReadonlySet<number>): readonly number[] {
    const { completedCount, kind, needs, indexOf } = this.#problem;
    const operations = Array.from({ length: completedCount }, (_, op) => op);
    const needing = operations.filter((op) => needs[kind[op]!]!.some((feature) => features.has(feature)));
    return needing.map((op) => indexOf[op]!);
  }

  #effort(configurations: number): Effort {
    return { configurations, rememberedMost: this.#failed.sizeMost };
  }

  #newTransitions(): Transitions {
    return new Transitions(this.#problem);
  }
}
