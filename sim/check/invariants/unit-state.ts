/** A flash unit as the devices and the wire know it. Promises count for ever; only a replaced or wiped device ends them. */
import type { NodeId } from '../../../src/ports/units.ts';

export class UnitState {
  readonly id: NodeId;
  readonly name: string;
  /** Counts processes of this unit. */
  lives = 0;
  /** The identity that the unit last answered under; -1: none yet. */
  incarnation = -1;
  /** A request to wipe the unit has reached it. */
  resetArrived = false;
  /** The device was replaced or wiped at some time, so that the unit may lack what its neighbours have. */
  replaced = false;
  /** When; -1: never. */
  forgottenStep = -1;
  /** The highest epoch of a reply, which life said so, and when. */
  epochSaid = -1;
  epochSaidLife = 0;
  epochSaidStep = -1;
  /** The highest epoch of a reply before the device was replaced or wiped. */
  epochSaidOnce = -1;
  /** What the last seal acknowledged told as highest position, and in which epoch; -1: no seal yet. */
  sealedHwm = -1;
  sealedEpoch = -1;
  sealedStep = -1;
  /** The highest prefix mark said, and when. */
  prefixSaid = 0;
  prefixSaidStep = -1;
  /** The highest prefix mark asked for. */
  prefixArrived = 0;
  /** The highest position that the unit has acknowledged or trimmed, and when. */
  highestSaid = -1;
  highestSaidStep = -1;

  constructor(id: NodeId, name: string) {
    this.id = id;
    this.name = name;
  }

  /** The device was replaced or wiped. */
  forget(step: number): void {
    this.replaced = true;
    this.forgottenStep = step;
    this.resetArrived = false;
    this.epochSaidOnce = Math.max(this.epochSaidOnce, this.epochSaid);
    this.epochSaid = -1;
    this.sealedHwm = -1;
    this.sealedEpoch = -1;
    this.prefixSaid = 0;
    this.prefixArrived = 0;
    this.highestSaid = -1;
  }

  saidHighest(position: number, step: number): void {
    if (position <= this.highestSaid) return;
    this.highestSaid = position;
    this.highestSaidStep = step;
  }
}
