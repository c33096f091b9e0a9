import { describe, expect, it } from 'vitest';
import { Incarnation } from '../../../sim/kernel/incarnation.ts';
import type { Kernel } from '../../../sim/kernel/kernel.ts';
import { NodeClock } from '../../../sim/kernel/node-clock.ts';
import type { Observer } from '../../../sim/model/observer.ts';
import { micros, nodeId } from '../../../src/ports/units.ts';
import { claimsOf, factsOf, runCluster } from '../../support/run-cluster.ts';
import { runKernel } from '../../support/run-kernel.ts';

const [alice, bob] = [nodeId(0), nodeId(1)];

/** Runs `names` as events of one instant and answers the order in which they ran. */
async function orderOf(seed: number, names: readonly string[]): Promise<string> {
  const ran: string[] = [];
  await runKernel({ seed }, (kernel) => {
    for (const name of names) kernel.schedule(5, 'timer', null, () => void ran.push(name));
  });
  return ran.join('');
}

describe('events', () => {
  it('run in the order of their times', async () => {
    const ran: string[] = [];
    const { kernel, end } = await runKernel({}, (k) => {
      k.schedule(30, 'timer', null, () => void ran.push(`c at ${k.timeMicros}`));
      k.schedule(10, 'timer', null, () => {
        ran.push(`a at ${k.timeMicros}`);
        k.schedule(5, 'timer', null, () => void ran.push(`b at ${k.timeMicros}`));
      });
    });
    expect(ran).toEqual(['a at 10', 'b at 15', 'c at 30']);
    expect([end, kernel.step, kernel.timeMicros]).toEqual(['quiet', 3, 30]);
  });

  it('of one instant run in every order over seeds, and in one order for one seed', async () => {
    const orders = new Map<string, number>();
    for (let seed = 0; seed < 240; seed += 1) {
      const order = await orderOf(seed, ['a', 'b', 'c']);
      expect(await orderOf(seed, ['a', 'b', 'c'])).toBe(order);
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of orders.values()) expect(count).toBeGreaterThan(20);
  });

  it('wait for all promise jobs of the one before, however deep', async () => {
    const ran: string[] = [];
    const owner = new Incarnation(alice, 1, new NodeClock());
    await runKernel({}, (kernel) => {
      const code = async (name: string): Promise<void> => {
        for (let i = 0; i < 100; i += 1) await Promise.resolve();
        ran.push(`${name} after ${kernel.step} events`);
      };
      const start = (name: string) => (): void => kernel.enter(owner, () => void code(name));
      kernel.schedule(1, 'timer', owner, start('first'));
      kernel.schedule(2, 'timer', owner, start('second'));
      kernel.schedule(2, 'timer', null, () => undefined);
    });
    expect(ran[0]).toBe('first after 1 events');
    expect(ran[1]).toMatch(/second after [23] events/);
  });

  it('end when the budget is spent, in an endless run', async () => {
    const { kernel, end } = await runKernel({ eventsMax: 50 }, (k) => {
      const again = (): void => void k.schedule(1, 'timer', null, again);
      again();
    });
    expect([end, kernel.step, kernel.timeMicros]).toEqual(['exhausted', 50, 50]);
  });

  it('end before the first that is later than the end that was set', async () => {
    const ran: number[] = [];
    const { kernel, end } = await runKernel({}, (k) => {
      for (const at of [10, 20, 21, 30]) k.schedule(at, 'timer', null, () => void ran.push(k.timeMicros));
      k.schedule(1, 'timer', null, () => k.stopAfter(20));
    });
    expect(ran).toEqual([10, 20]);
    expect([end, kernel.timeMicros]).toEqual(['quiet', 20]);
  });

  it('go on where they ended, when the run is run on', async () => {
    const ran: number[] = [];
    const { kernel, end } = await runKernel({}, (k) => {
      for (const at of [10, 20, 30]) k.schedule(at, 'timer', null, () => void ran.push(k.timeMicros));
      k.stopAfter(15);
    });
    expect([ran, end]).toEqual([[10], 'quiet']);
    kernel.stopAfter(25);
    await new Promise<void>((resolve) => void setImmediate(() => kernel.run(() => resolve())));
    expect(ran).toEqual([10, 20]);
  });
});

