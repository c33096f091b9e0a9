/**
 * The flash unit against a reference model: commands at any distance in time, on devices that tear, flip, fail and answer
 * wrongly, with crashes anywhere.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressContent, FlashUnit, type Persisted } from '../../src/corfu/flash-unit.ts';
import type { FillRequest, UnitReply, WriteReply } from '../../src/corfu/unit-messages.ts';
import { JUNK } from '../../src/log/entry.ts';
import { epoch as epochOf, logPosition } from '../../src/log/position.ts';
import type { Fact } from '../../sim/model/fact.ts';
import { runKernel } from '../support/run-kernel.ts';
import { UnitMachine, ask } from '../support/unit-bench.ts';
import { UnitModel, type UnitOperation, type UnitOperationKind } from '../support/unit-model.ts';

interface Command {
  readonly what: UnitOperationKind | 'crash' | 'rot';
  /** A position, or how far a prefix trim or an epoch rises, or the age of a rotting page. */
  readonly number: number;
  /** Time until the next command, in steps of 40 microseconds; up to {@link BURST} of them count as none. */
  readonly gap: number;
}

interface Faults {
  readonly bitErrors: boolean;
  readonly uncorrectableReads: boolean;
  readonly staleReads: boolean;
  readonly programFailures: boolean;
  readonly eraseFailures: boolean;
  readonly rotBits: number;
}

const POSITIONS = 24;
const BURST = 10;

interface Outcome {
  readonly broken: string | undefined;
  readonly answered: number;
  readonly events: ReadonlySet<string>;
}

const ppm = (on: boolean, rate: number): number => (on ? rate : 0);

async function play(
  seed: number,
  faults: Faults,
  commands: readonly Command[],
  Unit: typeof FlashUnit = FlashUnit,
): Promise<Outcome> {
  const facts: Fact[] = [];
  const model = new UnitModel();
  let broken: string | undefined;
  const { kernel, end } = await runKernel({ observers: [{ observe: (fact) => void facts.push(fact) }] }, (created) => {
    const machine = new UnitMachine(created, facts, seed, Unit);
    let next = 0;
    let lastEpoch = 1;
    let corruptible = false;

    const send = (unit: FlashUnit, what: UnitOperationKind, number: number): void => {
      const position = what === 'prefixTrim' ? Math.min(model.prefixTrimOffered + (number % 5), 3 * POSITIONS) : number;
      if (what === 'seal') lastEpoch += number % 3;
      const writer = next + 1;
      const sentEpoch = what !== 'seal' && number % 7 === 0 ? Math.max(1, lastEpoch - 1) : lastEpoch;
      const operation: UnitOperation = { what, position, epoch: sentEpoch, writer, before: model.snapshot() };
      if (what === 'write') model.offer(position, String(writer));
      if (what === 'fill') model.offer(position, 'junk');
      if (what === 'trim') model.offer(position, 'trim');
      if (what === 'prefixTrim') model.prefixTrimOffered = Math.max(model.prefixTrimOffered, position);
      void request(unit, operation)
        .then((reply) => {
          const found = model.judge(operation, reply, corruptible);
          if (broken === undefined && found !== undefined) broken = `${found} (${what} ${position}: ${reply.status})`;
        })
        .catch((error) => created.violateByException(error));
    };
    const step = (): void => {
      const command = commands[next];
      if (command === undefined || broken !== undefined) return;
      const { what, number } = command;
      const delay = 1 + Math.max(0, command.gap - BURST) * 40;
      if (what === 'rot') {
        corruptible ||= faults.rotBits > 0;
        if (faults.rotBits > 0) machine.nand.rot(number, faults.rotBits);
      } else if (what === 'crash') {
        machine.crash();
        next += 1;
        created.schedule(delay, 'fault', null, () =>
          machine.start(() => void created.schedule(1, 'fault', null, step)),
        );
        return;
      } else if (machine.unit !== undefined && machine.life.alive) {
        const { unit, life } = machine;
        created.enter(life, () => send(unit, what, number));
      }
      next += 1;
      created.schedule(delay, 'fault', null, step);
    };
    machine.start(() => {
      machine.nand.faults.bitErrorsPpm = ppm(faults.bitErrors, 100_000);
      machine.nand.faults.uncorrectableReadPpm = ppm(faults.uncorrectableReads, 20_000);
      machine.nand.faults.staleReadPpm = ppm(faults.staleReads, 20_000);
      machine.nand.faults.programFailurePpm = ppm(faults.programFailures, 10_000);
      machine.nand.faults.eraseFailurePpm = ppm(faults.eraseFailures, 30_000);
      // Three reads in a row may fail; then the answer is CORRUPT, which is honest.
      corruptible = faults.uncorrectableReads || faults.staleReads;
      created.schedule(1, 'fault', null, step);
    }, true);
  });
  const violation = kernel.violations[0];
  if (violation !== undefined)
    broken ??= `${violation.property}: ${violation.message} ${violation.explanation?.join('\n') ?? ''}`;
  if (end === 'exhausted') broken ??= 'the run never ended';
  const events = new Set(facts.flatMap((fact) => (fact.fact === 'claim' ? [fact.claim.event] : [])));
  return { broken, answered: model.answered, events };
}

