/** Where behaviours of ChainLog are played: which event lets a client go on with its errand, and when that is done. */
import { chainOf, type Layout } from '../../../src/corfu/layout.ts';
import { logPosition } from '../../../src/log/position.ts';
import { Sent } from '../../devices/network.ts';
import type { KernelEvent } from '../../kernel/kernel.ts';
import type { ClaimFact, DatagramFact, Fact } from '../../model/fact.ts';
import type { ChainLogRefinement } from '../../refine/chain-log.ts';
import type { FlashUnitRefinement } from '../../refine/flash-unit.ts';
import type { SpecVerdict } from '../../refine/spec-verdict.ts';
import type { TlaState } from '../../tla/tlc/value.ts';
import type { ChainSchedule, Errand, Until } from './chain-schedule.ts';
import { type Difference, differenceBetween } from './likeness.ts';
import type { Stage } from './player.ts';

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

export class ChainStage implements Stage<Errand> {
  readonly isPrompt = false;
  readonly shown = ['known', 'prefix', 'tail', 'owner', 'status', 'at', 'decided', 'seen'];
  readonly verdicts: readonly SpecVerdict[];
  readonly #schedule: ChainSchedule;
  readonly #layout: Layout;
  readonly #firstClient: number;
  readonly #units: FlashUnitRefinement;
  readonly #chains: ChainLogRefinement;

  constructor(
    schedule: ChainSchedule,
    layout: Layout,
    firstClient: number,
    { units, chains }: { readonly units: FlashUnitRefinement; readonly chains: ChainLogRefinement },
  ) {
    this.#schedule = schedule;
    this.#layout = layout;
    this.#firstClient = firstClient;
    this.#units = units;
    this.#chains = chains;
    this.verdicts = [units.verdict, chains.verdict];
  }

  observe(fact: Fact, step: number): void {
    this.#units.observe(fact, step);
    this.#chains.observe(fact, step);
  }

  mayGoOn(): boolean {
    return true;
  }

  difference(state: TlaState): Difference | undefined {
    return differenceBetween(state, this.#chains, this.#schedule);
  }

  ends(errand: Errand, fact: Fact): boolean | string {
    if (this.#isOver(errand, fact)) return true;
    const { until } = errand;
    if (until.is !== 'responded' || fact.fact !== 'responded' || fact.node !== this.#nodeOf(errand.client))
      return false;
    const { out } = fact.detail as { readonly out: string };
    return `the client is answered ${out}, and not ${until.outs.join(' or ')}`;
  }

  /** The first thing that lets the client go on; what it is all about before anything else of that client. */
  next({ client, until, heard }: Errand, pending: readonly KernelEvent[]): KernelEvent | undefined {
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

  #isOver({ client, until }: Errand, fact: Fact): boolean {
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
