/**
 * A behaviour of ChainLog as work for clients: each action becomes an errand, in which one client is let go on until the stack has taken
 * that step. A writer is a client that appends; whatever the spec lets anybody do (fill, copy, trim, read) is the errand of one more client.
 *
 * The spec says that a request may arrive late: so it may copy a value after the head was told to forget it. For the stack to do the same,
 * the request must be under way before; so a copy, and the conclusion of a writer that lost, are prepared as early as they can be.
 *
 * Not everything that the spec allows is something that this stack ever does: the spec has a writer conclude, and a filler answer, from
 * facts that it need not have asked for. A behaviour is played up to the first such step, and `cut` says why.
 */
import { InputError } from '../../model/input-error.ts';
import type { TraceState } from '../../tla/checker/result.ts';
import { sameValue, type TlaState, type TlaValue } from '../../tla/tlc/value.ts';
import { applied, numberOf, pairsOf, valueAt } from '../../tla/tlc/value-parts.ts';
import { type Schedule, type Step, Unplayable, scheduled, stateIn, stepsOf } from './steps.ts';

/** What a client of the workload is to do; the position is meant literally. */
export interface Order {
  readonly op: 'append' | 'read' | 'fill' | 'trim' | 'prefixTrim';
  readonly position: number;
}

/** When an errand is done. Hops count from 0. */
export type Until =
  | { readonly is: 'granted'; readonly position: number }
  /** The unit says so, of this position or up to this mark. */
  | { readonly is: 'done'; readonly hop: number; readonly events: readonly string[]; readonly position: number }
  /** The client has sent a write or a fill. */
  | { readonly is: 'asked'; readonly hop: number; readonly position: number }
  /** A unit has answered the client, which does not know it yet. */
  | { readonly is: 'answered'; readonly hop: number }
  | { readonly is: 'said'; readonly event: string }
  | { readonly is: 'responded'; readonly outs: readonly string[] };

export interface Errand {
  readonly client: number;
  readonly until: Until;
  /** Whether messages of the client arrive; if not, its patience ends. */
  readonly heard: boolean;
}

export interface ChainSchedule extends Schedule<Errand> {
  readonly chainLength: number;
  readonly positionCount: number;
  readonly orders: readonly Order[];
}

/** @throws InputError when the model has several chains. */
export function scheduleOf(trace: readonly TraceState[]): ChainSchedule {
  return new Scheduler(trace).schedule();
}

class Scheduler {
  readonly #steps: readonly Step[];
  readonly #chainLength: number;
  readonly #positionCount: number;
  readonly #orders: Order[] = [];
  /** Clients by what they are there for. */
  readonly #clients = new Map<string, number>();
  /** Whose request got the token of a position. */
  readonly #askers = new Map<number, TlaValue>();
  /** Writers that have concluded already, but for hearing of it. */
  readonly #losers = new Set<number>();

  constructor(trace: readonly TraceState[]) {
    this.#steps = stepsOf(trace);
    const initial = stateIn(trace[0]!);
    this.#chainLength = pairsOf(initial['known']!).length;
    if (pairsOf(initial['known']!).some(([unit]) => sameValue(applied(unit, 1), 1))) {
      throw new InputError('a walk is played on one chain, and this model has several stripes');
    }
    this.#positionCount = pairsOf(initial['decided']!).length;
  }

  schedule(): ChainSchedule {
    const schedule = scheduled(this.#steps, (step, at) => ({
      errands: [this.#errandOf(step, at), ...this.#preparations(step, at)],
      state: step.after,
    }));
    const [chainLength, positionCount, orders] = [this.#chainLength, this.#positionCount, this.#orders];
    return { ...schedule, chainLength, positionCount, orders };
  }

