/**
 * Stops a client between two hops of a chain: the head gets its n-th write there, and the next unit gets nothing for
 * longer than the others wait before they fill. Either the client pauses, or the link to the next unit is held, also
 * from a head that forwards.
 *
 * Bounds: once, for at most half of the run. Heals: when the pause is over; nothing is lost. Noticed by readers, who
 * find the position half written and complete it, and by the client, whose own second hop then finds its entry already
 * there.
 */
import * as fc from 'fast-check';
import { nodeOf } from '../systems/topology.ts';
import type { PlannedFault } from '../model/plan.ts';
import { onNthSent } from './anchor.ts';
import { chosenChain, isWrite, type WriteChoice, writeFields } from './chain-write.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, indexField, LINK_EVERY_MICROS, nthField, span } from './parameters.ts';

interface PauseBetweenHops extends PlannedFault, WriteChoice {
  readonly kind: 'protocol.pause-between-hops';
  readonly clientIndex: number;
  readonly pauseMicros: number;
  readonly means: 'pause-client' | 'hold-link';
}

export const protocolPauseBetweenHops: FaultKind<PauseBetweenHops> = {
  kind: 'protocol.pause-between-hops',
  place: 'protocol',
  faultClass: 'in-place',
  damagesCopies: false,
  summary: 'stops a client after it wrote to the head of a chain and before the next unit',
  heals: 'after pauseMicros; nothing is lost',
  noticedBy: 'a position that readers find half written and complete',
  arbitrary: (topology, horizonMicros) =>
    faultOf<PauseBetweenHops>('protocol.pause-between-hops', {
      ...writeFields(horizonMicros),
      nthWrite: nthField(horizonMicros, LINK_EVERY_MICROS),
      clientIndex: indexField(topology),
      pauseMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
      means: fc.constantFrom('pause-client', 'hold-link'),
    }),
  install: (fault, world) => {
    const { kernel, network } = world;
    const client = nodeOf(world.topology, 'client', fault.clientIndex);
    const [head, next] = chosenChain(world, fault);

    const holdLink = (): void => {
      const holds = (from: number, to: number): boolean => to === next && (from === client || from === head);
      const hold = { kind: fault.kind, holds };
      network.addHold(hold);
      world.faults.endAfter(fault.pauseMicros, () => network.release(hold));
    };
    // The write is on its way already, and the client acts on no answer before the pause is over.
    const pauseClient = (): void => {
      const { incarnation } = world.node(client);
      if (incarnation === null) return;
      const untilMicros = kernel.timeMicros + fault.pauseMicros;
      incarnation.pausedUntilMicros = Math.max(incarnation.pausedUntilMicros, untilMicros);
      kernel.tell({ fact: 'fault', node: client, kind: fault.kind, detail: `until ${untilMicros} us` });
    };
    onNthSent(
      world,
      fault.nthWrite,
      (from, to, datagram) => from === client && to === head && isWrite(datagram),
      // A chain of one has no link between hops.
      fault.means === 'hold-link' && next !== undefined ? holdLink : pauseClient,
    );
  },
};
