import { describe, expect, it } from 'vitest';
import { type Layout } from '../../../src/corfu/layout.ts';
import { LayoutQuorum } from '../../../src/corfu/layout-quorum.ts';
import { LayoutServer, serveLayoutServer } from '../../../src/corfu/layout-server.ts';
import type { LayoutState } from '../../../src/corfu/layout-state.ts';
import { epoch, logPosition } from '../../../src/log/position.ts';
import { NO_RANK, type Rank, rankAbove } from '../../../src/paxos/rank.ts';
import type { NodePorts } from '../../../src/ports/node-ports.ts';
import { micros, nodeId } from '../../../src/ports/units.ts';
import { RpcEndpoint } from '../../../src/rpc/endpoint.ts';
import { type Bench, type ClusterOptions, type ClusterRun, runCluster } from '../../support/run-cluster.ts';

const TIMEOUT = micros(2_000);
const SERVERS = 3;
const servers = Array.from({ length: SERVERS }, (_unused, id) => nodeId(id));

/** The layout of `number`, told apart by its sequencer. */
function layoutOf(number: number, sequencer: number): Layout {
  return {
    epoch: epoch(number),
    layoutServers: servers,
    sequencer: nodeId(sequencer),
    sequencerIncarnation: 1,
    segments: [{ start: logPosition(0), end: null, stripes: [[nodeId(7)]] }],
  };
}

const FIRST = layoutOf(1, 10);

interface Voter {
  readonly ports: NodePorts;
  readonly bench: Bench;
  readonly rpc: RpcEndpoint;
  readonly quorum: LayoutQuorum;
}

interface Options extends ClusterOptions {
  readonly Server?: typeof LayoutServer;
  /** A server that nobody prepared. */
  readonly unprepared?: number;
}

/** Three layout servers that know {@link FIRST}, and clients behind them. */
function runLayout(
  clients: readonly ((voter: Voter) => Promise<void>)[],
  { Server = LayoutServer, unprepared, ...options }: Options = {},
): Promise<ClusterRun> {
  const roles = [...servers.map(() => 'sequencer' as const), ...clients.map(() => 'client' as const)];
  return runCluster(
    roles,
    async (ports, bench) => {
      if (ports.self < SERVERS) {
        if (ports.process.incarnation === 1 && ports.self !== unprepared) await Server.format(ports, FIRST);
        serveLayoutServer(ports, await Server.open(ports));
        return;
      }
      const rpc = new RpcEndpoint(ports);
      // The servers open their disks first.
      await ports.clock.sleep(micros(20_000));
      await clients[ports.self - SERVERS]?.({ ports, bench, rpc, quorum: new LayoutQuorum(rpc, FIRST, TIMEOUT) });
    },
    options,
  );
}

/** Runs one client, and returns what it found. */
async function ask<T>(code: (voter: Voter) => Promise<T>, options: Options = {}): Promise<T> {
  let result: T | undefined;
  await runLayout([async (voter) => void (result = await code(voter))], options);
  return result as T;
}

const rankOf = ({ ports }: Voter, above: Rank = NO_RANK): Rank =>
  rankAbove(above, { node: ports.self, incarnation: ports.process.incarnation });

/** Decides `layout` after `before` and tells everybody. */
async function decide(voter: Voter, before: Layout, layout: Layout): Promise<Layout | undefined> {
  const ballot = await voter.quorum.propose(before, rankOf(voter), layout);
  if (ballot.status !== 'decided') return undefined;
  await voter.quorum.announce(before, ballot.value);
  return ballot.value;
}

