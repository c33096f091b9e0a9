/**
 * The kernel: one queue of events, virtual time, and the rules that make a run repeatable.
 *
 * - An event is an entry popped whose handler ran. After each event all promise jobs it caused are drained before
 *   the next is popped. Virtual time moves only between events.
 * - Events at the same time run in the order of a tie-break drawn from the seed, so that a campaign sees every order.
 * - A crash drops: the incarnation dies, its events leave the queue, and what its code still does has no effect.
 * - Violations are recorded here, by observers or by an exception that reaches a handler's edge, and looked at after each
 *   event. They are never thrown through protocol code, where a promise would swallow them.
 */
import type { Fact } from '../model/fact.ts';
import type { Instant, Observer } from '../model/observer.ts';
import type { Violation } from '../model/verdict.ts';
import { type Chooser, ChosenQueue } from './chosen-queue.ts';
import type { Drain } from './drain.ts';
import { EventHeap } from './event-heap.ts';
import type { EventQueue, QueueEntry } from './event-queue.ts';
import { foldFact, NODES_MAX } from './fold-fact.ts';
import type { Incarnation } from './incarnation.ts';
import { mix } from './mix.ts';
import { TraceHash } from './trace-hash.ts';

/**
 * What an event is, for the hash, the recorder, the report of who waits for what, and a chooser. A `timer` is waited for; a `timeout`
 * ends the wait for something else, which cancels it.
 */
export type EventKind = 'deliver' | 'timer' | 'timeout' | 'flash' | 'disk' | 'fault' | 'start' | 'wake';

const kindCode: Readonly<Record<EventKind, number>> = {
  deliver: 1,
  timer: 2,
  timeout: 2,
  flash: 3,
  disk: 4,
  fault: 5,
  start: 6,
  wake: 7,
};

/** What an event does. Where events are many it is an object that exists anyway, since a closure for each would cost more. */
export interface Action {
  fire(): void;
}

/** Code of a node that is about to run. */
export interface Entrant {
  enter(): void;
}

export interface KernelEvent extends QueueEntry {
  readonly kind: EventKind;
  /** Whose code runs; null for devices and the environment, which outlive crashes. */
  readonly owner: Incarnation | null;
  readonly action: Action;
}

export interface KernelOptions {
  readonly seed: number;
  readonly drain: Drain;
  readonly observers: readonly Observer[];
  readonly eventsMax: number;
  /** Hash every message whole at send and at delivery, to catch one changed in between. */
  readonly paranoid: boolean;
  /** Decides which event happens next, in place of their times. */
  readonly chooser?: Chooser<KernelEvent>;
}

/** `exhausted`: the event budget ran out. `quiet`: nothing can happen any more, or nothing before the end that was set. */
export type KernelEnd = 'violation' | 'exhausted' | 'quiet';

export class Kernel implements Instant {
  timeMicros = 0;
  step = 0;
  readonly paranoid: boolean;
  readonly hash = new TraceHash();
  readonly violations: Violation[] = [];
  readonly #queue: EventQueue<KernelEvent>;
  readonly #drain: Drain;
  readonly #observers: Observer[];
  /** What each observer is called when it throws. */
  readonly #observerNames: string[];
  readonly #eventsMax: number;
  readonly #tieSeed: number;
  readonly #crashListeners: ((incarnation: Incarnation) => void)[] = [];
  readonly #exitListeners: ((incarnation: Incarnation) => void)[] = [];
  readonly #persistenceListeners: ((incarnation: Incarnation) => void)[] = [];
  readonly #report = (violation: Violation): void => this.violate(violation);
  #sequence = 0;
  #jobsPossible = false;
  #endMicros = Number.MAX_SAFE_INTEGER;
  #current: Incarnation | null = null;

