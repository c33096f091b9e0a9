import { describe, expect, it } from 'vitest';
import type { LinkRule, VirtualNetwork } from '../../../sim/devices/network.ts';
import type { Fact } from '../../../sim/model/fact.ts';
import { micros, nodeId } from '../../../src/ports/units.ts';
import { factsOf, runCluster } from '../../support/run-cluster.ts';

const [alice, bob] = [nodeId(0), nodeId(1)];
const ALWAYS = 1_000_000;

/** A rule on everything from alice to bob. */
function ruleOf(effect: LinkRule['effect'], more: Partial<LinkRule> = {}): LinkRule {
  return {
    kind: `test.${effect}`,
    seed: 9,
    applies: (from) => from === alice,
    ratePpm: ALWAYS,
    effect,
    delayMicrosMin: 0,
    delayMicrosMax: 0,
    ...more,
  };
}

interface Arrival {
  readonly n: number;
  readonly atMicros: number;
}

interface Talk {
  readonly arrivals: readonly Arrival[];
  readonly facts: readonly Fact[];
  readonly hash: string;
}

/** Alice sends `count` messages to bob, 1 ms apart; `disturb` is called before the first. */
async function talk(
  count: number,
  disturb: (network: VirtualNetwork) => void = () => undefined,
  seed = 1,
): Promise<Talk> {
  const arrivals: Arrival[] = [];
  const { facts, kernel } = await runCluster(
    ['client', 'client'],
    async (ports, bench) => {
      if (ports.self === bob) {
        ports.network.onDatagram((from, datagram) => {
          expect(from).toBe(alice);
          arrivals.push({ n: (datagram as { n: number }).n, atMicros: bench.kernel.timeMicros });
        });
        return;
      }
      disturb(bench.network);
      for (let n = 0; n < count; n += 1) {
        await ports.clock.sleep(micros(1_000));
        ports.network.send(bob, { is: 'message', n, payload: Uint8Array.of(n, n, n, n) });
      }
    },
    { seed },
  );
  return { arrivals, facts, hash: kernel.hash.digest() };
}

/** How long message `n` was on its way, when it arrived first. */
function delayOf({ arrivals }: Talk, n: number): number | undefined {
  const arrival = arrivals.find((each) => each.n === n);
  return arrival && arrival.atMicros - (n + 1) * 1_000;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_unused, n) => n);

describe('the network', () => {
  it('delivers each datagram once, after the delay of the link and its jitter, numbered from 0', async () => {
    const run = await talk(50);
    const delays = numbers(50).map((n) => delayOf(run, n) as number);
    expect(run.arrivals.map(({ n }) => n)).toEqual(numbers(50));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...delays)).toBeLessThan(200);
    expect(new Set(delays).size).toBeGreaterThan(25);
    expect(factsOf(run.facts, 'sent').map((each) => each.number)).toEqual(numbers(50));
    expect(run.facts.filter((each) => each.fact === 'delivered')).toHaveLength(50);
  });

  it('is the same for the same seed and another for another', async () => {
    const [one, same, other] = [await talk(5), await talk(5), await talk(5, undefined, 2)];
    expect(same).toEqual(one);
    expect(other.arrivals).not.toEqual(one.arrivals);
  });

  it('numbers the datagrams of each directed link on its own', async () => {
    const { facts } = await runCluster(['client', 'client', 'client'], (ports) => {
      for (const to of [0, 1, 2, 1]) if (to !== ports.self) ports.network.send(nodeId(to), { is: 'message' });
    });
    const sent = factsOf(facts, 'sent').map(({ from, to, number }) => `${from}>${to} ${number}`);
    expect(sent.sort()).toEqual(['0>1 0', '0>1 1', '0>2 0', '1>0 0', '1>2 0', '2>0 0', '2>1 0', '2>1 1']);
  });

  it('loses what arrives at a node that is down, stopping, or does not listen', async () => {
    const { facts } = await runCluster(['client', 'client', 'client', 'client'], async (ports, { cluster }) => {
      if (ports.process.incarnation > 1) return;
      if (ports.self !== 0) {
        if (ports.self !== 3) ports.network.onDatagram(() => expect.unreachable());
        return;
      }
      await ports.clock.sleep(micros(1_000));
      cluster.node(nodeId(1)).crash(10_000);
      cluster.node(nodeId(2)).shutDown(10_000);
      for (const to of [1, 2, 3]) ports.network.send(nodeId(to), { is: 'message' });
    });
    const dropped = factsOf(facts, 'dropped').map(({ to, why }) => `${to} ${why}`);
    expect(dropped.sort()).toEqual(['1 down', '2 down', '3 down']);
  });

  it('delivers to the next incarnation what was sent to the one before', async () => {
    const heard: number[] = [];
    await runCluster(['client', 'client'], async (ports, { cluster }) => {
      if (ports.self === bob) {
        ports.network.onDatagram(() => heard.push(ports.process.incarnation));
        return;
      }
      await ports.clock.sleep(micros(1_000));
      ports.network.send(bob, { is: 'message' });
      cluster.node(bob).crash(50);
    });
    expect(heard).toEqual([2]);
  });
});