describe('the newest layout', () => {
  it('is the first one, until another is decided and announced', async () => {
    const found = await ask(async (voter) => {
      expect(await voter.quorum.refresh()).toBe(true);
      const before = voter.quorum.current();
      await decide(voter, before, layoutOf(2, 11));
      const reader = new LayoutQuorum(voter.rpc, FIRST, TIMEOUT);
      await reader.refresh();
      return [before, reader.current()];
    });
    expect(found).toEqual([FIRST, layoutOf(2, 11)]);
  });

  it('is found by whoever missed several', async () => {
    const found = await ask(async (voter) => {
      for (let number = 2; number <= 5; number += 1) {
        await decide(voter, voter.quorum.current(), layoutOf(number, 10 + number));
      }
      const reader = new LayoutQuorum(voter.rpc, FIRST, TIMEOUT);
      await reader.refresh();
      return reader.current();
    });
    expect(found).toEqual(layoutOf(5, 15));
  });

  it('is known after all servers have restarted', async () => {
    const found = await ask(async (voter) => {
      await decide(voter, FIRST, layoutOf(2, 11));
      for (const server of servers) voter.bench.cluster.node(server).crash(1_000);
      await voter.ports.clock.sleep(micros(50_000));
      const reader = new LayoutQuorum(voter.rpc, FIRST, TIMEOUT);
      await reader.refresh();
      return reader.current();
    });
    expect(found.epoch).toBe(2);
  });

  it('needs a majority', async () => {
    const answered = await ask(async (voter) => {
      for (const server of servers.slice(1)) voter.bench.cluster.node(server).crash(1_000_000);
      return voter.quorum.refresh();
    });
    expect(answered).toBe(false);
  });
});

describe('a decision', () => {
  it('is the same for all who compete for it', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const decided: (Layout | undefined)[] = [];
      const compete =
        (sequencer: number) =>
        async (voter: Voter): Promise<void> => {
          let rank = NO_RANK;
          for (let attempt = 0; attempt < 8; attempt += 1) {
            rank = rankOf(voter, rank);
            const ballot = await voter.quorum.propose(FIRST, rank, layoutOf(2, sequencer));
            if (ballot.status === 'decided') {
              decided.push(ballot.value);
              return;
            }
            if (ballot.status === 'outranked') rank = ballot.by;
            await voter.ports.clock.sleep(micros(voter.ports.random.below(4_000)));
          }
        };
      await runLayout([compete(11), compete(12), compete(13)], { seed });
      expect(decided.length).toBeGreaterThan(0);
      expect(new Set(decided.map((layout) => layout?.sequencer)).size).toBe(1);
    }
  });

  it('is adopted from a proposer that died after a majority had accepted', async () => {
    const decided = await ask(async (voter) => {
      await voter.quorum.propose(FIRST, rankOf(voter), layoutOf(2, 11));
      // Nobody announced it.
      const late = new LayoutQuorum(voter.rpc, FIRST, TIMEOUT);
      return late.propose(FIRST, rankOf(voter, rankOf(voter)), layoutOf(2, 12));
    });
    expect(decided).toEqual({ status: 'decided', value: layoutOf(2, 11) });
  });

  it('is told to a proposer that comes too late', async () => {
    const decided = await ask(async (voter) => {
      await decide(voter, FIRST, layoutOf(2, 11));
      const late = new LayoutQuorum(voter.rpc, FIRST, TIMEOUT);
      return late.propose(FIRST, rankOf(voter), layoutOf(2, 12));
    });
    expect(decided).toEqual({ status: 'decided', value: layoutOf(2, 11) });
  });

  it('on a later slot waits until the one before is known', async () => {
    const ballot = await ask((voter) => voter.quorum.propose(layoutOf(2, 11), rankOf(voter), layoutOf(3, 12)));
    expect(ballot).toEqual({ status: 'unknown' });
  });

  it('survives servers that forget nothing, and not those that forget what they promised', async () => {
    class Forgetful extends LayoutServer {
      protected override persistPromise(state: LayoutState): Promise<void> {
        this.state = state;
        return Promise.resolve();
      }
    }
    /** High is promised by all; servers 1 and 2 restart; then low tries, and high goes on. */
    const outcome = (Server: typeof LayoutServer) =>
      ask(
        async (voter) => {
          const low = rankOf(voter);
          const high = rankOf(voter, low);
          for (const server of servers) {
            await voter.rpc.call(server, { kind: 'layout/prepare', slot: 2, rank: high }, TIMEOUT);
          }
          for (const server of servers.slice(1)) voter.bench.cluster.node(server).crash(1_000);
          await voter.ports.clock.sleep(micros(50_000));
          const ballot = await voter.quorum.propose(FIRST, low, layoutOf(2, 11));
          return ballot.status;
        },
        { Server },
      );
    expect(await outcome(LayoutServer)).toBe('outranked');
    expect(await outcome(Forgetful)).toBe('decided');
  });
});