  constructor(options: KernelOptions) {
    this.paranoid = options.paranoid;
    this.#drain = options.drain;
    this.#observers = [...options.observers];
    this.#observerNames = options.observers.map(() => 'an observer');
    this.#eventsMax = options.eventsMax;
    this.#queue = options.chooser === undefined ? new EventHeap() : new ChosenQueue(options.chooser);
    this.#tieSeed = mix(options.seed >>> 0, Math.floor(options.seed / 0x1_0000_0000), 11);
  }

  /** The incarnation whose code runs now, to which an exception, a rejection or a clock reading is attributed. */
  get current(): Incarnation | null {
    return this.#current;
  }

  get pendingEvents(): Iterable<KernelEvent> {
    return this.#queue.values();
  }

  /** Schedules `fire` in `delayMicros` (an integer, at least 0) of true time. */
  schedule(delayMicros: number, kind: EventKind, owner: Incarnation | null, fire: () => void): KernelEvent {
    return this.scheduleAction(delayMicros, kind, owner, { fire });
  }

  /** The same for an action. */
  scheduleAction(delayMicros: number, kind: EventKind, owner: Incarnation | null, action: Action): KernelEvent {
    const sequence = this.#sequence;
    this.#sequence += 1;
    const tie = mix(this.#tieSeed, sequence, 12);
    const event: KernelEvent = { time: this.timeMicros + delayMicros, tie, sequence, place: -1, kind, owner, action };
    this.#queue.push(event);
    return event;
  }

  cancel(event: KernelEvent): void {
    this.#queue.remove(event);
  }

  /** Runs protocol code of `owner`: from a timer, a datagram or a start. Only what passes here can cause promise jobs. */
  enter(owner: Incarnation, code: () => void): void {
    this.admit(owner, { enter: code });
  }

  /** The same for an entrant. A node that is paused or slow takes it in later. */
  admit(owner: Incarnation, entrant: Entrant): void {
    if (!owner.alive) return;
    const pause = Math.max(owner.pausedUntilMicros - this.timeMicros, owner.slowMicros);
    if (pause > 0) this.schedule(pause, 'wake', owner, () => this.#wake(owner, entrant));
    else this.#enterNow(owner, entrant);
  }

  /** After a pause; the node may have been paused again meanwhile. */
  #wake(owner: Incarnation, entrant: Entrant): void {
    const pause = owner.pausedUntilMicros - this.timeMicros;
    if (pause > 0) this.schedule(pause, 'wake', owner, () => this.#wake(owner, entrant));
    else this.#enterNow(owner, entrant);
  }

  #enterNow(owner: Incarnation, entrant: Entrant): void {
    this.#current = owner;
    this.#jobsPossible = true;
    entrant.enter();
  }

  /** Tells `observer` every fact from now on; `name` is what it is called when it throws. */
  attach(name: string, observer: Observer): void {
    this.#observers.push(observer);
    this.#observerNames.push(name);
  }

  /** Tells a fact to the hash and to every observer. */
  tell(fact: Fact): void {
    foldFact(this.hash, fact);
    const observers = this.#observers;
    let i = 0;
    try {
      for (; i < observers.length; i += 1) (observers[i] as Observer).observe(fact, this, this.#report);
    } catch (error) {
      this.#observerThrew(i, error);
    }
  }

  /** Asks every observer for what it can only say now that the run has ended. */
  finish(): void {
    for (const [i, observer] of this.#observers.entries()) {
      try {
        observer.finish?.(this, this.#report);
      } catch (error) {
        this.#observerThrew(i, error);
      }
    }
  }

  /** An observer's mistake is its own: it must not unwind through the code that it looks on at. */
  #observerThrew(index: number, error: unknown): void {
    this.violateByWatching(this.#observerNames[index] as string, error);
  }

  /** Records that the watcher called `name` threw. */
  violateByWatching(name: string, error: unknown): void {
    this.violate({
      property: 'H-NoException',
      message: `${name} threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
      ...(error instanceof Error ? { error } : {}),
    });
  }

  /** Records a violation; the run ends after the event in progress. */
  violate(violation: Violation): void {
    this.violations.push(violation);
  }

  /**
   * Records what escaped from code of the incarnation that is running. Its stack is read after the run: Node may format one
   * with the help of functions that a run must not call.
   */
  violateByException(error: unknown): void {
    // After a crash, what is left of the dead code's jobs still runs; what it throws never happened.
    if (this.#current?.alive === false) return;
    const node = this.#current?.node;
    this.violate({
      property: 'H-NoException',
      message: `code threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
      ...(node === undefined ? {} : { node }),
      ...(error instanceof Error ? { error } : {}),
    });
  }

  /** Ends what {@link run} runs before the first event later than `timeMicros`; it may be run on from there. */
  stopAfter(timeMicros: number): void {
    this.#endMicros = timeMicros;
  }

  /** Whatever pauses `incarnation` is over: what it has kept waiting happens now, in any order. */
  resume(incarnation: Incarnation): void {
    incarnation.pausedUntilMicros = this.timeMicros;
    const waking = [...this.#queue.values()].filter(({ kind, owner }) => kind === 'wake' && owner === incarnation);
    for (const event of waking.toSorted((a, b) => a.sequence - b.sequence)) {
      this.cancel(event);
      this.scheduleAction(0, 'wake', incarnation, event.action);
    }
  }

  /** Kills `incarnation` now, in the middle of whatever it does. Devices hear of it before anything else runs. */
  crash(incarnation: Incarnation): void {
    if (!incarnation.alive) return;
    incarnation.alive = false;
    this.#queue.removeWhere((event) => event.owner === incarnation);
    for (const listener of this.#crashListeners) listener(incarnation);
    this.tell({ fact: 'crashed', node: incarnation.node, incarnation: incarnation.number });
  }

  /** A process stops itself: a crash that its supervisor hears of. */
  exit(incarnation: Incarnation): void {
    if (!incarnation.alive) return;
    this.crash(incarnation);
    for (const listener of this.#exitListeners) listener(incarnation);
  }

  onExit(listener: (incarnation: Incarnation) => void): void {
    this.#exitListeners.push(listener);
  }

  onCrash(listener: (incarnation: Incarnation) => void): void {
    this.#crashListeners.push(listener);
  }

  /** Devices call this when something of `incarnation` has just become durable and nobody knows it yet. */
  persisted(incarnation: Incarnation): void {
    for (const listener of this.#persistenceListeners) listener(incarnation);
  }

  onPersisted(listener: (incarnation: Incarnation) => void): void {
    this.#persistenceListeners.push(listener);
  }

  /** Runs events until the run ends, then calls `done`. Call it from a macrotask, or nothing drains. */
  run(done: (end: KernelEnd) => void): void {
    const drainNow = this.#drain.now;
    const loop = (): void => {
      for (;;) {
        const end = this.#next();
        if (end !== undefined) {
          this.#current = null;
          done(end);
          return;
        }
        if (!this.#jobsPossible) continue;
        if (drainNow === undefined) {
          this.#drain.then(loop);
          return;
        }
        drainNow();
      }
    };
    loop();
  }

  #next(): KernelEnd | undefined {
    if (this.violations.length > 0) return 'violation';
    if (this.step >= this.#eventsMax) return 'exhausted';
    const event = this.#queue.pop();
    if (event === undefined) return 'quiet';
    if (event.time > this.#endMicros) {
      this.#queue.push(event);
      return 'quiet';
    }
    this.#jobsPossible = false;
    this.#current = event.owner;
    // Later than now as a rule, but a chooser may have let what was due after it happen first.
    if (event.time > this.timeMicros) this.timeMicros = event.time;
    this.step += 1;
    const hash = this.hash;
    hash.foldInteger(event.time);
    hash.foldInteger(kindCode[event.kind] * NODES_MAX + (event.owner === null ? 0 : event.owner.node + 1));
    try {
      event.action.fire();
    } catch (error) {
      this.violateByException(error);
    }
    return undefined;
  }
}
