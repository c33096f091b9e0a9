/**
 * The way from one layout to the next held against Reconfig: which event is which action.
 *
 *     token-granted  Token      unit-sealed, unit-reset  SealUnit      a layout is chosen      InstallPlanned, InstallLeftOut
 *                               sequencer-bootstrapped   Bootstrap; Advance, where a sequencer goes on with its own tail
 *
 * `InstallPlanned` is Install of a layout that follows from the plans of the spec, with reports of any of the units that are sealed by
 * then. `InstallLeftOut` only asks who was sealed: for layouts in which nothing changes from the tail on, but a rebuilt unit joins closed
 * segments or segments that were trimmed are dropped, which the spec leaves out. Left out here are the steps of the spec for single
 * positions, which ChainLog and FlashUnit have: HeadWrite, HeadFill, Copy, Ack, Resolve, GiveUp and Read.
 *
 * Must leave things as they were: a reset of a unit that obeys its epoch already. Steps that no event tells:
 * - `granted`: a token below one that somebody was told of.
 * - `late`: a sequencer is told to serve an epoch that is over. It may, since no unit of the newest layout would take a write of it.
 */
import type { SequencerEvent } from '../../src/corfu/events.ts';
import { chainOf, type Layout, openSegmentOf, unitsOf } from '../../src/corfu/layout.ts';
import { logPosition } from '../../src/log/position.ts';
import type { Fact } from '../model/fact.ts';
import { unset } from '../tla/values/arena.ts';
import { functionOf, recordOf, tupleOf } from '../tla/values/functions.ts';
import type { HeldProgram } from './held-program.ts';
import { HeldSteps } from './held-steps.ts';
import { layoutValue, NEWEST, NO_MARK, NOT_READY, numbersValue, storeValue } from './reconfig-slice.ts';
import { SpecTally, type SpecVerdict } from './spec-verdict.ts';
import type { UnitSteps } from './unit-steps.ts';

const actions = ['Token', 'SealUnit', 'InstallPlanned', 'InstallLeftOut', 'Bootstrap', 'Advance'] as const;

/** The highest position that was ever decided at a unit, {@link NO_MARK} for none. */
type MarkOf = (unit: number) => number;

export class ReconfigRefinement implements UnitSteps {
  readonly #held: HeldSteps;
  readonly #initial: Int32Array;
  readonly #scratch: Int32Array;
  readonly #known: Int32Array;
  readonly #variables: Readonly<Record<'layouts' | 'seqTail' | 'store' | 'minEpoch' | 'token', number>>;
  readonly #somebody: number;
  readonly #markOf: MarkOf;
  /** What units had that have forgotten it: it counts as long as they are in the layout. */
  readonly #forgotten: number[];
  /** By unit. */
  readonly #minEpochs: number[];
  /** By epoch; none where no sequencer serves yet. */
  readonly #tails = new Map<number, number>();
  #before: Layout;
  #newest: Layout;

