/**
 * The two ways down a chain, compared: messages and virtual latency of an append, without faults, from a chain of one unit to four.
 *
 *     node --conditions=corfuzz-source test/bench/chain-replication.ts
 */
import type { Fact } from '../../sim/model/fact.ts';
import type { Instant, Observer } from '../../sim/model/observer.ts';
import type { CorfuPlan, Plan } from '../../sim/model/plan.ts';
import { execute } from '../../sim/run/execute.ts';

const APPENDS = 200;
const DELAY_MICROS = 250;

/** Counts messages and times appends. The first ones wait for the units to start. */
class AppendCost implements Observer {
  readonly #micros: number[] = [];
  #calledMicros = 0;
  #messages = 0;
  #messagesBefore = 0;
  readonly #messagesEach: number[] = [];

  observe(fact: Fact, at: Instant): void {
    if (fact.fact === 'sent') this.#messages += 1;
    if (fact.fact === 'invoked') {
      this.#calledMicros = at.timeMicros;
      this.#messagesBefore = this.#messages;
    }
    if (fact.fact === 'responded') {
      this.#micros.push(at.timeMicros - this.#calledMicros);
      this.#messagesEach.push(this.#messages - this.#messagesBefore);
    }
  }

  get medianMicros(): number {
    return median(this.#micros);
  }

  get medianMessages(): number {
    return median(this.#messagesEach);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function planOf(chainLength: number, replication: CorfuPlan['replication']): Plan {
  const append = { op: 'append', size: 64, of: 'tail', back: 0, thinkMicros: 0 } as const;
  return {
    format: 1,
    scenario: 'chain-replication',
    seed: 1,
    system: {
      stripes: 1,
      chainLength,
      replication,
      layoutServers: 0,
      spareLayoutServers: 0,
      sequencers: 1,
      spares: 0,
      managers: 0,
      delayMicros: DELAY_MICROS,
      jitterMicros: 1,
      timeoutMicros: 50_000,
      fillDelayMicros: 50_000,
      flashBlocks: 64,
      flashPagesPerBlock: 8,
      strength: 'confirmed',
      leaseMicros: 20_000,
      driftPpm: 50_000,
    },
    clients: [Array.from({ length: APPENDS }, () => append)],
    faults: [],
  };
}

console.log(`one append, one-way delay ${DELAY_MICROS} us; two messages and a round trip of each are the token's`);
console.log('units  client-driven              forwarded');
for (const chainLength of [1, 2, 3, 4]) {
  const cells: string[] = [];
  for (const replication of ['client-driven', 'server-forwarded'] as const) {
    const cost = new AppendCost();
    await execute(
      planOf(chainLength, replication),
      {},
      { properties: [], watchers: [{ watch: () => cost }], eventsMax: 1_000_000 },
    );
    cells.push(`${cost.medianMessages} messages, ${cost.medianMicros} us`.padEnd(25));
  }
  console.log(`${String(chainLength).padStart(5)}  ${cells.join('  ')}`);
}
