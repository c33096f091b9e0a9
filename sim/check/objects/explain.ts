/**
 * Why a history is illegal, after a search found it so: the fewest operations that contradict each other, the return that none of their
 * orders gets past, and what stands in its way in each.
 */
import { minimise } from '../minimise.ts';
import type { CausalLink, HistoryVerdict } from '../verdict.ts';
import { type Considered, forgetAllBut } from './forget.ts';
import { type AnyOperation, type Applied, type Feature, type Model, anything } from './model.ts';
import { DataKeys } from './search/data-key.ts';
import { type SearchResult, type Stuck, search } from './search/search.ts';

type Illegal = Extract<HistoryVerdict, { readonly verdict: 'illegal' }>;
type AnyModel = Model<unknown, AnyOperation>;

/** For a single attempt to do without some operations; one that takes more is given up, and they stay. */
const attemptConfigurationsMax = 50_000;
/** For a single attempt, too: configurations times the operations that are forgotten. */
const attemptTriesMax = 400_000;
/** For all attempts together. */
const allConfigurationsMax = 200_000;
/** In histories of more operations than these, only those that bring something are considered once they are forgotten. */
const allConsideredMax = 200;
/** For the search that is told. */
const toldConfigurationsMax = 5000;
/** How many ways to get stuck are told. */
const survivorsMax = 8;

/** What the search says of an illegal history. */
type Found = Extract<SearchResult, { readonly result: 'illegal' }>;

/**
 * `names[i]` is what operation `i` is called. The explanation is worked out when it is first asked for: who judges many histories looks
 * at the proofs of few.
 */
export function explained(
  model: AnyModel,
  history: readonly AnyOperation[],
  names: readonly number[],
  found: Found,
): Illegal {
  let explanation: Explanation | undefined;
  const explain = (): Explanation => (explanation ??= explanationOf(model, history, names, found));
  return {
    verdict: 'illegal',
    rule: 'not-linearizable',
    get message() {
      return explain().message;
    },
    get operations() {
      return explain().operations;
    },
    get chain() {
      return explain().chain;
    },
  };
}

type Explanation = Pick<Illegal, 'message' | 'operations' | 'chain'>;

function explanationOf(
  model: AnyModel,
  history: readonly AnyOperation[],
  names: readonly number[],
  found: Found,
): Explanation {
  const few = fewestOf(model, history, found);
  const alone = forgetAllBut(model, history, few, 'bringers');
  const options = { configurationsMax: toldConfigurationsMax, survivorsMax };
  // Looking ahead would end the search before it runs into what it is to tell; but without, it may take too long.
  const blind = search(model, alone.history, {
    ...options,
    disabledRules: ['necessary', 'deadEnds', 'twoOrders', 'cuts'],
  });
  const result = blind.result === 'illegal' ? blind : search(model, alone.history, options);
  const isTold = result.result === 'illegal';
  const stuck = isTold ? alone.indices[result.stuckAt]! : found.stuckAt;
  const survivors = isTold ? result.survivors : [];
  const nameOf = (index: number): string => `#${names[index]!} ${model.describe(history[index]!)}`;
  const operation = history[stuck] as Extract<AnyOperation, { outcome: 'ok' }>;
  const reasons = new Set(survivors.map(({ state }) => reasonOf(model, state)));
  const areAlone = survivors.every(({ order }) => order.every((index) => index < few.length));
  const others = areAlone ? '' : ' (after others, which may have happened at any time)';
  const because = reasons.size === 1 ? `: ${[...reasons][0]!}${others}` : '';
  return {
    message: `No order of operations explains ${nameOf(stuck)}, which returned at t=${operation.return}${because}.`,
    operations: few.map((index) => names[index]!),
    chain: survivors.map((survivor) => link(survivor)),
  };

  function link({ order, state }: Stuck): CausalLink {
    const before = order.map((index) => nameOf(alone.indices[index]!));
    return {
      point: before.length === 0 ? 'at the start' : `after ${before.join(', ')}`,
      reason: `${nameOf(stuck)} is impossible: ${reasonOf(model, state)}`,
      operation: names[stuck]!,
    };
  }
}

function reasonOf(model: AnyModel, state: unknown): string {
  return `the ${model.name} holds ${model.describeState?.(state) ?? new DataKeys().keyOf(state)}`;
}

/**
 * A part of the history that is illegal whatever happened besides, and of which no single operation can be done without. It is cut down
 * with the eyes on those that bring something; if it is illegal with all others in view, too, nothing was overlooked.
 */
function fewestOf(model: AnyModel, history: readonly AnyOperation[], found: Found): readonly number[] {
  if (model.foresight?.features === undefined) return fewestConsidering('all', model, history, found);
  const few = fewestConsidering('bringers', model, history, found);
  if (history.length > allConsideredMax) return few;
  const { history: alone } = forgetAllBut(model, history, few, 'all');
  const { result } = search(model, alone, { configurationsMax: allConfigurationsMax });
  return result === 'illegal' ? few : fewestConsidering('all', model, history, found);
}

function fewestConsidering(
  considered: Considered,
  model: AnyModel,
  history: readonly AnyOperation[],
  found: Found,
): readonly number[] {
  let left = allConfigurationsMax;
  const isContradictory = (kept: readonly number[]): boolean => {
    const few = forgetAllBut(model, history, kept, considered).history;
    // Whatever was forgotten is tried again in every configuration.
    const triesMax = Math.ceil(attemptTriesMax / (1 + few.length - kept.length));
    const configurationsMax = Math.min(attemptConfigurationsMax, triesMax);
    const { result, configurations } = search(model, few, { configurationsMax });
    // To prepare a search takes its time as well.
    left -= configurations + history.length / 10;
    return result === 'illegal';
  };
  const part = contradictoryPart(model, history, found, isContradictory);
  return minimise(part, isContradictory, () => left <= 0);
}

/** The operations called last before what could not be passed, and who brought what they found: twice as many until they will do. */
function contradictoryPart(
  model: AnyModel,
  history: readonly AnyOperation[],
  { stuckAt, involved }: Found,
  isContradictory: (kept: readonly number[]) => boolean,
): readonly number[] {
  const all = [...history.keys()].filter((index) => history[index]!.outcome !== 'fail');
  const end = (history[stuckAt] as Extract<AnyOperation, { outcome: 'ok' }>).return;
  const latest = all.filter((index) => history[index]!.call <= end).sort((a, b) => history[b]!.call - history[a]!.call);
  const bringers = bringersOf(model, history, all);
  for (let count = 4; count < latest.length; count *= 2) {
    const some = [stuckAt, ...involved, ...latest.slice(0, count)];
    const few = new Set([...some, ...some.flatMap(bringers)]);
    const part = all.filter((index) => few.has(index));
    if (isContradictory(part)) return part;
  }
  return all;
}

/** Who can have brought the features that an operation needed. */
function bringersOf(
  { foresight }: AnyModel,
  history: readonly AnyOperation[],
  all: readonly number[],
): (index: number) => readonly number[] {
  const byFeature = new Map<Feature, number[]>();
  for (const index of all) {
    const brought = foresight?.brings(history[index] as Applied<AnyOperation>) ?? anything;
    if (brought === anything || typeof brought === 'function') continue;
    for (const feature of brought) {
      const bringers = byFeature.get(feature);
      if (bringers === undefined) byFeature.set(feature, [index]);
      else bringers.push(index);
    }
  }
  return (index) => {
    const needed = foresight?.needs(history[index] as Applied<AnyOperation>) ?? [];
    return needed.flatMap((feature) => byFeature.get(feature) ?? []);
  };
}
