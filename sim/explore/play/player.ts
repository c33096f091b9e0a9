/**
 * Plays a schedule on the stack: a chooser that lets happen what the errand at hand needs and nothing else, and a watcher that sees when it is
 * done and compares states after every action. What goes wrong ends the run and is kept: the spec and the stack have parted.
 */
import { chainOf, type Layout } from '../../../src/corfu/layout.ts';
import { logPosition } from '../../../src/log/position.ts';
import { Sent } from '../../devices/network.ts';
import type { Chooser } from '../../kernel/chosen-queue.ts';
import type { KernelEvent } from '../../kernel/kernel.ts';
import { nextLocal } from '../../kernel/next-local.ts';
import type { ClaimFact, DatagramFact, Fact } from '../../model/fact.ts';
import type { Instant, Observer } from '../../model/observer.ts';
import type { ChainLogRefinement } from '../../refine/chain-log.ts';
import type { FlashUnitRefinement } from '../../refine/flash-unit.ts';
import { describeMismatch } from '../../refine/spec-verdict.ts';
import type { Divergence } from '../../run/play-protocol.ts';
import { describeState, differenceBetween, textOf } from './likeness.ts';
import type { Errand, Schedule, Until } from './schedule.ts';

/** What a message is about, as far as errands care. */
interface Content {
  readonly kind?: string;
  readonly position?: number;
  readonly upTo?: number;
}

/** Requests by the event that they lead to. */
const kindsOf: Readonly<Record<string, string>> = {
  'unit-wrote': 'unit/write',
  'unit-filled': 'unit/fill',
  'unit-trimmed': 'unit/trim',
  'unit-prefix-trimmed': 'unit/prefix-trim',
};

export class Player implements Chooser<KernelEvent>, Observer {
  readonly #schedule: Schedule;
  readonly #layout: Layout;
  readonly #firstClient: number;
  readonly #units: FlashUnitRefinement;
  readonly #chains: ChainLogRefinement;
  #action = 0;
  #errand = 0;
  #isDone = false;
  divergence: Divergence | null = null;

  constructor(
    schedule: Schedule,
    layout: Layout,
    firstClient: number,
    { units, chains }: { readonly units: FlashUnitRefinement; readonly chains: ChainLogRefinement },
  ) {
    this.#schedule = schedule;
    this.#layout = layout;
    this.#firstClient = firstClient;
    this.#units = units;
    this.#chains = chains;
  }

  /** How many actions the stack has taken as the spec says. */
  get played(): number {
    return this.#action;
  }

