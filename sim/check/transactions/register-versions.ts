/**
 * What reads of registers tell: who read whose write, and the anomalies that need no graph. Unlike a list a register shows nothing
 * of its past: in which order it was written is left to `serial-order.ts`.
 */
import type { Value } from '../../model/history.ts';
import { PlainFindings } from './finding.ts';
import type { Key, RegisterHistory } from './transaction.ts';
import { type Names, nameOf, show } from './words.ts';

/** Objects and writes are numbered. Only the last write of a transaction to an object can be read by others: that is what counts here. */
export class RegisterVersions {
  readonly findings: PlainFindings;
  readonly keys: Key[] = [];
  /** By write: its transaction, its object, its value. Those of a transaction follow each other. */
  readonly writer: number[] = [];
  readonly keyOf: number[] = [];
  readonly value: Value[] = [];
  /** The first read of an object in a transaction that had not written it: who read what, and which write; -1 if there was none. */
  readonly readers: number[] = [];
  readonly readKeys: number[] = [];
  readonly sources: number[] = [];
  /** By read: the transaction that read the same version and overwrote it; -1 if nobody did. */
  readonly overwriter: number[] = [];
  /** By transaction: whether it is known to have taken effect. */
  readonly committed: Uint8Array;
  /** The two transactions that write the same value to one object, if any do: then nothing can be told. */
  ambiguous: { readonly first: number; readonly second: number; readonly key: Key; readonly value: Value } | null =
    null;

  private readonly history: RegisterHistory;
  private readonly names: Names;
  private readonly numbers = new Map<Key, number>();
  private readonly writeOf: Map<Value, number>[] = [];
  private readonly isFinal: boolean[] = [];

  constructor(history: RegisterHistory, names: Names, disabled: ReadonlySet<string>) {
    this.history = history;
    this.names = names;
    this.findings = new PlainFindings(disabled);
    this.committed = Uint8Array.from(history, ({ outcome }) => (outcome === 'ok' ? 1 : 0));
    for (let index = 0; index < history.length; index++) this.numberWrites(index);
    if (this.ambiguous !== null) return;
    for (let index = 0; index < history.length; index++) this.collectReads(index);
    this.findOverwriters();
  }

  /** Whether others can have read a write: it is the last of its transaction to its object, and that may have taken effect. */
  counts(write: number): boolean {
    return this.isFinal[write]! && this.committed[this.writer[write]!] === 1;
  }

  /** The write of a transaction to an object that others can read; -1 if there is none. */
  finalWrite(index: number, key: number): number {
    for (const operation of this.history[index]!.input) {
      if (operation.f !== 'w' || this.numbers.get(operation.key) !== key) continue;
      const write = this.writeOf[key]!.get(operation.value)!;
      if (this.writer[write] === index && this.counts(write)) return write;
    }
    return -1;
  }

  private name(index: number): string {
    return nameOf(this.names, index);
  }

  private number(key: Key): number {
    let number = this.numbers.get(key);
    if (number !== undefined) return number;
    number = this.keys.push(key) - 1;
    this.numbers.set(key, number);
    this.writeOf.push(new Map());
    return number;
  }

  private numberWrites(index: number): void {
    const { input, outcome } = this.history[index]!;
    const last = new Map<number, number>();
    for (const operation of input) {
      if (operation.f !== 'w') continue;
      const key = this.number(operation.key);
      const known = this.writeOf[key]!.get(operation.value);
      if (known !== undefined) {
        const first = this.writer[known]!;
        // A client may try again what certainly had no effect.
        if (outcome === 'fail') continue;
        if (this.history[first]!.outcome !== 'fail') {
          this.ambiguous ??= { first, second: index, key: operation.key, value: operation.value };
          continue;
        }
      }
      const before = last.get(key);
      if (before !== undefined) this.isFinal[before] = false;
      const write = this.writer.push(index) - 1;
      last.set(key, write);
      this.writeOf[key]!.set(operation.value, write);
      this.keyOf.push(key);
      this.value.push(operation.value);
      this.isFinal.push(true);
    }
  }

  /** What a transaction sees twice must be the same, and after its own write it must see that. */
  private collectReads(index: number): void {
    const transaction = this.history[index]!;
    if (transaction.outcome !== 'ok') return;
    const current = new Map<number, Value | null>();
    const written = new Set(transaction.output.flatMap(({ f, key }) => (f === 'w' ? [key] : [])));
    for (const operation of transaction.output) {
      const key = this.number(operation.key);
      const before = current.get(key);
      current.set(key, operation.value);
      if (operation.f === 'w') continue;
      if (before === undefined) this.read(index, key, operation.value, written.has(operation.key));
      else if (before !== operation.value)
        this.findings.add('internal', [index], () => {
          const read = `${this.name(index)} read ${show(operation.value)} from ${show(operation.key)}`;
          return `${read}, where it had read or written ${show(before)} itself`;
        });
    }
  }

  private read(reader: number, key: number, value: Value | null, isUpdate: boolean): void {
    const write = value === null ? -1 : this.writeOf[key]!.get(value);
    const read = (): string => `${this.name(reader)} read ${show(value)} from ${show(this.keys[key]!)}`;
    if (write === undefined) {
      this.findings.add('garbage-read', [reader], () => `${read()}, but nobody ever wrote that`);
      return;
    }
    if (write !== -1) {
      const index = this.writer[write]!;
      const { outcome } = this.history[index]!;
      if (outcome === 'fail') {
        const aborted = (): string => `${read()}, but ${this.name(index)}, which wrote it, had aborted`;
        if (isUpdate) this.findings.add('dirty-update', [index, reader], () => `${aborted()}, and overwrote it`);
        this.findings.add('G1a', [index, reader], aborted);
        return;
      }
      if (index === reader) {
        this.findings.add('future-read', [reader], () => `${read()}, which it wrote itself only later`);
        return;
      }
      if (!this.isFinal[write]) {
        this.findings.add('G1b', [index, reader], () => `${read()}, which ${this.name(index)} overwrote itself`);
        return;
      }
      if (outcome === 'info') this.committed[index] = 1;
    }
    this.readers.push(reader);
    this.readKeys.push(key);
    this.sources.push(write);
  }

  /** Two that read the same version and both overwrote it: whoever came second must have seen the first. */
  private findOverwriters(): void {
    const ofWrite = new Map<number, number>();
    const ofInitial = new Map<number, number>();
    const written = new Set<number>();
    let [write, owner] = [0, -1];
    for (let read = 0; read < this.readers.length; read++) {
      const reader = this.readers[read]!;
      if (owner !== reader) {
        owner = reader;
        written.clear();
        while (write < this.writer.length && this.writer[write]! < reader) write += 1;
        for (let own = write; this.writer[own] === reader; own++) written.add(this.keyOf[own]!);
      }
      const key = this.readKeys[read]!;
      if (!written.has(key)) continue;
      const source = this.sources[read]!;
      const [versions, version] = source === -1 ? [ofInitial, key] : [ofWrite, source];
      const first = versions.get(version);
      if (first === undefined) {
        versions.set(version, reader);
        continue;
      }
      this.findings.add('lost-update', [first, reader], () => {
        const value = source === -1 ? null : this.value[source]!;
        const both = `${this.name(first)} and ${this.name(reader)} both read ${show(value)} from ${show(this.keys[key]!)}`;
        return `${both}, and then both overwrote it`;
      });
    }
    for (let read = 0; read < this.readers.length; read++) {
      const source = this.sources[read]!;
      const known = source === -1 ? ofInitial.get(this.readKeys[read]!) : ofWrite.get(source);
      this.overwriter.push(known ?? -1);
    }
  }
}
