/** Mistakes of those who grant leases, hold them, or wait for them to run out. */
import { LeaseGrantor } from '../../src/corfu/lease-grantor.ts';
import { LeaseHolder } from '../../src/corfu/lease-holder.ts';
import { Reconfigurer } from '../../src/corfu/reconfiguration.ts';
import { type Micros, micros } from '../../src/ports/units.ts';

/** E1: counts a grant from the reply, as if that had taken no time. */
export class CountsFromReply extends LeaseHolder {
  protected override countedFrom(): Micros {
    return this.ports.clock.monotonic();
  }
}

/** E2: decides at once, whoever may hold a lease. */
export class WaitsForNobody extends Reconfigurer {
  protected override waitOutLeases(): Promise<void> {
    return Promise.resolve();
  }
}

/** E3: takes what it does not remember for never granted. */
export class ForgetsGrants extends LeaseGrantor {
  protected override inheritedMicros(): Micros {
    return micros(0);
  }
}

/** E4: makes allowance for its own clock, and none for that of the grantor. */
export class TrustsGrantorsClock extends LeaseHolder {
  protected override heldFor({ durationMicros, driftPpm }: Parameters<LeaseHolder['heldFor']>[0]): Micros {
    return micros(durationMicros - Math.ceil((durationMicros * driftPpm) / 1_000_000));
  }
}

/** E5: takes one grant for a lease. */
export class TrustsOneGrant extends LeaseHolder {
  protected override leaseEnd(latestFirst: readonly number[]): number {
    return latestFirst[0] ?? 0;
  }
}
