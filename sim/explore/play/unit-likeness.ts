/** Whether a unit is in the state that FlashUnit says, as `sim/refine` sees the unit: address by address. */
import type { FlashUnitRefinement } from '../../refine/flash-unit.ts';
import { sameValue, type TlaState, type TlaValue } from '../../tla/tlc/value.ts';
import { applied, numberOf, pairsOf } from '../../tla/tlc/value-parts.ts';
import type { Difference } from './likeness.ts';

export class UnitLikeness {
  readonly #units: FlashUnitRefinement;
  readonly #node: number;
  /** What the unit's incarnations are in the spec; the spec counts, and the unit draws. */
  readonly #incarnations = new Map<number, number>();
  #report = -1;
  /** The incarnation that the report is of; units are formatted as the first. */
  #reporter = 1;

  constructor(units: FlashUnitRefinement, node: number) {
    this.#units = units;
    this.#node = node;
  }

  /** Of the unit's answers: the report of a seal is in no slice as a whole. */
  heard({ hwm }: { readonly hwm?: unknown }): void {
    if (typeof hwm === 'number') this.#report = hwm;
  }

  /** The first difference; undefined if there is none. */
  difference(spec: TlaState): Difference | undefined {
    const [unit, contents] = pairsOf(spec['known']!)[0]!;
    const positions = pairsOf(contents).map(([position]) => numberOf(position));
    const inSpec = (variable: string): TlaValue => applied(spec[variable]!, unit);
    const incarnation = this.#units.incarnationOf(this.#node);
    if (incarnation !== this.#reporter) this.#report = -1;
    this.#reporter = incarnation;
    const compared: Difference[] = [];
    const compare = (what: string, one: TlaValue, other: TlaValue): void => {
      compared.push({ what, spec: one, stack: other });
    };
    for (const position of positions) {
      const slice = this.#units.stateOf(this.#node, position);
      const inStack = (variable: string): TlaValue => pairsOf(slice[variable]!)[0]![1];
      for (const variable of ['power', 'minEpoch', 'diskEpoch', 'lastReset']) {
        compare(variable, inSpec(variable), inStack(variable));
      }
      compare('inc', inSpec('inc'), this.#incarnationInSpec(numberOf(inStack('inc')), numberOf(inSpec('inc'))));
      const isMarked = position < numberOf(inSpec('prefix'));
      compare(`trim mark at address ${position}`, isMarked, numberOf(inStack('prefix')) > 0);
      const isMarkedOnDisk = position < numberOf(inSpec('diskPrefix'));
      compare(`trim mark on disk at address ${position}`, isMarkedOnDisk, numberOf(inStack('diskPrefix')) > 0);
      // Below the mark nothing can be seen, and nothing changes any more.
      if (isMarked) continue;
      for (const variable of ['known', 'durable', 'promised', 'stamp']) {
        const value = applied(inSpec(variable), position);
        compare(`${variable} of address ${position}`, named(value), applied(inStack(variable), 0));
      }
    }
    // What is suspect may be above the few addresses of a model.
    compare('report', inSpec('report'), Math.min(this.#report, Math.max(...positions)));
    return compared.find(({ spec: one, stack: other }) => !sameValue(one, other));
  }

  /** A new incarnation is what the spec says, if that is new, too. */
  #incarnationInSpec(drawn: number, expected: number): number {
    const known = this.#incarnations.get(drawn);
    if (known !== undefined) return known;
    if ([...this.#incarnations.values()].includes(expected)) return -1;
    this.#incarnations.set(drawn, expected);
    return expected;
  }
}

/** In a slice, an incarnation writes one value to an address. */
function named(value: TlaValue): TlaValue {
  return typeof value === 'object' ? 'entry' : value;
}
