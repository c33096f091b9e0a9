/** Mistakes and variations of the sequencer, and of those who tell it what it should know. */
import { Sequencer } from '../../src/corfu/sequencer.ts';
import type { BootstrapRequest, NextRequest, SequencerReply } from '../../src/corfu/sequencer-messages.ts';
import { StreamRecovery } from '../../src/corfu/stream-recovery.ts';

/** P18: keeps what it knows when that seems to be more. */
export class KeepsHigherTail extends Sequencer {
  protected override replace(request: BootstrapRequest): void {
    if (this.served === null || request.tail > this.tail) super.replace(request);
  }
}

/** P20: goes on with what it knows, whoever served the epoch before. */
export class AdvancesFromAnyEpoch extends Sequencer {
  protected override mayAdvance(): boolean {
    return this.served !== null;
  }
}

/** P21: takes junk for the end of the stream. */
export class StopsAtJunk extends StreamRecovery {
  protected override isEnd(...[position, state]: Parameters<StreamRecovery['isEnd']>): boolean {
    return state.status === 'junk' || super.isEnd(position, state);
  }
}

/** B7: burns a token with every request. Readers meet more holes, and nothing else. */
export class BurnsTokens extends Sequencer {
  override next(request: NextRequest): SequencerReply {
    const reply = super.next(request);
    if (this.served === this.epoch) this.tail += 1;
    return reply;
  }
}
