/**
 * What protocol-aware faults look at: writes on their way down the chain of one stripe. Retransmissions and writes that
 * complete a position for another client count like first ones.
 */
import * as fc from 'fast-check';
import type { NodeId } from '../../src/ports/units.ts';
import type { RequestDatagram } from '../../src/rpc/endpoint.ts';
import type { World } from '../systems/world.ts';
import { type Fields, nthField } from './parameters.ts';

/** The `nthWrite`-th write to a chain, from 1. */
export interface WriteChoice {
  /** Which stripe, counting round and round. */
  readonly stripe: number;
  readonly nthWrite: number;
}

export function writeFields(horizonMicros: number): Fields<WriteChoice> {
  return { stripe: fc.integer({ min: 0, max: 7 }), nthWrite: nthField(horizonMicros) };
}

/** The chain that `choice` names, head first. */
export function chosenChain(world: World, choice: WriteChoice): readonly NodeId[] {
  const { chains } = world;
  return chains[choice.stripe % chains.length] as readonly NodeId[];
}

export function isWrite(datagram: object): datagram is RequestDatagram {
  const { is, body } = datagram as RequestDatagram;
  return is === 'request' && (body as { readonly kind?: string }).kind === 'unit/write';
}
