/** Every kind, in a small world: it fires, and what its header says can be noticed is noticed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { faultKindNamed, faultKinds } from '../../../sim/faults/registry.ts';
import type { FaultKind } from '../../../sim/faults/fault-kind.ts';
import type { DroppedFact } from '../../../sim/model/fact.ts';
import type { PlannedFault } from '../../../sim/model/plan.ts';
import {
  DELAY_MICROS,
  HORIZON_MICROS,
  JITTER_MICROS,
  runSmallWorld,
  SEAL_MICROS,
  type SmallRun,
} from '../../support/small-world.ts';

const UNIT_0 = 0;
const UNIT_1 = 1;
const UNIT_2 = 2;
const SEQUENCER = 4;
const CLIENT_0 = 5;
const CLIENT_1 = 6;
const MANAGER = 7;
const ONE_WAY_MICROS_MAX = DELAY_MICROS + JITTER_MICROS;

const BEGIN = 10_500;
const END = 20_500;
const window = { atMicros: BEGIN, durationMicros: END - BEGIN };
const toSequencer = { link: 'client-sequencer', fromIndex: 0, toIndex: 0 };
const ALL_PPM = 1_000_000;

let quiet: SmallRun;

beforeAll(async () => {
  quiet = await runSmallWorld([]);
});

interface Row {
  readonly fault: PlannedFault;
  notice(run: SmallRun): void;
}

const rows: readonly Row[] = [
  {
    fault: { kind: 'network.drop', ...window, ...toSequencer, ratePpm: ALL_PPM },
    notice: (run) => expectCut(run, (from, to) => from === CLIENT_0 && to === SEQUENCER),
  },
  {
    fault: { kind: 'network.drop', ...window, ...toSequencer, link: 'any-any', ratePpm: 200_000 },
    notice: (run) => {
      const sent = run.facts.filter((each) => each.fact.fact === 'sent' && inWindow(each.atMicros)).length;
      const share = run.faults('network.drop') / sent;
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.3);
    },
  },
  {
    fault: { kind: 'network.delay', ...window, ...toSequencer, ratePpm: ALL_PPM, delayMicrosMax: 5_000 },
    notice: (run) => {
      const extra = lateness(run, CLIENT_0, SEQUENCER);
      expect(extra.inside.every((micros) => micros >= 1 && micros <= 5_000)).toBe(true);
      expect(Math.max(...extra.inside)).toBeGreaterThan(3_000);
      expect(new Set(extra.outside)).toEqual(new Set([0]));
    },
  },
  {
    fault: { kind: 'network.reorder', ...window, ...toSequencer, spreadMicros: 10_000 },
    notice: (run) => {
      expect(overtakings(quiet, CLIENT_0, SEQUENCER)).toBe(0);
      expect(overtakings(run, CLIENT_0, SEQUENCER)).toBeGreaterThan(2);
    },
  },
  {
    fault: { kind: 'network.duplicate', ...window, ...toSequencer, ratePpm: ALL_PPM, delayMicrosMax: 2_000 },
    notice: (run) => {
      for (const { number, atMicros } of run.messages('sent', CLIENT_0, SEQUENCER)) {
        expect(run.arrivals(CLIENT_0, SEQUENCER, number)).toHaveLength(inWindow(atMicros) ? 2 : 1);
      }
    },
  },
  {
    fault: { kind: 'network.corrupt', ...window, ...toSequencer, ratePpm: ALL_PPM },
    notice: (run) => {
      expectCut(run, (from, to) => from === CLIENT_0 && to === SEQUENCER);
      expect(reasons(run)).toEqual(new Set(['checksum']));
    },
  },
  {
    fault: { kind: 'network.slow-link', ...window, ...toSequencer, delayMicros: 7_000 },
    notice: (run) => {
      const extra = lateness(run, CLIENT_0, SEQUENCER);
      expect(new Set(extra.inside)).toEqual(new Set([7_000]));
      expect(new Set(extra.outside)).toEqual(new Set([0]));
    },
  },
  {
    fault: { kind: 'network.clog', ...window, link: 'any-sequencer', fromIndex: 0, toIndex: 0 },
    notice: (run) => {
      for (const client of [CLIENT_0, CLIENT_1]) {
        for (const { number, atMicros } of run.messages('sent', client, SEQUENCER)) {
          const [arrival] = run.arrivals(client, SEQUENCER, number) as [number];
          expect(arrival - (inWindow(atMicros) ? END : atMicros)).toBeGreaterThanOrEqual(DELAY_MICROS);
          expect(arrival - (inWindow(atMicros) ? END : atMicros)).toBeLessThan(ONE_WAY_MICROS_MAX);
        }
      }
      expect(reasons(run)).toEqual(new Set());
    },
  },
  {
    fault: { kind: 'network.partition', ...window, sideMask: (1 << UNIT_0) | (1 << SEQUENCER) | (1 << CLIENT_0) },
    notice: (run) => {
      const side = (node: number): boolean => [UNIT_0, SEQUENCER, CLIENT_0].includes(node);
      expectCut(run, (from, to) => side(from) !== side(to));
    },
  },
  {
    fault: { kind: 'network.one-way', ...window, link: 'unit-client', fromIndex: 0, toIndex: 1 },
    notice: (run) => expectCut(run, (from, to) => from === UNIT_0 && to === CLIENT_1),
  },
  {
    fault: { kind: 'network.isolate', ...window, role: 'client', index: 1 },
    notice: (run) => expectCut(run, (from, to) => from === CLIENT_1 || to === CLIENT_1),
  },
  {
    fault: { kind: 'network.split-by-role', ...window, role: 'unit' },
    notice: (run) => expectCut(run, (from, to) => from < SEQUENCER || to < SEQUENCER),
  },
  {
    fault: { kind: 'network.reset', ...toSequencer, nthMessage: 5 },
    notice: (run) => {
      expect(run.messages('dropped', CLIENT_0, SEQUENCER).map((each) => each.number)).toEqual([4]);
      expect(run.arrivals(CLIENT_0, SEQUENCER, 3)).toHaveLength(1);
      expect(run.arrivals(CLIENT_0, SEQUENCER, 5)).toHaveLength(1);
      expect(reasons(run)).toEqual(new Set(['network.reset']));
    },
  },
  {
    fault: { kind: 'process.crash', role: 'unit', index: 0, atMicros: BEGIN, downMicros: END - BEGIN },
    notice: (run) => {
      expect(run.when('crashed', UNIT_0)).toEqual([BEGIN]);
      expectDown(run, UNIT_0);
    },
  },
  {
    fault: { kind: 'process.crash-at-persistence', role: 'unit', index: 0, nthPersisted: 7, downMicros: 5_000 },
    notice: (run) => {
      const [crashedAt] = run.when('crashed', UNIT_0) as [number];
      const received = run.when('delivered', UNIT_0).filter((atMicros) => atMicros <= crashedAt);
      const answered = run.when('sent', UNIT_0).filter((atMicros) => atMicros <= crashedAt);
      expect([received.length, answered.length]).toEqual([7, 6]);
      expect(run.when('started', UNIT_0)).toEqual([0, crashedAt + 5_000]);
    },
  },
  {
    fault: { kind: 'process.crash-at-step', step: 'seal', nthSent: 2, downMicros: 5_000 },
    notice: (run) => {
      const sealed = [UNIT_0, UNIT_1, UNIT_2].map((unit) => run.messages('delivered', MANAGER, unit).length);
      expect(sealed).toEqual([1, 1, 0]);
      expect(run.when('started', MANAGER)).toEqual([0, SEAL_MICROS + 5_000]);
    },
  },
  {
    fault: { kind: 'process.pause', ...window, role: 'sequencer', index: 0 },
    notice: (run) => {
      expect(run.when('delivered', SEQUENCER).filter(inWindow)).toEqual([]);
      // All that was sent meanwhile, by two clients once a millisecond, is handled when the pause is over.
      expect(run.when('delivered', SEQUENCER).filter((atMicros) => atMicros === END)).toHaveLength(20);
      expect(reasons(run)).toEqual(new Set());
    },
  },
  {
    fault: { kind: 'process.slow', ...window, role: 'sequencer', index: 0, slowMicros: 400 },
    notice: (run) => {
      const extra = lateness(run, CLIENT_0, SEQUENCER);
      expect(new Set(extra.inside)).toEqual(new Set([400]));
      expect(new Set(extra.outside)).toEqual(new Set([0]));
    },
  },
  {
    fault: { kind: 'process.shut-down', role: 'client', index: 0, atMicros: BEGIN, downMicros: END - BEGIN },
    notice: (run) => {
      expect(run.when('claim', CLIENT_0)).toEqual([BEGIN]);
      expectDown(run, CLIENT_0);
    },
  },
  {
    fault: { kind: 'process.lose-devices', role: 'unit', index: 0, atMicros: BEGIN, downMicros: END - BEGIN },
    notice: (run) => {
      expect(run.when('device-lost', UNIT_0)).toEqual([BEGIN]);
      expectDown(run, UNIT_0);
    },
  },
  {
    fault: { kind: 'process.destroy', role: 'unit', index: 0, atMicros: BEGIN },
    notice: (run) => {
      expect(run.when('destroyed', UNIT_0)).toEqual([BEGIN]);
      expect(run.when('started', UNIT_0)).toEqual([0]);
      expect(run.when('delivered', UNIT_0).filter((atMicros) => atMicros >= BEGIN)).toEqual([]);
    },
  },
  {
    fault: { kind: 'clock.offset', role: 'unit', index: 2, offsetMicros: -123_456 },
    notice: (run) => {
      expect([0, 1, HORIZON_MICROS].map((at) => clockError(run, UNIT_2, at))).toEqual([-123_456, -123_456, -123_456]);
    },
  },
  {
    fault: { kind: 'clock.drift', ...window, role: 'unit', index: 2, driftPpm: -50_000 },
    // 5 % of the 10 ms that it lasts, and no more after it.
    notice: (run) => expect([END, 2 * END].map((at) => clockError(run, UNIT_2, at))).toEqual([-500, -500]),
  },
  {
    fault: { kind: 'clock.jump-forward', role: 'client', index: 1, atMicros: BEGIN, byMicros: 5_000_000 },
    notice: (run) => {
      expect(clockError(run, CLIENT_1, BEGIN)).toBe(5_000_000);
      expect(clockError(run, CLIENT_0, BEGIN)).toBe(0);
      // Timers measure durations: the client goes on as before.
      expect(run.when('sent', CLIENT_1)).toEqual(quiet.when('sent', CLIENT_1));
    },
  },
  {
    fault: { kind: 'clock.jump-back', role: 'client', index: 1, atMicros: BEGIN, byMicros: 5_000_000 },
    notice: (run) => {
      expect(clockError(run, CLIENT_1, BEGIN)).toBe(-5_000_000);
      expect(run.when('sent', CLIENT_1)).toEqual(quiet.when('sent', CLIENT_1));
    },
  },
  {
    fault: pauseBetweenHops('pause-client'),
    notice: (run) => {
      const { atMicros, number } = run.messages('sent', CLIENT_0, UNIT_2)[3] as { atMicros: number; number: number };
      expect(run.arrivals(CLIENT_0, UNIT_2, number)[0]).toBeLessThan(atMicros + ONE_WAY_MICROS_MAX);
      const pause = (at: number): boolean => at > atMicros && at < atMicros + 9_000;
      expect(quiet.when('sent', CLIENT_0).filter(pause)).not.toEqual([]);
      expect(run.when('sent', CLIENT_0).filter(pause)).toEqual([]);
      expect(run.when('sent', CLIENT_1)).toEqual(quiet.when('sent', CLIENT_1));
    },
  },
  {
    fault: pauseBetweenHops('hold-link'),
    notice: (run) => {
      const { atMicros } = run.messages('sent', CLIENT_0, UNIT_2)[3] as { atMicros: number };
      const secondHop = run.messages('sent', CLIENT_0, 3).filter((each) => each.atMicros >= atMicros);
      const arrivals = secondHop.map(({ number }) => run.arrivals(CLIENT_0, 3, number)[0] as number);
      expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(atMicros + 9_000 + DELAY_MICROS);
      expect(run.messages('delivered', CLIENT_1, 3)).toEqual(quiet.messages('delivered', CLIENT_1, 3));
    },
  },
  {
    fault: { kind: 'protocol.hold-write', stripe: 3, nthWrite: 6, holdMicros: 9_000 },
    notice: (run) => {
      const [held, ...more] = changedArrivals(run, UNIT_2);
      expect(more).toEqual([]);
      const lateMicros = (held as Changed).now[0] as number;
      expect(lateMicros - (held as Changed).sentAtMicros).toBeGreaterThanOrEqual(9_000 + DELAY_MICROS);
      expect(run.when('dropped', CLIENT_0)).toEqual([]);
    },
  },
  {
    fault: { kind: 'protocol.ack-lost-at-tail', stripe: 0, nthWrite: 4 },
    notice: (run) => {
      const acknowledgements = run.facts.filter(({ fact }) => fact.fact === 'sent' && fact.from === UNIT_1);
      const dropped = run.facts.filter(({ fact }) => fact.fact === 'dropped');
      expect(dropped).toHaveLength(1);
      expect(dropped[0]?.atMicros).toBe(acknowledgements[3]?.atMicros);
      expect(dropped[0]?.fact).toMatchObject({ from: UNIT_1, datagram: { is: 'reply' } });
    },
  },
  {
    fault: { kind: 'protocol.late-duplicate', stripe: 0, nthWrite: 6, delayMicros: 15_000 },
    notice: (run) => {
      const [copied, ...more] = changedArrivals(run, UNIT_0);
      expect(more).toEqual([]);
      const { now, before, sentAtMicros } = copied as Changed;
      expect(now).toHaveLength(2);
      expect(now[0]).toBe(before[0]);
      expect((now[1] as number) - sentAtMicros).toBeGreaterThanOrEqual(15_000 + DELAY_MICROS);
    },
  },
  {
    fault: { kind: 'protocol.hold-across-seal', nthSealed: 1, holdMicros: 9_000 },
    notice: (run) => {
      for (const unit of [UNIT_0, UNIT_1, UNIT_2]) {
        for (const { sentAtMicros, now } of changedArrivals(run, unit)) {
          expect(sentAtMicros).toBeGreaterThanOrEqual(SEAL_MICROS);
          expect(now.every((atMicros) => atMicros >= SEAL_MICROS + 9_000 + DELAY_MICROS)).toBe(true);
        }
      }
      expect(run.when('delivered', SEQUENCER)).toEqual(quiet.when('delivered', SEQUENCER));
    },
  },
];

describe('a fault', () => {
  it.each(rows.map((row) => [row.fault.kind, row] as const))('%s fires and is noticed', async (kind, row) => {
    const run = await runSmallWorld([[kindOf(kind), row.fault]]);
    expect(quiet.faults(kind)).toBe(0);
    expect(run.faults(kind)).toBeGreaterThan(0);
    row.notice(run);
  });

  it.each(rows.map((row) => [row.fault.kind, row] as const))('%s happens again in the same way', async (kind, row) => {
    const [once, again] = [
      await runSmallWorld([[kindOf(kind), row.fault]]),
      await runSmallWorld([[kindOf(kind), row.fault]]),
    ];
    expect(again.hash).toBe(once.hash);
    expect(once.hash).not.toBe(quiet.hash);
  });

  it('of every kind that needs no device is in this table', () => {
    const needsDevice = (kind: FaultKind): boolean => kind.place === 'flash' || kind.place === 'disk';
    const expected = faultKinds.filter((kind) => !needsDevice(kind)).map((kind) => kind.kind);
    expect([...new Set(rows.map((row) => row.fault.kind))].sort()).toEqual(expected.sort());
  });

  it('resets both directions of a connection, and no other', async () => {
    const slow = { kind: 'network.slow-link', ...window, atMicros: 0, link: 'any-any', fromIndex: 0, toIndex: 0 };
    const run = await runSmallWorld([
      [kindOf('network.slow-link'), { ...slow, durationMicros: HORIZON_MICROS, delayMicros: 7_000 }],
      [kindOf('network.reset'), { kind: 'network.reset', ...toSequencer, nthMessage: 20 }],
    ]);
    expect(run.messages('dropped', CLIENT_0, SEQUENCER).length).toBeGreaterThan(5);
    expect(run.messages('dropped', SEQUENCER, CLIENT_0).length).toBeGreaterThan(5);
    const dropped = run.facts.filter(({ fact }) => fact.fact === 'dropped').map(({ fact }) => fact as DroppedFact);
    expect(new Set(dropped.flatMap((fact) => [fact.from, fact.to]))).toEqual(new Set([CLIENT_0, SEQUENCER]));
    expect(run.faults('network.reset')).toBe(dropped.length);
  });

  it('leaves what it does not name as it was, and leaves other faults as they were', async () => {
    const drop = { kind: 'network.drop', ...window, ...toSequencer, ratePpm: 500_000 };
    const other = { kind: 'network.corrupt', ...window, ...toSequencer, fromIndex: 1, ratePpm: 500_000 };
    const alone = await runSmallWorld([[kindOf('network.drop'), drop]]);
    const both = await runSmallWorld([
      [kindOf('network.corrupt'), other],
      [kindOf('network.drop'), drop],
    ]);
    expect(both.messages('dropped', CLIENT_0, SEQUENCER)).toEqual(alone.messages('dropped', CLIENT_0, SEQUENCER));
    expect(both.messages('dropped', CLIENT_1, SEQUENCER)).not.toEqual([]);
  });
});

function pauseBetweenHops(means: string): PlannedFault {
  return { kind: 'protocol.pause-between-hops', stripe: 1, nthWrite: 4, clientIndex: 0, pauseMicros: 9_000, means };
}

function kindOf(name: string): FaultKind {
  return faultKindNamed(name) as FaultKind;
}

function inWindow(atMicros: number): boolean {
  return atMicros >= BEGIN && atMicros < END;
}

/** Of the messages sent in the window exactly those are lost that `crosses`, and none outside of it. */
function expectCut(run: SmallRun, crosses: (from: number, to: number) => boolean): void {
  let lost = 0;
  for (const { atMicros, fact } of run.facts) {
    if (fact.fact !== 'sent') continue;
    const cut = inWindow(atMicros) && crosses(fact.from, fact.to);
    expect(run.arrivals(fact.from, fact.to, fact.number)).toHaveLength(cut ? 0 : 1);
    if (cut) lost += 1;
  }
  expect(lost).toBeGreaterThan(0);
  expect(run.facts.filter(({ fact }) => fact.fact === 'dropped')).toHaveLength(lost);
}