describe('a process that is resumed', () => {
  it('takes in at once what its pause kept waiting, and nothing that is not due', async () => {
    const heard: string[] = [];
    await runCluster(
      ['client'],
      async (ports) => {
        ports.clock.after(micros(20), () => void heard.push('20'));
        ports.clock.after(micros(90), () => void heard.push('90'));
        await ports.clock.sleep(micros(30));
        heard.push('slept');
      },
      {
        prepare: ({ kernel, cluster }) => {
          kernel.schedule(10, 'fault', null, () => {
            (cluster.node(nodeId(0)).incarnation as Incarnation).pausedUntilMicros = 1_000;
          });
          kernel.schedule(50, 'fault', null, () => {
            heard.push('resumed');
            kernel.resume(cluster.node(nodeId(0)).incarnation as Incarnation);
          });
        },
      },
    );
    expect(heard[0]).toBe('resumed');
    expect(heard.slice(1, 3).toSorted()).toEqual(['20', 'slept']);
    expect(heard[3]).toBe('90');
  });
});

describe('a timer', () => {
  it('leaves the heap when it is cancelled, and costs nothing from then on', async () => {
    let pending = -1;
    const { kernel } = await runCluster(['client'], (ports, bench) => {
      const timers = Array.from({ length: 100 }, (_unused, i) =>
        ports.clock.after(micros(1_000 + i), () => expect.unreachable()),
      );
      for (const timer of timers) timer.cancel();
      pending = [...bench.kernel.pendingEvents].length;
      for (const timer of timers) timer.cancel();
    });
    expect(pending).toBe(0);
    expect([kernel.step, kernel.timeMicros]).toEqual([1, 0]);
  });

  it('does nothing when it is cancelled after it fired', async () => {
    const { facts } = await runCluster(['client'], async (ports) => {
      const timer = ports.clock.after(micros(5), () => ports.trace.emit({ event: 'fired' }));
      await ports.clock.sleep(micros(10));
      timer.cancel();
      await ports.clock.sleep(micros(10));
      ports.trace.emit({ event: 'still alive' });
    });
    expect(claimsOf(facts)).toEqual(['fired', 'still alive']);
  });

  it('measures by the clock of its node', async () => {
    const woke: number[] = [];
    await runCluster(
      ['client', 'client'],
      async (ports, { kernel }) => {
        await ports.clock.sleep(micros(1_000));
        woke[ports.self] = kernel.timeMicros;
      },
      { prepare: ({ cluster }) => cluster.node(bob).clock.setDrift(0, -500_000) },
    );
    expect(woke).toEqual([1_000, 2_000]);
  });

  it.each([-1, 0.5, Number.NaN, Infinity])('refuses a delay of %s', async (delay) => {
    const { kernel } = await runCluster(['client'], (ports) => {
      ports.clock.after(micros(delay), () => undefined);
    });
    expect(kernel.violations).toMatchObject([{ property: 'H-NoException', node: 0 }]);
    expect(kernel.violations[0]?.message).toContain('RangeError');
  });
});

/** Everything that a process could do to the world, once. */
async function doEverything(ports: Parameters<Parameters<typeof runCluster>[1]>[0]): Promise<void> {
  ports.network.send(bob, { is: 'message' });
  ports.network.onDatagram(() => ports.trace.emit({ event: 'zombie heard' }));
  ports.trace.emit({ event: 'zombie spoke' });
  ports.clock.after(micros(1), () => ports.trace.emit({ event: 'zombie woke' }));
  void ports.disk.write('file', 0, Uint8Array.of(6, 6, 6)).then(() => ports.trace.emit({ event: 'zombie wrote' }));
  void ports.disk.fsync('file').then(() => ports.trace.emit({ event: 'zombie synced' }));
  void ports.flash.program(0, new Uint8Array(112)).then(() => ports.trace.emit({ event: 'zombie programmed' }));
  void ports.process.exit('zombie');
  await ports.clock.sleep(micros(1));
  ports.trace.emit({ event: 'zombie slept' });
}

