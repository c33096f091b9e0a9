/**
 * Where behaviours of FlashUnit are played: one unit on its simulated devices, requests sent in a client's name, and what happens to the
 * machine. An errand is over when the unit answers, and not when its devices come to rest: what was acknowledged must be there by then.
 */
import { nodeId, type NodeId } from '../../../src/ports/units.ts';
import type { UnitRequest } from '../../../src/corfu/unit-messages.ts';
import { CORRECTABLE_BITS } from '../../devices/nand.ts';
import { Sent } from '../../devices/network.ts';
import type { KernelEvent } from '../../kernel/kernel.ts';
import type { Fact } from '../../model/fact.ts';
import type { FlashUnitRefinement } from '../../refine/flash-unit.ts';
import type { SpecVerdict } from '../../refine/spec-verdict.ts';
import type { SimNode } from '../../systems/sim-node.ts';
import type { World } from '../../systems/world.ts';
import type { TlaState } from '../../tla/tlc/value.ts';
import type { Difference } from './likeness.ts';
import type { Stage } from './player.ts';
import { UnitLikeness } from './unit-likeness.ts';
import type { UnitErrand } from './unit-schedule.ts';

const UNIT = nodeId(0);

/** What a claim or an answer of the unit says, as far as anybody asks here. */
interface Said {
  readonly event?: string;
  readonly position?: number;
  readonly page?: number;
  readonly to?: number;
}

export class UnitStage implements Stage<UnitErrand> {
  readonly isPrompt = true;
  readonly shown = ['known', 'prefix', 'minEpoch', 'inc', 'power', 'promised', 'stamp', 'report'];
  readonly verdicts: readonly SpecVerdict[];
  readonly #units: FlashUnitRefinement;
  readonly #client: NodeId;
  readonly #likeness: UnitLikeness;
  #world: World | undefined;
  #isDown = false;
  #calls = 0;
  /** Of the errand at hand, until it is delivered. */
  #request: object | undefined;
  /** In the order in which they were programmed. */
  #pages: number[] = [];
  readonly #pageOf = new Map<number, number>();

  constructor(units: FlashUnitRefinement, client: number) {
    this.#units = units;
    this.#client = nodeId(client);
    this.#likeness = new UnitLikeness(units, UNIT);
    this.verdicts = [units.verdict];
  }

  enter(world: World): void {
    this.#world = world;
  }

  observe(fact: Fact, step: number): void {
    this.#units.observe(fact, step);
    if (fact.fact === 'programmed' && fact.node === UNIT) {
      this.#pages = [...this.#pages.filter((page) => page !== fact.page), fact.page];
    } else if (fact.fact === 'claim' && fact.node === UNIT) {
      const { position, page, to } = fact.claim as Said;
      if (position !== undefined && (page ?? to) !== undefined) this.#pageOf.set(position, (page ?? to)!);
    } else if (fact.fact === 'device-lost') {
      this.#pages = [];
      this.#pageOf.clear();
    }
  }

  /** Power is lost before devices have done what they were told last, and does not come back by itself. */
  mayGoOn({ kind }: KernelEvent, errand: UnitErrand | undefined): boolean {
    return errand?.is !== 'crash' && !(this.#isDown && kind === 'start');
  }

  next(errand: UnitErrand, pending: readonly KernelEvent[]): KernelEvent | undefined {
    switch (errand.is) {
      case 'request':
        return this.#asked(() => errand.request(this.#units.incarnationOf(UNIT)), pending);
      case 'unanswered':
        return this.#asked(() => errand.request, pending);
      case 'crash':
        return this.#happens((unit) => {
          this.#isDown = true;
          unit.crash(0);
        });
      case 'start':
        this.#isDown = false;
        return pending.find(({ kind }) => kind === 'start');
      case 'replace-devices':
        return this.#happens((unit) => unit.loseDevices(0));
      case 'rot': {
        const page = this.#pageOf.get(errand.position);
        if (page === undefined) return undefined;
        const age = this.#pages.length - 1 - this.#pages.indexOf(page);
        return this.#happens((unit) => unit.flash.rot(age, CORRECTABLE_BITS + 1));
      }
    }
  }

  ends(errand: UnitErrand, fact: Fact): boolean | string {
    switch (errand.is) {
      case 'request': {
        if (fact.fact !== 'sent' || fact.from !== UNIT || fact.to !== this.#client) return false;
        const { body } = fact.datagram as { readonly body: Readonly<Record<string, unknown>> };
        this.#likeness.heard(body);
        const wrong = Object.entries(errand.answer).find(([field, value]) => body[field] !== value);
        return (
          wrong === undefined || `the unit answers ${wrong[0]} ${String(body[wrong[0]])}, and not ${String(wrong[1])}`
        );
      }
      case 'unanswered':
        return fact.fact === 'delivered' && fact.to === UNIT;
      case 'crash':
        return fact.fact === 'crashed' && fact.node === UNIT;
      case 'start': {
        if (fact.fact !== 'claim' || fact.node !== UNIT) return false;
        const { event } = fact.claim;
        return event === 'unit-recovered' || event === 'unit-estranged';
      }
      case 'replace-devices':
        return fact.fact === 'device-lost' && fact.node === UNIT;
      case 'rot':
        return fact.fact === 'fault' && fact.kind === 'flash.rot';
    }
  }

  difference(state: TlaState): Difference | undefined {
    return this.#likeness.difference(state);
  }

  /** Sends a request, and delivers it then. */
  #asked(request: () => UnitRequest, pending: readonly KernelEvent[]): KernelEvent | undefined {
    const sent = this.#request;
    if (sent !== undefined) {
      this.#request = undefined;
      return pending.find(({ action }) => action instanceof Sent && action.datagram === sent);
    }
    const client = this.#world!.node(this.#client).incarnation!;
    this.#calls += 1;
    // No call of the client's own has this number.
    const call = -this.#calls;
    const datagram = {
      is: 'request',
      call,
      incarnation: client.number,
      caller: this.#client,
      body: request(),
    } as const;
    this.#request = datagram;
    const { network } = this.#world!;
    return this.#happens(() => network.portFor(client).send(UNIT, datagram));
  }

  #happens(act: (unit: SimNode) => void): KernelEvent {
    const world = this.#world!;
    return world.kernel.schedule(0, 'fault', null, () => act(world.node(UNIT)));
  }
}
