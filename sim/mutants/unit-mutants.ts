/** Mistakes of flash units: what is acknowledged, remembered, or found again too early or not at all. */
import { type AddressContent, FlashUnit, type Persisted } from '../../src/corfu/flash-unit.ts';
import type { FillRequest, SealReply, SealRequest, WriteReply, WriteRequest } from '../../src/corfu/unit-messages.ts';
import { JUNK } from '../../src/log/entry.ts';
import { epoch } from '../../src/log/position.ts';

/** P01: acknowledges a write before its page is programmed. */
export class AcknowledgesEarly extends FlashUnit {
  protected override whenDurable(persisted: Promise<Persisted>): Promise<Persisted> {
    void persisted;
    return Promise.resolve('ok');
  }
}

/** P02: forgets a seal when it restarts. */
export class VolatileSeal extends FlashUnit {
  protected override persistSeal(): Promise<void> {
    return Promise.resolve();
  }
}

/** P03: obeys the epoch before the one it was sealed for, too. */
export class ObeysFormerEpoch extends FlashUnit {
  protected override isStale(e: number): boolean {
    return e < this.minEpoch - 1;
  }
}

/** P04: takes a record that fails its checksum for none. */
export class CorruptIsUnwritten extends FlashUnit {
  protected override unreadable(): AddressContent {
    return 'unwritten';
  }
}

/** P05: forgets to record the trim of an address that was never written. */
export class ForgetsPoison extends FlashUnit {
  protected override recordTrimOfUnwritten(): Promise<Persisted> {
    return Promise.resolve('ok');
  }
}

/** P06: keeps the prefix trim mark in memory. */
export class VolatilePrefixTrim extends FlashUnit {
  protected override persistPrefixTrim(): Promise<void> {
    return Promise.resolve();
  }
}

/** P07: fills without looking at what is there. */
export class FillOverwrites extends FlashUnit {
  override async fill({ epoch: e, position }: FillRequest): Promise<WriteReply> {
    while (this.mustWait(position)) await this.underWay(position);
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    this.turns.begin(position);
    const status = await this.persist(position, epoch(e), JUNK);
    return { status, epoch: this.minEpoch, incarnation: 0 };
  }
}

/** P08: acknowledges a seal while writes that it has admitted are under way. */
export class SealsWithoutDraining extends FlashUnit {
  protected override drain(): Promise<void> {
    return Promise.resolve();
  }
}

/** B4: refuses a write that was overtaken by a seal, although it is there. Nobody was told that it is, and it shows all the same. */
export class RefusesWhatIsThere extends FlashUnit {
  #sealing: Promise<unknown> = Promise.resolve();

  override seal(request: SealRequest): Promise<SealReply> {
    const sealing = super.seal(request);
    this.#sealing = sealing;
    return sealing;
  }

  override async write(request: WriteRequest): Promise<WriteReply> {
    const reply = await super.write(request);
    await this.#sealing;
    return this.refusal(request.epoch) ?? reply;
  }
}
