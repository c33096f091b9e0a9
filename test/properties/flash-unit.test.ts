/**
 * The flash unit against a reference model: commands at any distance in time, on devices that tear, flip, fail and answer
 * wrongly, with crashes anywhere. The model knows only what was proved to a client by a reply, and to whom nothing can be
 * proved wrong: each reply is held against what was proved before its request was sent.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressContent, FlashUnit, type Persisted } from '../../src/corfu/flash-unit.ts';
import type { FillRequest, UnitReply, WriteReply } from '../../src/corfu/unit-messages.ts';
import { JUNK } from '../../src/log/entry.ts';
import { epoch, logPosition } from '../../src/log/position.ts';
import type { Fact } from '../../sim/model/fact.ts';
import { runKernel } from '../support/run-kernel.ts';
import { UnitMachine, ask, payloadOf } from '../support/unit-bench.ts';

interface Command {
  readonly what: 'write' | 'fill' | 'read' | 'trim' | 'prefixTrim' | 'seal' | 'tail' | 'crash' | 'rot';
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

/** What replies have proved so far. */
interface Proofs {
  readonly values: ReadonlyMap<number, string>;
  readonly trimmed: ReadonlySet<number>;
  readonly prefixTrim: number;
  readonly hwm: number;
  readonly minEpoch: number;
}

interface Operation {
  readonly what: Command['what'];
  readonly position: number;
  readonly epoch: number;
  readonly writer: number;
  readonly before: Proofs;
}

const POSITIONS = 24;
const BURST = 10;

class Model {
  values = new Map<number, string>();
  trimmed = new Set<number>();
  prefixTrim = 0;
  hwm = -1;
  minEpoch = 1;
  answered = 0;
  /** The first report of each seal: what is acknowledged to older epochs later is below it. */
  readonly seals = new Map<number, number>();
  readonly offered = new Map<number, Set<string>>();

  snapshot(): Proofs {
    const { prefixTrim, hwm, minEpoch } = this;
    return { values: new Map(this.values), trimmed: new Set(this.trimmed), prefixTrim, hwm, minEpoch };
  }

  offer(position: number, value: string): void {
    const values = this.offered.get(position) ?? new Set();
    this.offered.set(position, values.add(value));
  }

  /** Checks a reply against what was proved before the request, and adds what it proves. Returns the broken invariant. */
  judge(
    { what, position, epoch, writer, before }: Operation,
    reply: UnitReply,
    corruptible: boolean,
  ): string | undefined {
    this.answered += 1;
    if (reply.epoch < before.minEpoch) return 'U-SealMonotone';
    if (epoch < before.minEpoch && reply.status !== 'sealed') return 'U-NoStaleEpochEffect';
    if (reply.status === 'sealed') return this.#sealed(epoch, reply.minEpoch);
    if (reply.status === 'no-space' || reply.status === 'not-ready') return undefined;
    if (what === 'seal' || what === 'tail') return this.#tailReport(before, reply, what === 'seal' ? epoch : 0);
    if (what === 'prefixTrim') {
      this.prefixTrim = Math.max(this.prefixTrim, position);
      this.#cover(position - 1);
      return 'upTo' in reply && reply.upTo >= Math.max(position, before.prefixTrim) ? undefined : 'U-TrimMonotone';
    }
    const wasTrimmed = position < before.prefixTrim || before.trimmed.has(position);
    if (what === 'trim') {
      this.trimmed.add(position);
      this.#cover(position);
      return reply.status === 'ok' ? undefined : `trim answered ${reply.status}`;
    }
    if (reply.status === 'corrupt') return corruptible ? undefined : 'corrupt without a reason';
    if (wasTrimmed && reply.status !== 'trimmed') return 'U-NoResurrect';
    if (reply.status === 'trimmed') {
      if (position >= reply.upTo) this.trimmed.add(position);
      else this.prefixTrim = Math.max(this.prefixTrim, position + 1);
      return this.#mayBeTrimmed(position) ? undefined : 'trimmed by nobody';
    }
    if (reply.status === 'unwritten') return before.values.has(position) ? 'U-NoFalseUnwritten' : undefined;
    if (reply.status === 'ok') {
      if (this.#isBeyondSeal(position, epoch)) return 'U-HwmCovers: acknowledged beyond the seal';
      if (before.values.has(position)) return 'U-WriteOnce: decided twice';
      return this.#decided(position, what === 'fill' ? 'junk' : String(writer));
    }
    if (reply.status === 'overwritten') {
      return this.#decided(position, reply.stored === 'junk' ? 'junk' : String(reply.writer));
    }
    if (reply.status === 'junk') return this.#decided(position, 'junk');
    const intact = payloadOf(reply.writer, reply.writeNumber).every((byte, at) => reply.payload[at] === byte);
    return intact ? this.#decided(position, String(reply.writer)) : 'U-ChecksumGate';
  }

  trimOffered(position: number): void {
    this.offer(position, 'trim');
  }

  prefixTrimOffered = 0;

  #mayBeTrimmed(position: number): boolean {
    return position < this.prefixTrimOffered || this.offered.get(position)?.has('trim') === true;
  }

