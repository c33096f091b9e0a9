/**
 * Branded numbers that cross every layer. A brand costs nothing at run time and keeps a duration from being used
 * as a node. Arithmetic yields plain numbers; `micros(a + b)` brands the result again.
 */
declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A machine of the cluster: server or client. Small non-negative integers, stable over restarts. */
export type NodeId = Brand<number, 'NodeId'>;

/** A duration, or an instant of some clock, in whole microseconds. */
export type Micros = Brand<number, 'Micros'>;

export const nodeId = (n: number): NodeId => n as NodeId;
export const micros = (n: number): Micros => n as Micros;
