/**
 * The choice of layouts held against LayoutPaxos: which event is which action.
 *
 *     a request to prepare  Prepare      layout-promised  Promise      crashed (kernel), of an acceptor  Crash
 *     a request to accept   Propose      layout-accepted  Accept
 *
 * Must leave things as they were: copies of requests, and what an acceptor says again to one of them; layout-learned and layout-decided,
 * of a layout that was chosen by then.
 *
 * A step that no event tells: `unsaid`, that an acceptor voted just before it lost power, as its next promise shows.
 */
import type { LayoutPromised, LayoutServerEvent, ReconfigurationEvent } from '../../src/corfu/events.ts';
import type { Layout } from '../../src/corfu/layout.ts';
import type { LayoutRequest } from '../../src/corfu/layout-messages.ts';
import type { RequestDatagram } from '../../src/rpc/endpoint.ts';
import type { Fact } from '../model/fact.ts';
import { apply } from '../tla/values/functions.ts';
import type { HeldProgram } from './held-program.ts';
import { HeldSteps } from './held-steps.ts';
import { SpecTally, type SpecVerdict } from './spec-verdict.ts';

const actions = ['Prepare', 'Promise', 'Propose', 'Accept', 'Crash'] as const;

type ActionName = (typeof actions)[number];

/** The choice of the layout of one epoch. */
interface Slot {
  readonly held: HeldSteps;
  /** Node ids; the spec counts them from 1. */
  readonly acceptors: readonly number[];
  state: Int32Array;
  /** Ranks of which a request to prepare was sent. */
  readonly prepared: Set<number>;
  /** By rank. */
  readonly proposals: Map<number, Proposal>;
}

interface Proposal {
  readonly layout: Layout;
  /** Where layouts are the same, their keys are. */
  readonly key: string;
  /** Acceptors that said that they voted for it. */
  readonly voters: Set<number>;
}

export class LayoutPaxosRefinement {
  readonly #programOf: (acceptorCount: number) => HeldProgram;
  readonly #tally = new SpecTally('LayoutPaxos', actions);
  readonly #onChosen: (layout: Layout, step: number) => void;
  /** By epoch. */
  readonly #chosen = new Map<number, Layout>();
  readonly #slots = new Map<number, Slot>();

  /** `onChosen` hears of every layout but the first, when a majority has said that it voted for it. */
  constructor(
    programOf: (acceptorCount: number) => HeldProgram,
    first: Layout,
    onChosen: (layout: Layout, step: number) => void,
  ) {
    this.#programOf = programOf;
    this.#onChosen = onChosen;
    this.#chosen.set(first.epoch, first);
  }

  get verdict(): SpecVerdict {
    return this.#tally;
  }

  observe(fact: Fact, step: number): void {
    switch (fact.fact) {
      case 'sent': {
        const datagram = fact.datagram as RequestDatagram;
        if (datagram.is === 'request') this.#requested(datagram.body as LayoutRequest, fact.from, step);
        return;
      }
      case 'claim':
        this.#claimed(fact.claim as LayoutServerEvent | ReconfigurationEvent, fact.node, step);
        return;
      case 'crashed':
        for (const slot of this.#slots.values()) {
          if (!slot.acceptors.includes(fact.node)) continue;
          slot.held.begin('crashed', {}, fact.node, step);
          this.#matched(this.#take(slot, 'Crash', { node: fact.node }));
        }
        return;
      default:
    }
  }

