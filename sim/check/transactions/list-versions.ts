/**
 * What reads of lists tell: the order of all appends that anybody saw, per object, and the anomalies that need no graph.
 *
 * The longest list that was read of an object shows every version of it; every other read must be a prefix, and is compared with
 * it element by element, so that only the elements of the longest are looked up. Work is linear in what was read.
 */
import type { Value } from '../../model/history.ts';
import { PlainFindings } from './finding.ts';
import type { Key, ListHistory } from './transaction.ts';
import { type Names, nameOf, show, showList, showUpTo } from './words.ts';

/** Appends and objects are numbered; `-1` is none. */
export class ListVersions {
  readonly findings: PlainFindings;
  readonly keys: Key[] = [];
  /** By object: the longest list that was read, who read it, and the appends that it shows. */
  readonly longest: (readonly Value[])[] = [];
  readonly longestReader: number[] = [];
  readonly order: Int32Array[] = [];
  /** By append: its transaction, its object, which of the appends of that transaction to that object it is, and where it stands. */
  readonly writer: number[] = [];
  readonly keyOf: number[] = [];
  readonly value: Value[] = [];
  readonly position: number[] = [];
  /** By transaction: whether it is known to have taken effect. */
  readonly committed: Uint8Array;
  /** Of the first read of an object in a transaction: how many elements were there before its own; -1 if no other read fits. */
  readonly readers: number[] = [];
  readonly readKeys: number[] = [];
  readonly lengths: number[] = [];
  /** The two transactions that append the same value to one object, if any do: then nothing can be told. */
  ambiguous: { readonly first: number; readonly second: number; readonly key: Key; readonly value: Value } | null =
    null;

  private readonly history: ListHistory;
  private readonly names: Names;
  private readonly numbers = new Map<Key, number>();
  private readonly appendOf: Map<Value, number>[] = [];
  private readonly ordinal: number[] = [];
  /** By object: the last append so far, and the transaction and its micro-operation that touched it last. */
  private readonly lastAppend: number[] = [];
  private readonly touchedBy: number[] = [];
  private readonly touchedAt: number[] = [];
  private readonly isFinal: boolean[] = [];
  /** Every read of the history, also those that repeat one: `read` is -1 for them. */
  private readonly seen: {
    readonly reader: number;
    readonly key: number;
    readonly list: readonly Value[];
    readonly read: number;
  }[] = [];
  /** Whether the first read of an object came before every append to it in the same transaction. */
  private readonly isBase: boolean[] = [];

  constructor(history: ListHistory, names: Names, disabled: ReadonlySet<string>) {
    this.history = history;
    this.names = names;
    this.findings = new PlainFindings(disabled);
    this.committed = Uint8Array.from(history, ({ outcome }) => (outcome === 'ok' ? 1 : 0));
    for (let index = 0; index < history.length; index++) this.numberAppends(index);
    if (this.ambiguous !== null) return;
    for (let index = 0; index < history.length; index++) this.collectReads(index);
    for (let key = 0; key < this.keys.length; key++) this.orderAppends(key);
    for (const { reader, key, list, read } of this.seen) this.compare(reader, key, list, read);
    this.relateReadsToAppends();
  }

  appendsOf(index: number): number[] {
    const appends: number[] = [];
    for (const operation of this.history[index]!.input) {
      if (operation.f !== 'append') continue;
      const append = this.appendOf[this.numbers.get(operation.key)!]!.get(operation.value)!;
      if (this.writer[append] === index) appends.push(append);
    }
    return appends;
  }

  private name(index: number): string {
    return nameOf(this.names, index);
  }

  private number(key: Key): number {
    let number = this.numbers.get(key);
    if (number !== undefined) return number;
    number = this.keys.push(key) - 1;
    this.numbers.set(key, number);
    this.longest.push([]);
    this.longestReader.push(-1);
    this.order.push(new Int32Array(0));
    this.appendOf.push(new Map());
    this.lastAppend.push(-1);
    this.touchedBy.push(-1);
    this.touchedAt.push(-1);
    return number;
  }

