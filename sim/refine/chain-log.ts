/**
 * Chains in the first layout held against ChainLog: which event is which action.
 *
 *     token-granted      Token                  an append answered ok      Ack
 *     a step of a head   HeadWrite, HeadFill    write-lost                 Lose
 *     of a unit behind   Copy                   append-unknown             GiveUp
 *     of any unit        TrimAt, RepairAt       a read or fill answered    Filled
 *     unit-prefix-trimmed PrefixTrimAt            with data or junk
 *     what the last unit answers to a read      Read
 *
 * Steps that no event tells: `started`, that the writer whose entry turns up had the token; `lost`, that it knew so when it went on to another
 * position; and `granted`, that a token was taken which nobody was told of. Each is tried only where what follows needs it.
 *
 * Must leave things as they were: own-write-found, record-repaired, hole-filled and value-adopted, which an answer follows; and an answer
 * that says unwritten, which the last unit must have said to that client since it was asked. Has no counterpart: what happens after a unit
 * was sealed, lost or wiped, which is Reconfig's; and an answer that says trimmed.
 */
import { chainOf, type Layout } from '../../src/corfu/layout.ts';
import { logPosition } from '../../src/log/position.ts';
import type { ReplyDatagram } from '../../src/rpc/endpoint.ts';
import type { Fact, OperationFact } from '../model/fact.ts';
import { unset } from '../tla/values/arena.ts';
import { lookup, setOf, tupleOf, update } from '../tla/values/functions.ts';
import { union } from '../tla/values/sets.ts';
import { toData } from '../tla/values/to-data.ts';
import type { TlaState } from '../tla/tlc/value.ts';
import type { AddressAnswer, AddressStep, AddressSteps } from './address-steps.ts';
import type { HeldProgram } from './held-program.ts';
import { HeldSteps } from './held-steps.ts';
import { SpecTally, type SpecVerdict } from './spec-verdict.ts';

const actions = [
  'Token',
  'HeadWrite',
  'HeadFill',
  'Copy',
  'TrimAt',
  'PrefixTrimAt',
  'RepairAt',
  'Read',
  'Start',
  'Ack',
  'Lose',
  'GiveUp',
  'Filled',
] as const;

type ActionName = (typeof actions)[number];

interface ChainPosition {
  readonly position: number;
  /** Shared with others that are in the same state. */
  state: Int32Array;
  isGranted: boolean;
  /** What its owner offers, 0 as long as that is not known. */
  own: number;
  ownWriter: number;
}

interface OpenOperation {
  readonly client: number;
  readonly op: string;
  readonly position: number;
  /** By the last unit of the chain. */
  toldUnwritten: boolean;
}

const UNKNOWN = 0;

export class ChainLogRefinement implements AddressSteps {
  readonly #held: HeldSteps;
  readonly #layout: Layout;
  readonly #chainLength: number;
  readonly #initial: Int32Array;
  readonly #positions = new Map<number, ChainPosition>();
  /** Where each entry was offered last. */
  readonly #offeredAt = new Map<number, ChainPosition>();
  readonly #operations = new Map<number, OpenOperation>();
  /** By node. */
  readonly #prefixes: number[] = [];
  readonly #unitKeys: readonly number[];
  readonly #known: Int32Array;
  readonly #scratch: Int32Array;
  readonly #variables: Readonly<
    Record<'known' | 'durable' | 'prefix' | 'diskPrefix' | 'seen' | 'missed' | 'status' | 'tail', number>
  >;
  readonly #own: number;
  readonly #other: number;
  readonly #junk: number;
  readonly #corrupt: number;
  /** Of the run. */
  #now = 0;
  #tail = 0;
  #over = false;

