/**
 * The durable cell against its promise: through any sequence of stores, crashes, restarts and disk faults within the bounds of
 * their kinds, an open returns the last acknowledged value or one that was stored after it, and nothing else.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDurableCell, type DurableCell } from '../../src/log/durable-cell.ts';
import { type DeviceBench, runDevices } from '../support/device-bench.ts';

const FILE = 'state';

type Command =
  | { readonly do: 'store'; readonly bytes: number }
  /** A store that loses power `afterMicros` later, or an open that does. */
  | { readonly do: 'crash-in-store' | 'crash-in-open'; readonly afterMicros: number }
  | { readonly do: 'restart' | 'rot' | 'fail-sector' | 'fsync-fails' | 'full' }
  | { readonly do: 'stray'; readonly ratePpm: number };

function commands(valueBytesMax: number): fc.Arbitrary<Command[]> {
  const word = <T extends string>(name: T): { readonly do: fc.Arbitrary<T> } => ({ do: fc.constant(name) });
  const afterMicros = fc.nat(1_800);
  return fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ ...word('store'), bytes: fc.nat(valueBytesMax) }) },
      { weight: 3, arbitrary: fc.record({ ...word('crash-in-store'), afterMicros }) },
      fc.record({ ...word('crash-in-open'), afterMicros }),
      fc.record(word('restart')),
      fc.record(word('rot')),
      fc.record(word('fail-sector')),
      fc.record(word('fsync-fails')),
      fc.record(word('full')),
      fc.record({ ...word('stray'), ratePpm: fc.nat(300_000) }),
    ),
    { maxLength: 30 },
  );
}

/** What an honest observer of the cell knows: values are numbered in the order in which they were stored. */
class Model {
  readonly #bytesMax: number;
  readonly #values: Uint8Array[] = [];
  #acknowledged = -1;
  opens = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  newValue(bytes: number): Uint8Array {
    const number = this.#values.length;
    const value = new Uint8Array(Math.min(bytes, this.#bytesMax)).map((_, i) => (number * 37 + i) & 0xff);
    this.#values.push(value);
    return value;
  }

  acknowledge(): void {
    this.#acknowledged = this.#values.length - 1;
  }

  /** What an open may find now. */
  allowed(): string[] {
    const values = this.#values.slice(Math.max(this.#acknowledged, 0)).map(String);
    return this.#acknowledged < 0 ? ['empty', ...values] : values;
  }

  /** What was found once is durable, and binds like an acknowledged value. */
  found(content: Uint8Array | string): void {
    this.opens += 1;
    if (content === 'empty') return;
    while (String(this.#values[this.#acknowledged]) !== String(content)) this.#acknowledged += 1;
  }
}

async function live(bench: DeviceBench, model: Model, todo: Command[], bytesMax: number): Promise<void> {
  const { kernel, drive } = bench;
  const again = (): void => bench.restart(() => live(bench, model, todo, bytesMax));
  const crashAfter = (micros: number): void => {
    kernel.schedule(micros, 'fault', null, again);
  };
  const afterStore = async (cell: DurableCell, bytes: number): Promise<boolean> => {
    const outcome = await cell.store(model.newValue(bytes));
    if (outcome === 'ok') model.acknowledge();
    return outcome === 'ok';
  };
  const next = todo[0];
  if (next?.do === 'crash-in-open') {
    todo.shift();
    crashAfter(next.afterMicros % 200);
    // The process lives until the crash comes, whatever it finds.
    await openDurableCell(bench.disk(), FILE, bytesMax);
    await new Promise(() => {});
  }
  const { cell, content } = await openDurableCell(bench.disk(), FILE, bytesMax);
  if (content === 'io-error') {
    calm(bench);
    again();
    return;
  }
  expect(model.allowed()).toContain(String(content));
  model.found(content);
  for (let command = todo.shift(); command !== undefined; command = todo.shift()) {
    switch (command.do) {
      case 'store':
        if (!(await afterStore(cell, command.bytes))) {
          calm(bench);
          again();
          return;
        }
        break;
      case 'crash-in-store':
        crashAfter(command.afterMicros);
        await afterStore(cell, bytesMax);
        await new Promise(() => {});
        break;
      case 'crash-in-open':
        todo.unshift(command);
        again();
        return;
      case 'restart':
        again();
        return;
      case 'rot':
        drive.rot(todo.length, 5);
        break;
      case 'fail-sector':
        drive.failSector(todo.length);
        break;
      case 'fsync-fails':
        drive.faults.fsyncFailurePpm = 1_000_000;
        break;
      case 'full':
        drive.faults.full = 1;
        break;
      case 'stray':
        drive.faults.misdirectedWritePpm = command.ratePpm;
        drive.faults.misdirectedReadPpm = command.ratePpm >> 3;
        break;
    }
  }
}

function calm({ drive }: DeviceBench): void {
  drive.faults.fsyncFailurePpm = 0;
  drive.faults.full = 0;
}

it.each([20, 600])('a durable cell of %i bytes never goes back, and never invents', async (bytesMax) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), commands(bytesMax), async (seed, todo) => {
      const model = new Model(bytesMax);
      await runDevices(seed, (bench) => live(bench, model, [...todo], bytesMax));
      expect(model.opens).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
});
