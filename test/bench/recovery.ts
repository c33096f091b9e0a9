/**
 * What it takes to recover, in virtual time, as distributions over seeds.
 *
 * - From the crash of the sequencer to the next append that is called after it and acknowledged: until a manager is sure enough to
 *   seal, until the next sequencer is told its tail, and until a client has its answer. Clients append all the time.
 * - The rebuild of a unit, per thousand entries of its chain: from the layout in which a spare takes over to the one in which it joins,
 *   with the messages of everybody in between and their bytes. The log is otherwise quiet.
 *
 *     node --conditions=corfuzz-source test/bench/recovery.ts [SEEDS]
 */
import type { LayoutDecided } from '../../src/corfu/events.ts';
import { sharesOf } from '../../src/corfu/layout-changes.ts';
import { unitsOf } from '../../src/corfu/layout.ts';
import type { WireRecord } from '../../src/ports/network.ts';
import type { RequestDatagram } from '../../src/rpc/endpoint.ts';
import { encodeWire } from '../../src/rpc/wire.ts';
import type { Fact } from '../../sim/model/fact.ts';
import type { Instant, Observer } from '../../sim/model/observer.ts';
import type { Plan, PlannedOperation } from '../../sim/model/plan.ts';
import type { Scenario } from '../../sim/model/scenario.ts';
import { execute } from '../../sim/run/execute.ts';
import { drawPlan } from '../../sim/workload/draw-plan.ts';

const SEEDS = Number(process.argv[2] ?? 100);
const TIMEOUT_MICROS = 5_000;
const CRASH_MICROS = 200_000;
const ENTRIES = 1_000;
/** Long after the last entry was appended. */
const LOSS_MICROS = 20_000_000;

const base = {
  summary: '',
  faults: [],
  faultCount: 0,
  properties: [],
  sometimes: [],
  succeeds: { atLeastPercent: 0 },
} as const;

const failover: Scenario = {
  ...base,
  name: 'failover',
  system: {
    stripes: 2,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 2,
    managers: 1,
    timeoutMicros: TIMEOUT_MICROS,
    flashBlocks: 64,
  },
  clients: { count: 4, operations: 200, mix: { append: 1 } },
  always: [{ kind: 'process.crash', role: 'sequencer', index: 0, atMicros: CRASH_MICROS, downMicros: 10_000_000 }],
};

const loss: Scenario = {
  ...base,
  name: 'loss',
  system: {
    stripes: 1,
    chainLength: 2,
    layoutServers: 3,
    sequencers: 1,
    spares: 1,
    managers: 1,
    timeoutMicros: TIMEOUT_MICROS,
    flashBlocks: 160,
    flashPagesPerBlock: 8,
  },
  clients: { count: 1, operations: ENTRIES, mix: { append: 1 }, thinkMicros: 0, payloadBytes: 64 },
  always: [{ kind: 'process.destroy', role: 'unit', index: 0, atMicros: LOSS_MICROS }],
  replacement: true,
};

/** Times what follows the crash of the sequencer. */
class Failover implements Observer {
  noticedMicros = 0;
  servedMicros = 0;
  appendedMicros = 0;
  #crashedMicros = Infinity;
  readonly #calledMicros = new Map<string, number>();

  observe(fact: Fact, { timeMicros }: Instant): void {
    const since = timeMicros - this.#crashedMicros;
    if (fact.fact === 'crashed') this.#crashedMicros = Math.min(this.#crashedMicros, timeMicros);
    if (fact.fact === 'invoked') this.#calledMicros.set(`${fact.node} ${fact.operation}`, timeMicros);
    if (since < 0 || this.appendedMicros > 0) return;
    if (fact.fact === 'sent' && this.noticedMicros === 0 && kindOf(fact.datagram) === 'unit/seal') {
      this.noticedMicros = since;
    } else if (fact.fact === 'claim' && this.servedMicros === 0 && fact.claim.event === 'sequencer-bootstrapped') {
      this.servedMicros = since;
    } else if (fact.fact === 'responded') {
      const called = this.#calledMicros.get(`${fact.node} ${fact.operation}`) ?? 0;
      const { out } = fact.detail as { readonly out: string };
      if (called > this.#crashedMicros && out === 'ok') this.appendedMicros = since;
    }
  }
}

/** Times the rebuild of the unit that takes over, and counts what is sent meanwhile. */
class Rebuild implements Observer {
  entries = 0;
  micros = 0;
  messages = 0;
  bytes = 0;
  #begunMicros: number | undefined;

