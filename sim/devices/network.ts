/**
 * The virtual network: unreliable datagrams over directed links.
 *
 * Every datagram of a link has a number, from 0, and every decision about it (delay, loss, a second copy) is keyed by
 * the link's seed, that number and a purpose. Rules, installed by faults for a time, change what happens; where several
 * apply, the first drop wins and delays add up. A link may be reset, which loses everything on its way. What is not
 * modelled: bandwidth shared between links, and fragmentation.
 */
import type { DatagramHandler, NetworkPort } from '../../src/ports/network.ts';
import type { NodeId } from '../../src/ports/units.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import type { Action, Entrant, Kernel } from '../kernel/kernel.ts';
import { below, happens, mix } from '../kernel/mix.ts';
import { survivesCorruption } from './corruption.ts';
import { contentHash } from './message-hash.ts';

/** One-way delay of a healthy link: `delayMicrosMin` plus a uniform draw below `jitterMicros`. */
export interface LinkTiming {
  readonly delayMicrosMin: number;
  readonly jitterMicros: number;
}

/** What a rule may do to a datagram. Draws are keyed by the rule's own `seed`. */
export interface LinkRule {
  readonly kind: string;
  readonly seed: number;
  applies(from: NodeId, to: NodeId, number: number, datagram: object): boolean;
  /** How likely it takes effect on a datagram that it applies to. */
  readonly ratePpm: number;
  readonly effect: 'drop' | 'delay' | 'duplicate' | 'corrupt';
  /** For `delay` and `duplicate`: the extra delay, or that of the second copy, is uniform in [min, max]. */
  readonly delayMicrosMin: number;
  readonly delayMicrosMax: number;
}

/** A datagram on its way: the action of an event of kind `deliver`. */
export class Sent implements Action, Entrant {
  readonly network: VirtualNetwork;
  readonly link: Link;
  /** That of the link when it was sent; the link is reset when they differ on arrival. */
  readonly generation: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly number: number;
  readonly datagram: object;
  readonly sentHash: number;

  constructor(
    network: VirtualNetwork,
    link: Link,
    from: NodeId,
    to: NodeId,
    number: number,
    datagram: object,
    sentHash: number,
  ) {
    this.network = network;
    this.link = link;
    this.generation = link.generation;
    this.from = from;
    this.to = to;
    this.number = number;
    this.datagram = datagram;
    this.sentHash = sentHash;
  }

  fire(): void {
    this.network.arrive(this);
  }

  enter(): void {
    this.network.hand(this);
  }
}

/** Decides to keep a datagram back; whoever installs one must release it. */
export interface Hold {
  readonly kind: string;
  holds(from: NodeId, to: NodeId, number: number, datagram: object): boolean;
}

interface Link {
  readonly seed: number;
  sent: number;
  /** Counts resets. */
  generation: number;
  /** The fault that did the last reset. */
  resetBy: string;
  /** What facts of faults say that they hit: one string for all messages of the link. */
  readonly detail: string;
}

/** Hears of every datagram at the instant of its sending, before rules and holds decide what becomes of it. */
export type SendListener = (from: NodeId, to: NodeId, number: number, datagram: object) => void;

const DELAY = 21;
const EFFECT = 22;
const EXTRA = 23;
const FLIPS = 24;

export class VirtualNetwork {
  readonly #kernel: Kernel;
  readonly #seed: number;
  readonly #timing: LinkTiming;
  readonly #links: Link[][] = [];
  readonly #receivers: (Receiver | undefined)[] = [];
  readonly #rules = new Set<LinkRule>();
  readonly #holds = new Map<Hold, Sent[]>();
  readonly #sendListeners = new Set<SendListener>();

  constructor(kernel: Kernel, seed: number, timing: LinkTiming) {
    this.#kernel = kernel;
    this.#seed = seed;
    this.#timing = timing;
  }

  /** The network as `incarnation` sees it. */
  portFor(incarnation: Incarnation): NetworkPort {
    return {
      send: (to, datagram) => {
        if (incarnation.alive) this.#send(incarnation.node, to, datagram);
      },
      onDatagram: (handler) => {
        if (incarnation.alive) this.#receivers[incarnation.node] = new Receiver(incarnation, handler);
      },
    };
  }

  addRule(rule: LinkRule): void {
    this.#rules.add(rule);
  }

  removeRule(rule: LinkRule): void {
    this.#rules.delete(rule);
  }

  addHold(hold: Hold): void {
    this.#holds.set(hold, []);
  }

  /** Ends a hold; what it kept back is delivered in any order, as if sent now. */
  release(hold: Hold): void {
    const kept = this.#holds.get(hold) ?? [];
    this.#holds.delete(hold);
    for (const each of kept) this.#carry(each, 0, EXTRA);
  }

  /**
   * Loses whatever is on its way from `from` to `to`, or held back there: the connection was reset by a fault `kind`.
   */
  reset(from: NodeId, to: NodeId, kind: string): void {
    const link = this.#link(from, to);
    link.generation += 1;
    link.resetBy = kind;
  }

  /**
   * Faults anchor to the `number`-th datagram of a link. A rule or hold that `listener` adds is in force for it
   * already.
   */
  onSent(listener: SendListener): void {
    this.#sendListeners.add(listener);
  }