  choose(pending: readonly KernelEvent[]): KernelEvent | undefined {
    const mismatch = this.#units.verdict.firstMismatch ?? this.#chains.verdict.firstMismatch;
    if (mismatch !== null) {
      const { module } = this.#units.verdict.firstMismatch === null ? this.#chains.verdict : this.#units.verdict;
      return this.part(describeMismatch(module, mismatch));
    }
    const local = nextLocal(pending);
    if (local !== undefined) return local;
    if (this.#isDone && !this.#goOn()) return undefined;
    const errand = this.#schedule.actions[this.#action]?.errands[this.#errand];
    if (errand === undefined) return undefined;
    const chosen = this.#next(errand, pending);
    return chosen ?? this.part('the stack takes no such step');
  }

  observe(fact: Fact, { step }: Instant): void {
    this.#units.observe(fact, step);
    this.#chains.observe(fact, step);
    const errand = this.#schedule.actions[this.#action]?.errands[this.#errand];
    if (errand === undefined || this.#isDone) return;
    this.#isDone = this.#ends(errand, fact);
    const { until } = errand;
    if (until.is !== 'responded' || fact.fact !== 'responded' || fact.node !== this.#nodeOf(errand.client)) return;
    const { out } = fact.detail as { readonly out: string };
    if (!this.#isDone) this.part(`the client is answered ${out}, and not ${until.outs.join(' or ')}`);
  }

  /** Ends an errand, and an action with it if it was the last one: then states are compared. False if that is the end of the run. */
  #goOn(): boolean {
    this.#isDone = false;
    const action = this.#schedule.actions[this.#action]!;
    this.#errand += 1;
    if (this.#errand < action.errands.length) return true;
    const difference = differenceBetween(action.state, this.#chains, this.#schedule);
    if (difference !== undefined) {
      const { what, spec, stack } = difference;
      this.part(`${what}: the spec has ${textOf(spec)}, the stack ${textOf(stack)}`);
      return false;
    }
    this.#action += 1;
    this.#errand = 0;
    return this.#action < this.#schedule.actions.length;
  }

  /** The first thing that lets the client go on; what it is all about before anything else of that client. */
  #next({ client, until, heard }: Errand, pending: readonly KernelEvent[]): KernelEvent | undefined {
    const node = this.#nodeOf(client);
    const isOwn = ({ kind, owner }: KernelEvent): boolean =>
      owner?.node === node && (kind === 'timer' || (!heard && kind === 'timeout'));
    const isHeard = ({ action }: KernelEvent): boolean =>
      heard && action instanceof Sent && (action.from === node || action.to === node);
    const isWanted = (event: KernelEvent): boolean => isHeard(event) && this.#leadsTo(until, event.action as Sent);
    return pending.find(isWanted) ?? pending.find((event) => isHeard(event) || isOwn(event));
  }

  #leadsTo(until: Until, { to, datagram }: Sent): boolean {
    if (until.is !== 'done') return false;
    const { kind, position, upTo } = contentOf(datagram);
    const isAsked = until.events.some((event) => kindsOf[event] === kind);
    return isAsked && to === this.#unit(until.hop) && (position ?? upTo) === until.position;
  }

  #ends({ client, until }: Errand, fact: Fact): boolean {
    const node = this.#nodeOf(client);
    switch (until.is) {
      case 'granted':
        return fact.fact === 'claim' && says(fact, 'token-granted') && fact.claim['position'] === until.position;
      case 'done': {
        if (fact.fact !== 'claim' || fact.node !== this.#unit(until.hop)) return false;
        const { position, upTo } = fact.claim as Content;
        return until.events.some((event) => says(fact, event)) && (position ?? upTo) === until.position;
      }
      case 'asked': {
        if (!isSent(fact, node, this.#unit(until.hop))) return false;
        const { kind, position } = contentOf(fact.datagram);
        return (kind === 'unit/write' || kind === 'unit/fill') && position === until.position;
      }
      case 'answered':
        return isSent(fact, this.#unit(until.hop), node);
      case 'said':
        return fact.fact === 'claim' && fact.node === node && says(fact, until.event);
      case 'responded': {
        if (fact.fact !== 'responded' || fact.node !== node) return false;
        return until.outs.includes((fact.detail as { readonly out: string }).out);
      }
    }
  }

  #nodeOf(client: number): number {
    return this.#firstClient + client;
  }

  #unit(hop: number): number {
    return chainOf(this.#layout, logPosition(0))[hop]!;
  }

  /** Notes that they have parted, unless they had before. */
  part(message: string): undefined {
    const { actions } = this.#schedule;
    const action = actions[this.#action];
    if (action === undefined || this.divergence !== null) return;
    const before = actions.slice(0, this.#action).map(({ text }, i) => `${i + 1}. ${text}`);
    this.divergence = {
      at: this.#action,
      action: action.text,
      message,
      explanation: [
        ...before,
        `${this.#action + 1}. ${action.text}: here they part; the spec goes on to`,
        ...describeState(action.state).map((line) => `     ${line}`),
      ],
    };
  }
}

function says({ claim }: ClaimFact, event: string): boolean {
  return claim.event === event;
}

function isSent(fact: Fact, from: number, to: number): fact is DatagramFact {
  return fact.fact === 'sent' && fact.from === from && fact.to === to;
}

function contentOf(datagram: object): Content {
  return (datagram as { readonly body?: Content }).body ?? {};
}
