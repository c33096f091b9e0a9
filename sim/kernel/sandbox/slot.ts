/**
 * A slot is a property that holds a trampoline while a run is active. Fake clocks of test runners put their own functions
 * on top, and code in a run would then wait on a clock that nobody moves. So the slots are looked at when a run
 * starts: foreign values step aside for its duration and come back after it, untouched.
 */
export interface Slot {
  readonly owner: object;
  readonly key: PropertyKey;
  readonly value: unknown;
  readonly descriptor: PropertyDescriptor;
}

export interface Displaced {
  readonly slot: Slot;
  /** Undefined: somebody had deleted the property. */
  readonly foreign: PropertyDescriptor | undefined;
}

/** Undefined when `owner` has no property `key` of its own, so that there is nothing to put back. */
export function slotOf(owner: object, key: PropertyKey): Slot | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined) return undefined;
  const value: unknown = Reflect.get(owner, key);
  // The setter of `globalThis.performance` keeps what it is given where only its getter sees it: the property must
  // become a plain value to have our own there without losing the other one.
  const { enumerable = false } = descriptor;
  return { owner, key, value, descriptor: { value, enumerable, writable: true, configurable: true } };
}

/** Puts our values back where others have replaced them, and says what it took away. */
export function displaceForeign(slots: readonly Slot[]): Displaced[] {
  const displaced: Displaced[] = [];
  for (const slot of slots) {
    if (Reflect.get(slot.owner, slot.key) === slot.value) continue;
    displaced.push({ slot, foreign: Object.getOwnPropertyDescriptor(slot.owner, slot.key) });
    Object.defineProperty(slot.owner, slot.key, slot.descriptor);
  }
  return displaced;
}

export function restoreForeign(displaced: readonly Displaced[]): void {
  for (const { slot, foreign } of displaced) {
    if (foreign === undefined) Reflect.deleteProperty(slot.owner, slot.key);
    else Object.defineProperty(slot.owner, slot.key, foreign);
  }
}