describe('a rule', () => {
  it('drops, and says so, for as long as it is there', async () => {
    const rule = ruleOf('drop', { applies: (_from, _to, number) => number === 3 || number === 5 });
    const run = await talk(8, (network) => {
      network.addRule(rule);
      network.onSent((_from, _to, number) => {
        if (number === 5) network.removeRule(rule);
      });
    });
    expect(run.arrivals.map(({ n }) => n)).toEqual([0, 1, 2, 4, 5, 6, 7]);
    expect(factsOf(run.facts, 'dropped')).toMatchObject([{ number: 3, why: 'test.drop' }]);
    expect(factsOf(run.facts, 'fault')).toMatchObject([{ kind: 'test.drop', node: 0 }]);
  });

  it.each(['drop', 'delay', 'duplicate', 'corrupt'] as const)(
    'that does %s to one message moves no other',
    async (effect) => {
      const undisturbed = await talk(20);
      const extra = { delayMicrosMin: 400, delayMicrosMax: 700 };
      const rule = ruleOf(effect, { ...extra, applies: (_from, _to, number) => number === 7 });
      const disturbed = await talk(20, (network) => network.addRule(rule));
      expect(disturbed.arrivals).not.toEqual(undisturbed.arrivals);
      for (const n of numbers(20).filter((each) => each !== 7)) {
        expect(delayOf(disturbed, n)).toBe(delayOf(undisturbed, n));
      }
    },
  );

  it('takes effect as often as its rate says, and not always on the same messages of two links', async () => {
    const run = await talk(2_000, (network) => network.addRule(ruleOf('drop', { ratePpm: 300_000 })));
    const other = await talk(2_000, (network) => network.addRule(ruleOf('drop', { ratePpm: 300_000, seed: 10 })));
    expect(run.arrivals.length).toBeGreaterThan(1_300);
    expect(run.arrivals.length).toBeLessThan(1_500);
    expect(other.arrivals.map(({ n }) => n)).not.toEqual(run.arrivals.map(({ n }) => n));
  });

  it('delays by its own bounds, and two of them add up', async () => {
    const undisturbed = await talk(20);
    const delay = ruleOf('delay', { delayMicrosMin: 300, delayMicrosMax: 400 });
    const once = await talk(20, (network) => network.addRule(delay));
    const twice = await talk(20, (network) => {
      network.addRule(delay);
      network.addRule({ ...delay, seed: 10, delayMicrosMin: 1_000, delayMicrosMax: 1_000 });
    });
    for (const n of numbers(20)) {
      const extra = (delayOf(once, n) as number) - (delayOf(undisturbed, n) as number);
      expect(extra).toBeGreaterThanOrEqual(300);
      expect(extra).toBeLessThanOrEqual(400);
      expect(delayOf(twice, n)).toBe((delayOf(once, n) as number) + 1_000);
    }
  });

  it('that drops wins over those that would delay', async () => {
    const run = await talk(5, (network) => {
      network.addRule(ruleOf('delay', { delayMicrosMax: 500 }));
      network.addRule(ruleOf('drop'));
    });
    expect(run.arrivals).toEqual([]);
    expect(factsOf(run.facts, 'dropped')).toHaveLength(5);
  });

  it('duplicates: a second copy of the same content, later', async () => {
    const rule = ruleOf('duplicate', { delayMicrosMin: 5_000, delayMicrosMax: 5_000 });
    const run = await talk(3, (network) => network.addRule(rule));
    expect(run.arrivals.map(({ n }) => n).sort((a, b) => a - b)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(factsOf(run.facts, 'sent')).toHaveLength(3);
    for (const n of numbers(3)) {
      const [first, second] = run.arrivals.filter((each) => each.n === n) as [Arrival, Arrival];
      expect(second.atMicros - first.atMicros).toBeGreaterThan(4_800);
    }
  });

  it('corrupts for real, and the checksum finds it', async () => {
    const run = await talk(200, (network) => network.addRule(ruleOf('corrupt')));
    expect(factsOf(run.facts, 'fault').map(({ kind }) => kind)).toEqual(numbers(200).map(() => 'test.corrupt'));
    expect(run.arrivals).toEqual([]);
    expect(factsOf(run.facts, 'dropped').map(({ why }) => why)).toEqual(numbers(200).map(() => 'checksum'));
  });
});

describe('a hold and a reset', () => {
  it('keeps back what it chooses until it is released, and then delivers it', async () => {
    const run = await talk(6, (network) => {
      const hold = {
        kind: 'test.hold',
        holds: (_f: number, _t: number, number: number) => number === 1 || number === 2,
      };
      network.addHold(hold);
      network.onSent((_from, _to, number) => {
        if (number === 4) network.release(hold);
      });
    });
    expect(run.arrivals.map(({ n }) => n).sort((a, b) => a - b)).toEqual(numbers(6));
    for (const n of [1, 2]) expect(run.arrivals.find((each) => each.n === n)?.atMicros).toBeGreaterThanOrEqual(5_100);
    for (const n of [0, 3, 4, 5]) expect(delayOf(run, n)).toBeLessThan(200);
    expect(factsOf(run.facts, 'fault')).toMatchObject([{ kind: 'test.hold' }, { kind: 'test.hold' }]);
  });

  it('loses what is on its way when the link is reset, and nothing sent later', async () => {
    const run = await talk(6, (network) => {
      network.addRule(ruleOf('delay', { delayMicrosMin: 2_500, delayMicrosMax: 2_500 }));
      network.onSent((_from, _to, number) => {
        if (number === 3) network.reset(alice, bob, 'test.reset');
      });
    });
    expect(run.arrivals.map(({ n }) => n)).toEqual([0, 4, 5]);
    expect(factsOf(run.facts, 'dropped').map(({ number, why }) => `${number} ${why}`)).toEqual([
      '1 test.reset',
      '2 test.reset',
      '3 test.reset',
    ]);
  });

  it('stops telling a listener that has left', async () => {
    const heard: number[] = [];
    await talk(4, (network) => {
      const listener = (_from: number, _to: number, number: number): void => {
        heard.push(number);
        if (number === 1) network.offSent(listener);
      };
      network.onSent(listener);
    });
    expect(heard).toEqual([0, 1]);
  });
});

describe('a message', () => {
  it('is frozen when it is sent, with the records inside it', async () => {
    const { kernel } = await runCluster(['client', 'client'], (ports) => {
      if (ports.self === bob) return;
      const message = { is: 'message', inner: { list: [{ n: 1 }] } };
      ports.network.send(bob, message);
      expect(() => (message.is = 'changed')).toThrow(TypeError);
      expect(() => (message.inner.list = [])).toThrow(TypeError);
      expect(() => message.inner.list.push({ n: 2 })).toThrow(TypeError);
      expect(() => ((message.inner.list[0] as { n: number }).n = 2)).toThrow(TypeError);
    });
    expect(kernel.violations).toEqual([]);
  });

  function mutating(paranoid: boolean, mutate: (payload: Uint8Array, inner: { n: number }) => void) {
    return runCluster(
      ['client', 'client'],
      async (ports) => {
        ports.network.onDatagram(() => undefined);
        if (ports.self === bob) return;
        const payload = Uint8Array.of(1, 2, 3);
        const inner = { n: 1 };
        // A record that came frozen is taken for frozen in depth.
        ports.network.send(bob, { is: 'message', payload, outer: Object.freeze({ inner }) });
        await ports.clock.sleep(micros(10));
        mutate(payload, inner);
      },
      { paranoid },
    );
  }

  it('that changes after it was sent, in its bytes or deep inside, is caught in a paranoid run', async () => {
    const changes: ((payload: Uint8Array, inner: { n: number }) => void)[] = [
      (payload) => (payload[2] = 4),
      (payload) => payload.set([3, 2, 1]),
      (_payload, inner) => (inner.n = 2),
    ];
    for (const change of changes) {
      const { kernel, end } = await mutating(true, change);
      expect(end).toBe('violation');
      expect(kernel.violations).toMatchObject([{ property: 'H-MessageImmutable', node: 0 }]);
      expect((await mutating(false, change)).end).toBe('quiet');
    }
  });

  it('that stays as it was is never blamed', async () => {
    const { kernel } = await mutating(true, () => undefined);
    expect(kernel.violations).toEqual([]);
  });
});
