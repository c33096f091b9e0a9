/**
 * One position of the log as the devices and the wire know it: what each unit holds durably, what each has said, and what was
 * acknowledged to the writer.
 */
import { type EntryStreams, sameStreams } from '../../../src/log/stream.ts';
import { Content, JUNK_CONTENT, sameBytes } from './content.ts';
import type { KnownLayouts } from './known-layouts.ts';
import type { UnitState } from './unit-state.ts';

/** Before any event. */
export const NEVER = -1;

/** One position on one unit. */
export class Replica {
  readonly cell: LogCell;
  readonly unit: UnitState;
  /** The entry that the unit holds, or held last, in a completely programmed page. */
  content: Content | undefined;
  contentStep = NEVER;
  /** The epoch in which the entry was written, as its record says. */
  contentEpoch = NEVER;
  /** Programmed pages that hold `content` and were not erased. */
  pages = 0;
  /** Those among them that no media fault has hit. */
  intact = 0;
  /** The unit has recorded that its copy was destroyed. */
  lost = false;
  /** The entry that the unit has said it holds: by acknowledging it, refusing for it, returning it or handing it on. */
  said: Content | undefined;
  saidStep = NEVER;
  /** The unit has said that the position alone is trimmed. */
  trimSaidStep = NEVER;
  /** A trim of the position alone has reached the unit. */
  trimArrived = false;

  constructor(cell: LogCell, unit: UnitState) {
    this.cell = cell;
    this.unit = unit;
  }

  /** May the unit have trimmed the position? Only what it was asked to trim. */
  get mayBeTrimmed(): boolean {
    return this.trimArrived || this.cell.position < this.unit.prefixArrived;
  }

  /** The device was replaced or wiped: nothing that it held or promised counts any more. */
  forget(): void {
    this.content = undefined;
    this.pages = 0;
    this.intact = 0;
    this.lost = false;
    this.said = undefined;
    this.trimSaidStep = NEVER;
  }
}

/** A programmed page that holds data or junk. */
export interface StoredPage {
  readonly replica: Replica;
  readonly content: Content;
  damaged: boolean;
}

/** An append that told its client `ok`. */
export interface Acknowledgement {
  readonly value: number | string;
  readonly operation: number;
  readonly step: number;
}

/** What a client was given for the position, first of all. */
export interface Returned {
  readonly out: 'data' | 'junk';
  readonly value: number | string | undefined;
  readonly operation: number;
  readonly step: number;
}

export class LogCell {
  readonly position: number;
  acknowledged: Acknowledgement | undefined;
  returned: Returned | undefined;
  readonly #layouts: KnownLayouts;
  readonly #units: readonly UnitState[];
  /** By unit. */
  readonly #replicas: (Replica | undefined)[] = [];
  /** The chain asked for last. */
  #chain: readonly Replica[] = [];
  #chainEpoch = NEVER;
  readonly #contents: Content[] = [];

  constructor(position: number, layouts: KnownLayouts, units: readonly UnitState[]) {
    this.position = position;
    this.#layouts = layouts;
    this.#units = units;
  }

  /** The position on `unit`, whether it belongs there or not. */
  at(unit: UnitState): Replica {
    return (this.#replicas[unit.id] ??= new Replica(this, unit));
  }

  /** On every unit that ever had to do with it. */
  get replicas(): readonly Replica[] {
    return this.#replicas.filter((replica) => replica !== undefined);
  }

  /** In the chain of the newest layout, head first. */
  get chain(): readonly Replica[] {
    return this.chainIn(this.#layouts.newest.epoch);
  }

  /** In the chain of `epoch`, head first; empty when nobody has heard of that epoch. */
  chainIn(epoch: number): readonly Replica[] {
    if (epoch !== this.#chainEpoch) {
      this.#chain = this.#layouts.chainOf(this.position, epoch).map((id) => this.at(this.#units[id] as UnitState));
      this.#chainEpoch = epoch;
    }
    return this.#chain;
  }

  /** The data entry of these words. */
  data(writer: number, writeNumber: number, payload: Uint8Array, streams?: EntryStreams): Content {
    for (const content of this.#contents) {
      const same = content.writer === writer && content.writeNumber === writeNumber;
      if (same && sameBytes(content.payload, payload) && sameStreams(content.streams, streams)) return content;
    }
    const content = new Content('data', writer, writeNumber, payload, streams);
    this.#contents.push(content);
    return content;
  }

  /**
   * The data entry that a client asks to store. The first payload under an identity is its payload for ever; but what it says of
   * streams is another for each token, and a position may be granted to one write twice, in two epochs.
   */
  ask(writer: number, writeNumber: number, payload: Uint8Array, streams?: EntryStreams): Content {
    const known = this.#find(writer, writeNumber);
    const content = this.data(writer, writeNumber, payload, streams);
    if (known === undefined || !known.asked || sameBytes(known.payload, payload)) content.asked = true;
    return content;
  }

  /** Is there an entry with this value, as histories know it, that belongs to `stream`? */
  holds(value: number | string | undefined, stream: number): boolean {
    return this.#contents.some((content) => content.belongsTo(stream) && content.value === value);
  }

  /** The entry known under this identity, when a unit names it without its payload: the one that it holds, or any. */
  named(stored: 'data' | 'junk', writer: number, writeNumber: number, held: Content | undefined): Content {
    if (stored === 'junk') return JUNK_CONTENT;
    if (held?.writer === writer && held.writeNumber === writeNumber) return held;
    return this.#find(writer, writeNumber) ?? this.data(writer, writeNumber, JUNK_CONTENT.payload);
  }

  #find(writer: number, writeNumber: number): Content | undefined {
    for (const content of this.#contents) {
      if (content.writer === writer && content.writeNumber === writeNumber) return content;
    }
    return undefined;
  }
}
