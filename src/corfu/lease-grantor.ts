/**
 * The leases that a layout server has granted. They are kept in memory, since a grant that had to be durable would cost a write
 * to disk for every holder again and again, while nothing happens. So a server that has lived before does not know what it
 * granted, and counts everybody as holding a grant of its last instant: that costs the first reconfiguration after a restart some
 * patience, and forgetting would cost a stale answer. Instants of the clock of a former life would mean nothing, either.
 *
 * A grantor grants for the one epoch that its layout server would confirm. Once that is sealed nothing is granted and what is
 * out runs out; once another layout is decided, it has.
 */
import type { NodePorts } from '../ports/node-ports.ts';
import type { Micros, NodeId } from '../ports/units.ts';
import { micros } from '../ports/units.ts';
import type { LayoutServerEvent } from './events.ts';
import type { LeaseGranted, LeasesLeft } from './layout-messages.ts';
import type { LeaseTerms } from './lease-terms.ts';

export class LeaseGrantor {
  protected readonly ports: NodePorts;
  protected readonly terms: LeaseTerms;
  /** When the last grant of each holder ends, on this clock. */
  readonly #ends = new Map<NodeId, number>();
  /** When whatever a former life granted has ended. */
  #inheritedEnd: number;

  constructor(ports: NodePorts, terms: LeaseTerms) {
    this.ports = ports;
    this.terms = terms;
    this.#inheritedEnd = this.inheritedMicros();
  }

  /** How long what was granted before the start may last from now on. */
  protected inheritedMicros(): Micros {
    return micros(this.ports.process.incarnation > 1 ? this.terms.durationMicros : 0);
  }

  grant(holder: NodeId, epoch: number): LeaseGranted {
    const { durationMicros, driftPpm } = this.terms;
    this.#ends.set(holder, this.ports.clock.monotonic() + durationMicros);
    this.emit({ event: 'lease-granted', epoch, holder, durationMicros });
    return { status: 'granted', durationMicros, driftPpm };
  }

  /** What remains, at this instant. */
  left(): LeasesLeft {
    const now = this.ports.clock.monotonic();
    const anybodyMicros = Math.max(0, this.#inheritedEnd - now);
    const holders: LeasesLeft['holders'][number][] = [];
    for (const [holder, end] of this.#ends) if (end > now) holders.push({ holder, restMicros: end - now });
    return { driftPpm: this.terms.driftPpm, anybodyMicros, holders };
  }

  /** Another layout is decided: whoever decided it has waited. */
  forget(): void {
    this.#ends.clear();
    this.#inheritedEnd = 0;
  }

  protected emit(event: LayoutServerEvent): void {
    this.ports.trace.emit(event);
  }
}
