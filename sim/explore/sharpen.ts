/**
 * Sharpens faults that strike at random: "one in ten messages for 100 ms" becomes "every message for half a millisecond", around
 * one of the times when it did strike. A random fault draws by the number of the message, so it strikes elsewhere as soon as
 * an operation is removed before; a sharp one stays where it is.
 */
import type { Fact } from '../model/fact.ts';
import type { Instant, Observer } from '../model/observer.ts';
import type { PlannedFault } from '../model/plan.ts';

const ALWAYS_PPM = 1_000_000;
/** Half the width of a sharp window: about what removing an operation shifts its neighbours by; else just this message. */
const MARGINS_MICROS = [300, 10];
/** Strikes that are tried, the last ones first, since those are nearest to the violation. */
const STRIKES_MAX = 24;

/** Remembers when each fault kind struck. */
export class StrikeTimes implements Observer {
  readonly #microsByKind = new Map<string, number[]>();

  observe(fact: Fact, at: Instant): void {
    if (fact.fact !== 'fault') return;
    const times = this.#microsByKind.get(fact.kind) ?? [];
    times.push(at.timeMicros);
    this.#microsByKind.set(fact.kind, times);
  }

  of(kind: string): readonly number[] {
    return this.#microsByKind.get(kind) ?? [];
  }
}

/** Sharp faults that might do what `fault` did, the likeliest first; none if it does not strike at random. */
export function sharperThan(fault: PlannedFault, strikesMicros: readonly number[]): readonly PlannedFault[] {
  const { atMicros, durationMicros, ratePpm } = fault;
  if (typeof atMicros !== 'number' || typeof durationMicros !== 'number') return [];
  if (typeof ratePpm !== 'number' || ratePpm === ALWAYS_PPM) return [];
  return strikesMicros
    .filter((time) => time >= atMicros && time <= atMicros + durationMicros)
    .slice(-STRIKES_MAX)
    .toReversed()
    .flatMap((time) =>
      MARGINS_MICROS.map((margin) => ({
        ...fault,
        ratePpm: ALWAYS_PPM,
        atMicros: Math.max(0, time - margin),
        durationMicros: 2 * margin,
      })),
    );
}
