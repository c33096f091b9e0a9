/**
 * The manager keeps the layout in order: it watches the servers, has a layout replaced by the next one when a server of it is gone,
 * and works towards what the operator wants of it. It decides nothing by itself, since every change is a reconfiguration like any
 * other; there may be several managers, and none is needed for what is in order.
 *
 * First things first, one at each look. What is gone is replaced, all of it in one change; a reconfiguration that somebody began and
 * left is ended, since nothing works until it is; then come chains that are a copy short, then what the operator wants, and last
 * the copying for units that took the place of others, which takes long. And not too often: a server that comes and goes must not
 * keep the log from working in between.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import { type Micros, micros, type NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import { FailureDetector } from './failure-detector.ts';
import {
  dropTrimmed,
  isTrimmed,
  lengthenChain,
  replaceLayoutServer,
  replaceSequencer,
  replaceUnit,
  scaleOut,
  sharesOf,
  together,
  unchanged,
} from './layout-changes.ts';
import type { LayoutGoals } from './layout-goals.ts';
import type { LayoutQuorum } from './layout-quorum.ts';
import { type Chain, type Layout, openSegmentOf, unitsOf } from './layout.ts';
import type { Patience } from './patience.ts';
import type { Rebuilder } from './rebuild.ts';
import type { Reconfigurer, ReconfigurationPlan } from './reconfiguration.ts';

/** Who may be called in, in the order of preference. */
export interface Inventory {
  readonly sequencers: readonly NodeId[];
  readonly spares: readonly NodeId[];
  readonly layoutServers: readonly NodeId[];
}

export class Manager {
  readonly #ports: NodePorts;
  readonly #layouts: LayoutQuorum;
  readonly #reconfigurer: Reconfigurer;
  readonly #rebuilder: Rebuilder;
  readonly #detector: FailureDetector;
  readonly #inventory: Inventory;
  readonly #goals: () => LayoutGoals;
  readonly #pause: Micros;

  /** Looks every `pause`, and asks for the goals each time. */
  constructor(
    ports: NodePorts,
    rpc: RpcEndpoint,
    parts: { readonly layouts: LayoutQuorum; readonly reconfigurer: Reconfigurer; readonly rebuilder: Rebuilder },
    orders: { readonly inventory: Inventory; readonly goals: () => LayoutGoals },
    { timeout }: Patience,
    pause: Micros,
  ) {
    this.#ports = ports;
    this.#layouts = parts.layouts;
    this.#reconfigurer = parts.reconfigurer;
    this.#rebuilder = parts.rebuilder;
    this.#detector = new FailureDetector(rpc, timeout);
    this.#inventory = orders.inventory;
    this.#goals = orders.goals;
    this.#pause = pause;
  }

