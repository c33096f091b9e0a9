/** What a look at a history answers, before it is cut down to the fewest transactions that show it. */
import type { CausalLink } from '../verdict.ts';
import { type PlainAnomaly, plainAnomalies } from './isolation.ts';

/** `operations` contradict each other alone; indices into the history that was looked at. */
export interface Finding {
  readonly verdict: 'illegal';
  readonly rule: string;
  readonly message: string;
  readonly operations: readonly number[];
  readonly chain: readonly CausalLink[];
}

export type Judgement =
  | Finding
  | { readonly verdict: 'ok'; readonly witness: readonly number[] }
  | { readonly verdict: 'unknown'; readonly message: string };

/** Keeps the first anomaly of each kind, so that the clearest of all is told. */
export class PlainFindings {
  private readonly found = new Map<PlainAnomaly, Finding>();
  private readonly disabled: ReadonlySet<string>;

  constructor(disabled: ReadonlySet<string>) {
    this.disabled = disabled;
  }

  /** The sentence is only made if it is the first of its kind: a broken system breaks the same promise in every transaction. */
  add(rule: PlainAnomaly, operations: readonly number[], sentence: () => string): void {
    if (this.disabled.has(rule) || this.found.has(rule)) return;
    const message = `${rule}: ${sentence()}.`;
    this.found.set(rule, { verdict: 'illegal', rule, message, operations: [...new Set(operations)], chain: [] });
  }

  clearest(): Finding | null {
    for (const rule of plainAnomalies) if (this.found.has(rule)) return this.found.get(rule)!;
    return null;
  }
}
