/**
 * The layout servers as a client sees them: what a majority of them says. Reading from a majority finds the newest layout that
 * anybody relied on before the call, and a majority that confirms an epoch has not promised anybody to end it.
 */
import type { Acceptors, Ballot } from '../paxos/proposer.ts';
import { Proposer } from '../paxos/proposer.ts';
import type { Rank } from '../paxos/rank.ts';
import type { Micros, NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import { gather, majorityOf } from '../rpc/gather.ts';
import type { Layout } from './layout.ts';
import type { LayoutReply, LayoutRequest, LeasesLeft } from './layout-messages.ts';
import type { LayoutSource } from './layout-source.ts';

type Answer = LayoutReply | 'timeout';

export class LayoutQuorum implements LayoutSource {
  readonly #rpc: RpcEndpoint;
  readonly #timeout: Micros;
  #current: Layout;
  #sealed = 0;

  /** `first`: any layout of this log, from which the newest one can be found. */
  constructor(rpc: RpcEndpoint, first: Layout, timeout: Micros) {
    this.#rpc = rpc;
    this.#current = first;
    this.#timeout = timeout;
  }

  current(): Layout {
    return this.#current;
  }

  /** The highest epoch for which a layout server is known to be sealed: it confirms none below. */
  get sealed(): number {
    return this.#sealed;
  }

  /** Asks a majority for the newest layout. False: too few answered. */
  async refresh(): Promise<boolean> {
    for (;;) {
      const asked = this.#current;
      const answers = await this.#askMajority({ kind: 'layout/get' }, 'ok');
      if (this.#current.epoch === asked.epoch) return answers;
      // There are other layout servers now, perhaps, and they may know of a newer layout yet.
    }
  }

  /** Was `epoch` the newest, with nobody having begun to end it, at some instant between call and return? */
  confirm(epoch: number): Promise<boolean> {
    return this.#askMajority({ kind: 'layout/confirm', epoch }, 'confirmed');
  }

  /** Makes a majority promise to confirm no epoch below `epoch`; what they say of the leases that they have granted. */
  async seal(epoch: number): Promise<readonly LeasesLeft[] | undefined> {
    const sealed = await this.#answersOfMajority({ kind: 'layout/seal', epoch }, 'ok');
    return sealed?.flatMap((answer) => ('leases' in answer && answer.leases !== undefined ? [answer.leases] : []));
  }

  /** One ballot on the successor of `before`, whose layout servers are the acceptors. */
  async propose(before: Layout, rank: Rank, after: Layout): Promise<Ballot<Layout>> {
    const ballot = await this.proposer(this.#acceptorsOf(before)).propose(rank, after);
    if (ballot.status === 'decided') this.learn(ballot.value);
    return ballot;
  }

  protected proposer(acceptors: Acceptors<Layout>): Proposer<Layout> {
    return new Proposer(acceptors);
  }

  /** Tells those who vote on the next layout, and those who voted on this one, that `layout` is decided. True: a majority knows. */
  async announce(before: Layout, layout: Layout): Promise<boolean> {
    const nodes = new Set([...layout.layoutServers, ...before.layoutServers]);
    const request = { kind: 'layout/commit', layout } as const;
    const calls = [...nodes].map((node) => this.#ask(node, request));
    const needed = majorityOf(layout.layoutServers.length);
    // Those of the new layout come first.
    const knowing = (answers: readonly (Answer | undefined)[]): boolean =>
      count(answers.slice(0, layout.layoutServers.length), 'ok') >= needed;
    return knowing(await gather(calls, knowing));
  }

  learn(layout: Layout): void {
    if (layout.epoch > this.#current.epoch) this.#current = layout;
  }

  async #askMajority(request: LayoutRequest, yes: LayoutReply['status']): Promise<boolean> {
    return (await this.#answersOfMajority(request, yes)) !== undefined;
  }

  /** The answers that say `yes`, if a majority does. */
  async #answersOfMajority(
    request: LayoutRequest,
    yes: LayoutReply['status'],
  ): Promise<readonly LayoutReply[] | undefined> {
    const { layoutServers } = this.#current;
    const needed = majorityOf(layoutServers.length);
    const calls = layoutServers.map((node) => this.#ask(node, request));
    const answers = await gather(calls, (soFar) => count(soFar, yes) >= needed);
    const agreeing: LayoutReply[] = [];
    for (const answer of answers) {
      if (answer === undefined || answer === 'timeout') continue;
      if ('layout' in answer) this.learn(answer.layout);
      if ('sealed' in answer) this.#sealed = Math.max(this.#sealed, answer.sealed);
      if (answer.status === yes) agreeing.push(answer);
    }
    this.#tellThoseBehind(layoutServers, answers);
    return agreeing.length >= needed ? agreeing : undefined;
  }

  /**
   * Whoever decided a layout may have died before a majority heard of it. A server that has not heard neither confirms it nor votes
   * on its successor, so whoever meets one tells it; nobody waits for that.
   */
  #tellThoseBehind(nodes: readonly NodeId[], answers: readonly (Answer | undefined)[]): void {
    const layout = this.#current;
    for (const [index, answer] of answers.entries()) {
      if (answer === undefined || answer === 'timeout' || !('layout' in answer)) continue;
      if (answer.layout.epoch < layout.epoch) void this.#ask(nodes[index] as NodeId, { kind: 'layout/commit', layout });
    }
  }

  #ask(node: NodeId, request: LayoutRequest): Promise<Answer> {
    return this.#rpc.call<LayoutReply>(node, request, this.#timeout);
  }

  #acceptorsOf({ layoutServers, epoch }: Layout): Acceptors<Layout> {
    const slot = epoch + 1;
    const vote = async <Kind extends string>(acceptor: number, request: LayoutRequest, kinds: readonly Kind[]) => {
      const answer = await this.#ask(layoutServers[acceptor] as NodeId, request);
      if (answer === 'timeout') return ABSTAINED;
      if (answer.status === 'decided') return { status: 'decided', value: answer.layout } as const;
      return (kinds as readonly string[]).includes(answer.status)
        ? (answer as Extract<LayoutReply, { status: Kind }>)
        : ABSTAINED;
    };
    return {
      count: layoutServers.length,
      prepare: (acceptor, rank) =>
        vote(acceptor, { kind: 'layout/prepare', slot, rank }, ['promised', 'outranked'] as const),
      accept: (acceptor, rank, layout) =>
        vote(acceptor, { kind: 'layout/accept', slot, rank, layout }, ['accepted', 'outranked'] as const),
    };
  }
}

const ABSTAINED = Object.freeze({ status: 'abstained' });

function count(answers: readonly (Answer | undefined)[], status: LayoutReply['status']): number {
  let found = 0;
  for (const answer of answers)
    if (answer !== undefined && answer !== 'timeout' && answer.status === status) found += 1;
  return found;
}
