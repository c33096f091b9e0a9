/**
 * Holds back all writes of an epoch from the instant when somebody begins to seal it, and delivers them late: when the next epoch
 * has begun, and the positions that they name may belong to other units, since the log was split in between.
 *
 * Bounds: the writes of one epoch, for at most half of the run. Heals: when they are delivered. Noticed by their writers, whose
 * calls time out, and by units that are asked to write in an epoch that they have ended, and must refuse.
 */
import * as fc from 'fast-check';
import type { RequestDatagram } from '../../src/rpc/endpoint.ts';
import type { PlannedFault } from '../model/plan.ts';
import { onNthSent } from './anchor.ts';
import { isWrite } from './chain-write.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, span } from './parameters.ts';

interface HoldAcrossSeal extends PlannedFault {
  readonly kind: 'protocol.hold-across-seal';
  /** Which epoch that is begun to be sealed, from 1. */
  readonly nthSealed: number;
  readonly holdMicros: number;
}

export const protocolHoldAcrossSeal: FaultKind<HoldAcrossSeal> = {
  kind: 'protocol.hold-across-seal',
  place: 'protocol',
  faultClass: 'in-place',
  damagesCopies: false,
  needs: 'manager',
  summary: 'delivers the writes of an epoch that is being sealed when the next has begun',
  heals: 'when the writes are delivered, after holdMicros',
  noticedBy: 'writes refused as sealed; U-NoStaleEpochEffect and C-SingleValue if they are not',
  arbitrary: (_topology, horizonMicros) =>
    faultOf<HoldAcrossSeal>('protocol.hold-across-seal', {
      nthSealed: fc.integer({ min: 1, max: 6 }),
      holdMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const { network } = world;
    let sealedEpoch = 0;
    const beginsSeal = (_from: number, _to: number, datagram: object): boolean => {
      const { is, body } = datagram as RequestDatagram;
      const { kind, epoch = 0 } = body as { readonly kind?: string; readonly epoch?: number };
      if (is !== 'request' || kind !== 'unit/seal' || epoch <= sealedEpoch) return false;
      sealedEpoch = epoch;
      return true;
    };
    onNthSent(world, fault.nthSealed, beginsSeal, () => {
      const ending = sealedEpoch;
      const holds = (_from: number, _to: number, _number: number, datagram: object): boolean =>
        isWrite(datagram) && (datagram.body as { readonly epoch: number }).epoch < ending;
      const hold = { kind: fault.kind, holds };
      network.addHold(hold);
      world.faults.endAfter(fault.holdMicros, () => network.release(hold));
    });
  },
};
