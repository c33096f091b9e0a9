/** Mistakes of clients: which unit is written or read first, and what a refusal or silence is taken for. */
import { ChainClient, type PositionState, type WriteOutcome } from '../../src/corfu/chain-client.ts';
import { ClientDrivenChain } from '../../src/corfu/chain-replication.ts';
import { CorfuClient } from '../../src/corfu/client.ts';
import { type Chain, chainOf, type Layout } from '../../src/corfu/layout.ts';
import type { UnitReply, UnitRequest } from '../../src/corfu/unit-messages.ts';
import { type LogPosition, logPosition } from '../../src/log/position.ts';
import type { ReadOutcome } from '../../src/log/shared-log.ts';
import { micros, type NodeId } from '../../src/ports/units.ts';

/** P09: fills the tail first. */
export class FillsTailFirst extends ChainClient {
  protected override fillOrder(chain: Chain): Chain {
    return chain.toReversed();
  }
}

/** P10: says junk, although the owner was faster at the head. */
export class FillIgnoresWinner extends ChainClient {
  protected override adopt(): Promise<PositionState> {
    return Promise.resolve({ status: 'junk' });
  }
}

/** P11: returns what the head has before the units behind it have it. */
export class ReturnsBeforePropagating extends ChainClient {
  protected override propagate(
    ...[layout, position, decided]: Parameters<ChainClient['propagate']>
  ): Promise<PositionState> {
    void super.propagate(layout, position, decided);
    return Promise.resolve(decided);
  }
}

/** P12: spreads reads over all units of the chain. */
export class ReadsAnyUnit extends ChainClient {
  protected override readFrom(chain: Chain): NodeId {
    return chain[this.ports.random.below(chain.length)] as NodeId;
  }
}

/** P13: takes a new token without finding out what became of the old position. */
export class RetriesWithoutResolving extends CorfuClient {
  protected override resolve(): Promise<PositionState> {
    return Promise.resolve({ status: 'unwritten' });
  }
}

/** P14: takes any refusal to overwrite for its own retransmission. */
export class TakesOverwrittenForOwn extends ChainClient {
  protected override overwrittenAtHead(): Promise<WriteOutcome> {
    return Promise.resolve('won');
  }
}

/** P15, one half: a unit behind the head that has the entry already stops the write. */
export class StrictChain extends ClientDrivenChain {
  protected override passes(_hop: number, _request: UnitRequest, reply: UnitReply): boolean {
    return reply.status === 'ok';
  }
}

/** P15, other half: and the client takes that for a lost position. */
export class TakesHelpForLoss extends ChainClient {
  protected override refusedBehindHead(): WriteOutcome {
    return 'lost';
  }
}

/** P16: sends a whole range to the chain of its first position. */
export class RoutesRangeByFirst extends CorfuClient {
  protected override readInRange(from: LogPosition, position: LogPosition): Promise<ReadOutcome> {
    const byFirst = (layout: Layout): Layout => {
      const segment = { start: logPosition(0), end: null, stripes: [chainOf(layout, from)] };
      return { ...layout, segments: [segment] };
    };
    return this.readBy(byFirst, position);
  }
}

/** P17: goes on with its token when the epoch of the token is over. */
export class KeepsOldToken extends CorfuClient {
  protected override async offer(...[token, entry]: Parameters<CorfuClient['offer']>): Promise<WriteOutcome> {
    const outcome = await super.offer(token, entry);
    if (outcome !== 'unknown') return outcome;
    await this.layouts.refresh();
    return super.offer({ ...token, layout: this.layouts.current() }, entry);
  }
}

/** B2: fills at once. Wastes positions of slow writers, and nothing else. */
export class FillsAtOnce extends CorfuClient {
  constructor(...[ports, rpc, chains, layouts, patience]: ConstructorParameters<typeof CorfuClient>) {
    super(ports, rpc, chains, layouts, { ...patience, fillDelay: micros(0) });
  }
}
