import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sequencer } from '../../src/corfu/sequencer.ts';
import type { SequencerReply } from '../../src/corfu/sequencer-messages.ts';

/**
 * The reference: a counter an epoch, made by the bootstrap of that epoch. `bootstrapped` is false from a seal, or from a
 * restart, on. What was handed out is kept over restarts, to see that no position of an epoch is handed out twice.
 */
interface Model {
  epoch: number;
  tail: number;
  bootstrapped: boolean;
  incarnation: number;
  /** The highest epoch that any incarnation served: a layout service names a new incarnation only in a later epoch. */
  epochMax: number;
  readonly granted: Map<number, Set<number>>;
}

interface Real {
  sequencer: Sequencer;
}

type Command = fc.Command<Model, Real>;

function start(incarnation: number): Sequencer {
  return new Sequencer({ emit: () => undefined }, incarnation);
}

function expectRefusal(reply: SequencerReply, model: Model, epoch: number): void {
  expect(reply).toEqual({
    status: epoch < model.epoch ? 'sealed' : 'not-ready',
    epoch: model.epoch,
    incarnation: model.incarnation,
  });
}

function expectSame(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}

class Next implements Command {
  readonly offset: number;
  readonly count: number;

  constructor(offset: number, count: number) {
    this.offset = offset;
    this.count = count;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    const epoch = model.epoch + this.offset;
    const reply = real.sequencer.handle({ kind: 'sequencer/next', epoch, count: this.count });
    if (this.offset !== 0 || !model.bootstrapped) {
      expectRefusal(reply, model, epoch);
      return;
    }
    expectSame(reply, { status: 'ok', epoch, position: model.tail });
    const granted = model.granted.get(epoch) ?? new Set();
    model.granted.set(epoch, granted);
    for (let position = model.tail; position < model.tail + this.count; position += 1) {
      expectSame(granted.has(position), false);
      granted.add(position);
    }
    model.tail += this.count;
  }

  toString(): string {
    return `next(own epoch ${this.offset >= 0 ? '+' : ''}${this.offset}, ${this.count})`;
  }
}

class Query implements Command {
  readonly offset: number;

  constructor(offset: number) {
    this.offset = offset;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    const epoch = model.epoch + this.offset;
    const reply = real.sequencer.handle({ kind: 'sequencer/query', epoch });
    if (this.offset === 0 && model.bootstrapped) {
      expectSame(reply, { status: 'ok', epoch, position: model.tail });
      // S-TailAboveAcked: what was granted in this epoch, and may be acknowledged, is below the tail.
      for (const position of model.granted.get(epoch) ?? []) expectSame(position < model.tail, true);
    } else expectRefusal(reply, model, epoch);
  }

  toString(): string {
    return `query(own epoch ${this.offset >= 0 ? '+' : ''}${this.offset})`;
  }
}

class Seal implements Command {
  readonly offset: number;

  constructor(offset: number) {
    this.offset = offset;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    const epoch = model.epoch + this.offset;
    const reply = real.sequencer.handle({ kind: 'sequencer/seal', epoch });
    if (epoch > model.epoch) {
      model.epoch = epoch;
      model.bootstrapped = false;
    }
    expectSame(reply, { status: 'sealed', epoch: model.epoch, incarnation: model.incarnation });
  }

  toString(): string {
    return `seal(own epoch ${this.offset >= 0 ? '+' : ''}${this.offset})`;
  }
}

class Bootstrap implements Command {
  readonly offset: number;
  readonly tail: number;
  readonly stranger: boolean;

  constructor(offset: number, tail: number, stranger: boolean) {
    this.offset = offset;
    this.tail = tail;
    this.stranger = stranger;
  }

  /** Layouts bootstrap an epoch for one incarnation only. */
  check(model: Readonly<Model>): boolean {
    return this.offset > 0 || model.bootstrapped;
  }

  run(model: Model, real: Real): void {
    const epoch = Math.max(model.epoch, model.epochMax) + this.offset;
    const incarnation = model.incarnation + (this.stranger ? 1 : 0);
    const reply = real.sequencer.handle({ kind: 'sequencer/bootstrap', epoch, tail: this.tail, incarnation });
    if (epoch < model.epoch || (epoch === model.epoch && model.bootstrapped)) {
      expectSame(reply, { status: 'sealed', epoch: model.epoch, incarnation: model.incarnation });
    } else if (this.stranger) {
      expectSame(reply, { status: 'not-ready', epoch: model.epoch, incarnation: model.incarnation });
    } else {
      expectSame(reply, { status: 'ok', epoch, position: this.tail });
      Object.assign(model, { epoch, tail: this.tail, bootstrapped: true, epochMax: epoch });
    }
  }

  toString(): string {
    return `bootstrap(newest epoch ${this.offset >= 0 ? '+' : ''}${this.offset}, ${this.tail}${this.stranger ? ', stranger' : ''})`;
  }
}

class Restart implements Command {
  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    Object.assign(model, { epoch: 0, tail: 0, bootstrapped: false, incarnation: model.incarnation + 1 });
    real.sequencer = start(model.incarnation);
    for (const epoch of [0, model.epochMax]) {
      const reply = real.sequencer.handle({ kind: 'sequencer/next', epoch, count: 1 });
      expectSame(reply.status, 'not-ready');
    }
    // The bootstrap of the epoch it served names the incarnation that is gone.
    const late = { epoch: model.epochMax, tail: 0, incarnation: model.incarnation - 1 };
    const reply = real.sequencer.handle({ kind: 'sequencer/bootstrap', ...late });
    expectSame(reply.status, 'not-ready');
  }

  toString(): string {
    return 'restart';
  }
}

const around = fc.constantFrom(0, 0, 0, 0, -1, 1);
const next = fc.tuple(around, fc.integer({ min: 1, max: 4 })).map(([by, count]) => new Next(by, count));
const query = around.map((by) => new Query(by));
const bootstrap = fc
  .tuple(fc.constantFrom(1, 1, 2, 0, -1), fc.nat(50), fc.constantFrom(false, false, true))
  .map(([by, tail, stranger]) => new Bootstrap(by, tail, stranger));
const seal = fc.constantFrom(0, -1, 1).map((by) => new Seal(by));
const restart = fc.constant(new Restart());
/** Most commands ask for tokens; each kind is drawn as often as it is listed. */
const commands = fc.commands<Model, Real>([next, next, next, next, query, bootstrap, bootstrap, seal, restart], {
  maxCommands: 80,
  size: 'max',
});

describe('the sequencer', () => {
  it('does what a counter an epoch does, over seals, bootstraps and restarts', () => {
    let tokens = 0;
    fc.assert(
      fc.property(commands, (steps) => {
        const model: Model = {
          epoch: 0,
          tail: 0,
          bootstrapped: false,
          incarnation: 1,
          epochMax: 0,
          granted: new Map(),
        };
        fc.modelRun(() => ({ model, real: { sequencer: start(1) } }), steps);
        for (const granted of model.granted.values()) tokens += granted.size;
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(tokens).toBeGreaterThan(1_000);
  });
});
