import type { Brand } from '../ports/units.ts';

/** An address of the shared log, from 0. Sparse 48-bit integers: exact in a double and on flash. */
export type LogPosition = Brand<number, 'LogPosition'>;

/** The number of a layout. Every request carries one; a server refuses those below its own. */
export type Epoch = Brand<number, 'Epoch'>;

export const logPosition = (n: number): LogPosition => n as LogPosition;
export const epoch = (n: number): Epoch => n as Epoch;

/** The highest position that fits the record format. */
export const POSITION_MAX = 2 ** 48 - 1;
