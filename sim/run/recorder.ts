/**
 * Keeps every fact of a run, for replays, reports and comparisons. Messages are frozen and flash views immutable, so what is
 * kept stays as it was.
 */
import type { Fact } from '../model/fact.ts';
import type { Instant, Observer } from '../model/observer.ts';
import type { RecordedFact } from '../model/recorded-fact.ts';

export class FactRecorder implements Observer {
  readonly facts: RecordedFact[] = [];
  readonly #untilStep: number;

  constructor(untilStep: number = Number.MAX_SAFE_INTEGER) {
    this.#untilStep = untilStep;
  }

  observe(fact: Fact, at: Instant): void {
    if (at.step <= this.#untilStep) this.facts.push({ step: at.step, timeMicros: at.timeMicros, fact });
  }
}
