/**
 * The manager keeps the layout in order: it watches the servers, and has a layout replaced by the next one when a server of it
 * is gone. It decides nothing by itself, since every change is a reconfiguration like any other; there may be several
 * managers, and none is needed for what is in order.
 *
 * What is gone is replaced first, all of it in one change; a chain that is a copy short can wait. And not too often: a server
 * that comes and goes must not keep the log from working in between.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import { type Micros, micros, type NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import { FailureDetector } from './failure-detector.ts';
import { replaceSequencer, replaceUnit, sharesOf, together } from './layout-changes.ts';
import type { LayoutQuorum } from './layout-quorum.ts';
import { type Layout, unitsOf } from './layout.ts';
import type { Patience } from './patience.ts';
import type { Rebuilder } from './rebuild.ts';
import type { Reconfigurer } from './reconfiguration.ts';

/** Who may be called in, in the order of preference. */
export interface Inventory {
  readonly sequencers: readonly NodeId[];
  readonly spares: readonly NodeId[];
}

export class Manager {
  readonly #ports: NodePorts;
  readonly #layouts: LayoutQuorum;
  readonly #reconfigurer: Reconfigurer;
  readonly #rebuilder: Rebuilder;
  readonly #detector: FailureDetector;
  readonly #inventory: Inventory;
  readonly #pause: Micros;

  /** Looks every `pause`. */
  constructor(
    ports: NodePorts,
    rpc: RpcEndpoint,
    parts: { readonly layouts: LayoutQuorum; readonly reconfigurer: Reconfigurer; readonly rebuilder: Rebuilder },
    inventory: Inventory,
    { timeout }: Patience,
    pause: Micros,
  ) {
    this.#ports = ports;
    this.#layouts = parts.layouts;
    this.#reconfigurer = parts.reconfigurer;
    this.#rebuilder = parts.rebuilder;
    this.#detector = new FailureDetector(rpc, timeout);
    this.#inventory = inventory;
    this.#pause = pause;
  }

  /** Looks, repairs, and waits, until `isOver`. */
  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.#layouts.refresh();
      const layout = this.#layouts.current();
      await this.#detector.look(layout, this.#inventory.spares);
      if (layout.epoch === this.#layouts.current().epoch) await this.repair(layout);
      // Several managers must part, or they would all begin at once.
      await this.#ports.clock.sleep(micros(this.#pause + this.#ports.random.below(this.#pause)));
    }
  }

  /** Replaces at once whatever of `layout` is gone; if nothing is, rebuilds a unit that lacks something. */
  protected async repair(layout: Layout): Promise<void> {
    const sequencerState = this.#detector.healthOf(layout.sequencer);
    // It may only lack its tail, since a reconfigurer died before it could tell.
    if (sequencerState === 'not-ready' && (await this.#reconfigurer.startSequencer(layout))) return;
    const lost = unitsOf(layout).filter((unit) => this.#detector.healthOf(unit) !== 'well');
    if (sequencerState !== 'well' || lost.length > 0) {
      await this.#replace(layout, sequencerState !== 'well', lost);
      return;
    }
    const short = unitsOf(layout).find((unit) => sharesOf(layout, unit).length > 0);
    if (short !== undefined) await this.#rebuilder.rebuild(short);
  }

  async #replace(layout: Layout, sequencerToo: boolean, lost: readonly NodeId[]): Promise<void> {
    const { sequencers } = this.#inventory;
    const { sequencer, sequencerIncarnation } = layout;
    const spares = this.#sparesFor(layout).slice(0, lost.length);
    const changes = lost.map((unit, index) => replaceUnit(unit, spares[index]));
    if (sequencerToo) changes.push(replaceSequencer(sequencers));
    await this.#reconfigurer.reconfigure({
      isNeeded: (now) => {
        const units = unitsOf(now);
        // Another manager has called in one of ours: look again, and choose anew.
        if (spares.some((spare) => units.includes(spare))) return false;
        const sequencerStays = now.sequencer === sequencer && now.sequencerIncarnation === sequencerIncarnation;
        return (sequencerToo && sequencerStays) || units.some((unit) => lost.includes(unit));
      },
      sequencers: sequencerToo ? sequencers : [],
      spares,
      change: together(changes),
    });
  }

  /** Those that answer, whatever they may have held: they are wiped before they join. */
  #sparesFor(layout: Layout): readonly NodeId[] {
    const used = new Set(unitsOf(layout));
    return this.#inventory.spares.filter((unit) => !used.has(unit) && this.#detector.healthOf(unit) !== 'suspected');
  }
}
