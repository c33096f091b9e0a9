import { describe, expect, it } from 'vitest';
import type { Routed } from '../../../src/corfu/chain-replication.ts';
import type { UnitReply, UnitRequest, WriteRequest } from '../../../src/corfu/unit-messages.ts';
import { serveUnit } from '../../../src/corfu/unit-server.ts';
import { logPosition } from '../../../src/log/position.ts';
import { micros, nodeId } from '../../../src/ports/units.ts';
import { RpcEndpoint } from '../../../src/rpc/endpoint.ts';
import { MemoryUnit } from '../../support/memory-unit.ts';
import { factsOf, runCluster, type ClusterRun } from '../../support/run-cluster.ts';

const units = [nodeId(0), nodeId(1), nodeId(2)];
const CLIENT = 3;
const write: WriteRequest = {
  kind: 'unit/write',
  epoch: 1,
  position: logPosition(0),
  writer: 7,
  writeNumber: 1,
  payload: Uint8Array.of(1),
};

interface Asked {
  readonly reply: (UnitReply & Routed) | 'timeout';
  readonly run: ClusterRun;
  readonly units: readonly MemoryUnit[];
}

/** Sends one request to the head of three units. */
async function ask(
  request: UnitRequest & Routed,
  prepare: (units: readonly MemoryUnit[]) => void = () => undefined,
): Promise<Asked> {
  let reply: (UnitReply & Routed) | 'timeout' = 'timeout';
  const memory = units.map(() => new MemoryUnit());
  prepare(memory);
  const run = await runCluster(['unit', 'unit', 'unit', 'client'], async (ports) => {
    if (ports.self < CLIENT) return serveUnit(ports, memory[ports.self] as MemoryUnit);
    await ports.clock.sleep(micros(100));
    reply = await new RpcEndpoint(ports).call<UnitReply & Routed>(nodeId(0), request, micros(5_000));
  });
  return { reply, run, units: memory };
}

const links = (run: ClusterRun): string[] => factsOf(run.facts, 'sent').map(({ from, to }) => `${from}>${to}`);

describe('a unit on its node', () => {
  it('answers a request without a route itself, whatever the answer', async () => {
    const done = await ask(write);
    expect(done.reply).toMatchObject({ status: 'ok', epoch: 1 });
    expect(done.reply).not.toHaveProperty('hop');
    expect(links(done.run)).toEqual(['3>0', '0>3']);
    const refused = await ask({ ...write, epoch: 2 });
    expect(refused.reply).toMatchObject({ status: 'not-ready' });
  });

  it('hands a request with a route on, and the tail answers the client', async () => {
    const { reply, run, units: memory } = await ask({ ...write, route: [nodeId(1), nodeId(2)], hop: 0 });
    expect(reply).toEqual({ status: 'ok', epoch: 1, incarnation: 1 });
    expect(links(run)).toEqual(['3>0', '0>1', '1>2', '2>3']);
    expect(memory.map((unit) => unit.at(0)?.kind)).toEqual(['data', 'data', 'data']);
  });

  it('ends a request that it refuses, and says at which hop', async () => {
    for (const hop of [0, 1, 2]) {
      const { reply, run } = await ask({ ...write, route: [nodeId(1), nodeId(2)], hop: 0 }, (memory) => {
        (memory[hop] as MemoryUnit).plant = () => 'corrupt';
      });
      expect(reply).toMatchObject({ status: 'corrupt', hop });
      expect(links(run)).toHaveLength(hop + 2);
    }
  });

  it('hands on behind the head what is there already, and not at the head', async () => {
    const { writer, writeNumber, payload } = write;
    const entry = { kind: 'data', writer, writeNumber, payload } as const;
    const behind = await ask({ ...write, route: [nodeId(1), nodeId(2)], hop: 0 }, (memory) => {
      memory[1]?.cells.set(0, entry);
    });
    expect(behind.reply).toMatchObject({ status: 'ok' });
    const atHead = await ask({ ...write, route: [nodeId(1), nodeId(2)], hop: 0 }, (memory) => {
      memory[0]?.cells.set(0, entry);
    });
    expect(atHead.reply).toMatchObject({ status: 'overwritten', hop: 0, writer, writeNumber });
  });

  it('counts hops from where a request entered the chain', async () => {
    const { reply } = await ask({ ...write, route: [], hop: 2 }, (memory) =>
      memory[0]?.cells.set(0, { kind: 'trimmed' }),
    );
    expect(reply).toMatchObject({ status: 'ok' });
  });
});