  offSent(listener: SendListener): void {
    this.#sendListeners.delete(listener);
  }

  #link(from: NodeId, to: NodeId): Link {
    const row = (this.#links[from] ??= []);
    return (row[to] ??= {
      seed: mix(this.#seed, from, to),
      sent: 0,
      generation: 0,
      resetBy: '',
      detail: `a message of ${from} to ${to}`,
    });
  }

  #send(from: NodeId, to: NodeId, datagram: object): void {
    const kernel = this.#kernel;
    const link = this.#link(from, to);
    const number = link.sent;
    link.sent += 1;
    deepFreeze(datagram);
    const sentHash = kernel.paranoid ? contentHash(datagram) : 0;
    const sent = new Sent(this, link, from, to, number, datagram, sentHash);
    kernel.tell({ fact: 'sent', node: from, from, to, number, datagram });
    if (this.#sendListeners.size > 0) for (const listener of this.#sendListeners) listener(from, to, number, datagram);
    if (this.#holds.size > 0 && this.#hold(sent)) return;
    if (this.#rules.size > 0) this.#carryUnderRules(sent);
    else this.#carry(sent, 0, DELAY);
  }

  #hold(sent: Sent): boolean {
    for (const [hold, kept] of this.#holds) {
      if (!hold.holds(sent.from, sent.to, sent.number, sent.datagram)) continue;
      kept.push(sent);
      this.#tellFault(sent, hold.kind);
      return true;
    }
    return false;
  }

  #carryUnderRules(sent: Sent): void {
    let extraMicros = 0;
    let copies = 0;
    const linkSeed = sent.link.seed;
    for (const rule of this.#rules) {
      if (!rule.applies(sent.from, sent.to, sent.number, sent.datagram)) continue;
      if (!happens(mix(linkSeed ^ rule.seed, sent.number, EFFECT), rule.ratePpm)) continue;
      const span = rule.delayMicrosMax - rule.delayMicrosMin + 1;
      const drawnMicros = rule.delayMicrosMin + below(mix(linkSeed ^ rule.seed, sent.number, EXTRA), span);
      this.#tellFault(sent, rule.kind);
      if (rule.effect === 'drop') {
        this.#drop(sent, rule.kind);
        return;
      }
      if (rule.effect === 'corrupt') {
        const flips = mix(linkSeed ^ rule.seed, sent.number, FLIPS);
        if (!survivesCorruption(sent.datagram, flips)) {
          this.#drop(sent, 'checksum');
          return;
        }
      } else if (rule.effect === 'delay') extraMicros += drawnMicros;
      else {
        copies += 1;
        this.#carry(sent, drawnMicros, DELAY + 100 * copies);
      }
    }
    this.#carry(sent, extraMicros, DELAY);
  }

  #carry(sent: Sent, extraMicros: number, purpose: number): void {
    const { delayMicrosMin, jitterMicros } = this.#timing;
    const drawn = below(mix(sent.link.seed, sent.number, purpose), jitterMicros);
    this.#kernel.scheduleAction(delayMicrosMin + drawn + extraMicros, 'deliver', null, sent);
  }

  /** `sent` has reached its machine. */
  arrive(sent: Sent): void {
    const kernel = this.#kernel;
    const { link } = sent;
    if (sent.generation !== link.generation) {
      this.#tellFault(sent, link.resetBy);
      this.#drop(sent, link.resetBy);
      return;
    }
    const receiver = this.#receivers[sent.to];
    if (receiver === undefined || !receiver.incarnation.alive || receiver.incarnation.stopping) {
      this.#drop(sent, 'down');
      return;
    }
    if (kernel.paranoid && contentHash(sent.datagram) !== sent.sentHash) {
      kernel.violate({
        property: 'H-MessageImmutable',
        message: `a message from node ${sent.from} to node ${sent.to} was changed after it had been sent`,
        node: sent.from,
      });
    }
    kernel.admit(receiver.incarnation, sent);
  }

  /** The process on the machine takes `sent` in. */
  hand({ from, to, number, datagram }: Sent): void {
    this.#kernel.tell({ fact: 'delivered', node: to, from, to, number, datagram });
    this.#receivers[to]?.handler(from, datagram);
  }

  #drop(sent: Sent, why: string): void {
    const { from, to, number, datagram } = sent;
    this.#kernel.tell({ fact: 'dropped', node: from, from, to, number, datagram, why });
  }

  #tellFault(sent: Sent, kind: string): void {
    this.#kernel.tell({ fact: 'fault', node: sent.from, kind, detail: sent.link.detail });
  }
}

class Receiver {
  readonly incarnation: Incarnation;
  readonly handler: DatagramHandler;

  constructor(incarnation: Incarnation, handler: DatagramHandler) {
    this.incarnation = incarnation;
    this.handler = handler;
  }
}

/** Freezes a message and the records inside it; byte arrays cannot be frozen and are immutable by contract. */
function deepFreeze(value: object): void {
  Object.freeze(value);
  if (Array.isArray(value)) {
    for (const inner of value as unknown[]) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
    return;
  }
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const inner = fields[name];
    if (typeof inner === 'object' && inner !== null && !(inner instanceof Uint8Array) && !Object.isFrozen(inner)) {
      deepFreeze(inner);
    }
  }
}
