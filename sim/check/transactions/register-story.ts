/** Why one transaction comes before another, from what registers were seen to hold. */
import type { Reason } from './cycle-story.ts';
import { edge } from './dependency-graph.ts';
import type { RegisterVersions } from './register-versions.ts';
import type { Forced, Step } from './serial-order.ts';
import { timeReason } from './time-edges.ts';
import type { RegisterHistory } from './transaction.ts';
import { type Names, nameOf, show } from './words.ts';

export class RegisterStory {
  private readonly history: RegisterHistory;
  private readonly versions: RegisterVersions;
  private readonly names: Names;

  constructor(history: RegisterHistory, versions: RegisterVersions, names: Names) {
    this.history = history;
    this.versions = versions;
    this.names = names;
  }

  /** One that is forgotten is what is left of it: its write. */
  name(index: number): string {
    if (index < this.names.length) return nameOf(this.names, index);
    const [operation] = this.history[index]!.input;
    return operation?.f === 'w' ? `the write of ${show(operation.value)} to ${show(operation.key)}` : '';
  }

  reason(from: number, to: number, kind: number): Reason {
    const shownBy = this.committed([from, to]);
    if (kind === edge.wr) {
      const write = this.writeSeen(from, to)!;
      return { sentence: this.observed(to, from, write), shownBy };
    }
    if (kind === edge.rw) return { sentence: this.missed(from, to), shownBy };
    return { sentence: timeReason(this.history, this.names, from, to, kind), shownBy };
  }

  /** Of an edge that follows from others. */
  forced(kind: number, { writer, reader, other, path }: Forced): Reason {
    const write = this.writeSeen(writer, reader, other)!;
    const seen = this.observed(reader, writer, write);
    const first = kind === edge.rw ? writer : other;
    const last = kind === edge.rw ? other : reader;
    const order = [...path.map((step) => step.transaction), last].map((index) => this.name(index)).join(' < ');
    const sentence =
      kind === edge.rw
        ? `${seen}, which ${this.name(other)} overwrote later (${order})`
        : `${seen} and not that of ${this.name(other)}, which had come before (${order})`;
    const shownBy = this.committed([first, ...this.involved(path), writer, reader, other]);
    return { sentence, shownBy: [...shownBy, writer, reader, other, ...this.involved(path)] };
  }

  /** For each of these that may have had no effect, somebody who saw that it had. */
  committed(transactions: readonly number[]): number[] {
    const { readers, sources, writer } = this.versions;
    return transactions.flatMap((index) => {
      if (this.history[index]!.outcome !== 'info') return [];
      const read = sources.findIndex((source) => source !== -1 && writer[source] === index);
      return read === -1 ? [] : [readers[read]!];
    });
  }

  private involved(path: readonly Step[]): number[] {
    return path.flatMap(({ transaction, forced }) =>
      forced === null
        ? [transaction]
        : [transaction, forced.writer, forced.reader, forced.other, ...this.involved(forced.path)],
    );
  }

  /** The write of `from` that `to` saw; with `other`, of an object that `other` wrote too. */
  private writeSeen(from: number, to: number, other = -1): number | undefined {
    const { readers, sources, writer, keyOf } = this.versions;
    for (let read = readers.indexOf(to); read !== -1 && readers[read] === to; read++) {
      const source = sources[read]!;
      if (source === -1 || writer[source] !== from) continue;
      if (other === -1 || this.versions.finalWrite(other, keyOf[source]!) !== -1) return source;
    }
    return undefined;
  }

  private missed(from: number, to: number): string {
    const { readers, readKeys, sources, overwriter, keys, value } = this.versions;
    for (let read = readers.indexOf(from); readers[read] === from; read++) {
      const key = readKeys[read]!;
      if (sources[read] === -1 && this.versions.finalWrite(to, key) !== -1)
        return `${this.name(from)} found ${show(keys[key]!)} unwritten, and ${this.name(to)} wrote it`;
      if (overwriter[read] !== to) continue;
      const both = `${this.name(from)} and ${this.name(to)} both observed ${show(value[sources[read]!]!)} in ${show(keys[key]!)}`;
      return `${both}, which ${this.name(to)} overwrote`;
    }
    throw new Error(`${this.name(from)} missed nothing of ${this.name(to)}`);
  }

  private observed(reader: number, writer: number, write: number): string {
    const whose = writer < this.names.length ? `${this.name(writer)}'s` : 'the';
    return `${this.name(reader)} observed ${whose} write of ${this.what(write)}`;
  }

  private what(write: number): string {
    const { value, keys, keyOf } = this.versions;
    return `${show(value[write]!)} to ${show(keys[keyOf[write]!]!)}`;
  }
}
