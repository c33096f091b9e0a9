/**
 * The sum of a campaign's results. Results arrive in any order and are folded in the order of their seeds, so that a tally, its
 * hash included, is the same for any number of workers. It keeps failures and sums, not results: campaigns have millions.
 */
import { TraceHash } from '../kernel/trace-hash.ts';
import type { SeedResult } from '../model/seed-result.ts';
import type { VerdictKind } from '../model/verdict.ts';

export type VerdictCounts = Record<VerdictKind, number>;

/** How many unavailable seeds are kept. */
const unavailableMax = 3;

/** Verdicts that are no failure: it held, or it is proven that it could not. */
export function isFailure(kind: VerdictKind): boolean {
  return kind !== 'pass' && kind !== 'unavailable';
}

export class Tally {
  seeds = 0;
  events = 0;
  operations = 0;
  succeeded = 0;
  virtualMicros = 0;
  wallMicros = 0;
  readonly verdicts: VerdictCounts = {
    pass: 0,
    violation: 0,
    stuck: 0,
    unavailable: 0,
    vacuous: 0,
    nondeterministic: 0,
    inconclusive: 0,
  };
  /** In the order of seeds. */
  readonly failures: SeedResult[] = [];
  /** The first that were proven to be unavailable, as examples. */
  readonly unavailable: SeedResult[] = [];
  /** How often each fault kind took effect, and each mark was reached. */
  readonly fired = new Map<string, number>();
  readonly marks = new Map<string, number>();
  readonly #hash = new TraceHash();
  readonly #early = new Map<number, SeedResult>();
  readonly #failuresMax: number;

  /** Nothing after the `failuresMax`-th failure counts, whoever finished it first. */
  constructor(failuresMax = Infinity) {
    this.#failuresMax = failuresMax;
  }

  get full(): boolean {
    return this.failures.length >= this.#failuresMax;
  }

  /** Takes the result of the seed at `place` of the campaign, counted from 0, and folds whatever is next in order. */
  add(place: number, result: SeedResult): void {
    this.#early.set(place, result);
    for (;;) {
      const next = this.#early.get(this.seeds);
      if (next === undefined || this.full) return;
      this.#early.delete(this.seeds);
      this.#fold(next);
    }
  }

  /** The hashes of all runs in the order of their seeds, in one. */
  traceHash(): string {
    return this.#hash.digest();
  }

  #fold(result: SeedResult): void {
    this.seeds += 1;
    this.events += result.events;
    this.operations += result.operations;
    this.succeeded += result.succeeded;
    this.virtualMicros += result.virtualMicros;
    this.wallMicros += result.wallMicros;
    this.verdicts[result.verdict.kind] += 1;
    this.#hash.foldInteger(result.seed);
    for (let i = 0; i < result.traceHash.length; i += 1) this.#hash.foldInteger(result.traceHash.charCodeAt(i));
    addCounts(this.fired, result.fired);
    addCounts(this.marks, result.marks);
    if (isFailure(result.verdict.kind)) this.failures.push(result);
    if (result.verdict.kind === 'unavailable' && this.unavailable.length < unavailableMax)
      this.unavailable.push(result);
  }
}

function addCounts(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
}
