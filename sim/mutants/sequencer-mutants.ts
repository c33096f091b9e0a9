/** Variations of the sequencer. */
import { Sequencer } from '../../src/corfu/sequencer.ts';
import type { NextRequest, SequencerReply } from '../../src/corfu/sequencer-messages.ts';

/** B7: burns a token with every request. Readers meet more holes, and nothing else. */
export class BurnsTokens extends Sequencer {
  override next(request: NextRequest): SequencerReply {
    const reply = super.next(request);
    if (this.served === this.epoch) this.tail += 1;
    return reply;
  }
}