describe('a crash', () => {
  it('in the middle of a drain lets nothing out: no byte, no message, no trace, no finally', async () => {
    let zombies = 0;
    const seen: number[][] = [];
    const { facts } = await runCluster(['client', 'client'], async (ports, { kernel, cluster }) => {
      if (ports.self === bob) {
        ports.network.onDatagram(() => expect.unreachable('a message of the dead'));
        return;
      }
      if (ports.process.incarnation === 2) {
        seen.push([...(await ports.disk.read('file', 0, 3)).bytes]);
        seen.push([...(await ports.flash.read(0)).bytes.subarray(0, 2)]);
        ports.trace.emit({ event: 'read' });
        return;
      }
      const sibling = async (depth: number): Promise<void> => {
        try {
          for (let i = 0; i < depth; i += 1) await Promise.resolve();
          if (depth === 5) cluster.node(alice).crash(1_000);
          zombies += kernel.current?.alive === false ? 1 : 0;
          if (depth >= 5) await doEverything(ports);
        } finally {
          if (depth >= 5) {
            zombies += 1;
            await doEverything(ports);
          }
        }
      };
      await ports.clock.sleep(micros(10));
      void sibling(2);
      void sibling(5);
      void sibling(5);
      void sibling(9);
      // A rejection in code that is dead never happened either.
      void sibling(7).then(
        () => undefined,
        () => undefined,
      );
      void (async () => {
        for (let i = 0; i < 8; i += 1) await Promise.resolve();
        throw new Error('thrown by the dead');
      })();
    });
    // The dead code did run, up to its first wait for something.
    expect(zombies).toBe(4);
    expect(factsOf(facts, 'sent')).toEqual([]);
    expect(claimsOf(facts)).toEqual(['read']);
    expect(factsOf(facts, 'crashed')).toHaveLength(1);
    expect(factsOf(facts, 'started').map((each) => [each.node, each.incarnation])).toContainEqual([0, 2]);
    expect(seen).toEqual([[], [255, 255]]);
  });

  it('ends the run with nobody to blame, whatever dead code throws', async () => {
    const { kernel, end } = await runCluster(['client'], async (_ports, { cluster }) => {
      if (cluster.node(alice).incarnation?.number === 2) return;
      cluster.node(alice).crash(10);
      await Promise.resolve();
      throw new Error('thrown by the dead');
    });
    expect([end, kernel.violations]).toEqual(['quiet', []]);
  });

  it('leaves promises of the dead unsettled and forgets their timers and calls', async () => {
    const settled: string[] = [];
    let pendingOfDead = -1;
    const { kernel } = await runCluster(['client', 'client'], (ports, bench) => {
      if (ports.self === bob || ports.process.incarnation > 1) return;
      void ports.clock.sleep(micros(50)).then(() => settled.push('sleep'));
      void ports.disk.write('f', 0, Uint8Array.of(1)).then(() => settled.push('write'));
      void ports.flash.erase(0).then(() => settled.push('erase'));
      ports.clock.after(micros(50), () => settled.push('timer'));
      bench.kernel.schedule(5, 'fault', null, () => {
        const { incarnation } = bench.cluster.node(alice);
        bench.cluster.node(alice).crash(1_000);
        pendingOfDead = [...bench.kernel.pendingEvents].filter(({ owner }) => owner === incarnation).length;
      });
    });
    expect([settled, pendingOfDead]).toEqual([[], 0]);
    expect(kernel.timeMicros).toBe(1_005);
  });

  it('at a persistence point comes before the caller goes on, and what became durable stays', async () => {
    const seen: string[] = [];
    const { facts } = await runCluster(
      ['client'],
      async (ports) => {
        if (ports.process.incarnation === 2) {
          seen.push(`found ${(await ports.disk.read('f', 0, 1)).bytes[0]}`);
          return;
        }
        await ports.disk.write('f', 0, Uint8Array.of(7));
        await ports.disk.fsync('f');
        seen.push('the caller went on');
        ports.network.send(alice, { is: 'message' });
      },
      { prepare: ({ kernel, cluster }) => kernel.onPersisted(({ node }) => cluster.node(node).crash(500)) },
    );
    expect(seen).toEqual(['found 7']);
    expect(factsOf(facts, 'sent')).toEqual([]);
  });

  it('of a process by itself is heard of by its supervisor, and its caller never goes on', async () => {
    const { facts } = await runCluster(['client'], async (ports) => {
      ports.trace.emit({ event: `life ${ports.process.incarnation}` });
      if (ports.process.incarnation === 3) return;
      await ports.process.exit('cannot go on honestly');
      ports.trace.emit({ event: 'went on' });
    });
    expect(claimsOf(facts)).toEqual(['life 1', 'process-exited', 'life 2', 'process-exited', 'life 3']);
  });
});