  /** Looks, repairs, and waits, until `isOver`. */
  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.#layouts.refresh();
      const layout = this.#layouts.current();
      await this.#detector.look(layout, {
        units: this.#inventory.spares,
        layoutServers: this.#watched(layout),
        sealed: this.#layouts.sealed,
      });
      if (layout.epoch === this.#layouts.current().epoch) await this.repair(layout, this.#goals());
      // Several managers must part, or they would all begin at once.
      await this.#ports.clock.sleep(micros(this.#pause + this.#ports.random.below(this.#pause)));
    }
  }

  /** Does what `layout` needs most; if nothing, rebuilds a unit that lacks something. */
  protected async repair(layout: Layout, goals: LayoutGoals): Promise<void> {
    // It may only lack its tail, since a reconfigurer died before it could tell.
    const startable = this.#detector.healthOf(layout.sequencer) === 'not-ready';
    if (startable && (await this.#reconfigurer.startSequencer(layout))) return;
    const plan =
      this.#replacement(layout, goals) ??
      this.#end(layout) ??
      this.#lengthening(layout, goals) ??
      this.#expansion(layout, goals) ??
      this.#forgetting(layout, goals);
    if (plan !== undefined) {
      await this.#reconfigurer.reconfigure(plan);
      return;
    }
    const short = unitsOf(layout).find((unit) => sharesOf(layout, unit).length > 0);
    if (short !== undefined) await this.#rebuilder.rebuild(short);
  }

  /** For whatever of `layout` is gone. A layout server goes when another can take its vote. */
  #replacement(layout: Layout, goals: LayoutGoals): ReconfigurationPlan | undefined {
    const { sequencer, sequencerIncarnation } = layout;
    const sequencerToo = this.#isGone(sequencer);
    const lost = unitsOf(layout).filter((unit) => this.#isGone(unit));
    const substitutes = this.#substitutesFor(layout, goals);
    const leaving = this.#leaving(layout, goals).slice(0, substitutes.length);
    if (!sequencerToo && lost.length === 0 && leaving.length === 0) return undefined;
    const spares = this.#sparesFor(layout).slice(0, lost.length);
    const changes = lost.map((unit, index) => replaceUnit(unit, spares[index]));
    if (sequencerToo) changes.push(replaceSequencer(this.#inventory.sequencers));
    for (const [index, server] of leaving.entries())
      changes.push(replaceLayoutServer(server, substitutes[index] as NodeId));
    return {
      isNeeded: (now) => {
        const units = unitsOf(now);
        // Another manager has called in one of ours: look again, and choose anew.
        if (spares.some((spare) => units.includes(spare))) return false;
        if (substitutes.slice(0, leaving.length).some((server) => now.layoutServers.includes(server))) return false;
        const sequencerStays = now.sequencer === sequencer && now.sequencerIncarnation === sequencerIncarnation;
        return (
          (sequencerToo && sequencerStays) ||
          units.some((unit) => lost.includes(unit)) ||
          now.layoutServers.some((server) => leaving.includes(server))
        );
      },
      sequencers: sequencerToo ? this.#inventory.sequencers : [],
      spares,
      change: together(changes),
    };
  }

  /** For an epoch that was sealed and left so. */
  #end(layout: Layout): ReconfigurationPlan | undefined {
    if (!this.#detector.isAbandoned(layout.epoch)) return undefined;
    return { isNeeded: ({ epoch }) => epoch === layout.epoch, sequencers: [], spares: [], change: unchanged };
  }

  /** For an open chain that lacks a unit. */
  #lengthening(layout: Layout, { chainLength }: LayoutGoals): ReconfigurationPlan | undefined {
    const [companion] = openSegmentOf(layout).stripes.find((chain) => chain.length < chainLength) ?? [];
    const [spare] = this.#sparesFor(layout);
    if (companion === undefined || spare === undefined) return undefined;
    const isShort = (chain: Chain): boolean => chain.includes(companion) && chain.length < chainLength;
    return {
      isNeeded: (now) => openSegmentOf(now).stripes.some(isShort) && !unitsOf(now).includes(spare),
      sequencers: [],
      spares: [spare],
      change: lengthenChain(companion, spare),
    };
  }

  /** For a log that has fewer stripes than the operator wants, as soon as there are units for all of them. */
  #expansion(layout: Layout, { stripes, chainLength }: LayoutGoals): ReconfigurationPlan | undefined {
    const lacking = stripes - openSegmentOf(layout).stripes.length;
    const units = this.#sparesFor(layout).slice(0, Math.max(0, lacking) * chainLength);
    if (lacking <= 0 || units.length < lacking * chainLength) return undefined;
    const added = Array.from({ length: lacking }, (_unused, stripe): Chain =>
      units.slice(stripe * chainLength, (stripe + 1) * chainLength),
    );
    return {
      isNeeded: (now) =>
        openSegmentOf(now).stripes.length < stripes && !unitsOf(now).some((unit) => units.includes(unit)),
      sequencers: [],
      spares: units,
      change: scaleOut(added),
    };
  }

  /** For segments in which nothing is left. */
  #forgetting(layout: Layout, { dropsTrimmed }: LayoutGoals): ReconfigurationPlan | undefined {
    const upTo = this.#detector.trimMark;
    const isNeeded = ({ segments }: Layout): boolean => segments.some((segment) => isTrimmed(segment, upTo));
    if (!dropsTrimmed || !isNeeded(layout)) return undefined;
    return { isNeeded, sequencers: [], spares: [], change: dropTrimmed(upTo) };
  }

  /** Those that answer, whatever they may have held: they are wiped before they join. */
  #sparesFor(layout: Layout): readonly NodeId[] {
    const used = new Set(unitsOf(layout));
    return this.#inventory.spares.filter((unit) => !used.has(unit) && this.#detector.healthOf(unit) !== 'suspected');
  }

  /** The layout servers, if there is anybody to take the place of one. */
  #watched({ layoutServers }: Layout): readonly NodeId[] {
    const others = this.#inventory.layoutServers.filter((server) => !layoutServers.includes(server));
    return others.length === 0 ? [] : [...layoutServers, ...others];
  }

  #leaving({ layoutServers }: Layout, { retiredLayoutServers }: LayoutGoals): readonly NodeId[] {
    return layoutServers.filter((server) => this.#isGone(server) || retiredLayoutServers.includes(server));
  }

  /** One that has lost its disk has forgotten what it promised, and is of no use any more. */
  #substitutesFor({ layoutServers }: Layout, { retiredLayoutServers }: LayoutGoals): readonly NodeId[] {
    return this.#inventory.layoutServers.filter(
      (server) => !layoutServers.includes(server) && !retiredLayoutServers.includes(server) && !this.#isGone(server),
    );
  }

  #isGone(node: NodeId): boolean {
    return this.#detector.healthOf(node) !== 'well';
  }
}
