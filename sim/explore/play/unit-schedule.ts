/**
 * A behaviour of FlashUnit as work for one unit: each action becomes requests in the epoch that the spec says, or something that happens to
 * the machine. Whatever is decided or sealed is tried, too: a request that the spec does not allow must be refused, and change nothing.
 *
 * Where the unit has appended nothing yet as this incarnation, power is lost with a fill under way: it was admitted, is not durable, and
 * nobody hears of it again. Later ones would begin to program at once, and of such a page power loss leaves what chance says.
 *
 * What rot has done, a unit finds out when it is asked; while it has no power, that is after its next start, and so are the states compared.
 */
import { epoch, logPosition } from '../../../src/log/position.ts';
import type { UnitRequest } from '../../../src/corfu/unit-messages.ts';
import { InputError } from '../../model/input-error.ts';
import type { TraceState } from '../../tla/checker/result.ts';
import { sameValue, type TlaState, type TlaValue } from '../../tla/tlc/value.ts';
import { applied, numberOf, pairsOf, valueAt } from '../../tla/tlc/value-parts.ts';
import { type PlayedAction, type Schedule, scheduled, stateIn, type Step, stepsOf, Unplayable } from './steps.ts';

export type UnitErrand =
  | {
      readonly is: 'request';
      /** For the incarnation that the unit is of. */
      readonly request: (incarnation: number) => UnitRequest;
      /** What the answer says, as far as it is known. */
      readonly answer: Readonly<Record<string, unknown>>;
    }
  /** A request that reaches the unit, which has no time to answer it. */
  | { readonly is: 'unanswered'; readonly request: UnitRequest }
  | { readonly is: 'crash' }
  | { readonly is: 'start' }
  | { readonly is: 'replace-devices' }
  | { readonly is: 'rot'; readonly position: number };

/** `bug`: the mistake that is planted in the spec, or `none`. @throws InputError when the model has several units. */
export function unitScheduleOf(trace: readonly TraceState[], bug: string): Schedule<UnitErrand> {
  const initial = stateIn(trace[0]!);
  const units = pairsOf(initial['known']!);
  if (units.length !== 1) throw new InputError('a walk is played on one unit, and this model has several');
  const [unit, contents] = units[0]!;
  const positions = pairsOf(contents).map(([position]) => numberOf(position));
  const scheduler = new UnitScheduler(unit, positions, bug !== 'none');
  return scheduled(stepsOf(trace), (step) => scheduler.play(step));
}

/** How a unit refuses to decide what is decided. */
const refusals: Readonly<Record<string, string>> = { JUNK: 'overwritten', TRIMMED: 'trimmed', CORRUPT: 'corrupt' };

/** What a reader is told. */
const answers: Readonly<Record<string, string>> = {
  UNWRITTEN: 'unwritten',
  JUNK: 'junk',
  TRIMMED: 'trimmed',
  CORRUPT: 'corrupt',
};

const PAYLOAD = Uint8Array.of(1, 2, 3, 4);

/** Actions that leave a record on flash. */
const writes: ReadonlySet<string> = new Set(['Write', 'Fill', 'Trim']);

class UnitScheduler {
  readonly #unit: TlaValue;
  readonly #positions: readonly number[];
  /** A spec with a mistake may allow what is tried; then it is not. */
  readonly #isFlawed: boolean;
  readonly #values: TlaValue[] = [];
  /** The unit has appended nothing as this incarnation, and would first have to say on its disk how far its records may go. */
  #isFresh = true;
  /** Its flash was replaced, and has nothing yet. */
  #isBlank = false;
  /** Rot since power was lost. */
  #unseen: number[] = [];

  constructor(unit: TlaValue, positions: readonly number[], isFlawed: boolean) {
    this.#unit = unit;
    this.#positions = positions;
    this.#isFlawed = isFlawed;
  }