  private numberAppends(index: number): void {
    const { input, outcome } = this.history[index]!;
    for (let at = 0; at < input.length; at++) {
      const operation = input[at]!;
      if (operation.f !== 'append') continue;
      const key = this.number(operation.key);
      const known = this.appendOf[key]!.get(operation.value);
      if (known !== undefined) {
        const first = this.writer[known]!;
        // A client may try again what certainly had no effect.
        if (outcome === 'fail') continue;
        if (this.history[first]!.outcome !== 'fail') {
          this.ambiguous ??= { first, second: index, key: operation.key, value: operation.value };
          continue;
        }
      }
      const before = this.lastAppend[key]!;
      const continues = before !== -1 && this.writer[before] === index;
      if (continues) this.isFinal[before] = false;
      this.lastAppend[key] = this.writer.length;
      this.appendOf[key]!.set(operation.value, this.writer.length);
      this.writer.push(index);
      this.keyOf.push(key);
      this.value.push(operation.value);
      this.position.push(-1);
      this.ordinal.push(continues ? this.ordinal[before]! + 1 : 0);
      this.isFinal.push(true);
    }
  }

  /** What a transaction sees twice must be the same, and what it appended itself must be at the end. */
  private collectReads(index: number): void {
    const transaction = this.history[index]!;
    if (transaction.outcome !== 'ok') return;
    const { output } = transaction;
    const previous: number[] = [];
    for (let at = 0; at < output.length; at++) {
      const read = output[at]!;
      const key = this.number(read.key);
      previous.push(this.touchedBy[key] === index ? this.touchedAt[key]! : -1);
      this.touchedBy[key] = index;
      this.touchedAt[key] = at;
      if (read.f !== 'r') continue;
      const list = read.value;
      // The last read of the same object before, and how much was appended since.
      let own = 0;
      let before: readonly Value[] | null = null;
      for (let earlier = previous[at]!; earlier !== -1 && before === null; earlier = previous[earlier]!) {
        const operation = output[earlier]!;
        if (operation.f === 'r') before = operation.value;
        else if (list[list.length - 1 - own++] !== operation.value) own = Infinity;
      }
      const base = list.length - own;
      const repeats =
        before === null || (before.length === base && before.every((value, slot) => value === list[slot]));
      if (base < 0 || !repeats) {
        this.findings.add('internal', [index], () => {
          const was = before === null ? 'what it had appended itself' : `its own read of ${showList(before)}`;
          return `${this.name(index)} read ${show(read.key)} as ${showList(list)}, which contradicts ${was}`;
        });
        continue;
      }
      if (before === null) {
        this.readers.push(index);
        this.readKeys.push(key);
        this.lengths.push(base);
        this.isBase.push(own === 0);
        this.seen.push({ reader: index, key, list, read: this.readers.length - 1 });
      } else {
        this.seen.push({ reader: index, key, list, read: -1 });
      }
      if (list.length > this.longest[key]!.length || this.longestReader[key] === -1) {
        this.longest[key] = list;
        this.longestReader[key] = index;
      }
    }
  }

  private orderAppends(key: number): void {
    const reader = this.longestReader[key]!;
    if (reader === -1) return;
    const order = this.lookUp(reader, key, this.longest[key]!);
    for (let slot = 0; slot < order.length; slot++) {
      const append = order[slot]!;
      if (append === -1) continue;
      this.position[append] = slot;
      const index = this.writer[append]!;
      if (this.history[index]!.outcome === 'info') this.committed[index] = 1;
    }
    this.order[key] = order;
    const next = new Map<number, number>();
    for (const append of order) {
      if (append === -1) continue;
      const index = this.writer[append]!;
      const expected = next.get(index) ?? 0;
      next.set(index, expected + 1);
      if (this.ordinal[append] === expected) continue;
      this.findings.add('incompatible-order', [index, reader], () => {
        const list = `${show(this.keys[key]!)} as ${showList(this.longest[key]!)}`;
        return `${this.name(reader)} read ${list}, not in the order in which ${this.name(index)} appended`;
      });
    }
  }