function expectDown(run: SmallRun, node: number): void {
  expect(run.when('started', node)).toEqual([0, END]);
  expect([...run.when('sent', node), ...run.when('delivered', node)].filter(inWindow)).toEqual([]);
  expect(run.when('sent', node).some((atMicros) => atMicros > END)).toBe(true);
}

function reasons(run: SmallRun): Set<string> {
  return new Set(run.facts.flatMap(({ fact }) => (fact.fact === 'dropped' ? [fact.why] : [])));
}

/** How much later than in the quiet run the messages of a link arrive, inside of the window and outside. */
function lateness(run: SmallRun, from: number, to: number): { inside: number[]; outside: number[] } {
  const late: { inside: number[]; outside: number[] } = { inside: [], outside: [] };
  for (const { number, atMicros } of run.messages('sent', from, to)) {
    const micros = (run.arrivals(from, to, number)[0] as number) - (quiet.arrivals(from, to, number)[0] as number);
    (inWindow(atMicros) ? late.inside : late.outside).push(micros);
  }
  expect(late.inside.length).toBe(10);
  return late;
}

function overtakings(run: SmallRun, from: number, to: number): number {
  const numbers = run.messages('delivered', from, to).map((each) => each.number);
  return numbers.filter((number, i) => i > 0 && number < (numbers[i - 1] as number)).length;
}

interface Changed {
  readonly sentAtMicros: number;
  readonly before: readonly number[];
  readonly now: readonly number[];
}

/** The requests to `unit` that do not arrive as in the quiet run. */
function changedArrivals(run: SmallRun, unit: number): Changed[] {
  const changed: Changed[] = [];
  for (const client of [CLIENT_0, CLIENT_1]) {
    for (const { number, atMicros } of run.messages('sent', client, unit)) {
      const [before, now] = [quiet.arrivals(client, unit, number), run.arrivals(client, unit, number)];
      if (String(before) !== String(now)) changed.push({ sentAtMicros: atMicros, before, now });
    }
  }
  return changed;
}

/** How far the clock of `node` is ahead of true time. */
function clockError(run: SmallRun, node: number, trueMicros: number): number {
  return (run.nodes[node]?.clock.local(trueMicros) as number) - trueMicros;
}