  play(step: Step): Omit<PlayedAction<UnitErrand>, 'text'> {
    const errands = this.#errandsOf(step);
    if (writes.has(step.name)) this.#isBlank = false;
    if (step.name === 'Estrange') this.#isBlank = true;
    if (step.name === 'Crash' || writes.has(step.name)) this.#isFresh = false;
    else if (step.name === 'Reset') this.#isFresh = true;
    return { errands, state: this.#unseen.length > 0 ? null : step.after };
  }

  #errandsOf({ name, args, before, after }: Step): readonly UnitErrand[] {
    const e = args['e'] === undefined ? numberOf(this.#of(before, 'minEpoch')) : numberOf(args['e']);
    const position = logPosition(args['p'] === undefined ? 0 : numberOf(args['p']));
    const ok = { status: 'ok' };
    switch (name) {
      case 'Read':
        return [this.#read(e, position, args['c']!), ...this.#refusedFill(e, position, args['c']!)];
      case 'Write':
        return [asks({ kind: 'unit/write', epoch: e, position, ...this.#data(args['v']!) }, ok)];
      case 'Fill':
        return [asks({ kind: 'unit/fill', epoch: e, position }, ok)];
      case 'Trim':
        return [asks({ kind: 'unit/trim', epoch: e, position }, ok)];
      case 'PrefixTrim':
        return [asks({ kind: 'unit/prefix-trim', epoch: e, upTo: logPosition(numberOf(args['w']!)) }, ok)];
      case 'Repair': {
        const isJunk = args['c'] === 'JUNK';
        const content = isJunk ? NOTHING : this.#data(args['c']!);
        const entry = isJunk ? 'junk' : 'data';
        return [asks({ kind: 'unit/repair', epoch: e, position, entry, ...content }, ok)];
      }
      case 'Seal': {
        const errands = [asks({ kind: 'unit/seal', epoch: e }, ok), asks({ kind: 'unit/tail', epoch: e }, ok)];
        if (this.#isFlawed) return errands;
        const former = numberOf(this.#of(before, 'minEpoch'));
        const late: UnitRequest = { kind: 'unit/fill', epoch: former, position: logPosition(this.#positions[0]!) };
        return [...errands, asks(late, { status: 'sealed' })];
      }
      case 'Reset':
        return [
          {
            is: 'request',
            request: (incarnation) => ({ kind: 'unit/reset', epoch: epoch(e), incarnation }),
            answer: ok,
          },
        ];
      case 'Crash': {
        const free = this.#positions.find((p) => this.#contentAt(before, p) === 'UNWRITTEN');
        const crash = { is: 'crash' } as const;
        if (free === undefined || !this.#isFresh) return [crash];
        return [{ is: 'unanswered', request: { kind: 'unit/fill', epoch: e, position: logPosition(free) } }, crash];
      }
      case 'Restart':
        if (this.#isBlank)
          throw new Unplayable('a unit that was reset and has written nothing takes its flash for replaced');
        return [{ is: 'start' }, ...this.#seen(after)];
      case 'Estrange':
        this.#unseen = [];
        return [{ is: 'replace-devices' }, { is: 'start' }];
      case 'Rot':
        return this.#rot(e, position, after);
      case 'Suspect':
        throw new Unplayable('the rot that is played leaves one of the three names of a page legible');
      default:
        throw new Unplayable('only a unit with a planted mistake does so, and it says nothing');
    }
  }

  #rot(e: number, position: number, after: TlaState): readonly UnitErrand[] {
    const rot = { is: 'rot', position } as const;
    if (this.#of(after, 'power') === 'up') return [rot, this.#read(e, position, this.#contentAt(after, position))];
    this.#unseen.push(position);
    return [rot];
  }

  #seen(state: TlaState): readonly UnitErrand[] {
    const e = numberOf(this.#of(state, 'minEpoch'));
    const reads = this.#unseen.map((position) => this.#read(e, position, this.#contentAt(state, position)));
    this.#unseen = [];
    return reads;
  }

  #read(e: number, position: number, content: TlaValue): UnitErrand {
    const answer =
      typeof content === 'string' && content in answers
        ? { status: answers[content] }
        : { status: 'data', writer: this.#writerOf(content) };
    return asks({ kind: 'unit/read', epoch: e, position: logPosition(position) }, answer);
  }

  #refusedFill(e: number, position: number, content: TlaValue): readonly UnitErrand[] {
    if (this.#isFlawed || content === 'UNWRITTEN') return [];
    const status = typeof content === 'string' ? (refusals[content] ?? 'overwritten') : 'overwritten';
    return [asks({ kind: 'unit/fill', epoch: e, position: logPosition(position) }, { status })];
  }

  #data(value: TlaValue): { readonly writer: number; readonly writeNumber: number; readonly payload: Uint8Array } {
    return { writer: this.#writerOf(value), writeNumber: 0, payload: PAYLOAD };
  }

  /** Values are told apart by who writes them. */
  #writerOf(value: TlaValue): number {
    const known = this.#values.findIndex((each) => sameValue(each, value));
    return 1 + (known === -1 ? this.#values.push(value) - 1 : known);
  }

  #of(state: TlaState, variable: string): TlaValue {
    return valueAt(state, variable, this.#unit);
  }

  #contentAt(state: TlaState, position: number): TlaValue {
    return position < numberOf(this.#of(state, 'prefix')) ? 'TRIMMED' : applied(this.#of(state, 'known'), position);
  }
}

const NOTHING = { writer: 0, writeNumber: 0, payload: new Uint8Array() };

function asks(request: UnitRequest, answer: Readonly<Record<string, unknown>>): UnitErrand {
  return { is: 'request', request: () => request, answer };
}
