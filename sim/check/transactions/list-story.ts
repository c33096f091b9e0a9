/** Why one transaction comes before another, from the lists that were read. */
import { edge } from './dependency-graph.ts';
import type { Reason } from './cycle-story.ts';
import type { ListVersions } from './list-versions.ts';
import { timeReason } from './time-edges.ts';
import type { ListHistory } from './transaction.ts';
import { type Names, nameOf, show, showList } from './words.ts';

export class ListStory {
  private readonly history: ListHistory;
  private readonly versions: ListVersions;
  private readonly names: Names;

  constructor(history: ListHistory, versions: ListVersions, names: Names) {
    this.history = history;
    this.versions = versions;
    this.names = names;
  }

  reason(from: number, to: number, kind: number): Reason {
    const { sentence, shownBy } = this.told(from, to, kind);
    const committed = [from, to]
      .filter((index) => this.history[index]!.outcome === 'info')
      .map((index) => this.shows(index));
    return { sentence, shownBy: [...shownBy, ...committed] };
  }

  private told(from: number, to: number, kind: number): Reason {
    if (kind === edge.wr) return this.observed(from, to);
    if (kind === edge.ww) return this.appendedAfter(from, to);
    if (kind === edge.rw) return this.missed(from, to);
    return { sentence: timeReason(this.history, this.names, from, to, kind), shownBy: [] };
  }

  private name(index: number): string {
    return nameOf(this.names, index);
  }

  /** Somebody who saw an append of a transaction that may have had no effect. */
  private shows(index: number): number {
    const { position, keyOf, longestReader } = this.versions;
    return longestReader[keyOf[this.versions.appendsOf(index).find((append) => position[append] !== -1)!]!]!;
  }

  private observed(from: number, to: number): Reason {
    const { position, keyOf } = this.versions;
    const appends = this.versions.appendsOf(from).toReversed();
    for (const { key, length } of this.readsOf(to)) {
      const append = appends.find((one) => keyOf[one] === key && position[one] !== -1 && position[one]! < length);
      if (append === undefined) continue;
      return { sentence: `${this.name(to)} observed ${this.name(from)}'s append of ${this.what(append)}`, shownBy: [] };
    }
    throw new Error(`no read of ${this.name(to)} shows ${this.name(from)}`);
  }

  private appendedAfter(from: number, to: number): Reason {
    const { keyOf, position, longestReader, longest, value, keys } = this.versions;
    const later = this.versions.appendsOf(to).toReversed();
    for (const first of this.versions.appendsOf(from)) {
      if (position[first] === -1) continue;
      const key = keyOf[first]!;
      const second = later.find(
        (one) => one !== first && keyOf[one] === key && (position[one] === -1 || position[one]! > position[first]!),
      );
      if (second === undefined) continue;
      const reader = longestReader[key]!;
      if (from === to) {
        const list = showList(longest[key]!);
        return {
          sentence: `${this.name(reader)} read ${show(keys[key]!)} as ${list}, with another's append amid those of ${this.name(from)}`,
          shownBy: [reader],
        };
      }
      const sentence = `${this.name(to)} appended ${show(value[second]!)} after ${this.name(from)} appended ${this.what(first)}`;
      return { sentence, shownBy: [reader] };
    }
    throw new Error(`no list shows that ${this.name(to)} appended after ${this.name(from)}`);
  }

  private missed(from: number, to: number): Reason {
    const { position, keyOf, keys, longest, order } = this.versions;
    const appends = this.versions.appendsOf(to);
    for (const { key, length } of this.readsOf(from)) {
      const append = appends.find((one) => keyOf[one] === key && (position[one] === -1 || position[one]! >= length));
      const [missing, does] = [`${this.name(from)} did not observe`, this.name(to)];
      if (append !== undefined && from === to) {
        const read = `${this.name(from)} read ${show(keys[key]!)} as ${showList(longest[key]!.slice(0, length))}`;
        return {
          sentence: `${read}, but its own append does not follow that directly`,
          shownBy: [this.versions.longestReader[key]!],
        };
      }
      if (append !== undefined) return { sentence: `${missing} ${does}'s append of ${this.what(append)}`, shownBy: [] };
      if (from !== to && this.readsOf(to).some((read) => read.key === key && read.length > length))
        return {
          sentence: `${missing} the append of ${this.what(order[key]![length]!)}, which ${does} observed`,
          shownBy: [],
        };
    }
    throw new Error(`${this.name(from)} missed nothing of ${this.name(to)}`);
  }

  private what(append: number): string {
    const { value, keys, keyOf } = this.versions;
    return `${show(value[append]!)} to ${show(keys[keyOf[append]!]!)}`;
  }

  private readsOf(index: number): { readonly key: number; readonly length: number }[] {
    const { readers, readKeys, lengths } = this.versions;
    const reads: { key: number; length: number }[] = [];
    for (let read = readers.indexOf(index); read !== -1 && readers[read] === index; read++)
      reads.push({ key: readKeys[read]!, length: lengths[read]! });
    return reads;
  }
}
