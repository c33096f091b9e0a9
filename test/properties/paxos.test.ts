/**
 * Single-decree Paxos under every interleaving that fast-check thinks of: messages are delivered in any order, some are lost, acceptors
 * restart with what they made durable, and several proposers try again and again. Whatever two ballots decide is the same, and somebody
 * had proposed it.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Accepted, accept, type AcceptorState, newAcceptor, prepare } from '../../src/paxos/acceptor.ts';
import { type Acceptors, type Ballot, Proposer } from '../../src/paxos/proposer.ts';
import { NO_RANK, type Rank, rankAbove } from '../../src/paxos/rank.ts';
import { nodeId } from '../../src/ports/units.ts';

const PROPOSERS = 3;
const BALLOTS_EACH = 2;

class AdoptsFirst extends Proposer<string> {
  protected override adopt(reported: readonly Accepted<string>[], own: string): string {
    return reported[0]?.value ?? own;
  }
}

/** Which messages get through, of those sent to one acceptor: lost requests do nothing, lost replies did. */
type Fate = 'delivered' | 'request lost' | 'reply lost';

interface World {
  readonly scheduler: fc.Scheduler;
  readonly fates: readonly Fate[];
  /** A restart forgets what was promised. */
  readonly forgetful: boolean;
}

/** The acceptors as each proposer reaches them. */
function acceptorsIn({ scheduler, fates, forgetful }: World, count: number): Acceptors<string> {
  const states: AcceptorState<string>[] = Array.from({ length: count }, () => newAcceptor());
  let messages = 0;
  const send = async <Reply>(act: () => Reply): Promise<Reply | { readonly status: 'abstained' }> => {
    const fate = fates[messages % fates.length];
    messages += 1;
    await scheduler.schedule(Promise.resolve());
    if (fate === 'request lost') return { status: 'abstained' };
    const reply = act();
    await scheduler.schedule(Promise.resolve());
    return fate === 'reply lost' ? { status: 'abstained' } : reply;
  };
  return {
    count,
    prepare: (acceptor, rank) =>
      send(() => {
        const { state, reply } = prepare(states[acceptor] as AcceptorState<string>, rank);
        states[acceptor] = forgetful ? { ...state, promised: NO_RANK } : state;
        return reply;
      }),
    accept: (acceptor, rank, value) =>
      send(() => {
        const { state, reply } = accept(states[acceptor] as AcceptorState<string>, rank, value);
        states[acceptor] = forgetful ? { ...state, promised: NO_RANK } : state;
        return reply;
      }),
  };
}

/** Runs all proposers against each other; returns what their ballots came to. */
async function duel(world: World, count: number, ProposerClass: typeof Proposer<string>): Promise<Ballot<string>[]> {
  const acceptors = acceptorsIn(world, count);
  const ballots: Ballot<string>[] = [];
  const compete = async (id: number): Promise<void> => {
    const proposer = new ProposerClass(acceptors);
    let rank: Rank = NO_RANK;
    for (let i = 0; i < BALLOTS_EACH; i += 1) {
      rank = rankAbove(rank, { node: nodeId(id), incarnation: 1 });
      const ballot = await proposer.propose(rank, `value of ${id}`);
      ballots.push(ballot);
      if (ballot.status === 'decided') return;
      if (ballot.status === 'outranked') rank = ballot.by;
    }
  };
  const all = Promise.all(Array.from({ length: PROPOSERS }, (_unused, id) => compete(id)));
  await world.scheduler.waitFor(all);
  return ballots;
}

function decisionsOf(ballots: readonly Ballot<string>[]): readonly string[] {
  return [...new Set(ballots.flatMap((ballot) => (ballot.status === 'decided' ? [ballot.value] : [])))];
}

const fate = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>('delivered') },
  { weight: 1, arbitrary: fc.constant<Fate>('request lost') },
  { weight: 1, arbitrary: fc.constant<Fate>('reply lost') },
);
const worlds = { scheduler: fc.scheduler(), fates: fc.array(fate, { minLength: 1, maxLength: 40 }) };

function agreement(
  ProposerClass: typeof Proposer<string>,
  forgetful: boolean,
  onDecided: () => void,
): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(worlds.scheduler, worlds.fates, fc.constantFrom(3, 5), async (scheduler, fates, count) => {
    const decisions = decisionsOf(await duel({ scheduler, fates, forgetful }, count, ProposerClass));
    if (decisions.length > 0) onDecided();
    expect(decisions.length).toBeLessThanOrEqual(1);
    for (const decision of decisions) expect(decision).toMatch(/^value of [012]$/);
  });
}

test('two ballots never decide differently', async () => {
  let decided = 0;
  await fc.assert(
    agreement(Proposer, false, () => (decided += 1)),
    { numRuns: 2000 },
  );
  expect(decided).toBeGreaterThan(500);
});

test('a proposer that adopts the first value reported is caught', async () => {
  const details = await fc.check(
    agreement(AdoptsFirst, false, () => {}),
    { numRuns: 20_000 },
  );
  expect(details.failed).toBe(true);
});

test('acceptors that forget their promises are caught', async () => {
  const details = await fc.check(
    agreement(Proposer, true, () => {}),
    { numRuns: 20_000 },
  );
  expect(details.failed).toBe(true);
});