describe('a confirmation', () => {
  it('is given for the newest epoch, and refused from the moment a majority promised to end it', async () => {
    const found = await ask(async ({ quorum }) => [
      await quorum.confirm(1),
      await quorum.seal(2),
      await quorum.confirm(1),
      await quorum.confirm(2),
    ]);
    expect(found).toEqual([true, [], false, false]);
  });

  it('is refused after a restart too', async () => {
    const confirmed = await ask(async ({ quorum, bench, ports }) => {
      await quorum.seal(2);
      for (const server of servers) bench.cluster.node(server).crash(1_000);
      await ports.clock.sleep(micros(50_000));
      return quorum.confirm(1);
    });
    expect(confirmed).toBe(false);
  });

  it('is given again for the next layout, once it is known', async () => {
    const confirmed = await ask(async (voter) => {
      await voter.quorum.seal(2);
      await decide(voter, FIRST, layoutOf(2, 11));
      return voter.quorum.confirm(2);
    });
    expect(confirmed).toBe(true);
  });
});

describe('a server without a state', () => {
  const LAST = nodeId(2);

  /** What the last server answers to everything that can be asked, before and after it is told a layout. */
  async function answersOf({ rpc }: Voter): Promise<{ readonly before: unknown[]; readonly after: unknown[] }> {
    const call = async (request: object): Promise<unknown> => {
      const reply = await rpc.call<{ readonly status: string }>(LAST, request, TIMEOUT);
      return reply === 'timeout' ? reply : reply.status;
    };
    const askAll = async (now: number): Promise<unknown[]> => {
      const questions = [
        { kind: 'layout/get' },
        { kind: 'layout/confirm', epoch: now },
        { kind: 'layout/prepare', slot: now + 1, rank: 1 },
        { kind: 'layout/accept', slot: now + 1, rank: 1, layout: layoutOf(now + 1, 11) },
        { kind: 'layout/seal', epoch: now + 1 },
      ];
      const answers: unknown[] = [];
      for (const question of questions) answers.push(await call(question));
      return answers;
    };
    const before = await askAll(1);
    await call({ kind: 'layout/commit', layout: layoutOf(3, 12) });
    return { before, after: await askAll(3) };
  }

  it('takes part, when it is new, as soon as it is told a layout', async () => {
    const { before, after } = await ask(answersOf, { unprepared: LAST });
    expect(new Set(before)).toEqual(new Set(['not-ready']));
    expect(after).toEqual(['ok', 'confirmed', 'promised', 'accepted', 'ok']);
  });

  it('never does, when it has lived before: it may have promised otherwise', async () => {
    const { before, after } = await ask(async (voter) => {
      voter.bench.cluster.node(LAST).loseDevices(1_000);
      await voter.ports.clock.sleep(micros(50_000));
      return answersOf(voter);
    });
    expect(new Set([...before, ...after])).toEqual(new Set(['not-ready']));
  });
});

describe('an event', () => {
  it('is told when what it says is durable, and not before', async () => {
    const { facts } = await runLayout([async (voter) => void (await decide(voter, FIRST, layoutOf(2, 11)))]);
    const told: string[] = [];
    const unsynced = new Set<number>(servers);
    for (const fact of facts) {
      if (fact.fact === 'synced') unsynced.delete(fact.node);
      if (fact.fact !== 'claim' || !fact.claim.event.startsWith('layout-')) continue;
      expect(unsynced).not.toContain(fact.node);
      unsynced.add(fact.node);
      told.push(fact.claim.event);
    }
    expect(new Set(told)).toEqual(new Set(['layout-promised', 'layout-accepted', 'layout-learned']));
  });
});