function request(unit: FlashUnit, { what, position, epoch, writer }: UnitOperation): Promise<UnitReply> {
  switch (what) {
    case 'write':
      return ask.write(unit, position, writer, 0, epoch);
    case 'fill':
      return ask.fill(unit, position, epoch);
    case 'read':
      return ask.read(unit, position, epoch);
    case 'trim':
      return ask.trim(unit, position, epoch);
    case 'prefixTrim':
      return ask.prefixTrim(unit, logPosition(position), epoch);
    case 'seal':
      return ask.seal(unit, epoch);
    case 'tail':
      return ask.tail(unit, epoch);
  }
}

const what = fc.oneof(
  { weight: 8, arbitrary: fc.constant('write' as const) },
  { weight: 2, arbitrary: fc.constant('fill' as const) },
  { weight: 6, arbitrary: fc.constant('read' as const) },
  { weight: 2, arbitrary: fc.constant('trim' as const) },
  { weight: 2, arbitrary: fc.constantFrom('prefixTrim' as const, 'seal' as const, 'tail' as const, 'rot' as const) },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
);
const command: fc.Arbitrary<Command> = fc.record({ what, number: fc.nat(POSITIONS - 1), gap: fc.nat(12 + BURST) });
const faults: fc.Arbitrary<Faults> = fc.record({
  bitErrors: fc.boolean(),
  uncorrectableReads: fc.boolean(),
  staleReads: fc.boolean(),
  programFailures: fc.boolean(),
  eraseFailures: fc.boolean(),
  rotBits: fc.constantFrom(0, 9, 20, 60),
});
const noFaults: Faults = {
  bitErrors: false,
  uncorrectableReads: false,
  staleReads: false,
  programFailures: false,
  eraseFailures: false,
  rotBits: 0,
};
const commands = fc.array(command, { minLength: 1, maxLength: 120, size: 'max' });
const runs = 150;

describe('the flash unit keeps what it says', () => {
  it('with crashes alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), commands, async (seed, plan) => {
        expect((await play(seed, noFaults, plan)).broken).toBeUndefined();
      }),
      { numRuns: runs },
    );
  });

  it('on failing flash', async () => {
    const seen = new Set<string>();
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), faults, commands, async (seed, drawn, plan) => {
        const outcome = await play(seed, drawn, plan);
        expect(outcome.broken).toBeUndefined();
        answered += outcome.answered;
        for (const event of outcome.events) seen.add(event);
      }),
      { numRuns: runs },
    );
    // The property holds of a unit that does nothing, too.
    expect(answered).toBeGreaterThan(10 * runs);
    expect([...seen]).toEqual(
      expect.arrayContaining(['unit-page-moved', 'unit-torn-page-recovered', 'unit-block-retired', 'unit-sealed']),
    );
  });
});

class AcknowledgesBeforeDurability extends FlashUnit {
  protected override whenDurable(): Promise<Persisted> {
    return Promise.resolve('ok');
  }
}
class KeepsSealsInMemory extends FlashUnit {
  protected override async persistSeal(): Promise<void> {}
}
class ForgivesOneEpoch extends FlashUnit {
  protected override isStale(epoch: number): boolean {
    return epoch < this.minEpoch - 1;
  }
}
class TakesCorruptForUnwritten extends FlashUnit {
  protected override unreadable(): AddressContent {
    return 'unwritten';
  }
}
class ForgetsPoison extends FlashUnit {
  protected override recordTrimOfUnwritten(): Promise<Persisted> {
    return Promise.resolve('ok');
  }
}
class KeepsMarksInMemory extends FlashUnit {
  protected override async persistPrefixTrim(): Promise<void> {}
}
class FillsWithoutLooking extends FlashUnit {
  override async fill({ epoch: e, position }: FillRequest): Promise<WriteReply> {
    const refusal = this.refusal(e);
    if (refusal !== undefined) return refusal;
    const status = await this.persist(position, epochOf(e), JUNK);
    return { status, epoch: this.minEpoch, incarnation: 1 };
  }
}
class SealsWithoutDraining extends FlashUnit {
  protected override async drain(): Promise<void> {}
}

describe('the model finds out a unit that', () => {
  it.each([
    ['acknowledges before durability', AcknowledgesBeforeDurability, 'U-'],
    ['keeps seals in memory', KeepsSealsInMemory, 'U-(SealMonotone|NoStaleEpochEffect)'],
    ['forgives one epoch', ForgivesOneEpoch, 'U-NoStaleEpochEffect'],
    ['takes corrupt for unwritten', TakesCorruptForUnwritten, 'U-(NoFalseUnwritten|WriteOnce)'],
    ['forgets poison', ForgetsPoison, 'U-NoResurrect|trimmed'],
    ['keeps prefix trim marks in memory', KeepsMarksInMemory, 'U-(TrimMonotone|NoResurrect|HwmCovers)'],
    ['fills without looking', FillsWithoutLooking, 'U-'],
    ['seals without draining', SealsWithoutDraining, 'U-HwmCovers'],
  ])('%s', async (_name, Unit, invariant) => {
    let broken: string | undefined;
    const found = await fc.check(
      fc.asyncProperty(fc.nat(), commands, async (seed, plan) => {
        broken = (await play(seed, { ...noFaults, rotBits: 60 }, plan, Unit)).broken;
        return broken === undefined;
      }),
      { numRuns: 2000, endOnFailure: true, seed: 2 },
    );
    expect(found.failed).toBe(true);
    expect(broken).toMatch(new RegExp(invariant));
  });
});
