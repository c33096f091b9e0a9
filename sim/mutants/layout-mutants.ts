/** Mistakes of the vote on the next layout. */
import { LayoutQuorum } from '../../src/corfu/layout-quorum.ts';
import { LayoutServer } from '../../src/corfu/layout-server.ts';
import type { LayoutState } from '../../src/corfu/layout-state.ts';
import type { Layout } from '../../src/corfu/layout.ts';
import type { Accepted } from '../../src/paxos/acceptor.ts';
import { type Acceptors, Proposer } from '../../src/paxos/proposer.ts';

class ProposesFirstReported extends Proposer<Layout> {
  protected override adopt([first]: readonly Accepted<Layout>[], own: Layout): Layout {
    return first === undefined ? own : first.value;
  }
}

/** P22: goes on with the first accepted layout that is reported, whatever its rank. */
export class AdoptsFirstReported extends LayoutQuorum {
  protected override proposer(acceptors: Acceptors<Layout>): Proposer<Layout> {
    return new ProposesFirstReported(acceptors);
  }
}

/** P23: keeps a promise in memory. */
export class VolatilePromise extends LayoutServer {
  protected override persistPromise(state: LayoutState): Promise<void> {
    this.state = state;
    return Promise.resolve();
  }
}
