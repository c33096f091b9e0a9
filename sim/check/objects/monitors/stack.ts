/**
 * Stacks with unique values, in O(n log n); exact where it decides.
 *
 * Take the values' zones (elements.ts). Where zones overlap one another, the stack is never empty from the first one's start to the
 * last one's end: one *component*. In every legal order one value then lies at the bottom of the stack for the whole component. It goes in
 * no later than the component starts, and comes out no earlier than it ends. If no value can do that, the history is illegal.
 *
 * If a value can, take any that can, and go on with the components of the rest (Lee and Mathur, OOPSLA 2025, call such a value
 * linearizability-preserving). Exact, for an order of the rest can be laid out so that every value of the component is in only within
 * it: their zones are inside, and going in later up to the zone's start, or coming out earlier down to its end, disturbs nobody. Around them
 * the chosen value goes in first and comes out last. And what is legal stays legal without one of its values.
 *
 * A value without a zone can go in and out at one instant, at any height of the stack; it restricts nothing. A pop that found nothing
 * needs a time in its interval that is in no zone, and any such time will do: a value in no zone there can be out by then, or go in after.
 *
 * Pops of unknown outcome: see unknown-removals.ts. `undefined` where what they took cannot be told.
 */
import type { HistoryVerdict } from '../../verdict.ts';
import type { StackOperation } from '../operations/stack.ts';
import { Bottoms } from './bottoms.ts';
import { containerTouch, cutAtEmpties, explainNeverEmpty } from './containers.ts';
import { type ContainerOperation, type Elements, elementsOf } from './elements.ts';
import { judgeAndMinimise } from './forget.ts';
import { ascending } from './order.ts';
import { type Recorded, Teller } from './recorded.ts';
import { type DisabledRules, noneDisabled } from './rules.ts';
import { assignEachWay, leastBeyond } from './unknown-removals.ts';
import { ZoneUnion, chainOver } from './zone-union.ts';

/** `undefined` also if a value was pushed twice. The history is that of one stack. */
export const monitorStack = (
  history: readonly StackOperation[],
  names?: readonly number[],
  disabled: DisabledRules = noneDisabled,
): HistoryVerdict | undefined =>
  judgeAndMinimise<ContainerOperation>({ history, names }, (recorded) => judge(recorded, disabled), containerTouch);

const judge = (recorded: Recorded<ContainerOperation>, disabled: DisabledRules): HistoryVerdict | undefined => {
  const { history } = recorded;
  const known = elementsOf(recorded, disabled);
  if (known === undefined || 'verdict' in known) return known;
  // A value is in the way of those that surely lie below it.
  const blocking = { keys: known.insertBy, bounds: known.insertFrom };
  const sharpen = (left: readonly number[], times: Float64Array): Float64Array => sharpened(known, left, times);
  return assignEachWay(recorded, known, blocking, disabled, sharpen, (elements) => {
    const bottoms = new Bottoms(elements);
    if (!bottoms.isComplete && !disabled.has('lifo-order')) return explainBottomless(recorded, elements, bottoms);
    const union = new ZoneUnion(elements.insertBy, elements.removeFrom);
    const whyLeft = (): Iterable<number> => elements.unknownRemovals;
    const blocked = disabled.has('never-empty') ? null : explainNeverEmpty(recorded, elements, union, whyLeft);
    if (blocked !== null) return blocked;
    return {
      verdict: 'ok',
      get witness() {
        return witnessOf(history, elements, bottoms, union);
      },
    };
  });
};

/**
 * A value that goes in after a component has started, and before it has ended, lies on some bottom of it, and is out before the last of
 * those that can be the bottom comes out.
 */
const sharpened = (elements: Elements, left: readonly number[], times: Float64Array): Float64Array => {
  const bottoms = new Bottoms(elements.withoutLeft());
  const { zoned, chosen, componentStart, componentEnd } = bottoms;
  const starts = new Float64Array(zoned.length);
  const ends = new Float64Array(zoned.length);
  const limits = new Float64Array(zoned.length);
  for (const zone of chosen) {
    starts[zone] = bottoms.times[componentStart[zone]!]!;
    ends[zone] = bottoms.times[componentEnd[zone]!]!;
    limits[zone] = bottoms.removeByOf(zone);
  }
  const bounds = Float64Array.from(left, (value) => elements.insertFrom[value]!);
  const after = Float64Array.from(left, (value) => elements.insertBy[value]!);
  const least = leastBeyond(bounds, after, chosen, starts, ends, limits);
  return times.map((time, index) => (least[index] === -1 ? time : Math.min(time, limits[least[index]!]!)));
};

