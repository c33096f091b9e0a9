/**
 * What reads were for, by their calls: a unit's answer does not say. A caller that has restarted counts anew, and answers to its former
 * life reach nobody.
 */
import type { NodeId } from '../../src/ports/units.ts';
import type { AddressState } from './unit-state.ts';

export interface ReadCall {
  readonly position: number;
  /** What the address had when the first copy of the request reached its unit, and the prefix mark. */
  onArrival: AddressState | undefined;
  prefixOnArrival: number;
}

interface CallerReads {
  incarnation: number;
  /** By the number of the call. */
  calls: (ReadCall | undefined)[];
}

export class ReadCalls {
  readonly #callers: (CallerReads | undefined)[] = [];

  asked(caller: NodeId, incarnation: number, call: number, position: number): void {
    const reads = (this.#callers[caller] ??= { incarnation, calls: [] });
    if (reads.incarnation !== incarnation) {
      reads.incarnation = incarnation;
      reads.calls = [];
    }
    reads.calls[call] = { position, onArrival: undefined, prefixOnArrival: 0 };
  }

  /** Undefined: no read, or one of another life. */
  find(caller: NodeId, incarnation: number, call: number): ReadCall | undefined {
    const reads = this.#callers[caller];
    return reads?.incarnation === incarnation ? reads.calls[call] : undefined;
  }
}
