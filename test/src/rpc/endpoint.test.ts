import { describe, expect, it } from 'vitest';
import type { LinkRule } from '../../../sim/devices/network.ts';
import { type NodePorts } from '../../../src/ports/node-ports.ts';
import { micros, nodeId } from '../../../src/ports/units.ts';
import { RpcEndpoint } from '../../../src/rpc/endpoint.ts';
import { type Bench, claimsOf, runCluster, type ClusterRun } from '../../support/run-cluster.ts';

const [client, server, tail] = [nodeId(0), nodeId(1), nodeId(2)];

interface Ask {
  readonly n: number;
}

interface Answer {
  readonly status: 'ok';
  readonly twice: number;
}

const TIMEOUT = micros(2_000);
/** Delays are 100 to 200 us each way; a reply under this rule comes after the timeout. */
const late: LinkRule = {
  kind: 'test.late',
  seed: 1,
  applies: (from) => from === server,
  ratePpm: 1_000_000,
  effect: 'delay',
  delayMicrosMin: 3_000,
  delayMicrosMax: 3_000,
};
const dropped: LinkRule = { ...late, kind: 'test.dropped', effect: 'drop' };
const twice: LinkRule = { ...late, kind: 'test.twice', effect: 'duplicate', applies: () => true };

interface Lives {
  readonly client: (rpc: RpcEndpoint, ports: NodePorts, bench: Bench) => Promise<void>;
  readonly server?: (rpc: RpcEndpoint, ports: NodePorts) => void | Promise<void>;
  readonly rule?: LinkRule;
}

const doubling = (rpc: RpcEndpoint, ports: NodePorts): void =>
  rpc.serve((request: Ask): Answer => {
    ports.trace.emit({ event: `served ${request.n}` });
    return { status: 'ok', twice: 2 * request.n };
  });

function run({ client: ask, server: serve = doubling, rule }: Lives): Promise<ClusterRun> {
  return runCluster(
    ['client', 'unit', 'unit'],
    (ports, bench) => {
      const rpc = new RpcEndpoint(ports);
      if (ports.self === client) return ask(rpc, ports, bench);
      if (ports.self === server) return serve(rpc, ports);
      rpc.serve((request: Ask): Answer => ({ status: 'ok', twice: 20 * request.n }));
    },
    { prepare: ({ network }) => rule && network.addRule(rule) },
  );
}

