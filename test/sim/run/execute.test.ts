import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { availableDrains } from '../../../sim/kernel/drain.ts';
import type { LogHistory } from '../../../sim/model/history.ts';
import type { Observer } from '../../../sim/model/observer.ts';
import type { Plan } from '../../../sim/model/plan.ts';
import type { Watcher } from '../../../sim/model/property.ts';
import type { Run } from '../../../sim/model/run.ts';
import { execute, type ExecuteOptions } from '../../../sim/run/execute.ts';
import { judge } from '../../../sim/run/judge.ts';
import type { Parts } from '../../../sim/systems/corfu.ts';
import { CorfuClient } from '../../../src/corfu/client.ts';
import { Sequencer } from '../../../src/corfu/sequencer.ts';
import type { NextRequest, SequencerReply } from '../../../src/corfu/sequencer-messages.ts';
import type { AppendOutcome } from '../../../src/log/shared-log.ts';
import { shortPlan, shortScenario } from '../../support/short-plan.ts';

const SEQUENCER = 2;

function run(plan: Plan = shortPlan, parts: Partial<Parts> = {}, options: Partial<ExecuteOptions> = {}): Promise<Run> {
  return execute(plan, parts, { properties: shortScenario.properties, eventsMax: 100_000, ...options });
}

function inWorker(): Promise<Run> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('execute-thread.ts', import.meta.url), {
      execArgv: ['--conditions=corfuzz-source', '--disable-warning=ExperimentalWarning'],
    });
    worker.once('message', resolve).once('error', reject);
  });
}

function watcherOf(observer: Observer): Watcher {
  return { watch: () => observer };
}

