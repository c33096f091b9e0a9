/**
 * Flash units held against FlashUnit: which event is which action.
 *
 *     unit-wrote  Write      unit-trimmed         Trim         unit-sealed     Seal       unit-recovered  Restart
 *     unit-filled Fill       unit-prefix-trimmed  PrefixTrim   unit-repaired   Repair     unit-suspect    Suspect
 *     unit-reset  Reset      unit-estranged       Estrange     crashed (kernel)  Crash        the answer to a read  Read
 *
 * `durable'` is what the flash was told to have programmed, so a unit that claims what it did not store is refused. The marks that a
 * unit tells (hwm, upTo, epoch, incarnation) are compared with the spec's.
 *
 * Must leave things as they were: unit-page-moved (the record that moved is what the address has), any crash but of a running unit, and
 * what the spec knows nothing of (`irrelevant`).
 *
 * Steps that no event tells are taken only where the next event is none without them, and each has a name:
 * - `unsaid`: what became durable just before power was lost, as the flash or the marks after the restart show. At most one step for
 *   each page, and one for each mark.
 * - `rotted`: an address is repaired or said to be destroyed, at a unit whose flash has damaged pages.
 * - `overtaken`: the prefix mark passed an address while its turn was under way. Then the operation came first and the mark after it,
 *   though they are told the other way round; nobody can see the difference, since nobody reads below a mark. Likewise a read that was
 *   under way when its address was trimmed may still tell what was there when it arrived.
 *
 * Has no counterpart: that an estranged unit loses power or its devices once more. The spec lets it wait for a reset; another identity is
 * all that it gets, which must be a later one.
 */
import type { UnitEvent, UnitRecovered } from '../../src/corfu/events.ts';
import { decodeHeader } from '../../src/log/record.ts';
import type { ReadReply, UnitRequest } from '../../src/corfu/unit-messages.ts';
import type { ReplyDatagram, RequestDatagram } from '../../src/rpc/endpoint.ts';
import type { DatagramFact, Fact, ProgrammedFact } from '../model/fact.ts';
import { pairsOf } from '../tla/tlc/value-parts.ts';
import type { TlaState, TlaValue } from '../tla/tlc/value.ts';
import { unset } from '../tla/values/arena.ts';
import { stateData } from './abstract-states.ts';
import { printValue } from '../tla/values/print.ts';
import type { AddressSteps } from './address-steps.ts';
import { EntryNumbers, JUNK_ENTRY, NO_ENTRY, TRIMMED_ENTRY } from './entry-numbers.ts';
import type { HeldProgram } from './held-program.ts';
import { HeldSteps } from './held-steps.ts';
import { type ReadCall, ReadCalls } from './read-calls.ts';
import { SpecTally, type SpecVerdict } from './spec-verdict.ts';
import { UnitValues, UnitVariables } from './unit-slice.ts';
import type { UnitSteps } from './unit-steps.ts';
import { type AddressState, RefinedUnit } from './unit-state.ts';

const actions = [
  'Read',
  'Write',
  'Fill',
  'Trim',
  'PrefixTrim',
  'Seal',
  'Repair',
  'Reset',
  'Crash',
  'Restart',
  'Estrange',
  'Rot',
  'Suspect',
] as const;

/** Events of which the spec knows nothing. A process that ends itself loses power next, which the kernel tells. */
const irrelevant: ReadonlySet<string> = new Set([
  'unit-tombstones-folded',
  'unit-torn-page-recovered',
  'unit-block-retired',
  'process-exited',
]);

type ActionName = (typeof actions)[number];

type ReadAnswer = Exclude<ReadReply, { readonly status: 'sealed' | 'not-ready' }>;

type AddressEvent = Extract<UnitEvent, { readonly position: number; readonly epoch: number }>;

export class FlashUnitRefinement {
  readonly #held: HeldSteps;
  readonly #at: UnitVariables;
  readonly #values: UnitValues;
  readonly #entries = new EntryNumbers();
  readonly #reads = new ReadCalls();
  readonly #units: readonly RefinedUnit[];
  readonly #pageBytes: number;
  readonly #listener: AddressSteps | undefined;
  #unitListener: UnitSteps | undefined;
  readonly #fresh: AddressState;
  readonly #freshSuspect: AddressState;
  /** The variables of a unit as a whole. */
  readonly #whole: readonly number[];
  readonly #from: Int32Array;
  readonly #known: Int32Array;