  /** The appends that a list shows, and what is wrong with each of them alone. */
  private lookUp(reader: number, key: number, list: readonly Value[]): Int32Array {
    const appends = new Int32Array(list.length).fill(-1);
    const met = new Set<number>();
    const read = (): string => `${this.name(reader)} read ${show(this.keys[key]!)} as ${showList(list)}`;
    let aborted = -1;
    for (let slot = 0; slot < list.length; slot++) {
      const append = this.appendOf[key]!.get(list[slot]!) ?? -1;
      if (append === -1) {
        this.findings.add('garbage-read', [reader], () => `${read()}, but nobody ever appended ${show(list[slot]!)}`);
        continue;
      }
      if (met.has(append)) {
        this.findings.add('duplicate-elements', [reader], () => `${read()}, with ${show(list[slot]!)} twice`);
        continue;
      }
      met.add(append);
      appends[slot] = append;
      const index = this.writer[append]!;
      if (this.history[index]!.outcome === 'fail') {
        aborted = aborted === -1 ? append : aborted;
        const what = (): string =>
          `${read()}, but ${this.name(index)}, which appended ${show(list[slot]!)}, had aborted`;
        this.findings.add('G1a', [index, reader], what);
      } else if (aborted !== -1) {
        const { writer } = this;
        const [first, below] = [writer[aborted]!, show(this.value[aborted]!)];
        this.findings.add('dirty-update', [first, reader], () => {
          const above = `${this.name(index)} appended ${show(list[slot]!)} to it`;
          return `${read()}: ${above} on top of ${below}, which ${this.name(first)} had appended and aborted`;
        });
      }
    }
    return appends;
  }

  private compare(reader: number, key: number, list: readonly Value[], first: number): void {
    const longest = this.longest[key]!;
    for (let slot = 0; slot < list.length; slot++) {
      if (list[slot] === longest[slot]) continue;
      this.lookUp(reader, key, list);
      if (first !== -1) this.lengths[first] = -1;
      this.findings.add('incompatible-order', [reader, this.longestReader[key]!], () => {
        const other = `${this.name(this.longestReader[key]!)} read it as ${showUpTo(longest, slot)}`;
        return `${this.name(reader)} read ${show(this.keys[key]!)} as ${showUpTo(list, slot)}, and ${other}`;
      });
      return;
    }
    const length = first === -1 ? 0 : this.lengths[first]!;
    if (length === 0) return;
    const last = this.order[key]![length - 1]!;
    if (last !== -1 && !this.isFinal[last] && this.writer[last] !== reader) {
      const index = this.writer[last]!;
      this.findings.add('G1b', [index, reader], () => {
        const read = `${this.name(reader)} read ${show(this.keys[key]!)} as ${showList(list)}`;
        return `${read}, which ends amid the appends of ${this.name(index)}`;
      });
    }
  }

  /**
   * A transaction sees nothing that it appends only later. And of two that read the same version and both appended to it, whoever
   * came second must have seen the first.
   */
  private relateReadsToAppends(): void {
    const updaters = this.keys.map(() => new Map<number, number>());
    const readOf = this.keys.map(() => -1);
    let read = 0;
    for (let append = 0; append < this.writer.length; append++) {
      const index = this.writer[append]!;
      const key = this.keyOf[append]!;
      for (; read < this.readers.length && this.readers[read]! <= index; read++) readOf[this.readKeys[read]!] = read;
      const base = readOf[key]!;
      if (base === -1 || this.readers[base] !== index) continue;
      const length = this.lengths[base]!;
      if (length === -1) continue;
      const as = (): string => `${show(this.keys[key]!)} as ${showList(this.longest[key]!.slice(0, length))}`;
      if (this.position[append] !== -1 && this.position[append]! < length) {
        const what = (): string => `${this.name(index)} read ${as()}, which shows what it appended only later`;
        this.findings.add('future-read', [index], what);
      }
      if (!this.isBase[base] || this.ordinal[append] !== 0) continue;
      const other = updaters[key]!.get(length);
      if (other === undefined) updaters[key]!.set(length, index);
      else
        this.findings.add('lost-update', [other, index], () => {
          const both = `${this.name(other)} and ${this.name(index)} both read ${as()}`;
          return `${both}, and then both appended to it`;
        });
    }
  }
}
