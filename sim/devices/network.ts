/**
 * The virtual network: unreliable datagrams over directed links.
 *
 * Every datagram of a link has a number, from 0, and every decision about it (delay, loss, a second copy) is keyed by the
 * link's seed, that number and a purpose. Rules, installed by faults for a time, change what happens; where several
 * apply, drops win and delays add up. What is not modelled: bandwidth shared between links, and fragmentation.
 */
import type { DatagramHandler, NetworkPort } from '../../src/ports/network.ts';
import type { NodeId } from '../../src/ports/units.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import type { Kernel } from '../kernel/kernel.ts';
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

/** A datagram that a clogged link or a hold fault keeps back until it is released. */
interface Held {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly number: number;
  readonly datagram: object;
  readonly sentHash: number;
}

/** Decides to keep a datagram back; whoever installs one must release it. */
export interface Hold {
  readonly kind: string;
  holds(from: NodeId, to: NodeId, number: number, datagram: object): boolean;
}

interface Link {
  readonly seed: number;
  sent: number;
}

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
  readonly #holds = new Map<Hold, Held[]>();
  readonly #sendListeners: ((from: NodeId, to: NodeId, number: number) => void)[] = [];

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

  /** Drops what a hold kept back: the connection was reset. */
  discard(hold: Hold): void {
    const kept = this.#holds.get(hold) ?? [];
    this.#holds.delete(hold);
    for (const each of kept) this.#drop(each, hold.kind);
  }

  /** Called after the `number`-th datagram of a link was sent; faults anchor to it. */
  onSent(listener: (from: NodeId, to: NodeId, number: number) => void): void {
    this.#sendListeners.push(listener);
  }

  #link(from: NodeId, to: NodeId): Link {
    const row = (this.#links[from] ??= []);
    return (row[to] ??= { seed: mix(this.#seed, from, to), sent: 0 });
  }

  #send(from: NodeId, to: NodeId, datagram: object): void {
    const kernel = this.#kernel;
    const link = this.#link(from, to);
    const number = link.sent;
    link.sent += 1;
    deepFreeze(datagram);
    const sentHash = kernel.paranoid ? contentHash(datagram) : 0;
    const held: Held = { from, to, number, datagram, sentHash };
    kernel.tell({ fact: 'sent', node: from, from, to, number, datagram });
    if (this.#holds.size > 0 && this.#hold(held)) return;
    if (this.#rules.size > 0) this.#carryUnderRules(held);
    else this.#carry(held, 0, DELAY);
    for (const listener of this.#sendListeners) listener(from, to, number);
  }

  #hold(held: Held): boolean {
    for (const [hold, kept] of this.#holds) {
      if (!hold.holds(held.from, held.to, held.number, held.datagram)) continue;
      kept.push(held);
      this.#tellFault(held, hold.kind);
      return true;
    }
    return false;
  }

  #carryUnderRules(held: Held): void {
    let extraMicros = 0;
    let copies = 0;
    const linkSeed = this.#link(held.from, held.to).seed;
    for (const rule of this.#rules) {
      if (!rule.applies(held.from, held.to, held.number, held.datagram)) continue;
      if (!happens(mix(linkSeed ^ rule.seed, held.number, EFFECT), rule.ratePpm)) continue;
      const span = rule.delayMicrosMax - rule.delayMicrosMin + 1;
      const drawnMicros = rule.delayMicrosMin + below(mix(linkSeed ^ rule.seed, held.number, EXTRA), span);
      this.#tellFault(held, rule.kind);
      if (rule.effect === 'drop') {
        this.#drop(held, rule.kind);
        return;
      }
      if (rule.effect === 'corrupt') {
        const flips = mix(linkSeed ^ rule.seed, held.number, FLIPS);
        if (!survivesCorruption(held.datagram, flips)) {
          this.#drop(held, 'checksum');
          return;
        }
      } else if (rule.effect === 'delay') extraMicros += drawnMicros;
      else {
        copies += 1;
        this.#carry(held, drawnMicros, DELAY + 100 * copies);
      }
    }
    this.#carry(held, extraMicros, DELAY);
  }

  #carry(held: Held, extraMicros: number, purpose: number): void {
    const { delayMicrosMin, jitterMicros } = this.#timing;
    const drawn = below(mix(this.#link(held.from, held.to).seed, held.number, purpose), jitterMicros);
    this.#kernel.schedule(delayMicrosMin + drawn + extraMicros, 'deliver', null, () => this.#deliver(held));
  }

  #deliver(held: Held): void {
    const kernel = this.#kernel;
    const receiver = this.#receivers[held.to];
    if (receiver === undefined || !receiver.incarnation.alive) {
      this.#drop(held, 'down');
      return;
    }
    if (kernel.paranoid && contentHash(held.datagram) !== held.sentHash) {
      kernel.violate({
        property: 'H-MessageImmutable',
        message: `a message from node ${held.from} to node ${held.to} was changed after it had been sent`,
        node: held.from,
      });
    }
    const { from, to, number, datagram } = held;
    kernel.enter(receiver.incarnation, () => {
      kernel.tell({ fact: 'delivered', node: to, from, to, number, datagram });
      receiver.handler(from, datagram);
    });
  }

  #drop(held: Held, why: string): void {
    const { from, to, number, datagram } = held;
    this.#kernel.tell({ fact: 'dropped', node: from, from, to, number, datagram, why });
  }

  #tellFault(held: Held, kind: string): void {
    const detail = `message ${held.number} of ${held.from} to ${held.to}`;
    this.#kernel.tell({ fact: 'fault', node: held.from, kind, detail });
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
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const inner = fields[name];
    if (typeof inner === 'object' && inner !== null && !(inner instanceof Uint8Array) && !Object.isFrozen(inner)) {
      deepFreeze(inner);
    }
  }
}