describe('what goes wrong in code', () => {
  it('ends the run when a handler throws, attributed to the node', async () => {
    const { kernel, end } = await runCluster(['client', 'client'], async (ports) => {
      await ports.clock.sleep(micros(10));
      if (ports.self === bob) ports.clock.after(micros(0), () => JSON.parse('no JSON'));
      await ports.clock.sleep(micros(10));
      expect.unreachable('the run had ended');
    });
    expect(end).toBe('violation');
    expect(kernel.violations).toMatchObject([{ property: 'H-NoException', node: 1 }]);
    expect(kernel.violations[0]?.message).toContain('SyntaxError');
  });

  it.each([
    ['a promise that nobody handles', () => void Promise.reject(new Error('planted'))],
    [
      'an async function',
      () =>
        void (async () => {
          await Promise.resolve();
          throw new Error('planted');
        })(),
    ],
    [
      'a callback of queueMicrotask',
      () =>
        queueMicrotask(() => {
          throw new Error('planted');
        }),
    ],
    [
      'a callback of nextTick',
      () =>
        process.nextTick(() => {
          throw new Error('planted');
        }),
    ],
  ])('ends the run when %s fails, in the same event, attributed to the node', async (_name, plant) => {
    const { kernel, end } = await runCluster(['client', 'client'], async (ports) => {
      await ports.clock.sleep(micros(10 + ports.self));
      if (ports.self === bob) plant();
      await ports.clock.sleep(micros(10));
      if (ports.self === bob) expect.unreachable('the run had ended');
    });
    expect(end).toBe('violation');
    expect(kernel.timeMicros).toBe(11);
    expect(kernel.violations).toMatchObject([{ property: 'H-NoException', node: 1 }]);
    expect(kernel.violations[0]?.message).toContain('planted');
  });

  it('does not end the run when a rejection is handled', async () => {
    const { end } = await runCluster(['client'], async () => {
      await Promise.reject(new Error('handled')).catch(() => undefined);
    });
    expect(end).toBe('quiet');
  });

  it('is never lost when an observer sees it, although the code swallows everything', async () => {
    const observer: Observer = {
      observe(fact, at, report) {
        if (fact.fact === 'claim') report({ property: 'X', message: `seen in event ${at.step}`, node: fact.node });
      },
    };
    const { kernel, end } = await runCluster(
      ['client'],
      async (ports) => {
        try {
          await ports.clock.sleep(micros(5));
          await Promise.all([1, 2].map(async () => ports.trace.emit({ event: 'wrong' })));
        } catch {
          expect.unreachable('a violation is never thrown through the code');
        } finally {
          await ports.clock.sleep(micros(5));
          expect.unreachable('the run had ended');
        }
      },
      { observers: [observer] },
    );
    expect(end).toBe('violation');
    expect(kernel.step).toBe(2);
    const violation = { property: 'X', message: 'seen in event 2', node: 0 };
    expect(kernel.violations).toEqual([violation, violation]);
  });
});

describe('a node that is slow', () => {
  function wakingTimes(disturb: (kernel: Kernel, incarnation: Incarnation) => void): Promise<number[]> {
    const woke: number[] = [];
    const life = runCluster(['client'], async (ports, { kernel, cluster }) => {
      disturb(kernel, cluster.node(alice).incarnation as Incarnation);
      ports.clock.after(micros(100), () => woke.push(kernel.timeMicros));
      await ports.clock.sleep(micros(250));
      woke.push(kernel.timeMicros);
      await ports.clock.sleep(micros(500));
      woke.push(kernel.timeMicros);
    });
    return life.then(() => woke);
  }

  it('does nothing else than usual when it is not', async () => {
    expect(await wakingTimes(() => undefined)).toEqual([100, 250, 750]);
  });

  it('runs nothing while it is paused, and everything after', async () => {
    const woke = await wakingTimes((_kernel, incarnation) => void (incarnation.pausedUntilMicros = 300));
    expect(woke).toEqual([300, 300, 800]);
  });

  it('goes on sleeping when it is paused again meanwhile', async () => {
    const woke = await wakingTimes((kernel, incarnation) => {
      incarnation.pausedUntilMicros = 300;
      kernel.schedule(200, 'fault', null, () => void (incarnation.pausedUntilMicros = 400));
    });
    expect(woke).toEqual([400, 400, 900]);
  });

  it('reacts later to everything, each time', async () => {
    expect(await wakingTimes((_kernel, incarnation) => void (incarnation.slowMicros = 7))).toEqual([107, 257, 764]);
  });

  it('dies in its pause like any other', async () => {
    const ran: string[] = [];
    await runCluster(['client'], (ports, { kernel, cluster }) => {
      if (ports.process.incarnation === 2) return;
      (cluster.node(alice).incarnation as Incarnation).pausedUntilMicros = 1_000;
      ports.clock.after(micros(10), () => ran.push('woke'));
      kernel.schedule(500, 'fault', null, () => cluster.node(alice).crash(10));
    });
    expect(ran).toEqual([]);
  });
});
