import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkRule } from '../../sim/devices/network.ts';
import type { PositionState, WriteOutcome } from '../../src/corfu/chain-client.ts';
import { type Data, sameEntry } from '../../src/log/entry.ts';
import { logPosition } from '../../src/log/position.ts';
import { micros } from '../../src/ports/units.ts';
import { type Client, type Replication, runCorfu } from '../support/memory-corfu.ts';
import type { Cell } from '../support/memory-unit.ts';

/** Few positions and many rivals: everybody meets everybody. */
const POSITIONS = 4;
const UNITS = 3;

type Step =
  | {
      readonly do: 'write' | 'rewrite' | 'fill' | 'recover' | 'read';
      readonly position: number;
      readonly waitMicros: number;
    }
  | { readonly do: 'corrupt'; readonly position: number; readonly waitMicros: number; readonly unit: number };

interface Network {
  readonly dropPpm: number;
  readonly duplicatePpm: number;
  readonly delayPpm: number;
}

/** What a client learnt; the reference is a map from positions to what won there, filled by the first who says so. */
interface Learnt {
  readonly position: number;
  readonly what: Cell | 'lost';
  readonly entry?: Data;
}

const common = { position: fc.nat(POSITIONS - 1), waitMicros: fc.nat(1_500) };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('write', 'rewrite', 'fill', 'recover', 'read'), ...common }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('corrupt' as const), unit: fc.nat(UNITS - 1), ...common }) },
);
const clients = fc.array(fc.array(step, { maxLength: 8 }), { minLength: 2, maxLength: 4 });
const rate = fc.constantFrom(0, 50_000, 300_000);
const network: fc.Arbitrary<Network> = fc.record({ dropPpm: rate, duplicatePpm: rate, delayPpm: rate });

function rulesOf({ dropPpm, duplicatePpm, delayPpm }: Network): LinkRule[] {
  const rule = { applies: () => true, delayMicrosMin: 0, delayMicrosMax: 6_000 };
  return [
    { ...rule, kind: 'test.drop', seed: 1, effect: 'drop', ratePpm: dropPpm },
    { ...rule, kind: 'test.duplicate', seed: 2, effect: 'duplicate', ratePpm: duplicatePpm },
    { ...rule, kind: 'test.delay', seed: 3, effect: 'delay', ratePpm: delayPpm },
  ];
}

function cellOf(state: PositionState): Cell | undefined {
  if (state.status === 'data') return { kind: 'data', ...state.writeId, payload: state.payload };
  return state.status === 'junk' ? { kind: 'junk' } : undefined;
}

function same(a: Cell | undefined, b: Cell | undefined): boolean {
  if (a === undefined || b === undefined || a.kind === 'trimmed' || b.kind === 'trimmed') return a === b;
  if (a.kind === 'corrupt' || b.kind === 'corrupt') return a.kind === b.kind;
  return sameEntry(a, b);
}

interface Outcome {
  readonly learnt: readonly Learnt[];
  readonly kinds: readonly string[];
  readonly broken: readonly string[];
}

