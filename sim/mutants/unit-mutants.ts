/** Mistakes of flash units: what is acknowledged, remembered, or found again too early or not at all. */
import { type AddressContent, FlashUnit, type Persisted } from '../../src/corfu/flash-unit.ts';
import type { FillRequest, WriteReply } from '../../src/corfu/unit-messages.ts';
import { JUNK } from '../../src/log/entry.ts';
import { epoch } from '../../src/log/position.ts';

/** P01: acknowledges a write before its page is programmed. */
export class AcknowledgesEarly extends FlashUnit {
  protected override whenDurable(persisted: Promise<Persisted>): Promise<Persisted> {
    void persisted;
    return Promise.resolve('ok');
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
