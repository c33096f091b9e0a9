/**
 * The steps between states, kept for the liveness checker: for each state in the order of their indices the states that it leads to, each
 * once. That a state can also stutter is not written down.
 */
import { doubled } from './state-table.ts';

export class EdgeList {
  #targets = new Int32Array(1024);
  #starts = new Int32Array(1024);
  #states = 0;
  #end = 0;

  get stateCount(): number {
    return this.#states;
  }

  /** The steps that are added next come from this state, the one after that of the last call. */
  begin(index: number): void {
    if (index !== this.#states) throw new Error('states are expanded in order');
    if (index + 1 >= this.#starts.length) this.#starts = doubled(this.#starts);
    this.#starts[index] = this.#end;
    this.#states++;
    this.#starts[this.#states] = this.#end;
  }

  add(target: number): void {
    for (let i = this.#starts[this.#states - 1]!; i < this.#end; i++) if (this.#targets[i] === target) return;
    if (this.#end === this.#targets.length) this.#targets = doubled(this.#targets);
    this.#targets[this.#end++] = target;
    this.#starts[this.#states] = this.#end;
  }

  /** Where the steps of a state begin and end; see `targetAt`. */
  startOf(index: number): number {
    return this.#starts[index]!;
  }

  endOf(index: number): number {
    return this.#starts[index + 1]!;
  }

  get edgeCount(): number {
    return this.#end;
  }

  targetAt(edge: number): number {
    return this.#targets[edge]!;
  }
}