  #isBeyondSeal(position: number, epoch: number): boolean {
    for (const [sealedAt, hwm] of this.seals) if (epoch < sealedAt && position > hwm) return true;
    return false;
  }

  #sealed(epoch: number, minEpoch: number): string | undefined {
    if (minEpoch <= epoch) return 'sealed for no reason';
    this.minEpoch = Math.max(this.minEpoch, minEpoch);
    return undefined;
  }

  #tailReport(before: Proofs, reply: UnitReply, sealedAt: number): string | undefined {
    if (!('hwm' in reply)) return `tail report without hwm: ${reply.status}`;
    this.minEpoch = Math.max(this.minEpoch, sealedAt);
    if (sealedAt > 0 && !this.seals.has(sealedAt)) this.seals.set(sealedAt, reply.hwm);
    this.#cover(reply.hwm);
    if (reply.upTo < before.prefixTrim) return 'U-TrimMonotone';
    return reply.hwm < before.hwm ? 'U-HwmCovers' : undefined;
  }

  #decided(position: number, value: string): string | undefined {
    if (this.offered.get(position)?.has(value) !== true) return `value ${value} from nowhere`;
    const known = this.values.get(position);
    if (known !== undefined && known !== value) return `U-WriteOnce: ${known} and ${value}`;
    this.values.set(position, value);
    this.#cover(position);
    return undefined;
  }

  #cover(position: number): void {
    this.hwm = Math.max(this.hwm, position);
  }
}

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
  const model = new Model();
  let broken: string | undefined;
  const { kernel, end } = await runKernel({ observers: [{ observe: (fact) => void facts.push(fact) }] }, (created) => {
    const machine = new UnitMachine(created, facts, seed, Unit);
    let next = 0;
    let lastEpoch = 1;
    let corruptible = false;

    const send = (unit: FlashUnit, { what, number }: Command): void => {
      const position = what === 'prefixTrim' ? Math.min(model.prefixTrimOffered + (number % 5), 3 * POSITIONS) : number;
      if (what === 'seal') lastEpoch += number % 3;
      const writer = next + 1;
      const sentEpoch = what !== 'seal' && number % 7 === 0 ? Math.max(1, lastEpoch - 1) : lastEpoch;
      const operation: Operation = { what, position, epoch: sentEpoch, writer, before: model.snapshot() };
      if (what === 'write') model.offer(position, String(writer));
      if (what === 'fill') model.offer(position, 'junk');
      if (what === 'trim') model.trimOffered(position);
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
      const delay = 1 + Math.max(0, command.gap - BURST) * 40;
      if (command.what === 'rot') {
        corruptible ||= faults.rotBits > 0;
        if (faults.rotBits > 0) machine.nand.rot(command.number, faults.rotBits);
      } else if (command.what === 'crash') {
        machine.crash();
        next += 1;
        created.schedule(delay, 'fault', null, () =>
          machine.start(() => void created.schedule(1, 'fault', null, step)),
        );
        return;
      } else if (machine.unit !== undefined && machine.life.alive) {
        const { unit, life } = machine;
        created.enter(life, () => send(unit, command));
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

function request(unit: FlashUnit, { what, position, epoch, writer }: Operation): Promise<UnitReply> {
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
    case 'crash':
    case 'rot':
      throw new Error(`${what} is no request`);
  }
}

const what = fc.oneof(
  { weight: 8, arbitrary: fc.constant('write' as const) },
  { weight: 2, arbitrary: fc.constant('fill' as const) },
  { weight: 6, arbitrary: fc.constant('read' as const) },
  { weight: 2, arbitrary: fc.constant('trim' as const) },
  { weight: 1, arbitrary: fc.constantFrom('prefixTrim' as const, 'seal' as const, 'tail' as const, 'rot' as const) },
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
    const status = await this.persist(position, epoch(e), JUNK);
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
      { numRuns: 2000, endOnFailure: true, seed: 1 },
    );
    expect(found.failed).toBe(true);
    expect(broken).toMatch(new RegExp(invariant));
  });
});