  constructor(program: HeldProgram, first: Layout, unitCount: number, markOf: MarkOf) {
    this.#held = new HeldSteps(program, new SpecTally('Reconfig', actions));
    const { checker } = this.#held;
    this.#initial = checker.initial('Init', checker.blank())[0]!;
    this.#scratch = checker.blank();
    this.#known = checker.blank();
    this.#variables = {
      layouts: checker.variable('layouts'),
      seqTail: checker.variable('seqTail'),
      store: checker.variable('store'),
      minEpoch: checker.variable('minEpoch'),
      token: checker.variable('token'),
    };
    this.#somebody = checker.values.string('somebody');
    this.#markOf = markOf;
    this.#forgotten = Array.from({ length: unitCount }, () => NO_MARK);
    this.#minEpochs = Array.from({ length: unitCount }, () => first.epoch);
    this.#before = first;
    this.#newest = first;
  }

  get verdict(): SpecVerdict {
    return this.#held.tally;
  }

  observe(fact: Fact, step: number): void {
    if (fact.fact !== 'claim') return;
    const claim = fact.claim as SequencerEvent;
    if (claim.event === 'token-granted') {
      this.#held.begin(claim.event, claim, fact.node, step);
      this.#granted(claim.epoch, claim.position, claim.count);
    } else if (claim.event === 'sequencer-bootstrapped') {
      this.#held.begin(claim.event, claim, fact.node, step);
      this.#bootstrapped(claim.epoch, claim.tail);
    }
  }

  /** A unit obeys `epoch` from now on. */
  sealed(node: number, epoch: number, step: number): void {
    this.#held.begin('unit-sealed or reset', { epoch }, node, step);
    if (this.#minEpochs[node] === epoch) {
      this.#held.tally.stuttered += 1;
      return;
    }
    const { values } = this.#held.checker;
    const args = [values.integer(1 + node), values.integer(this.#relative(epoch))];
    if (this.#take('SealUnit', args, this.#whole(), this.#nothingKnown()) === undefined) return;
    this.#minEpochs[node] = epoch;
    this.#matched();
  }

  forgets(node: number, mark: number): void {
    this.#forgotten[node] = Math.max(this.#forgotten[node] ?? NO_MARK, mark);
  }

  /** A majority of the layout servers has voted for it. */
  installed(layout: Layout, step: number): void {
    const { values } = this.#held.checker;
    const { segments, epoch } = layout;
    this.#held.begin('a layout is chosen', { epoch, segments: JSON.stringify(segments) }, layout.sequencer, step);
    const joining = unitsOf(layout).filter((unit) => !unitsOf(this.#newest).includes(unit));
    const from = this.#whole();
    // What a unit that joins really holds is nothing, or the spec will not have it.
    for (const unit of joining) this.#forgotten[unit] = NO_MARK;
    const known = this.#nothingKnown();
    known[this.#variables.store] = this.#store();
    const action = changesOnlyThePast(this.#newest, layout) ? 'InstallLeftOut' : 'InstallPlanned';
    if (this.#take(action, [layoutValue(values, layout)], from, known) === undefined) return;
    this.#before = this.#newest;
    this.#newest = layout;
    this.#matched();
  }

  /** Tokens are counted from the tail of their epoch. */
  #granted(epoch: number, position: number, count: number): void {
    const tail = this.#tails.get(epoch);
    if (tail === undefined) {
      this.#held.differs(
        'the epoch of a sequencer that serves',
        'any that was bootstrapped',
        `${epoch}`,
        this.#initial,
      );
      return;
    }
    if (!this.#grantedUpTo(epoch, position)) return;
    const offset = Math.min(0, position - tail);
    for (let token = 0; token < count; token += 1) if (!this.#takeToken(offset)) return;
    this.#tails.set(epoch, position + count);
    this.#matched();
  }

  /** Tokens of which nobody was told. */
  #grantedUpTo(epoch: number, position: number): boolean {
    const tail = this.#tails.get(epoch) ?? position;
    for (let token = tail; token < position; token += 1) if (!this.#takeToken(0)) return false;
    if (position > tail) {
      this.#tails.set(epoch, position);
      this.#held.tally.tookSilently('granted');
    }
    return true;
  }

  /** `offset`: how far from the tail. */
  #takeToken(offset: number): boolean {
    const { values } = this.#held.checker;
    const from = this.#scratch;
    from.set(this.#initial);
    from[this.#variables.seqTail] = numbersValue(values, [NOT_READY, 0, NOT_READY]);
    const known = this.#nothingKnown();
    const fields = { epoch: values.integer(NEWEST), position: values.integer(offset) };
    known[this.#variables.token] = functionOf(values, new Map([[this.#somebody, recordOf(values, fields)]]));
    const args = [this.#somebody, values.integer(NEWEST)];
    return this.#take('Token', args, from, known) !== undefined;
  }

  #bootstrapped(epoch: number, tail: number): void {
    const { values } = this.#held.checker;
    if (epoch < this.#newest.epoch && !this.#tails.has(epoch)) {
      this.#tails.set(epoch, tail);
      this.#held.tally.tookSilently('late');
      this.#held.tally.stuttered += 1;
      return;
    }
    if (epoch !== this.#newest.epoch) {
      this.#held.differs('the newest epoch', `${this.#newest.epoch}`, `${epoch}`, this.#whole());
      return;
    }
    const goesOn = this.#goesOn(tail);
    if (goesOn && !this.#grantedUpTo(this.#before.epoch, tail)) return;
    const before = this.#before === this.#newest ? NOT_READY : this.#tailOf(this.#before);
    const tails = [before, tail, NOT_READY];
    const known = this.#nothingKnown();
    known[this.#variables.seqTail] = numbersValue(values, tails);
    if (this.#take(goesOn ? 'Advance' : 'Bootstrap', [], this.#whole(), known) === undefined) return;
    this.#tails.set(epoch, tail);
    this.#matched();
  }

  /** Is `tail` that of the epoch before, as a sequencer that stays knows it? */
  #goesOn(tail: number): boolean {
    const { sequencer, sequencerIncarnation, backpointers } = this.#newest;
    const stays = this.#before.sequencer === sequencer && this.#before.sequencerIncarnation === sequencerIncarnation;
    const before = this.#before === this.#newest ? undefined : this.#tails.get(this.#before.epoch);
    return backpointers !== undefined && stays && before !== undefined && tail >= before;
  }

  /** The state, but for what single positions hold. */
  #whole(): Int32Array {
    const { values } = this.#held.checker;
    const from = this.#scratch;
    from.set(this.#initial);
    from[this.#variables.layouts] = tupleOf(values, [
      layoutValue(values, this.#before),
      layoutValue(values, this.#newest),
    ]);
    const before = this.#before === this.#newest ? NOT_READY : this.#tailOf(this.#before);
    from[this.#variables.seqTail] = numbersValue(values, [before, this.#tailOf(this.#newest), NOT_READY]);
    from[this.#variables.store] = this.#store();
    const minEpochs = this.#minEpochs.map((epoch) => this.#relative(epoch));
    from[this.#variables.minEpoch] = numbersValue(values, minEpochs);
    return from;
  }

  #store(): number {
    const marks = this.#forgotten.map((mark, unit) => Math.max(mark, this.#markOf(unit)));
    return storeValue(this.#held.checker.values, marks);
  }

  #tailOf({ epoch }: Layout): number {
    return this.#tails.get(epoch) ?? NOT_READY;
  }

  #relative(epoch: number): number {
    return epoch - this.#newest.epoch + NEWEST;
  }

  #nothingKnown(): Int32Array {
    return this.#known.fill(unset);
  }

  #take(
    action: (typeof actions)[number],
    args: readonly number[],
    from: Int32Array,
    known: Int32Array,
  ): Int32Array | undefined {
    return this.#held.take(action, args, from, known);
  }

  #matched(): void {
    this.#held.tally.matched += 1;
  }
}

/** Are segments others, and does every position that has not been granted stay with its chain? */
function changesOnlyThePast(before: Layout, after: Layout): boolean {
  if (JSON.stringify(before.segments) === JSON.stringify(after.segments)) return false;
  if (unitsOf(after).some((unit) => !unitsOf(before).includes(unit))) return false;
  const { start, stripes } = openSegmentOf(before);
  const places = stripes.length * openSegmentOf(after).stripes.length;
  if (openSegmentOf(after).start > start) return false;
  for (let place = 0; place < places; place += 1) {
    const at = logPosition(start + place);
    if (chainOf(before, at).join() !== chainOf(after, at).join()) return false;
  }
  return true;
}
