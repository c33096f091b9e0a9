/**
 * Recursive definitions as routines: the body is compiled once, parameters are slots, and all slots that the body uses are put aside
 * while it runs again within itself.
 */
import { unset } from '../values/arena.ts';
import { Fault } from '../values/fault.ts';
import type { Binding, Context, Scope, Step, Value } from './context.ts';
import type { Machine } from './machine.ts';

export class Routine<Body extends () => unknown> {
  readonly #machine: Machine;
  /** The slots from here to `#end` belong to the routine. */
  readonly #start: number;
  #end = 0;
  #running = 0;
  readonly parameterSlots: readonly number[];
  /** Of a function that depends on nothing else: what it was found to be. */
  readonly known = new Map<number, number>();
  readonly #scope: Scope;
  #body: Body | null = null;
  readonly #continuations: { readonly after: Step; readonly slots: readonly number[] }[] = [];

  /** `parameters` are the identifiers of those that are values. */
  constructor(machine: Machine, parameters: readonly number[], scope: Scope) {
    this.#machine = machine;
    this.#start = machine.slots.length;
    this.parameterSlots = parameters.map(() => machine.newSlot());
    const bindings = new Map<number, Binding>(
      parameters.map((id, i) => [id, { kind: 'slot', slot: this.parameterSlots[i]!, mayBeUnset: true }]),
    );
    this.#scope = { bindings, parent: scope };
  }

  /** The circumstances under which the body is compiled. */
  contextFrom({ primed, settled, bound }: Context): Context {
    return { scope: this.#scope, primed, settled, bound, oldValueSlot: -1, spine: null };
  }

  /** To be called once, after construction: the body may call the routine, so it cannot exist before it. */
  define(compile: () => Body): void {
    this.#body = compile();
    this.#end = this.#machine.slots.length;
  }

  /** Runs the body with arguments computed where the routine is called. */
  call(args: readonly Value[]): ReturnType<Body> {
    const { values } = this.#machine;
    const from = values.depth;
    for (const argument of args) values.push(this.#evaluate(argument));
    const slots = this.#running > 0 ? this.#machine.slots.slice(this.#start, this.#end) : null;
    for (const [i, slot] of this.parameterSlots.entries()) this.#machine.slots[slot] = values.stack[from + i]!;
    values.depth = from;
    this.#running++;
    try {
      return this.#body!() as ReturnType<Body>;
    } finally {
      this.#running--;
      if (slots !== null) this.#restore(slots);
    }
  }

  /** For a body that is a step: what comes after it runs among the slots of the caller. */
  callStep(args: readonly Value[], then: Step): void {
    this.#continuations.push({ after: then, slots: this.#machine.slots.slice(this.#start, this.#end) });
    try {
      this.call(args);
    } finally {
      this.#continuations.pop();
    }
  }

  /** What the body of a step continues with. */
  readonly continue: Step = () => {
    const mine = this.#continuations.pop()!;
    const inner = this.#machine.slots.slice(this.#start, this.#end);
    this.#restore(mine.slots);
    try {
      mine.after();
    } finally {
      this.#restore(inner);
      this.#continuations.push(mine);
    }
  };

  /** An argument without a value is a fault only if the parameter is used: see the slots of the compiler. */
  #evaluate(argument: Value): number {
    const { values } = this.#machine;
    const { depth } = values;
    try {
      return argument();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      values.depth = depth;
      return unset;
    }
  }

  #restore(slots: readonly number[]): void {
    const { slots: memory } = this.#machine;
    for (let i = 0; i < slots.length; i++) memory[this.#start + i] = slots[i]!;
  }
}