const explainBottomless = (
  recorded: Recorded<ContainerOperation>,
  elements: Elements,
  bottoms: Bottoms,
): HistoryVerdict => {
  const { history } = recorded;
  const { insertion, removal, insertFrom } = elements;
  const { from, to, zones } = bottoms.bottomless();
  const chain = chainOver(bottoms.start, bottoms.end, zones, from + 0.5, to - 0.5).map((zone) => bottoms.zoned[zone]!);
  const teller = new Teller(recorded);
  const first = chain[0]!;
  const last = chain.at(-1)!;
  const start = elements.insertBy[first]!;
  const operations: number[] = [];
  const isKnown = (value: number): boolean => removal[value] !== -1 && history[removal[value]!]!.outcome === 'ok';
  for (const value of chain) {
    const text = JSON.stringify(elements.valueOf(value));
    operations.push(insertion[value]!);
    if (isKnown(value)) operations.push(removal[value]!);
    else operations.push(...elements.unknownRemovals);
    teller.returned(insertion[value]!, `${text} is in from then on`);
    if (insertFrom[value]! > start)
      teller.link(
        insertion[value]!,
        `${text} is not the bottom`,
        `${teller.name(insertion[value]!)} was called after ${teller.name(insertion[first]!)} had returned`,
      );
    else
      teller.link(
        removal[value]!,
        `${text} is not the bottom`,
        `${teller.name(removal[value]!)} returned before ${isKnown(last) ? `${teller.name(removal[last]!)} was called` : `${JSON.stringify(elements.valueOf(last))} can have come out`}`,
      );
  }
  const values = chain.map((value) => JSON.stringify(elements.valueOf(value)));
  const until = isKnown(last) ? `until ${teller.name(removal[last]!)} was called` : 'on';
  const held = `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
  const message = `From the return of ${teller.name(insertion[first]!)} ${until} the stack always held ${held}, but none of them can have been at its bottom throughout.`;
  return teller.illegal('lifo-order', message, operations);
};

const witnessOf = (
  history: readonly ContainerOperation[],
  elements: Elements,
  bottoms: Bottoms,
  union: ZoneUnion,
): number[] => {
  const { count, insertion, removal, insertBy, removeFrom } = elements;
  const { zoned, times, isStart, chosen, componentStart, componentEnd } = bottoms;

  // Per place the operations there: pushes from the outermost value inwards, pops outwards.
  const firstAt = new Int32Array(times.length).fill(-1);
  const nextPush = new Int32Array(zoned.length);
  const nextPop = new Int32Array(zoned.length);
  for (let rank = chosen.length - 1; rank >= 0; rank--) {
    const zone = chosen[rank]!;
    nextPush[zone] = firstAt[componentStart[zone]!]!;
    firstAt[componentStart[zone]!] = zone;
  }
  for (const zone of chosen) {
    nextPop[zone] = firstAt[componentEnd[zone]!]!;
    firstAt[componentEnd[zone]!] = zone;
  }

  // What happens at one instant of its own: values that go in and out, and whoever finds nothing.
  const { times: cuts, empties } = cutAtEmpties(history, elements.empties, union);
  const instants: number[] = [];
  for (let value = 0; value < count; value++) if (insertBy[value]! >= removeFrom[value]!) instants.push(value);
  const timesOfInstants = Float64Array.from([...instants.map((value) => removeFrom[value]!), ...cuts]);
  const order = ascending(timesOfInstants);
  let next = 0;
  const witness: number[] = [];
  const emitInstants = (place: number): void => {
    for (; next < order.length; next++) {
      const index = order[next]!;
      const time = timesOfInstants[index]!;
      if (place < times.length && (isStart[place] === 1 ? times[place]! < time : times[place]! <= time)) return;
      if (index < instants.length) witness.push(insertion[instants[index]!]!, removal[instants[index]!]!);
      else for (const empty of empties[index - instants.length]!) witness.push(empty);
    }
  };
  for (let place = 0; place < times.length; place++) {
    emitInstants(place);
    const links = isStart[place] === 1 ? nextPush : nextPop;
    const operationOf = isStart[place] === 1 ? insertion : removal;
    for (let zone = firstAt[place]!; zone !== -1; zone = links[zone]!) {
      const operation = operationOf[zoned[zone]!]!;
      if (operation !== -1) witness.push(operation);
    }
  }
  emitInstants(times.length);
  return witness;
};
