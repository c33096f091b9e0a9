/** What came of enumerating a small world, as plain data that workers send. */
import type { Plan } from './plan.ts';
import type { Verdict } from './verdict.ts';
import type { WorldRole } from './world.ts';

/** A part of a world that is enumerated on its own. */
export interface WorldPart {
  /** What happens in it, in a few words. */
  readonly name: string;
  readonly crash: WorldCrash | null;
}

export interface WorldCrash {
  readonly role: WorldRole;
  readonly index: number;
  /** Whether it crashes in the middle of a step. */
  readonly whileWriting: boolean;
}

export interface PartResult {
  /** Executions begun. */
  readonly executions: number;
  /** Those of them that were given up, since they led to nothing new. */
  readonly blocked: number;
  /** Those after which a client waits for ever: its patience was spent before a reply was lost. */
  readonly unfinished: number;
  readonly events: number;
  /** Choices of the longest execution. */
  readonly depth: number;
  /** One number for each outcome that was seen. */
  readonly outcomes: readonly number[];
  /** In how many executions each mark was reached. */
  readonly marks: Readonly<Record<string, number>>;
  /** Nothing was left out. */
  readonly exhausted: boolean;
  readonly failure: PartFailure | null;
}

/** The first execution that broke something: the enumeration ends with it. */
export interface PartFailure {
  /** With the choices that lead there. */
  readonly plan: Plan;
  readonly verdict: Verdict;
  /** Executions until it was found, counting it. */
  readonly executions: number;
}
