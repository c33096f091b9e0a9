/**
 * Whether the layout has come to rest since faults stopped: all of its servers are well and serve it, no unit is left to be rebuilt,
 * what the operator wants is done as far as it can be, and nobody has begun to change it for longer than a manager takes to find fault with it.
 *
 * It is looked at from time to time, not at every event. What may go wrong is to take a pause between two changes for the end
 * of them; so the wait is longer than such pauses are.
 */
import type { Layout } from '../../../src/corfu/layout.ts';
import { unitsOf } from '../../../src/corfu/layout.ts';
import type { Unmet } from '../../model/obligation.ts';
import { nameOf } from '../../systems/topology.ts';
import type { NodeId } from '../../../src/ports/units.ts';
import type { ClusterTruth } from './cluster-truth.ts';
import { unmetOrders } from './orders.ts';

/** How long nothing must have changed, in timeouts: a failure detector takes up to fifteen to be sure of what it sees. */
const REST_TIMEOUTS = 20;

export class Settling {
  readonly #truth: ClusterTruth;
  readonly #restMicros: number;
  /** The layout and the highest epoch heard of at the last look, and since when they have been so. */
  #layout: Layout | undefined;
  #highestEpoch = 0;
  #sinceMicros: number;
  readonly #lateMicros: number;
  #settled = false;
  #changes = 0;

  /** Half of the time until `untilMicros` is for the layout alone. */
  constructor(truth: ClusterTruth, nowMicros: number, untilMicros: number) {
    this.#truth = truth;
    this.#restMicros = REST_TIMEOUTS * truth.system.timeoutMicros;
    this.#sinceMicros = nowMicros;
    this.#lateMicros = Math.floor((nowMicros + untilMicros) / 2);
    // Where nobody can change the layout, it is as settled as it will ever be.
    this.#settled = truth.system.layoutServers === 0 || truth.system.managers === 0;
  }

  /** Looks; true once the layout has come to rest. */
  hasSettled(nowMicros: number): boolean {
    if (this.#settled) return true;
    const { layout, highestEpoch } = this.#truth;
    const moved = layout !== this.#layout || highestEpoch !== this.#highestEpoch;
    if (moved && this.#layout !== undefined) this.#changes += 1;
    if (moved || ailmentsOf(this.#truth).length > 0) this.#sinceMicros = nowMicros;
    this.#layout = layout;
    this.#highestEpoch = highestEpoch;
    this.#settled = nowMicros - this.#sinceMicros >= this.#restMicros;
    return this.#settled;
  }

  /** Whether nobody should wait any longer. */
  isLate(nowMicros: number): boolean {
    return nowMicros >= this.#lateMicros;
  }

  /** The obligation, while it is not met. */
  unmet(): Unmet | undefined {
    if (this.#settled) return undefined;
    const { epoch } = this.#truth.layout;
    const ailments = ailmentsOf(this.#truth);
    const changing = `the layout of epoch ${epoch} is well, and was changed ${this.#changes} times since faults stopped`;
    return {
      of: 'reconfiguration',
      what: 'the layout is to have none but servers that are well, and to be left alone',
      // A layout that is well needs no other to come to rest.
      needs: ailments.length > 0 ? [{ need: 'next-layout' }] : [],
      waitsFor: ailments.length > 0 ? ailments : [changing],
    };
  }
}

/** What is wrong with the servers of the newest layout, in sentences; nothing, when all of them are well and serve it. */
export function ailmentsOf(truth: ClusterTruth): readonly string[] {
  const { layout, unitsToRebuild } = truth;
  const { epoch, sequencer, layoutServers } = layout;
  const name = (node: number): string => nameOf(truth.topology, node as NodeId);
  const ailments = unitsOf(layout).flatMap((unit) => ailmentOf(unit, truth));
  if (truth.sequencerEnd !== undefined)
    ailments.push(`the process of ${name(sequencer)} that the layout of epoch ${epoch} names has ended`);
  else if (!truth.hasBootstrapped) ailments.push(`${name(sequencer)} was never bootstrapped for epoch ${epoch}`);
  for (const server of [...unitsOf(layout), sequencer, ...layoutServers]) {
    const left = truth.leftEpoch(server);
    if (left === undefined) continue;
    ailments.push(`${name(server)} obeys epoch ${left.epoch} since event ${left.step}, and no layout of it is decided`);
    break;
  }
  if (!truth.hasQuorum) ailments.push(...layoutServers.flatMap((server) => ailmentOf(server, truth)));
  for (const unit of unitsToRebuild) ailments.push(`${name(unit)} lacks what its chain held before epoch ${epoch}`);
  return [...ailments, ...unmetOrders(truth)];
}

function ailmentOf(node: NodeId, truth: ClusterTruth): readonly string[] {
  const server = `${nameOf(truth.topology, node)}, a server of epoch ${truth.layout.epoch},`;
  const [destroyed] = truth.destructionsOf([node]);
  if (destroyed !== undefined) return [`${server} was destroyed at event ${destroyed.step}`];
  const lost = truth.lossOf(node);
  if (lost !== undefined) return [`${server} lost its devices at event ${lost.step}`];
  return truth.runs(node) ? [] : [`${server} does not run`];
}