  observe(fact: Fact, { timeMicros }: Instant): void {
    const under = this.#begunMicros !== undefined && this.micros === 0;
    if (under && fact.fact === 'sent') {
      this.messages += 1;
      this.bytes += encodeWire(fact.datagram as WireRecord).length;
    }
    if (fact.fact !== 'claim' || fact.claim.event !== 'layout-decided') return;
    const { layout } = fact.claim as LayoutDecided;
    const shares = unitsOf(layout).flatMap((unit) => sharesOf(layout, unit));
    if (this.#begunMicros === undefined && shares.length > 0) {
      this.#begunMicros = timeMicros;
      this.entries = shares.reduce((sum, { start, end, every }) => sum + (end - start) / every, 0);
    } else if (under && shares.length === 0) this.micros = timeMicros - (this.#begunMicros as number);
  }
}

function kindOf(datagram: object): string | undefined {
  const { is, body } = datagram as RequestDatagram;
  return is === 'request' ? (body as { readonly kind?: string }).kind : undefined;
}

async function observed<O extends Observer>(plan: Plan, observer: O): Promise<O> {
  await execute(plan, {}, { properties: [], watchers: [{ watch: () => observer }], eventsMax: 10_000_000 });
  return observer;
}

function row(what: string, unit: string, values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return value.toLocaleString('en', { maximumFractionDigits: value < 1_000 ? 1 : 0 });
  };
  return `${what.padEnd(44)} ${[0.5, 0.95, 1].map((share) => at(share).padStart(9)).join(' ')}  ${unit}`;
}

const failovers: Failover[] = [];
const rebuilds: Rebuild[] = [];
/** The client stays until the unit is lost. */
const last: PlannedOperation = { op: 'checkTail', size: 0, of: 'tail', back: 0, thinkMicros: 2 * LOSS_MICROS };
for (let seed = 0; seed < SEEDS; seed += 1) {
  failovers.push(await observed(drawPlan(failover, seed), new Failover()));
  const plan = drawPlan(loss, seed);
  const clients = plan.clients.map((operations) => [...operations, last]);
  rebuilds.push(await observed({ ...plan, clients }, new Rebuild()));
}
const perThousand = (of: (rebuild: Rebuild) => number): readonly number[] =>
  rebuilds.map((rebuild) => (of(rebuild) * 1_000) / rebuild.entries);
const millis = (of: (recovery: Failover) => number): readonly number[] => failovers.map((each) => of(each) / 1_000);

console.log(`${SEEDS} seeds, calls time out after ${TIMEOUT_MICROS / 1_000} ms, one-way delays of 0.05 to 0.8 ms`);
console.log(`${''.padEnd(44)} ${['median', 'p95', 'max'].map((title) => title.padStart(9)).join(' ')}`);
console.log(
  row(
    'sequencer crash to the seal',
    'ms',
    millis((each) => each.noticedMicros),
  ),
);
console.log(
  row(
    'sequencer crash to the next one serving',
    'ms',
    millis((each) => each.servedMicros),
  ),
);
console.log(
  row(
    'sequencer crash to the next append',
    'ms',
    millis((each) => each.appendedMicros),
  ),
);
console.log(
  row(
    'rebuild, per thousand entries',
    'ms',
    perThousand(({ micros }) => micros / 1_000),
  ),
);
console.log(
  row(
    '',
    'messages',
    perThousand(({ messages }) => messages),
  ),
);
console.log(
  row(
    '',
    'KiB',
    perThousand(({ bytes }) => bytes / 1_024),
  ),
);
