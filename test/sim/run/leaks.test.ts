/**
 * Leaks of the machine into a run, each planted in a part, each of a kind that somebody will write one day. Running a seed
 * twice must find it and name the first event that differs.
 */
import { describe, expect, it } from 'vitest';
import { originals } from '../../../sim/kernel/sandbox/originals.ts';
import type { Mutant } from '../../../sim/mutants/mutant.ts';
import { runPlan } from '../../../sim/run/run-seed.ts';
import type { SeedResult } from '../../../sim/model/seed-result.ts';
import type { Parts } from '../../../sim/systems/corfu.ts';
import { ChainClient, type WriteOutcome } from '../../../src/corfu/chain-client.ts';
import { type ChainOutcome, ClientDrivenChain } from '../../../src/corfu/chain-replication.ts';
import { Sequencer } from '../../../src/corfu/sequencer.ts';
import type { NextRequest, SequencerReply } from '../../../src/corfu/sequencer-messages.ts';
import type { TracePort } from '../../../src/ports/trace.ts';
import { shortPlan, shortScenario } from '../../support/short-plan.ts';

const [SEQUENCER, FIRST_CLIENT] = [2, 3];

/** As a module would that was loaded before the sandbox. */
const capturedRandom = Math.random;

function verify(parts: Partial<Parts>): Promise<SeedResult> {
  const planted: Mutant = {
    id: 'leak',
    layer: 'sequencer',
    change: 'lets the machine into the run',
    breaks: [],
    implied: [],
    departsFrom: [],
    benign: false,
    replaces: [],
    parts,
  };
  return runPlan(shortScenario, shortPlan, { mutant: planted, verifyDeterminism: true });
}

/** Says something of its own before each token. */
abstract class Talkative extends Sequencer {
  readonly #trace: TracePort;

  constructor(trace: TracePort, incarnation: number) {
    super(trace, incarnation);
    this.#trace = trace;
  }

  abstract readonly what: () => number;

  override next(request: NextRequest): SequencerReply {
    this.#trace.emit({ event: 'said', what: this.what() });
    return super.next(request);
  }
}

class ReadsRealClock extends Talkative {
  readonly what = (): number => originals.performanceNow();
}

class DrawsRealRandomness extends Talkative {
  readonly what = (): number => capturedRandom();
}

class UsesSandboxedGlobals extends Talkative {
  readonly what = (): number => Date.now() + new Date().getTime() + performance.now() + Math.random();
}

class SaysTheDate extends Talkative {
  readonly what = (): number => Date.now();
}

const everybody = new Set<object>();

/** Hands out a position more for everybody that comes before it in a set of objects. */
class DependsOnObjectOrder extends Sequencer {
  override next(request: NextRequest): SequencerReply {
    everybody.add(this);
    const before = [...everybody].indexOf(this);
    return super.next({ ...request, count: request.count + before });
  }
}

let writes = 0;

class CountsForEver extends ChainClient {
  override write(...[layout, position, entry]: Parameters<ChainClient['write']>): Promise<WriteOutcome> {
    writes += 1;
    return super.write(layout, position, { ...entry, writeNumber: writes });
  }
}

const warm = new Set<string>();

/** Behaves differently once: the first time in a process, while a cache is cold. */
class WarmsUp extends Sequencer {
  override next(request: NextRequest): SequencerReply {
    const count = warm.has('cache') ? 1 : 2;
    warm.add('cache');
    return super.next({ ...request, count });
  }
}

class ReusesItsBuffer extends ClientDrivenChain {
  override send(...[chain, from, request]: Parameters<ClientDrivenChain['send']>): Promise<ChainOutcome> {
    const outcome = super.send(chain, from, request);
    if (request.kind === 'unit/write') request.payload.fill(0);
    return outcome;
  }
}

function expectNamed({ verdict }: SeedResult, fact: string, node: number, detail: string): void {
  expect(verdict).toMatchObject({ kind: 'nondeterministic', node });
  expect(verdict.step).toBeGreaterThan(0);
  expect(verdict.message).toContain(`differ first at event ${verdict.step}: "${fact}" on node ${node}`);
  expect(verdict.explanation).toHaveLength(2);
  for (const line of verdict.explanation ?? []) expect(line).toContain(detail);
  expect(verdict.explanation?.[0]?.slice(12)).not.toBe(verdict.explanation?.[1]?.slice(12));
}

describe('a seed that is run twice', () => {
  it('passes when nothing leaks', async () => {
    const { verdict, traceHash } = await verify({});
    expect(verdict).toEqual({ kind: 'pass' });
    expect(traceHash).toBe((await runPlan(shortScenario, shortPlan, {})).traceHash);
  });

  it('names the event in which code read a real clock', async () => {
    expectNamed(await verify({ Sequencer: ReadsRealClock }), 'claim', SEQUENCER, 'said');
  });

  it('names the event in which code drew from randomness captured before the sandbox', async () => {
    expectNamed(await verify({ Sequencer: DrawsRealRandomness }), 'claim', SEQUENCER, 'said');
  });

  it('names the event that depended on the order of objects of former runs', async () => {
    expectNamed(await verify({ Sequencer: DependsOnObjectOrder }), 'claim', SEQUENCER, 'token-granted');
  });

  it('names the event that depended on a counter of the module', async () => {
    expectNamed(await verify({ ChainClient: CountsForEver }), 'sent', FIRST_CLIENT, 'writeNumber');
  });

  it('names the event that went differently only the first time in the process', async () => {
    expectNamed(await verify({ Sequencer: WarmsUp }), 'claim', SEQUENCER, 'token-granted');
    expect((await verify({ Sequencer: WarmsUp })).verdict.kind).toBe('pass');
  });

  it('catches a message that is changed after it was sent', async () => {
    const { verdict } = await verify({ ClientDrivenChain: ReusesItsBuffer });
    expect(verdict).toMatchObject({ kind: 'violation', property: 'H-MessageImmutable', node: FIRST_CLIENT });
  });

  it('does not mind a date, a clock or randomness that go through the sandbox: they are of the run', async () => {
    expect((await verify({ Sequencer: UsesSandboxedGlobals })).verdict).toEqual({ kind: 'pass' });
    const dates: number[] = [];
    class Keeps extends SaysTheDate {
      override readonly what = (): number => {
        dates.push(Date.now());
        return 0;
      };
    }
    await verify({ Sequencer: Keeps });
    const began = Date.UTC(2025, 0, 1);
    expect(dates.length).toBe(12);
    for (const date of dates) expect(date - began).toBeLessThan(1_000);
    for (const date of dates) expect(date - began).toBeGreaterThanOrEqual(10);
  });
});