  #errandOf({ name, args, before }: Step, at: number): Errand {
    const p = args['p'] === undefined ? -1 : numberOf(args['p']);
    switch (name) {
      case 'Token':
        return errand(this.#asker(p, before, at), { is: 'granted', position: p });
      case 'Start':
        if (this.#askers.get(p) === undefined || !sameValue(this.#askers.get(p)!, args['v']!)) {
          throw new Unplayable('another client asked for this token');
        }
        return errand(this.#writer(args['v']!), { is: 'asked', hop: 0, position: p });
      case 'HeadWrite':
        return errand(this.#writer(args['v']!), done(0, ['unit-wrote'], p));
      case 'HeadFill':
        return errand(this.#client({ op: 'fill', position: p }), done(0, ['unit-filled'], p));
      case 'Copy': {
        const hop = numberOf(args['h']!) - 1;
        return errand(this.#copier(before, p, hop, at), done(hop, ['unit-wrote', 'unit-filled'], p));
      }
      case 'TrimAt': {
        const hop = numberOf(args['h']!) - 1;
        const trimmer = this.#client({ op: 'trim', position: p }, hop === 0 ? undefined : `trims ${p}`);
        this.#clients.set(`trims ${p}`, trimmer);
        return errand(trimmer, done(hop, ['unit-trimmed'], p));
      }
      case 'PrefixTrimAt': {
        const hop = numberOf(applied(args['u']!, 2)) - 1;
        const position = numberOf(args['w']!);
        const marker = this.#client({ op: 'prefixTrim', position }, `marks ${position}`);
        return errand(marker, done(hop, ['unit-prefix-trimmed'], position));
      }
      case 'Ack':
        return errand(this.#writer(args['v']!), { is: 'responded', outs: ['ok'] });
      case 'Lose': {
        const writer = this.#writer(args['v']!);
        if (!this.#losers.delete(writer))
          throw new Unplayable('the writer cannot have learned in time what was decided');
        return errand(writer, { is: 'said', event: 'write-lost' });
      }
      case 'GiveUp':
        return { ...errand(this.#writer(args['v']!), { is: 'said', event: 'append-unknown' }), heard: false };
      case 'Read':
        return errand(this.#client({ op: 'read', position: p }), {
          is: 'responded',
          outs: ['data', 'junk', 'unwritten', 'trimmed'],
        });
      case 'Filled':
        if (this.#contentAt(before, p, this.#chainLength - 1) === 'TRIMMED') {
          throw new Unplayable('a filler that finds the position trimmed says so');
        }
        return errand(this.#client({ op: 'fill', position: p }), { is: 'responded', outs: ['data', 'junk'] });
      default:
        throw new Unplayable('clients have no part in it');
    }
  }

  /** Requests that have to be under way before somebody else makes them impossible. */
  #preparations({ after }: Step, at: number): readonly Errand[] {
    const errands: Errand[] = [];
    for (let p = 0; p < this.#positionCount; p += 1) {
      const decided = valueAt(after, 'decided', p);
      if (decided === 'UNWRITTEN') continue;
      for (let hop = 1; hop < this.#chainLength; hop += 1) {
        const key = `copies ${p} to ${hop}`;
        const isNext =
          sameValue(this.#contentAt(after, p, hop - 1), decided) && this.#isLater(at, 'Copy', { p, h: hop + 1 });
        if (!isNext || this.#clients.has(key) || this.#copiesItself(after, p, at)) continue;
        errands.push(errand(this.#client({ op: 'fill', position: p }, key), { is: 'asked', hop, position: p }));
      }
      const owner = valueAt(after, 'owner', p);
      if (!this.#isWriting(after, owner, p) || sameValue(owner, decided) || !this.#isWhole(after, p)) continue;
      const writer = this.#writer(owner);
      if (this.#losers.has(writer) || !this.#isLater(at, 'Lose', { v: owner })) continue;
      this.#losers.add(writer);
      errands.push(errand(writer, { is: 'answered', hop: this.#chainLength - 1 }));
    }
    return errands;
  }

  /** The client whose request for a token is granted: that of the writer who will use it, or of one who will not hear of it. */
  #asker(p: number, before: TlaState, at: number): number {
    const start = this.#steps.slice(at).find(({ name, args }) => name === 'Start' && numberOf(args['p']!) === p);
    const value = start?.args['v'];
    if (value === undefined) return this.#client({ op: 'append', position: p });
    const status = valueAt(before, 'status', value);
    const isWaiting = [...this.#askers].some(([asked, other]) => sameValue(other, value) && isUnused(before, asked));
    if ((status !== 'idle' && status !== 'again') || isWaiting) {
      throw new Unplayable('its writer has not asked for it yet');
    }
    this.#askers.set(p, value);
    return this.#writer(value);
  }

  #copier(before: TlaState, p: number, hop: number, at: number): number {
    if (this.#copiesItself(before, p, at)) return this.#writer(valueAt(before, 'owner', p));
    const copier = this.#clients.get(`copies ${p} to ${hop}`);
    if (copier === undefined) throw new Unplayable('nobody had the chance to learn what was decided');
    return copier;
  }

  /** A writer that will be acknowledged takes its value down the chain itself. */
  #copiesItself(state: TlaState, p: number, at: number): boolean {
    const owner = valueAt(state, 'owner', p);
    const isIts = this.#isWriting(state, owner, p) && sameValue(owner, valueAt(state, 'decided', p));
    return isIts && this.#isLater(at, 'Ack', { v: owner });
  }

  #isWriting(state: TlaState, value: TlaValue, p: number): boolean {
    if (value === 'NOBODY') return false;
    return valueAt(state, 'status', value) === 'writing' && valueAt(state, 'at', value) === p;
  }

  #isLater(at: number, name: string, args: Readonly<Record<string, TlaValue>>): boolean {
    return this.#steps
      .slice(at + 1)
      .some(
        (step) => step.name === name && Object.entries(args).every(([key, arg]) => sameValue(step.args[key]!, arg)),
      );
  }

  #isWhole(state: TlaState, p: number): boolean {
    const decided = valueAt(state, 'decided', p);
    return Array.from({ length: this.#chainLength }, (_unused, hop) => this.#contentAt(state, p, hop)).every(
      (content) => sameValue(content, decided),
    );
  }

  #contentAt(state: TlaState, p: number, hop: number): TlaValue {
    const unit = { '#tup': [0, hop + 1] };
    if (p < numberOf(valueAt(state, 'prefix', unit))) return 'TRIMMED';
    return applied(valueAt(state, 'known', unit), p);
  }

  #writer(value: TlaValue): number {
    return this.#client({ op: 'append', position: 0 }, `writes ${JSON.stringify(value)}`);
  }

  /** The one client for this, or a new one. */
  #client(order: Order, key?: string): number {
    const known = key === undefined ? undefined : this.#clients.get(key);
    if (known !== undefined) return known;
    const client = this.#orders.push(order) - 1;
    if (key !== undefined) this.#clients.set(key, client);
    return client;
  }
}

function isUnused(state: TlaState, p: number): boolean {
  return valueAt(state, 'owner', p) === 'NOBODY';
}

function errand(client: number, until: Until): Errand {
  return { client, until, heard: true };
}

function done(hop: number, events: readonly string[], position: number): Until {
  return { is: 'done', hop, events, position };
}
