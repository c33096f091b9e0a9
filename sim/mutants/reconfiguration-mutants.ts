/** Mistakes of those who change the layout: what is sealed, asked too early, wiped or copied. */
import { unitsOf } from '../../src/corfu/layout.ts';
import { Rebuilder } from '../../src/corfu/rebuild.ts';
import { Reconfigurer, type Sealing } from '../../src/corfu/reconfiguration.ts';
import type { TailReport } from '../../src/corfu/unit-messages.ts';
import { type LogPosition, logPosition } from '../../src/log/position.ts';
import type { NodeId } from '../../src/ports/units.ts';

/** P19: takes the tail of one stripe for that of the log. */
export class AsksOneStripe extends Reconfigurer {
  protected override recoverTail(...[chains, reports]: Parameters<Reconfigurer['recoverTail']>): LogPosition {
    return super.recoverTail(chains.slice(0, 1), reports);
  }
}

/**
 * B1: begins at the highest position that is found, and not one above it. It was listed as harmless, since whoever is granted that
 * position is refused and takes another token. But the tail of an epoch is also what a writer in doubt asks for: it finds its
 * position empty at the end of the chain and not below the tail, takes it for never written, though the head has its entry, and
 * appends again; whoever is granted the position then completes it. In `wrong-suspicion`, seed 29, one value is committed at
 * positions 34 and 35. Clients see less than that first: a tail that does not cover what was acknowledged.
 */
export class BeginsAtHighest extends Reconfigurer {
  protected override recoverTail(...parameters: Parameters<Reconfigurer['recoverTail']>): LogPosition {
    return logPosition(Math.max(0, super.recoverTail(...parameters) - 1));
  }
}

/** P24: asks for the tail before it seals. */
export class AsksBeforeSeal extends Reconfigurer {
  #early = logPosition(0);

  protected override async seal(...parameters: Parameters<Reconfigurer['seal']>): Promise<Sealing | undefined> {
    const early = await this.tailOf(parameters[0]);
    this.#early = typeof early === 'number' ? early : this.#early;
    return super.seal(...parameters);
  }

  protected override collect(...parameters: Parameters<Reconfigurer['collect']>): ReturnType<Reconfigurer['collect']> {
    return { ...super.collect(...parameters), tail: this.#early };
  }
}

/** P25: leaves one stripe out of the seal, and takes it for sealed. */
export class LeavesOutStripe extends Reconfigurer {
  protected override async seal(
    ...[before, next, plan]: Parameters<Reconfigurer['seal']>
  ): Promise<Sealing | undefined> {
    const segments = before.segments.map((segment) => ({ ...segment, stripes: segment.stripes.slice(0, 1) }));
    const sealing = await super.seal({ ...before, segments }, next, plan);
    if (sealing === undefined) return undefined;
    const nothing = { status: 'ok', epoch: next, incarnation: 1, hwm: -1, upTo: logPosition(0) } as const;
    const omitted = unitsOf(before).filter((unit) => !sealing.reports.has(unit));
    const made = omitted.map((unit): [NodeId, TailReport] => [unit, nothing]);
    return { ...sealing, reports: new Map([...sealing.reports, ...made]) };
  }
}

/** P26: lets a unit join with what it holds from before. */
export class AdmitsUnwiped extends Reconfigurer {
  protected override admit(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

/** P27: copies what was written, and not what was trimmed. */
export class CopiesNoTrims extends Rebuilder {
  protected override copyTrims(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