describe('a call', () => {
  it('is answered by what the server returns, at once or later', async () => {
    const answers: (Answer | 'timeout')[] = [];
    await run({
      client: async (rpc) => {
        await rpc.call<Answer>(server, { n: 0 }, TIMEOUT);
        answers.push(await rpc.call<Answer>(server, { n: 1 }, TIMEOUT));
        answers.push(...(await Promise.all([2, 3].map((n) => rpc.call<Answer>(server, { n }, TIMEOUT)))));
      },
      server: (rpc, ports) =>
        rpc.serve(async ({ n }: Ask): Promise<Answer> => {
          // The second of two is answered first.
          if (n === 2) await ports.clock.sleep(micros(1_000));
          return { status: 'ok', twice: 2 * n };
        }),
    });
    expect(answers).toEqual([1, 2, 3].map((n) => ({ status: 'ok', twice: 2 * n })));
  });

  it('that nobody answers ends as a value, after the timeout on the clock of the caller', async () => {
    const waited: number[] = [];
    const { kernel } = await run({
      client: async (rpc, _ports, bench) => {
        bench.cluster.node(client).clock.setDrift(0, -500_000);
        expect(await rpc.call(server, { n: 1 }, TIMEOUT)).toBe('timeout');
        waited.push(bench.kernel.timeMicros);
      },
      server: (rpc) => rpc.serve((): undefined => undefined),
    });
    expect(waited).toEqual([4_000]);
    expect(kernel.violations).toEqual([]);
  });

  it('leaves no timer behind when it is answered', async () => {
    const { kernel } = await run({
      client: async (rpc, _ports, bench) => {
        await rpc.call(server, { n: 1 }, TIMEOUT);
        expect([...bench.kernel.pendingEvents]).toEqual([]);
      },
      server: doubling,
    });
    expect(kernel.timeMicros).toBeLessThan(1_000);
  });

  it('that timed out ignores the reply that comes later, and does not give it to the next call', async () => {
    const answers: unknown[] = [];
    const { facts } = await run({
      rule: { ...late, applies: (from, _to, number) => from === server && number === 0 },
      client: async (rpc, ports) => {
        answers.push(await rpc.call(server, { n: 1 }, TIMEOUT));
        answers.push(await rpc.call(server, { n: 2 }, TIMEOUT));
        await ports.clock.sleep(micros(5_000));
      },
    });
    expect(answers).toEqual(['timeout', { status: 'ok', twice: 4 }]);
    expect(claimsOf(facts)).toEqual(['served 1', 'served 2']);
  });

  it('whose request or reply is lost times out', async () => {
    for (const from of [client, server]) {
      const { facts } = await run({
        rule: { ...dropped, applies: (sender) => sender === from },
        client: async (rpc) => {
          expect(await rpc.call(server, { n: 1 }, TIMEOUT)).toBe('timeout');
        },
      });
      // Silence means that it may have been carried out.
      expect(claimsOf(facts)).toEqual(from === client ? [] : ['served 1']);
    }
  });

  it('is carried out twice when its request is duplicated, and settles once', async () => {
    const answers: unknown[] = [];
    const { facts } = await run({
      rule: twice,
      client: async (rpc, ports) => {
        answers.push(await rpc.call(server, { n: 1 }, TIMEOUT));
        await ports.clock.sleep(micros(10_000));
        answers.push(await rpc.call(server, { n: 2 }, TIMEOUT));
      },
    });
    expect(answers).toEqual([1, 2].map((n) => ({ status: 'ok', twice: 2 * n })));
    expect(claimsOf(facts)).toEqual(['served 1', 'served 1', 'served 2', 'served 2']);
  });

  it('of a former life of the client is not answered in the next', async () => {
    const answers: unknown[] = [];
    await run({
      rule: { ...late, applies: (from, _to, number) => from === server && number === 0 },
      client: async (rpc, ports, bench) => {
        if (ports.process.incarnation === 1) {
          bench.kernel.schedule(1_000, 'fault', null, () => bench.cluster.node(client).crash(100));
          answers.push(await rpc.call(server, { n: 1 }, TIMEOUT));
        } else {
          // The reply to the dead comes while this call, of the same number, is open.
          answers.push(await rpc.call(server, { n: 2 }, micros(10_000)));
        }
      },
      server: (rpc, ports) =>
        rpc.serve(async ({ n }: Ask): Promise<Answer> => {
          if (n === 2) await ports.clock.sleep(micros(5_000));
          return { status: 'ok', twice: 2 * n };
        }),
    });
    expect(answers).toEqual([{ status: 'ok', twice: 4 }]);
  });

  it('may be answered by another node than the one asked, when that hands it on', async () => {
    const answers: unknown[] = [];
    await run({
      client: async (rpc) => void answers.push(await rpc.call(server, { n: 1 }, TIMEOUT)),
      server: (rpc) =>
        rpc.serve((request: Ask, from, replyTo): undefined => {
          expect(from).toBe(client);
          rpc.forward(tail, { n: request.n + 1 }, replyTo);
        }),
    });
    expect(answers).toEqual([{ status: 'ok', twice: 40 }]);
  });

  it('that arrives before the server serves is lost', async () => {
    const answers: unknown[] = [];
    await run({
      client: async (rpc) => {
        answers.push(await rpc.call(server, { n: 1 }, TIMEOUT));
        answers.push(await rpc.call(server, { n: 2 }, TIMEOUT));
      },
      server: async (rpc, ports) => {
        await ports.clock.sleep(micros(1_000));
        doubling(rpc, ports);
      },
    });
    expect(answers).toEqual(['timeout', { status: 'ok', twice: 4 }]);
  });

  it('to a server that throws ends the run, attributed to the server', async () => {
    for (const fail of [
      () => {
        throw new Error('planted');
      },
      () => Promise.reject(new Error('planted')),
    ]) {
      const { kernel, end } = await run({
        client: async (rpc) => void (await rpc.call(server, { n: 1 }, TIMEOUT)),
        server: (rpc) => rpc.serve(fail),
      });
      expect(end).toBe('violation');
      expect(kernel.violations).toMatchObject([{ property: 'H-NoException', node: server }]);
    }
  });
});
