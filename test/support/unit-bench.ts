/** One machine with a flash unit on it, on the simulated devices; tests call the unit directly, without a network. */
import { Disk } from '../../sim/devices/disk.ts';
import { Nand } from '../../sim/devices/nand.ts';
import { portsOf } from '../../sim/devices/ports-of.ts';
import { Incarnation } from '../../sim/kernel/incarnation.ts';
import type { Kernel } from '../../sim/kernel/kernel.ts';
import { NodeClock } from '../../sim/kernel/node-clock.ts';
import type { Fact } from '../../sim/model/fact.ts';
import { FlashUnit } from '../../src/corfu/flash-unit.ts';
import type { UnitReply } from '../../src/corfu/unit-messages.ts';
import { epoch, logPosition } from '../../src/log/position.ts';
import type { FlashGeometry } from '../../src/ports/flash.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import { nodeId } from '../../src/ports/units.ts';
import { runKernel } from './run-kernel.ts';

export const unitFlash: FlashGeometry = { blocks: 12, pagesPerBlock: 4, pageBytes: 96, spareBytes: 64 };

const noNetwork = { send: () => {}, onDatagram: () => {} };
const self = nodeId(0);

export class UnitMachine {
  readonly kernel: Kernel;
  readonly facts: Fact[];
  nand: Nand;
  drive: Disk;
  /** Undefined while the process is down or starting. */
  unit: FlashUnit | undefined;
  readonly #Unit: typeof FlashUnit;
  readonly #seed: number;
  readonly #geometry: FlashGeometry;
  #life: Incarnation | undefined;
  #lives = 0;

  constructor(kernel: Kernel, facts: Fact[], seed: number, Unit: typeof FlashUnit, geometry = unitFlash) {
    this.kernel = kernel;
    this.facts = facts;
    this.#seed = seed;
    this.#Unit = Unit;
    this.#geometry = geometry;
    this.nand = new Nand(kernel, self, geometry, seed);
    this.drive = new Disk(kernel, self, seed);
  }

  get life(): Incarnation {
    if (this.#life === undefined) throw new Error('nothing runs');
    return this.#life;
  }

  /** Starts a process that opens the unit and then runs `then`. */
  start(then: (unit: FlashUnit, ports: NodePorts) => Promise<void> | void, format = false): void {
    const { kernel } = this;
    this.#lives += 1;
    const life = new Incarnation(self, this.#lives, new NodeClock());
    this.#life = life;
    const ports = portsOf(kernel, this.#seed, life, {
      network: noNetwork,
      flash: this.nand.portFor(life),
      disk: this.drive.portFor(life),
    });
    const run = async (): Promise<void> => {
      if (format) await this.#Unit.format(ports, 1, epoch(1));
      this.unit = await this.#Unit.open(ports);
      await then(this.unit, ports);
    };
    kernel.schedule(0, 'start', life, () =>
      kernel.enter(life, () => void run().catch((error) => kernel.violateByException(error))),
    );
  }

  crash(): void {
    this.unit = undefined;
    if (this.#life !== undefined) this.kernel.crash(this.#life);
  }

  /** Replaces a device by an empty one; the process must be down. */
  loseFlash(): void {
    this.nand = new Nand(this.kernel, self, this.#geometry, this.#seed + 1);
  }

  loseDisk(): void {
    this.drive = new Disk(this.kernel, self, this.#seed + 1);
  }

  /** Parameters of the unit's claims of one kind. */
  claims(event: string): readonly object[] {
    return this.facts.flatMap((fact) => (fact.fact === 'claim' && fact.claim.event === event ? [fact.claim] : []));
  }
}

export type Life = (unit: FlashUnit, machine: UnitMachine) => Promise<void> | void;

export interface UnitRunOptions {
  readonly seed?: number;
  readonly Unit?: typeof FlashUnit;
  /** Breaks the devices before the first life. */
  readonly prepare?: (machine: UnitMachine) => void;
  /** Runs between two lives. */
  readonly between?: (machine: UnitMachine) => void;
  readonly format?: boolean;
  readonly geometry?: FlashGeometry;
}

/** Runs each life as a process of its own, which a crash ends. Fails when an expectation in one did not hold. */
export async function runLives(lives: readonly Life[], options: UnitRunOptions = {}): Promise<UnitMachine> {
  const facts: Fact[] = [];
  let machine: UnitMachine | undefined;
  let begun = 0;
  const { kernel, end } = await runKernel({ observers: [{ observe: (fact) => void facts.push(fact) }] }, (created) => {
    const made = new UnitMachine(created, facts, options.seed ?? 1, options.Unit ?? FlashUnit, options.geometry);
    machine = made;
    options.prepare?.(made);
    const next = (): void => {
      const life = lives[begun];
      if (life === undefined) return;
      begun += 1;
      made.start(
        async (unit) => {
          await life(unit, made);
          created.schedule(1, 'fault', null, () => {
            made.crash();
            options.between?.(made);
            next();
          });
        },
        begun === 1 && options.format !== false,
      );
    };
    next();
  });
  const failure = kernel.violations[0];
  if (failure !== undefined)
    throw new Error(failure.explanation?.join('\n') ?? `${failure.property}: ${failure.message}`);
  if (end !== 'quiet' || begun < lives.length)
    throw new Error(`life ${begun} of ${lives.length} never finished: ${end}`);
  if (machine === undefined) throw new Error('no kernel was made');
  return machine;
}

/** A payload that tells its writer and its write. */
export function payloadOf(writer: number, writeNumber: number, length = 8): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (writer * 31 + writeNumber * 7 + at) & 0xff);
}

/** Short requests for tests. */
export const ask = {
  write: (unit: FlashUnit, position: number, writer: number, writeNumber = 0, e = 1): Promise<UnitReply> =>
    unit.handle({
      kind: 'unit/write',
      epoch: e,
      position: logPosition(position),
      writer,
      writeNumber,
      payload: payloadOf(writer, writeNumber),
    }),
  fill: (unit: FlashUnit, position: number, e = 1): Promise<UnitReply> =>
    unit.handle({ kind: 'unit/fill', epoch: e, position: logPosition(position) }),
  read: (unit: FlashUnit, position: number, e = 1): Promise<UnitReply> =>
    unit.handle({ kind: 'unit/read', epoch: e, position: logPosition(position) }),
  trim: (unit: FlashUnit, position: number, e = 1): Promise<UnitReply> =>
    unit.handle({ kind: 'unit/trim', epoch: e, position: logPosition(position) }),
  prefixTrim: (unit: FlashUnit, upTo: number, e = 1): Promise<UnitReply> =>
    unit.handle({ kind: 'unit/prefix-trim', epoch: e, upTo: logPosition(upTo) }),
  seal: (unit: FlashUnit, e: number): Promise<UnitReply> => unit.handle({ kind: 'unit/seal', epoch: e }),
  tail: (unit: FlashUnit, e = 1): Promise<UnitReply> => unit.handle({ kind: 'unit/tail', epoch: e }),
  repair: (unit: FlashUnit, position: number, writer: number, writeNumber = 0, e = 1): Promise<UnitReply> =>
    unit.handle({
      kind: 'unit/repair',
      epoch: e,
      position: logPosition(position),
      entry: 'data',
      writer,
      writeNumber,
      payload: payloadOf(writer, writeNumber),
    }),
};