  /** `listener` hears of every step, in the order of the spec. */
  constructor(program: HeldProgram, unitCount: number, pageBytes: number, listener?: AddressSteps) {
    this.#listener = listener;
    this.#held = new HeldSteps(program, new SpecTally('FlashUnit', actions));
    const { checker } = this.#held;
    this.#at = new UnitVariables(checker);
    this.#values = new UnitValues(checker.values);
    this.#pageBytes = pageBytes;
    this.#from = checker.blank();
    this.#known = checker.blank();
    const formatted = checker.initial('Formatted', checker.blank())[0]!;
    const at = this.#at;
    const perAddress = [at.known, at.durable, at.promised, at.stamp];
    this.#whole = Array.from(formatted.keys()).filter((variable) => !perAddress.includes(variable));
    this.#fresh = this.#addressIn(formatted, []);
    const corrupt = this.#values.ofAddress(this.#values.corrupt);
    this.#freshSuspect = { ...this.#fresh, known: corrupt, durable: corrupt };
    this.#units = Array.from({ length: unitCount }, (_unused, node) => {
      const unit = new RefinedUnit(node, formatted.slice());
      unit.marks.read(unit.whole, at, this.#values);
      return unit;
    });
  }

  /** `listener` hears of what concerns a unit as a whole. */
  tellUnits(listener: UnitSteps): void {
    this.#unitListener = listener;
  }

  /** The highest position that was ever decided at a unit, -1 for none. */
  markOf(node: number): number {
    return this.#units[node]?.hwm ?? -1;
  }

  incarnationOf(node: number): number {
    return this.#units[node]!.marks.inc;
  }

  /**
   * What the spec has of one position of a unit, as a slice of position 0. Power that was lost is noted here at once, though it is taken
   * as an action only when the unit is heard of again.
   */
  stateOf(node: number, position: number): TlaState {
    const unit = this.#units[node]!;
    const { program, values } = this.#held.checker;
    const slice = stateData(program, values, this.#sliceAt(unit, position, this.#addressOf(unit, position)));
    if (!unit.crashed || unit.marks.power === 'estranged') return slice;
    const { durable, diskPrefix, diskEpoch, power } = slice;
    const down: TlaValue = { '#map': [[pairsOf(power!)[0]![0], 'down']] };
    return { ...slice, known: durable!, prefix: diskPrefix!, minEpoch: diskEpoch!, power: down };
  }

  get verdict(): SpecVerdict {
    return this.#held.tally;
  }

  observe(fact: Fact, step: number): void {
    switch (fact.fact) {
      case 'sent':
        this.#sent(fact, step);
        return;
      case 'delivered': {
        const unit = this.#units[fact.to];
        if (unit !== undefined) this.#delivered(unit, fact);
        return;
      }
      case 'claim': {
        const unit = this.#units[fact.node];
        if (unit !== undefined) this.#claimed(unit, fact.claim as UnitEvent, step);
        return;
      }
      case 'programmed': {
        const unit = this.#units[fact.node];
        if (unit !== undefined) this.#programmed(unit, fact);
        return;
      }
      case 'crashed': {
        const unit = this.#units[fact.node];
        if (unit === undefined) return;
        this.#begin(unit, 'crashed', fact, step);
        // Taken when the unit is heard of again: only then is it known what became durable before.
        if (unit.crashed || unit.marks.power === 'estranged') this.#held.tally.stuttered += 1;
        else this.#held.tally.matched += 1;
        unit.crashed = true;
        return;
      }
      case 'device-lost':
        this.#units[fact.node]?.written.clear();
        return;
      case 'fault': {
        const unit = this.#units[fact.node];
        if (unit === undefined || !fact.kind.startsWith('flash.')) return;
        unit.damaged = true;
        if (fact.kind === 'flash.torn-page') unit.torn = true;
        return;
      }
      default:
    }
  }

  #begin(unit: RefinedUnit, event: string, details: object, step: number): void {
    this.#held.begin(event, details, unit.node, step);
  }

  #claimed(unit: RefinedUnit, claim: UnitEvent, step: number): void {
    this.#begin(unit, claim.event, claim, step);
    const { tally } = this.#held;
    if (irrelevant.has(claim.event)) {
      tally.stuttered += 1;
      return;
    }
    switch (claim.event) {
      case 'unit-page-moved':
        if (this.#moved(unit, claim)) tally.stuttered += 1;
        return;
      case 'unit-suspect':
        unit.foundSuspectBelow = claim.below;
        tally.matched += 1;
        return;
      default:
        if (this.#explained(unit, claim)) tally.matched += 1;
    }
  }

  #explained(unit: RefinedUnit, claim: UnitEvent): boolean {
    switch (claim.event) {
      case 'unit-wrote': {
        const { writer, writeNumber } = claim;
        return this.#decided(unit, claim, 'Write', this.#entries.numberOf(writer, writeNumber), claim.page);
      }
      case 'unit-filled':
        return this.#decided(unit, claim, 'Fill', JUNK_ENTRY, claim.page);
      case 'unit-trimmed':
        return this.#decided(unit, claim, 'Trim', TRIMMED_ENTRY, -1);
      case 'unit-repaired':
        return this.#repaired(unit, claim);
      case 'unit-prefix-trimmed':
        return (
          this.#trimBelow(unit, claim.epoch, claim.upTo) &&
          this.#same(unit, 'upTo', unit.marks.prefix, claim.upTo) &&
          this.#same(unit, 'hwm', unit.hwm, claim.hwm)
        );
      case 'unit-sealed':
        return (
          this.#seal(unit, claim.epoch, claim.hwm) &&
          this.#same(unit, 'upTo', unit.marks.prefix, claim.upTo) &&
          this.#same(unit, 'hwm', unit.hwm, claim.hwm)
        );
      case 'unit-reset':
        return this.#reset(unit, claim.epoch, claim.incarnation);
      case 'unit-recovered':
        return this.#recovered(unit, claim);
      case 'unit-estranged':
        return this.#losePower(unit) && this.#estrange(unit, claim.incarnation);
      default:
        this.#held.differs('an event that this binding knows', 'none of that name', claim.event, unit.whole);
        return false;
    }
  }

  /** Write, fill and trim: one address, decided or given up. `page` is where the claim says that it is, -1 where it does not say. */
  #decided(unit: RefinedUnit, claim: AddressEvent, action: ActionName, entry: number, page: number): boolean {
    const { position, epoch } = claim;
    const onFlash = this.#takeWritten(unit, position, page);
    return (
      this.#atAddress(unit, position, action, epoch, entry, onFlash) && this.#same(unit, 'hwm', unit.hwm, claim.hwm)
    );
  }

  #repaired(unit: RefinedUnit, claim: Extract<UnitEvent, { event: 'unit-repaired' }>): boolean {
    const { position, epoch } = claim;
    const onFlash = this.#takeWritten(unit, position, claim.page);
    const entry = claim.entry === 'junk' ? JUNK_ENTRY : onFlash;
    const isRotten = this.#addressOf(unit, position).known === this.#freshSuspect.known;
    if (!isRotten && unit.damaged && position >= unit.marks.prefix && !this.#rot(unit, position)) return false;
    return (
      this.#atAddress(unit, position, 'Repair', epoch, entry, onFlash) && this.#same(unit, 'hwm', unit.hwm, claim.hwm)
    );
  }

  #rot(unit: RefinedUnit, position: number): boolean {
    return this.#silently('rotted', this.#atAddress(unit, position, 'Rot', 0, NO_ENTRY, NO_ENTRY));
  }

  #sent(fact: DatagramFact, step: number): void {
    const datagram = fact.datagram as RequestDatagram | ReplyDatagram;
    const { incarnation, call } = datagram;
    const unit = this.#units[fact.from];
    if (datagram.is === 'request') {
      const request = datagram.body as UnitRequest;
      if (request.kind === 'unit/read') this.#reads.asked(fact.from, incarnation, call, request.position);
      return;
    }
    const read = unit === undefined ? undefined : this.#reads.find(fact.to, incarnation, call);
    if (unit === undefined || read === undefined) return;
    const reply = datagram.body as ReadReply;
    if (reply.status !== 'sealed' && reply.status !== 'not-ready') this.#answered(unit, read, reply, fact.to, step);
  }

  #delivered(unit: RefinedUnit, { datagram }: DatagramFact): void {
    const { is, caller, incarnation, call } = datagram as RequestDatagram;
    const read = is === 'request' ? this.#reads.find(caller, incarnation, call) : undefined;
    if (read === undefined || read.onArrival !== undefined) return;
    read.onArrival = this.#addressOf(unit, read.position);
    read.prefixOnArrival = unit.marks.prefix;
  }

  #answered(unit: RefinedUnit, read: ReadCall, reply: ReadAnswer, reader: number, step: number): void {
    const { status } = reply;
    const { position } = read;
    this.#begin(unit, 'the answer to a read', { position, ...reply }, step);
    const values = this.#values;
    const isNews = status === 'corrupt' && this.#addressOf(unit, position).known !== this.#freshSuspect.known;
    if (isNews && unit.damaged && !this.#rot(unit, position)) return;
    let address = this.#addressOf(unit, position);
    let { prefix } = unit.marks;
    const isGone = position < prefix || values.in(values.in(address.known)) === values.trimmed;
    const isOvertaken = status !== 'trimmed' && isGone && read.onArrival !== undefined;
    if (isOvertaken) {
      address = read.onArrival ?? address;
      prefix = read.prefixOnArrival;
      this.#held.tally.tookSilently('overtaken');
    }
    const entry = this.#entryIn(reply);
    const content =
      status === 'unwritten'
        ? values.unwritten
        : status === 'corrupt'
          ? values.corrupt
          : values.named(entry, address.names.length === 0 ? [] : address.names);
    const from = this.#sliceAt(unit, position, address, prefix);
    if (this.#held.take('Read', [values.unit, 0, content], from, this.#known.fill(unset)) === undefined) return;
    this.#held.tally.matched += 1;
    this.#listener?.told({ node: unit.node, reader, position, status, entry, isOvertaken, step });
  }

  #entryIn(reply: ReadAnswer): number {
    switch (reply.status) {
      case 'data':
        return this.#entries.numberOf(reply.writer, reply.writeNumber);
      case 'junk':
        return JUNK_ENTRY;
      case 'trimmed':
        return TRIMMED_ENTRY;
      default:
        return NO_ENTRY;
    }
  }

  /** What the flash has for the address since the unit spoke of it last. */
  #takeWritten(unit: RefinedUnit, position: number, page: number): number {
    const written = unit.written.get(position);
    if (written === undefined || (page !== -1 && written.page !== page)) return NO_ENTRY;
    unit.written.delete(position);
    return written.entry;
  }

  /** A step of one address. `onFlash` is what was programmed for it, if anything was. */
  #atAddress(
    unit: RefinedUnit,
    position: number,
    action: ActionName,
    epoch: number,
    entry: number,
    onFlash: number,
  ): boolean {
    const { prefix } = unit.marks;
    const values = this.#values;
    const isOvertaken = position < prefix && position >= unit.prefixAtStart;
    const address = isOvertaken ? this.#beforeMark(action) : this.#addressOf(unit, position);
    const names = address.names.length === 0 ? [] : address.names;
    const args = action === 'Rot' ? [values.unit, 0] : [values.unit, values.integer(epoch), 0];
    if (action === 'Write' || action === 'Repair') args.push(values.named(entry, names));
    const from = this.#sliceAt(unit, position, address, isOvertaken ? position : prefix);
    const known = this.#known.fill(unset);
    if (action !== 'Rot') {
      known[this.#at.durable] = onFlash === NO_ENTRY ? address.durable : values.ofAddress(values.named(onFlash, names));
    }
    const next = this.#held.take(action, args, from, known);
    if (next === undefined) return false;
    this.#tell(unit, position, action, onFlash, isOvertaken);
    if (isOvertaken) {
      const markArgs = [values.unit, args[1]!, values.integer(prefix - position)];
      return this.#silently(
        'overtaken',
        this.#held.take('PrefixTrim', markArgs, next, known.fill(unset)) !== undefined,
      );
    }
    unit.addresses.set(position, this.#addressIn(next, names));
    unit.cover(position);
    return true;
  }

  #tell(unit: RefinedUnit, position: number, action: ActionName, entry: number, isOvertaken: boolean): void {
    if (this.#listener === undefined) return;
    const writer = this.#entries.writerOf(entry);
    const { step } = this.#held;
    this.#listener.stepped({ node: unit.node, position, action, entry, writer, isOvertaken, step });
  }

  /** An address that is below the mark by now, when its turn began. */
  #beforeMark(action: ActionName): AddressState {
    return action === 'Repair' ? this.#freshSuspect : this.#fresh;
  }

  #addressOf(unit: RefinedUnit, position: number): AddressState {
    return unit.addresses.get(position) ?? (position < unit.suspectBelow ? this.#freshSuspect : this.#fresh);
  }

  #addressIn(state: Int32Array, names: number[]): AddressState {
    const at = this.#at;
    return {
      names,
      known: state[at.known]!,
      durable: state[at.durable]!,
      promised: state[at.promised]!,
      stamp: state[at.stamp]!,
    };
  }

  /** The state of a slice. Of marks nothing is asked but whether they are above the position. */
  #sliceAt(unit: RefinedUnit, position: number, address: AddressState, prefix = unit.marks.prefix): Int32Array {
    const at = this.#at;
    const from = this.#from;
    from.set(unit.whole);
    from[at.known] = address.known;
    from[at.durable] = address.durable;
    from[at.promised] = address.promised;
    from[at.stamp] = address.stamp;
    from[at.prefix] = this.#values.integerOfUnit(position < prefix ? 1 : 0);
    from[at.diskPrefix] = this.#values.integerOfUnit(position < Math.min(prefix, unit.marks.diskPrefix) ? 1 : 0);
    return from;
  }

  /** A step of the unit as a whole, taken at an address that nothing has changed. */
  #atWhole(unit: RefinedUnit, action: ActionName, args: readonly number[], known: Int32Array): boolean {
    const next = this.#held.take(action, args, unit.whole, known);
    if (next === undefined) return false;
    for (const variable of this.#whole) unit.whole[variable] = next[variable]!;
    unit.marks.read(unit.whole, this.#at, this.#values);
    return true;
  }

  #trimBelow(unit: RefinedUnit, epoch: number, upTo: number): boolean {
    const values = this.#values;
    // The action asks nothing of an address; below the mark it is trimmed from now on, whatever it had.
    for (const position of unit.addresses.keys()) if (position < upTo) unit.addresses.delete(position);
    const args = [values.unit, values.integer(epoch), values.integer(upTo)];
    if (!this.#atWhole(unit, 'PrefixTrim', args, this.#known.fill(unset))) return false;
    unit.cover(upTo - 1);
    this.#listener?.marked(unit.node, upTo, this.#held.step);
    return true;
  }

  /** Told at the highest address, where the report is 0 in the slice's own count. */
  #seal(unit: RefinedUnit, epoch: number, report: number): boolean {
    const at = this.#at;
    const values = this.#values;
    const position = Math.max(unit.hwm, 0);
    const from = this.#sliceAt(unit, position, this.#addressOf(unit, position));
    const known = this.#known.fill(unset);
    if (report !== unset) known[at.report] = values.integerOfUnit(report - position);
    const next = this.#held.take('Seal', [values.unit, values.integer(epoch)], from, known);
    if (next === undefined) return false;
    this.#listener?.left();
    for (const variable of [at.minEpoch, at.diskEpoch, at.report]) unit.whole[variable] = next[variable]!;
    unit.marks.read(unit.whole, at, values);
    this.#unitListener?.sealed(unit.node, epoch, this.#held.step);
    return true;
  }

  #reset(unit: RefinedUnit, epoch: number, incarnation: number): boolean {
    const values = this.#values;
    const args = [values.unit, values.integer(epoch), values.integer(incarnation)];
    if (!this.#atWhole(unit, 'Reset', args, this.#known.fill(unset))) return false;
    this.#forgetAddresses(unit);
    this.#unitListener?.sealed(unit.node, epoch, this.#held.step);
    return true;
  }

  #estrange(unit: RefinedUnit, incarnation: number): boolean {
    const values = this.#values;
    if (unit.marks.power === 'estranged') {
      if (incarnation <= unit.marks.inc) {
        this.#held.differs('a later incarnation', `more than ${unit.marks.inc}`, String(incarnation), unit.whole);
        return false;
      }
      unit.whole[this.#at.inc] = values.integerOfUnit(incarnation);
      unit.marks.inc = incarnation;
      return true;
    }
    const args = [values.unit, values.integer(incarnation)];
    if (!this.#atWhole(unit, 'Estrange', args, this.#known.fill(unset))) return false;
    this.#forgetAddresses(unit);
    return true;
  }

  #forgetAddresses(unit: RefinedUnit): void {
    this.#listener?.left();
    this.#unitListener?.forgets(unit.node, unit.hwm);
    unit.addresses.clear();
    unit.written.clear();
    unit.hwm = -1;
    unit.suspectBelow = 0;
    unit.foundSuspectBelow = 0;
    unit.prefixAtStart = 0;
  }

  /** Power was lost; what memory had is gone, and without a mistake the devices have all of it. */
  #losePower(unit: RefinedUnit): boolean {
    unit.crashed = false;
    unit.written.clear();
    if (unit.marks.power !== 'up') return true;
    return this.#atWhole(unit, 'Crash', [this.#values.unit], this.#known.fill(unset));
  }

  #recovered(unit: RefinedUnit, claim: UnitRecovered): boolean {
    if (unit.crashed && !(this.#tookUnsaid(unit, claim) && this.#losePower(unit))) return false;
    if (claim.incarnation > unit.marks.inc && !this.#silently('unsaid', this.#estrange(unit, claim.incarnation))) {
      return false;
    }
    if (!this.#suspected(unit)) return false;
    const { marks } = unit;
    if (marks.power === 'estranged') {
      return (
        this.#same(unit, 'incarnation', marks.inc, claim.incarnation) &&
        this.#same(unit, 'minEpoch', marks.minEpoch, claim.minEpoch) &&
        this.#same(unit, 'upTo', marks.prefix, claim.upTo) &&
        this.#same(unit, 'hwm', unit.hwm, claim.hwm)
      );
    }
    const at = this.#at;
    const values = this.#values;
    const known = this.#known.fill(unset);
    known[at.inc] = values.integerOfUnit(claim.incarnation);
    known[at.minEpoch] = values.integerOfUnit(claim.minEpoch);
    known[at.prefix] = values.integerOfUnit(claim.upTo);
    if (!this.#atWhole(unit, 'Restart', [values.unit], known)) return false;
    unit.started = true;
    unit.prefixAtStart = marks.prefix;
    return this.#same(unit, 'hwm', unit.hwm, claim.hwm);
  }

  /** What became durable before the unit lost power and could speak of it. */
  #tookUnsaid(unit: RefinedUnit, claim: UnitRecovered): boolean {
    const { marks } = unit;
    if (marks.power === 'up' && !this.#tookUnsaidPages(unit)) return false;
    if (claim.incarnation > marks.inc && claim.minEpoch > 0) {
      if (!this.#silently('unsaid', this.#reset(unit, claim.minEpoch, claim.incarnation))) return false;
    }
    if (marks.power !== 'up' || claim.incarnation !== marks.inc || !unit.started) return true;
    if (unit.torn && claim.hwm > Math.max(unit.hwm, claim.upTo - 1, unit.foundSuspectBelow - 1)) {
      if (!this.#trimmedUnsaid(unit, claim.hwm)) return false;
    }
    if (claim.upTo > marks.prefix) {
      if (!this.#silently('unsaid', this.#trimBelow(unit, marks.minEpoch, claim.upTo))) return false;
    }
    if (claim.minEpoch > marks.minEpoch) {
      if (!this.#silently('unsaid', this.#seal(unit, claim.minEpoch, unset))) return false;
    }
    return true;
  }

  #tookUnsaidPages(unit: RefinedUnit): boolean {
    const values = this.#values;
    for (const [position, { type, entry, epoch }] of unit.written) {
      if (position < unit.marks.prefix) continue;
      if (type === 'trim') {
        if (!this.#trimmedUnsaid(unit, position)) return false;
        continue;
      }
      const known = values.in(values.in(this.#addressOf(unit, position).known));
      // Else it is a copy that the collector made, or a repair of what the spec still believes to be sound.
      if (known !== values.corrupt && known !== values.unwritten) continue;
      const action = known === values.corrupt ? 'Repair' : type === 'junk' ? 'Fill' : 'Write';
      if (!this.#silently('unsaid', this.#atAddress(unit, position, action, epoch, entry, entry))) return false;
    }
    return true;
  }

  /**
   * In the epoch that the unit obeys, since a seal waits for what is under way: a copy of a tombstone does not know its own, and a
   * tombstone that power loss tore may count all the same, with nothing but such a copy to show for it.
   */
  #trimmedUnsaid(unit: RefinedUnit, position: number): boolean {
    const values = this.#values;
    if (this.#durableAt(unit, position) === values.trimmed) return true;
    const { minEpoch } = unit.marks;
    return this.#silently('unsaid', this.#atAddress(unit, position, 'Trim', minEpoch, TRIMMED_ENTRY, TRIMMED_ENTRY));
  }

  #durableAt(unit: RefinedUnit, position: number): number {
    const values = this.#values;
    return values.in(values.in(this.#addressOf(unit, position).durable));
  }

  /** Which address a destroyed record was for may be unknown; then it may have been any that nobody knows anything of. */
  #suspected(unit: RefinedUnit): boolean {
    const below = unit.foundSuspectBelow;
    if (below <= unit.suspectBelow) return true;
    for (let position = below - 1; position >= unit.suspectBelow; position -= 1) {
      if (position < unit.marks.prefix || unit.addresses.has(position)) continue;
      const values = this.#values;
      const from = this.#sliceAt(unit, position, this.#fresh);
      const args = [values.unit, values.integer(below - position)];
      if (this.#held.take('Suspect', args, from, this.#known.fill(unset)) === undefined) return false;
      break;
    }
    unit.suspectBelow = below;
    unit.cover(below - 1);
    return true;
  }

  /** The collector's copy must be what the address has, or the remains of it. */
  #moved(unit: RefinedUnit, claim: Extract<UnitEvent, { event: 'unit-page-moved' }>): boolean {
    const { position, type, to } = claim;
    // A unit that has not recovered yet moves what it may have written unsaid: the copy stands for it.
    if (unit.crashed) return true;
    const entry = this.#takeWritten(unit, position, to);
    if (type === 'lost' || type === 'anchor' || position < unit.marks.prefix) return true;
    const values = this.#values;
    const durable = this.#durableAt(unit, position);
    const names = unit.addresses.get(position)?.names ?? [];
    const copied = entry === NO_ENTRY ? unset : values.named(entry, names);
    if (copied === durable || durable === values.trimmed) return true;
    if (type === 'trim' && unit.torn) return this.#trimmedUnsaid(unit, position);
    const { values: arena } = this.#held.checker;
    const seen = copied === unset ? 'nothing' : printValue(arena, copied);
    this.#held.differs('what the flash has', printValue(arena, durable), seen, unit.whole);
    return false;
  }

  #programmed(unit: RefinedUnit, { page, bytes, offset }: ProgrammedFact): void {
    const record = decodeHeader(bytes, offset, offset + this.#pageBytes);
    if (record === 'corrupt' || record.type === 'lost' || record.type === 'anchor') return;
    const { type, position, epoch, writer, writeNumber } = record;
    // A tombstone beats every record that the collector moves behind it, and a copy of the tombstone no longer knows its epoch.
    if (unit.written.get(position)?.type === 'trim') return;
    const entry =
      type === 'data' ? this.#entries.numberOf(writer, writeNumber) : type === 'junk' ? JUNK_ENTRY : TRIMMED_ENTRY;
    unit.written.set(position, { page, type, entry, epoch });
  }

  #same(unit: RefinedUnit, what: string, expected: number, seen: number): boolean {
    if (expected === seen) return true;
    this.#held.differs(what, String(expected), String(seen), unit.whole);
    return false;
  }

  #silently(why: string, taken: boolean): boolean {
    if (taken) this.#held.tally.tookSilently(why);
    return taken;
  }
}