async function race(
  plans: readonly (readonly Step[])[],
  seed: number,
  rules: Network,
  replication: Replication,
): Promise<Outcome> {
  const learnt: Learnt[] = [];
  const broken: string[] = [];
  const cells: (() => (Cell | undefined)[])[] = [];
  const corrupted = new Set<number>();
  const rival =
    (steps: readonly Step[]) =>
    async ({ ports, chains, layout }: Client): Promise<void> => {
      let last: Data | undefined;
      for (const [number, each] of steps.entries()) {
        await ports.clock.sleep(micros(each.waitMicros));
        const position = logPosition(each.position);
        const all = cells[each.position] as () => (Cell | undefined)[];
        if (each.do === 'write' || each.do === 'rewrite') {
          // A write is offered again at its own position only.
          const again = each.do === 'rewrite' && last?.writeNumber !== undefined && last.payload[0] === each.position;
          const entry: Data = again
            ? last!
            : { kind: 'data', writer: ports.self, writeNumber: number, payload: Uint8Array.of(each.position) };
          last = entry;
          const outcome: WriteOutcome = await chains.write(layout, position, entry);
          if (outcome === 'won') {
            learnt.push({ position, what: entry });
            // Acknowledged: every unit of the chain has it, but for a record destroyed since.
            if (!corrupted.has(position))
              for (const cell of all())
                if (!same(cell, entry)) broken.push(`acknowledged, not everywhere, at ${position}`);
          }
          if (outcome === 'lost') learnt.push({ position, what: 'lost', entry });
        } else if (each.do === 'corrupt') {
          if (corrupted.has(position)) continue;
          corrupted.add(position);
          destroy(position, each.unit);
        } else {
          const cell = cellOf(await chains[each.do](layout, position));
          if (cell !== undefined) learnt.push({ position, what: cell });
        }
      }
    };
  let destroy: (position: number, unit: number) => void = () => undefined;
  const run = await runCorfu(plans.map(rival), {
    seed,
    replication,
    prepare: ({ network: net }) => rulesOf(rules).forEach((rule) => net.addRule(rule)),
    units: (units) => {
      for (let position = 0; position < POSITIONS; position += 1)
        cells.push(() => units.map((unit) => unit.at(position)));
      // Only a record with a replica that can be read is destroyed: all copies lost is outside the promise.
      destroy = (position, unit) => {
        const present = units.map((each) => each.at(position)).filter((cell) => cell !== undefined);
        if (present.length === UNITS) units[unit]?.cells.set(position, { kind: 'corrupt' });
      };
    },
  });
  for (const violation of run.kernel.violations) broken.push(violation.message);
  for (let position = 0; position < POSITIONS; position += 1) {
    const values = run.units
      .map((unit) => unit.at(position))
      .filter((cell) => cell !== undefined && cell.kind !== 'corrupt');
    for (const value of values) if (!same(value, values[0])) broken.push(`C-SingleValue at ${position}`);
    const [head, middle, tail] = run.units.map((unit) => unit.at(position));
    if ((head === undefined && middle !== undefined) || (middle === undefined && tail !== undefined))
      broken.push(`C-PrefixOfChain at ${position}`);
  }
  return { learnt, broken, kinds: learnt.map(({ what }) => (what === 'lost' ? what : what.kind)) };
}

/** Everybody who learnt what is at a position learnt the same, and no loser finds its own entry there. */
function expectAgreement({ learnt, broken }: Outcome): void {
  expect(broken).toEqual([]);
  const model = new Map<number, Cell>();
  for (const { position, what } of learnt) {
    if (what === 'lost') continue;
    const known = model.get(position);
    if (known === undefined) model.set(position, what);
    else expect(what).toEqual(known);
  }
  for (const { position, what, entry } of learnt) {
    const known = model.get(position);
    if (what === 'lost' && entry !== undefined && known?.kind === 'data') expect(sameEntry(known, entry)).toBe(false);
  }
}

describe.each(['client-driven', 'forwarded'] as const)('rivals on one %s chain', (replication) => {
  it('agree on one value a position, over any losses, copies and delays', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(clients, fc.nat(1_000_000), network, async (plans, seed, rules) => {
        const outcome = await race(plans, seed, rules, replication);
        for (const kind of outcome.kinds) seen.add(kind);
        expectAgreement(outcome);
      }),
      { numRuns: 200, seed: 1 },
    );
    expect([...seen].sort()).toEqual(['data', 'junk', 'lost']);
  });
});

describe('the two ways down a chain', () => {
  /** One after the other, so that the way cannot change who comes first. */
  const program = fc.array(fc.record({ who: fc.nat(2), step }), { maxLength: 25 });

  async function decided(steps: readonly { readonly who: number; readonly step: Step }[], replication: Replication) {
    const outcomes: string[] = [];
    const entry = (who: number, position: number): Data => ({
      kind: 'data',
      writer: who,
      writeNumber: 1,
      payload: Uint8Array.of(position),
    });
    const run = await runCorfu(
      [
        async ({ chains, layout, bench }) => {
          for (const { who, step: each } of steps) {
            const position = logPosition(each.position);
            if (each.do === 'corrupt') {
              destroyed(each.unit, position);
            } else if (each.do === 'write' || each.do === 'rewrite') {
              outcomes.push(await chains.write(layout, position, entry(who, position)));
            } else outcomes.push((await chains[each.do](layout, position)).status);
            if (bench.kernel.violations.length > 0) return;
          }
        },
      ],
      {
        replication,
        units: (units) => {
          destroyed = (unit, position) => {
            if (units.every((each) => ['data', 'junk'].includes(each.at(position)?.kind ?? ''))) {
              units[unit]?.cells.set(position, { kind: 'corrupt' });
            }
          };
        },
      },
    );
    const cells = run.units.map((unit) => [...unit.cells].sort(([a], [b]) => a - b));
    return { outcomes, cells, violations: run.kernel.violations.length };
  }
  let destroyed: (unit: number, position: number) => void = () => undefined;

  it('decide the same', async () => {
    await fc.assert(
      fc.asyncProperty(program, async (steps) => {
        expect(await decided(steps, 'forwarded')).toEqual(await decided(steps, 'client-driven'));
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