  #requested(request: LayoutRequest, node: number, step: number): void {
    if (request.kind !== 'layout/prepare' && request.kind !== 'layout/accept') return;
    const slot = this.#slotOf(request.slot, request.kind, request, node, step);
    if (slot === undefined) return;
    const { rank } = request;
    if (request.kind === 'layout/prepare') {
      if (slot.prepared.has(rank)) this.#tally.stuttered += 1;
      else this.#matched(this.#take(slot, 'Prepare', { rank }));
      slot.prepared.add(rank);
      return;
    }
    const { layout } = request;
    const key = keyOf(layout);
    if (slot.proposals.get(rank)?.key === key) {
      this.#tally.stuttered += 1;
      return;
    }
    this.#matched(this.#take(slot, 'Propose', { rank, key }));
    slot.proposals.set(rank, { layout, key, voters: new Set() });
  }

  #claimed(claim: LayoutServerEvent | ReconfigurationEvent, node: number, step: number): void {
    const { event, epoch } = claim;
    switch (event) {
      case 'layout-promised':
      case 'layout-accepted': {
        const slot = this.#slotOf(epoch, event, claim, node, step);
        if (slot === undefined) return;
        if (!slot.acceptors.includes(node)) {
          slot.held.differs('an acceptor of the epoch', `one of ${slot.acceptors.join(', ')}`, `${node}`, slot.state);
        } else if (event === 'layout-promised') this.#promised(slot, claim, node, step);
        else this.#accepted(slot, claim.rank, keyOf(claim.layout), node, step);
        return;
      }
      case 'layout-learned':
      case 'layout-decided': {
        const chosen = this.#chosen.get(epoch);
        this.#tally.events += 1;
        if (chosen !== undefined && keyOf(chosen) === keyOf(claim.layout)) this.#tally.stuttered += 1;
        else this.#tally.refuse(event, { epoch }, node, step, 'a layout that was chosen');
        return;
      }
      default:
    }
  }

  /** It may not have said what it voted for last, since it lost power; its promise tells that. */
  #promised(slot: Slot, { rank, accepted }: LayoutPromised, node: number, step: number): void {
    const last = this.#rankOf(slot, 'accepted', node);
    if (accepted !== last) {
      const proposal = slot.proposals.get(accepted);
      if (proposal === undefined || accepted < last) {
        slot.held.differs('what it has accepted', `rank ${last}`, `rank ${accepted}`, slot.state);
        return;
      }
      if (!this.#vote(slot, accepted, proposal.key, node, step)) return;
      this.#tally.tookSilently('unsaid');
    }
    if (this.#rankOf(slot, 'promised', node) === rank) this.#tally.stuttered += 1;
    else this.#matched(this.#take(slot, 'Promise', { node, rank }));
  }

  #accepted(slot: Slot, rank: number, key: string, node: number, step: number): void {
    if (slot.proposals.get(rank)?.voters.has(node) === true) this.#tally.stuttered += 1;
    else this.#matched(this.#vote(slot, rank, key, node, step));
  }

  #vote(slot: Slot, rank: number, key: string, node: number, step: number): boolean {
    if (!this.#take(slot, 'Accept', { node, rank, key })) return false;
    const { voters, layout } = slot.proposals.get(rank)!;
    voters.add(node);
    if (2 * voters.size > slot.acceptors.length && !this.#chosen.has(layout.epoch)) {
      this.#chosen.set(layout.epoch, layout);
      this.#onChosen(layout, step);
    }
    return true;
  }

  /** Those who choose the layout of `epoch` are the layout servers of the one before. */
  #slotOf(epoch: number, event: string, details: object, node: number, step: number): Slot | undefined {
    let slot = this.#slots.get(epoch);
    const before = this.#chosen.get(epoch - 1);
    if (slot === undefined && before !== undefined) {
      const held = new HeldSteps(this.#programOf(before.layoutServers.length), this.#tally);
      const state = held.checker.initial('Init', held.checker.blank())[0]!;
      slot = { held, acceptors: before.layoutServers, state, prepared: new Set(), proposals: new Map() };
      this.#slots.set(epoch, slot);
    }
    if (slot === undefined) {
      this.#tally.events += 1;
      this.#tally.refuse(event, { epoch }, node, step, 'a layout of the epoch before that was chosen');
      return undefined;
    }
    slot.held.begin(event, details, node, step);
    return slot;
  }

  #take(
    slot: Slot,
    action: ActionName,
    { node, rank, key }: { readonly node?: number; readonly rank?: number; readonly key?: string },
  ): boolean {
    const { held } = slot;
    const { values } = held.checker;
    const args: number[] = [];
    if (node !== undefined) args.push(values.integer(1 + slot.acceptors.indexOf(node)));
    if (rank !== undefined) args.push(values.integer(1), values.integer(rank));
    if (key !== undefined) args.push(values.string(key));
    const next = held.take(action, args, slot.state, held.checker.blank());
    if (next === undefined) return false;
    slot.state = next;
    return true;
  }

  #matched(taken: boolean): void {
    if (taken) this.#tally.matched += 1;
  }

  /** Of what the acceptor promised or accepted last. */
  #rankOf(slot: Slot, variable: 'promised' | 'accepted', node: number): number {
    const { checker } = slot.held;
    const { values } = checker;
    const ofAcceptor = apply(
      values,
      slot.state[checker.variable(variable)]!,
      values.integer(1 + slot.acceptors.indexOf(node)),
    );
    const ofEpoch = apply(values, ofAcceptor, values.integer(1));
    return values.numberOf(variable === 'promised' ? ofEpoch : apply(values, ofEpoch, values.string('rank')));
  }
}

/** The same for layouts that are the same. */
function keyOf({ epoch, layoutServers, sequencer, sequencerIncarnation, segments, ...rest }: Layout): string {
  const parts = segments.map(({ start, end, stripes }) => [start, end, stripes]);
  return JSON.stringify([epoch, layoutServers, sequencer, sequencerIncarnation, parts, rest]);
}
