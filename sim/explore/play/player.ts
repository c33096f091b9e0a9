/**
 * Plays a schedule on the stack: a chooser that lets happen what the errand at hand needs and nothing else, and a watcher that sees when it is
 * done and compares states after every action. What goes wrong ends the run and is kept: the spec and the stack have parted.
 */
import type { Chooser } from '../../kernel/chosen-queue.ts';
import type { KernelEvent } from '../../kernel/kernel.ts';
import { nextLocal } from '../../kernel/next-local.ts';
import type { Fact } from '../../model/fact.ts';
import type { Instant, Observer } from '../../model/observer.ts';
import { describeMismatch, type SpecVerdict } from '../../refine/spec-verdict.ts';
import type { Divergence } from '../../run/play-protocol.ts';
import type { TlaState } from '../../tla/tlc/value.ts';
import { describeState, type Difference, textOf } from './likeness.ts';
import type { Schedule } from './steps.ts';

/** What is peculiar to a spec. */
export interface Stage<Errand> {
  /** An errand is over the moment that it is done; else when all machines have come to rest. */
  readonly isPrompt: boolean;
  /** The variables that are shown where spec and stack part. */
  readonly shown: readonly string[];
  readonly verdicts: readonly SpecVerdict[];
  observe(fact: Fact, step: number): void;
  /** Of what machines do by themselves: not what an errand is to bring about. */
  mayGoOn(event: KernelEvent, errand: Errand | undefined): boolean;
  /** What brings the errand on; undefined: nothing does. */
  next(errand: Errand, pending: readonly KernelEvent[]): KernelEvent | undefined;
  /** Whether it is done now; or how it went wrong. */
  ends(errand: Errand, fact: Fact): boolean | string;
  difference(state: TlaState): Difference | undefined;
}

export class Player<Errand> implements Chooser<KernelEvent>, Observer {
  readonly #schedule: Schedule<Errand>;
  readonly #stage: Stage<Errand>;
  #action = 0;
  #errand = 0;
  #isDone = false;
  divergence: Divergence | null = null;

  constructor(schedule: Schedule<Errand>, stage: Stage<Errand>) {
    this.#schedule = schedule;
    this.#stage = stage;
  }

  /** How many actions the stack has taken as the spec says. */
  get played(): number {
    return this.#action;
  }

  choose(pending: readonly KernelEvent[]): KernelEvent | undefined {
    const stage = this.#stage;
    for (const { module, firstMismatch } of stage.verdicts) {
      if (firstMismatch !== null) return this.part(describeMismatch(module, firstMismatch));
    }
    if (this.divergence !== null) return undefined;
    if (this.#isDone && stage.isPrompt && !this.#goOn()) return undefined;
    const current = this.#current;
    const local = nextLocal(pending.filter((event) => stage.mayGoOn(event, current)));
    if (local !== undefined) return local;
    if (this.#isDone && !this.#goOn()) return undefined;
    const errand = this.#current;
    if (errand === undefined) return undefined;
    const chosen = stage.next(errand, pending);
    return chosen ?? this.part('the stack takes no such step');
  }

  observe(fact: Fact, { step }: Instant): void {
    this.#stage.observe(fact, step);
    const errand = this.#current;
    if (errand === undefined || this.#isDone) return;
    const ends = this.#stage.ends(errand, fact);
    if (typeof ends === 'string') this.part(ends);
    else this.#isDone = ends;
  }

  get #current(): Errand | undefined {
    return this.#schedule.actions[this.#action]?.errands[this.#errand];
  }

  /** Ends an errand, and an action with it if it was the last one: then states are compared. False if that is the end of the run. */
  #goOn(): boolean {
    this.#isDone = false;
    const action = this.#schedule.actions[this.#action]!;
    this.#errand += 1;
    if (this.#errand < action.errands.length) return true;
    const difference = action.state === null ? undefined : this.#stage.difference(action.state);
    if (difference !== undefined) {
      const { what, spec, stack } = difference;
      this.part(`${what}: the spec has ${textOf(spec)}, the stack ${textOf(stack)}`);
      return false;
    }
    this.#action += 1;
    this.#errand = 0;
    return this.#action < this.#schedule.actions.length;
  }

  /** Notes that they have parted, unless they had before. */
  part(message: string): undefined {
    const { actions } = this.#schedule;
    const action = actions[this.#action];
    if (action === undefined || this.divergence !== null) return;
    const before = actions.slice(0, this.#action).map(({ text }, i) => `${i + 1}. ${text}`);
    const led = action.state === null ? [] : describeState(action.state, this.#stage.shown);
    this.divergence = {
      at: this.#action,
      action: action.text,
      message,
      explanation: [
        ...before,
        `${this.#action + 1}. ${action.text}: here they part; the spec goes on to`,
        ...led.map((line) => `     ${line}`),
      ],
    };
  }
}
