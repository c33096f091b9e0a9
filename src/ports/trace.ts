/**
 * Domain events: what the protocol says it did, once per atomic step, with its parameters and resulting values in its
 * own words. Each protocol folder lists its events in `events.ts`. Events are claims: they explain a run and are
 * held against the specs, but durability and exclusivity are never judged by them. Fields are flat, or records and lists that
 * never change.
 */
export interface DomainEvent {
  readonly event: string;
  readonly [field: string]: number | string | boolean | object;
}

export interface TracePort {
  emit(claim: DomainEvent): void;
}