/** An observer that says when a run of its own is under way. */
function logging(log: string[], name: string): Observer {
  return { observe: () => void (log.at(-1) === name || log.push(name)), finish: () => void log.push(`${name} ended`) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('execute', () => {
  it('runs a plan to its end, called from a test body, which is itself a promise job', async () => {
    const result = await run();
    expect(result.violations).toEqual([]);
    expect(result.end).toBe('finished');
    expect(judge(result)).toEqual({ kind: 'pass' });
    const worked = ['append', 'append', 'append', 'append', 'read', 'read', 'tail'];
    const opsOf = (operations: LogHistory): string[] => operations.map(({ op }) => op).sort();
    expect(opsOf(result.history.slice(0, 7))).toEqual(worked);
    // Once faults have stopped, each of two clients appends, asks for the tail, and reads its share of four positions.
    expect(opsOf(result.history.slice(7))).toEqual([
      'append',
      'append',
      'read',
      'read',
      'read',
      'read',
      'tail',
      'tail',
    ]);
    expect(result.succeeded).toBe(15);
    expect(result.step).toBeGreaterThan(50);
    expect(result.unmet).toEqual([]);
    expect(structuredClone(result)).toEqual(result);
  });

  it('gives the same run for the same plan, again and again, and in a worker thread', async () => {
    const first = await run();
    expect(await run()).toEqual(first);
    expect(await inWorker()).toEqual(first);
  });

  it('gives another run for another seed, and for another plan', async () => {
    const [first, seed, delay] = [
      await run(),
      await run({ ...shortPlan, seed: 8 }),
      await run({ ...shortPlan, system: { ...shortPlan.system, delayMicros: 101 } }),
    ];
    expect(new Set([first.traceHash, seed.traceHash, delay.traceHash]).size).toBe(3);
  });

  it('gives the same run whoever watches, and with each drain', async () => {
    const first = await run();
    const watching = { watchers: [watcherOf({ observe: () => undefined })], paranoid: true };
    expect(await run(shortPlan, {}, watching)).toEqual(first);
    expect(await run(shortPlan, {}, { properties: [] })).toEqual(first);
    for (const drain of availableDrains()) expect(await run(shortPlan, {}, { drain })).toEqual(first);
  });

  it('runs under fake timers, and leaves them as they were', async () => {
    const first = await run();
    vi.useFakeTimers();
    const fake = globalThis.setTimeout;
    const fired = vi.fn<() => void>();
    setTimeout(fired, 1_000);
    expect(await run()).toEqual(first);
    expect(globalThis.setTimeout).toBe(fake);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(fired).toHaveBeenCalledTimes(1);
  });

  it('runs one plan at a time on a thread, also with a drain that yields between events', async () => {
    const alone = await run();
    const names = ['one', 'two', 'three'];
    for (const drain of availableDrains()) {
      const log: string[] = [];
      const started = names.map((name) => run(shortPlan, {}, { drain, watchers: [watcherOf(logging(log, name))] }));
      expect(await Promise.all(started)).toEqual([alone, alone, alone]);
      expect(log).toEqual(names.flatMap((name) => [name, `${name} ended`]));
    }
  });

  it('rejects a plan with a fault that does not exist, and goes on with the next', async () => {
    const bad = run({ ...shortPlan, faults: [{ kind: 'network.dorp', atMicros: 1 }] });
    const good = run();
    await expect(bad).rejects.toThrow('network.dorp');
    expect((await good).end).toBe('finished');
  });

  it('gives the process its listeners back', async () => {
    const events = ['unhandledRejection', 'uncaughtException'] as const;
    const listener = (): void => undefined;
    for (const event of events) process.on(event, listener);
    const before = events.map((event) => process.listeners(event as 'exit'));
    // Several at once: each must have given them back before the next takes them away.
    await Promise.all([run(), run(), run()]);
    expect(events.map((event) => process.listeners(event as 'exit'))).toEqual(before);
    for (const event of events) process.off(event, listener);
  });

  describe('blames a property for what it throws, and nobody else', () => {
    const boom = (): never => {
      throw new Error('a bug in a checker');
    };
    const quiet = (): void => undefined;
    const crashing = {
      ...shortPlan,
      faults: [{ kind: 'process.crash', role: 'client', index: 0, atMicros: 10_500, downMicros: 100 }],
    };

    it.each<readonly [string, Plan, () => Observer]>([
      ['in watch', shortPlan, boom],
      [
        'in observe, while a client runs',
        shortPlan,
        () => ({ observe: (fact) => (fact.fact === 'responded' ? boom() : undefined) }),
      ],
      [
        'in observe, of a crash',
        crashing,
        () => ({ observe: (fact) => (fact.fact === 'crashed' ? boom() : undefined) }),
      ],
      ['in finish', shortPlan, () => ({ observe: quiet, finish: boom })],
    ])('%s', async (_where, plan, watch) => {
      const result = await run(plan, {}, { properties: [{ name: 'mine', watch }] });
      expect(result.end).toBe('violation');
      expect(result.violations[0]).toMatchObject({
        property: 'H-NoException',
        message: 'property "mine" threw Error: a bug in a checker',
      });
      expect(result.violations[0]).not.toHaveProperty('node');
      // The thread is given back.
      expect((await run()).end).toBe('finished');
      expect(Math.abs(new Date().getFullYear() - 2025)).toBeLessThan(100);
    });
  });

  it('watches from within the sandbox: what a property draws when it begins repeats too', async () => {
    const drawn: number[] = [];
    const property = {
      name: 'draws',
      watch: (): Observer => {
        drawn.push(Math.random(), Date.now());
        return { observe: () => undefined };
      },
    };
    await run(shortPlan, {}, { properties: [property] });
    await run(shortPlan, {}, { properties: [property] });
    expect(drawn.slice(0, 2)).toEqual(drawn.slice(2));
  });
});

class ThrowsLater extends Sequencer {
  override next(request: NextRequest): SequencerReply {
    void Promise.resolve().then(() => {
      throw new Error('planted');
    });
    return super.next(request);
  }
}

class NeverAnswers extends CorfuClient {
  override append(): Promise<AppendOutcome> {
    return new Promise(() => undefined);
  }
}

class AsksForEver extends CorfuClient {
  override async append(): Promise<AppendOutcome> {
    for (;;) await this.checkTail();
  }
}

describe('a run that does not go well', () => {
  it('ends with an unhandled rejection of its node, whichever the drain', async () => {
    for (const drain of availableDrains()) {
      const result = await run(shortPlan, { Sequencer: ThrowsLater }, { drain });
      expect(result.end).toBe('violation');
      expect(result.violations[0]).toMatchObject({ property: 'H-NoException', message: 'code threw Error: planted' });
      expect(result.violations[0]?.explanation?.join('\n')).toContain('execute.test.ts');
      // The other drains notice when the run is over, and cannot tell whose it was.
      expect(result.violations[0]?.node).toBe(drain.name === 'tick' ? SEQUENCER : undefined);
      expect(structuredClone(result)).toEqual(result);
    }
  });

  it('is stuck when the last operation of a client never comes back, and says who waits', async () => {
    const onlyAppends = { ...shortPlan, clients: [[shortPlan.clients[0]![0]!]] };
    const result = await run(onlyAppends, { CorfuClient: NeverAnswers });
    expect(result.end).toBe('overdue');
    expect(result.unmet[0]).toMatchObject({
      of: 'request',
      what: 'client-0 is to get an answer to its append, operation 0',
      needs: [],
    });
    expect(judge(result)).toMatchObject({ kind: 'stuck' });
    expect(judge(result).explanation?.[0]).toBe(result.unmet[0]?.what);
  });

  it('is stuck when its budget of events is spent', async () => {
    const result = await run(shortPlan, { CorfuClient: AsksForEver }, { eventsMax: 2_000 });
    expect([result.end, result.step]).toEqual(['exhausted', 2_000]);
    expect(result.unmet[0]?.what).toBe('client-0 is to get an answer to its append, operation 0');
    expect(result.pending).not.toEqual([]);
    expect(judge(result)).toMatchObject({ kind: 'stuck', step: 2_000 });
  });
});