  constructor(program: HeldProgram, layout: Layout) {
    this.#held = new HeldSteps(program, new SpecTally('ChainLog', actions));
    this.#layout = layout;
    const { checker } = this.#held;
    const { values } = checker;
    this.#chainLength = chainOf(layout, logPosition(0)).length;
    this.#initial = checker.initial('Init', checker.blank())[0]!;
    this.#known = checker.blank();
    this.#scratch = checker.blank();
    this.#variables = {
      known: checker.variable('known'),
      durable: checker.variable('durable'),
      prefix: checker.variable('prefix'),
      diskPrefix: checker.variable('diskPrefix'),
      seen: checker.variable('seen'),
      missed: checker.variable('missed'),
      status: checker.variable('status'),
      tail: checker.variable('tail'),
    };
    this.#unitKeys = Array.from({ length: this.#chainLength }, (_unused, hop) =>
      tupleOf(values, [0, values.integer(hop + 1)]),
    );
    this.#own = values.string('own');
    this.#other = values.string('other');
    this.#junk = values.string('JUNK');
    this.#corrupt = values.string('CORRUPT');
  }

  get verdict(): SpecVerdict {
    return this.#held.tally;
  }

  /** The state of a position by the names of the spec's variables, with the marks of its units. */
  stateOf(position: number): TlaState {
    const { program, values } = this.#held.checker;
    const at = this.#positions.get(position) ?? this.#newPosition(position);
    const state = this.#from(at, this.#headOf(position), -1);
    return Object.fromEntries(program.variables.map(({ name }, index) => [name, toData(values, state[index]!)]));
  }

  observe(fact: Fact, step: number): void {
    if (this.#over) return;
    this.#now = step;
    switch (fact.fact) {
      case 'sent':
        if (fact.from === this.#layout.sequencer) this.#answered(fact.datagram as ReplyDatagram);
        return;
      case 'claim': {
        const { claim } = fact;
        const position = claim['position'] as number;
        if (claim.event === 'token-granted') this.#granted(position, claim['count'] as number, fact.node);
        else if (claim.event === 'write-lost') this.#concludes(claim.event, 'Lose', position, fact.node);
        else if (claim.event === 'append-unknown') this.#concludes(claim.event, 'GiveUp', position, fact.node);
        return;
      }
      case 'invoked': {
        const { op, pos } = fact.detail as { readonly op: string; readonly pos?: number };
        this.#operations.set(fact.operation, { client: fact.node, op, position: pos ?? -1, toldUnwritten: false });
        return;
      }
      case 'responded':
        this.#responded(fact);
        return;
      default:
    }
  }

  /** The sequencer tells its tail to whoever asks: what is below was granted, whether anybody has it or not. */
  #answered({ is, body }: ReplyDatagram): void {
    const { status, position } = body as { readonly status: string; readonly position?: number };
    if (is === 'reply' && status === 'ok' && position !== undefined) this.#tail = Math.max(this.#tail, position);
  }

  left(): void {
    this.#over = true;
  }

  marked(node: number, upTo: number, step: number): void {
    const before = this.#prefixes[node] ?? 0;
    const hop = this.#hopOf(node);
    if (!this.#over && hop !== -1) {
      this.#begin('unit-prefix-trimmed', { upTo }, node, step);
      const position = upTo - 1;
      const at = this.#newPosition(position);
      const { values } = this.#held.checker;
      if (position < this.#tail) {
        at.state = at.state.slice();
        at.state[this.#variables.tail] = values.integer(1);
      }
      const first = node - hop;
      const from = this.#from(at, first, -1);
      const args = [this.#unitKeys[hop]!, values.integer(1)];
      if (this.#held.take('PrefixTrimAt', args, from, this.#known.fill(unset)) !== undefined) this.#matched();
    }
    this.#prefixes[node] = Math.max(before, upTo);
  }

  stepped({ node, position, action, entry, writer, isOvertaken, step }: AddressStep): void {
    const chain = chainOf(this.#layout, logPosition(position));
    const hop = chain.findIndex((unit) => unit === node);
    if (this.#over || hop === -1) return;
    const at = this.#at(position);
    if (action === 'Rot') {
      this.#rotted(at, hop);
      return;
    }
    const event = action === 'Trim' ? 'unit-trimmed' : action === 'Repair' ? 'unit-repaired' : 'a write';
    this.#begin(event, { position, writer }, node, step);
    if (action === 'Write' && hop === 0 && !this.#starts(at, entry, writer)) return;
    const hopArgs = [0, this.#held.checker.values.integer(hop + 1)];
    const content = action === 'Trim' ? unset : writer === -1 ? this.#junk : entry === at.own ? this.#own : this.#other;
    const overtaken = isOvertaken ? node : -1;
    let taken: boolean;
    if (action === 'Trim') taken = this.#take(at, 'TrimAt', hopArgs, overtaken);
    else if (action === 'Repair') taken = this.#take(at, 'RepairAt', hopArgs, overtaken, hop, content);
    else if (hop > 0) taken = this.#take(at, 'Copy', hopArgs, overtaken, hop, content);
    else if (action === 'Fill') taken = this.#take(at, 'HeadFill', [0], overtaken);
    else taken = this.#take(at, 'HeadWrite', [0, content], overtaken);
    if (taken) this.#matched();
  }

  told({ node, reader, position, status, entry, isOvertaken, step }: AddressAnswer): void {
    const chain = chainOf(this.#layout, logPosition(position));
    if (this.#over || chain.at(-1) !== node) return;
    if (status === 'unwritten') this.#toldUnwritten(reader, position);
    if (isOvertaken) return;
    this.#begin('the answer to a read', { position, status }, node, step);
    const at = this.#at(position);
    const from = this.#from(at, this.#headOf(position), -1);
    const { seen, missed } = this.#variables;
    const known = this.#known.fill(unset);
    known[missed] = from[missed]!;
    known[seen] = from[seen]!;
    if (status === 'data' || status === 'junk') {
      const content = status === 'junk' ? this.#junk : entry === at.own ? this.#own : this.#other;
      known[seen] = this.#withSeen(from[seen]!, content);
    }
    const next = this.#held.take('Read', [0], from, known);
    if (next === undefined) return;
    at.state = next;
    this.#matched();
  }

  #toldUnwritten(reader: number, position: number): void {
    for (const operation of this.#operations.values()) {
      if (operation.client === reader && operation.position === position) operation.toldUnwritten = true;
    }
  }

  /** `seen` is a function on the position, which is 0. */
  #withSeen(seen: number, content: number): number {
    const { values } = this.#held.checker;
    return update(values, seen, 0, union(values, values.word(seen, 1), setOf(values, [content])));
  }

  #begin(event: string, details: object, node: number, step = this.#now): void {
    this.#held.begin(event, details, node, step);
  }

  #matched(): void {
    this.#held.tally.matched += 1;
  }

  #hopOf(node: number): number {
    for (const chain of this.#layout.segments[0]!.stripes) {
      const hop = chain.findIndex((unit) => unit === node);
      if (hop !== -1) return hop;
    }
    return -1;
  }

  #newPosition(position: number): ChainPosition {
    return { position, state: this.#initial, isGranted: false, own: UNKNOWN, ownWriter: -1 };
  }

  /** A position that the sequencer has passed was granted, whether anybody was told or not. */
  #at(position: number): ChainPosition {
    let at = this.#positions.get(position);
    if (at === undefined) {
      at = this.#newPosition(position);
      this.#positions.set(position, at);
    }
    if (!at.isGranted && position < this.#tail && this.#grant(at)) this.#held.tally.tookSilently('granted');
    return at;
  }

  #grant(at: ChainPosition): boolean {
    at.isGranted = true;
    return this.#take(at, 'Token', [0]);
  }

  #granted(position: number, count: number, node: number): void {
    this.#begin('token-granted', { position, count }, node);
    for (let granted = position; granted < position + count; granted += 1) {
      if (!this.#grant(this.#at(granted))) return;
    }
    this.#tail = Math.max(this.#tail, position + count);
    this.#matched();
  }

  /** The writer of `entry` offers it here; so it has left where it was before. */
  #starts(at: ChainPosition, entry: number, writer: number): boolean {
    if (at.own === entry) return true;
    if (at.own === UNKNOWN && (at.ownWriter === -1 || at.ownWriter === writer)) {
      at.own = entry;
      const before = this.#offeredAt.get(entry);
      this.#offeredAt.set(entry, at);
      if (before !== undefined && before.position !== at.position && !this.#leaves(before)) return false;
      return at.ownWriter !== -1 || this.#starting(at, writer);
    }
    return true;
  }

  #starting(at: ChainPosition, writer: number): boolean {
    at.ownWriter = writer;
    if (!this.#take(at, 'Start', [this.#own, 0])) return false;
    this.#held.tally.tookSilently('started');
    return true;
  }

  #leaves(before: ChainPosition): boolean {
    const { values } = this.#held.checker;
    const status = lookup(values, before.state[this.#variables.status]!, this.#own);
    if (values.nameOf(status) === 'again') return true;
    if (!this.#take(before, 'Lose', [this.#own])) return false;
    this.#held.tally.tookSilently('lost');
    return true;
  }

  /** What the writer at `position` knows now. */
  #concludes(event: string, action: ActionName, position: number, client: number): void {
    this.#begin(event, { position }, client);
    const at = this.#at(position);
    if (at.ownWriter === -1 && !this.#starting(at, client)) return;
    if (at.ownWriter !== client) {
      this.#held.differs('the owner of the position', `node ${at.ownWriter}`, `node ${client}`, at.state);
      return;
    }
    if (this.#take(at, action, [this.#own])) this.#matched();
  }

  #responded(fact: OperationFact): void {
    const operation = this.#operations.get(fact.operation);
    if (operation === undefined) return;
    this.#operations.delete(fact.operation);
    const { op, position, toldUnwritten } = operation;
    const { out, outPos } = fact.detail as { readonly out: string; readonly outPos?: number };
    if (op === 'append') {
      if (out === 'ok' && outPos !== undefined) this.#concludes('append answered ok', 'Ack', outPos, fact.node);
      return;
    }
    if (op === 'read' && out === 'unwritten') {
      this.#begin('read answered unwritten', { position }, fact.node);
      if (toldUnwritten) this.#held.tally.stuttered += 1;
      else this.#held.differs('what the last unit said', 'unwritten', 'something else', this.#at(position).state);
      return;
    }
    if ((op !== 'read' && op !== 'fill') || (out !== 'data' && out !== 'junk')) return;
    this.#begin(`${op} answered ${out}`, { position }, fact.node);
    const at = this.#at(position);
    const { values } = this.#held.checker;
    const next = this.#held.take('Filled', [0], this.#from(at, this.#headOf(position), -1), this.#known.fill(unset));
    if (next === undefined) return;
    const seen = values.word(next[this.#variables.seen]!, 1);
    const isJunk = seen === setOf(values, [this.#junk]);
    if (isJunk !== (out === 'junk')) {
      this.#held.differs('what the position holds', isJunk ? 'junk' : 'data', out, next);
      return;
    }
    at.state = next;
    this.#matched();
  }

  #headOf(position: number): number {
    return chainOf(this.#layout, logPosition(position))[0]!;
  }

  #rotted(at: ChainPosition, hop: number): void {
    at.state = at.state.slice();
    for (const variable of [this.#variables.known, this.#variables.durable]) {
      at.state[variable] = this.#withContent(at.state[variable]!, hop, this.#corrupt);
    }
  }

  /** `content`: what the unit at `hop` has afterwards, where that is seen. */
  #take(
    at: ChainPosition,
    action: ActionName,
    args: readonly number[],
    overtaken = -1,
    hop = -1,
    content = unset,
  ): boolean {
    const from = this.#from(at, this.#headOf(at.position), overtaken);
    const known = this.#known.fill(unset);
    if (hop !== -1) known[this.#variables.known] = this.#withContent(from[this.#variables.known]!, hop, content);
    const next = this.#held.take(action, args, from, known);
    if (next === undefined) return false;
    at.state = next;
    return true;
  }

  #withContent(contents: number, hop: number, content: number): number {
    const { values } = this.#held.checker;
    const unit = this.#unitKeys[hop]!;
    const from = values.depth;
    values.push(0);
    values.push(content);
    return update(values, contents, unit, values.fn(from));
  }

  /** The state of a position, with the prefix marks of its units. `overtaken`: the unit whose mark came after this step. */
  #from(at: ChainPosition, head: number, overtaken: number): Int32Array {
    const { values } = this.#held.checker;
    const { state, position } = at;
    let prefix = this.#initial[this.#variables.prefix]!;
    for (let hop = 0; hop < this.#chainLength; hop += 1) {
      // A slice only asks whether its position is below: all marks that it is not below are as good as none.
      // And the marks of the units behind one came after its own.
      const isLater = overtaken !== -1 && head + hop >= overtaken;
      if (isLater || (this.#prefixes[head + hop] ?? 0) <= position) continue;
      prefix = update(values, prefix, this.#unitKeys[hop]!, values.integer(1));
    }
    const from = this.#scratch;
    from.set(state);
    from[this.#variables.prefix] = prefix;
    from[this.#variables.diskPrefix] = prefix;
    return from;
  }
}
