/**
 * The few numbers of a unit that must survive a crash and are not records: kept in one durable cell, written whole. All but
 * the identity only ever rise within one incarnation of the unit, so concurrent changes cannot undo each other, and
 * whoever asks for one waits for a store that contains it.
 */
import type { DiskPort } from '../ports/disk.ts';
import type { ProcessPort } from '../ports/process.ts';
import { readUint48, writeUint48 } from '../log/byte-codec.ts';
import { type DurableCell, openDurableCell } from '../log/durable-cell.ts';

export interface UnitState {
  /** The unit's identity in layouts. A unit that has lost what it knew comes back as another incarnation. */
  readonly incarnation: number;
  /** 1: it was formatted or reset, and its answers count. 0: it lost its devices and waits for a reset. */
  readonly admitted: number;
  readonly minEpoch: number;
  /** All positions below are trimmed. */
  readonly prefixTrim: number;
  /** No record was ever written at or above. */
  readonly positionLimit: number;
  /** A record was destroyed so thoroughly that its position is unknown: it was below this. */
  readonly suspectBelow: number;
  /** The epoch of the last reset, 0 for none. */
  readonly lastResetEpoch: number;
  /** Pages with a lower sequence belong to an earlier incarnation and mean nothing. */
  readonly logStart: number;
}

type Mark = Exclude<keyof UnitState, 'incarnation' | 'admitted'>;

const fields: readonly (keyof UnitState)[] = [
  'incarnation',
  'admitted',
  'minEpoch',
  'prefixTrim',
  'positionLimit',
  'suspectBelow',
  'lastResetEpoch',
  'logStart',
];
const FIELD_BYTES = 6;
const STATE_BYTES = fields.length * FIELD_BYTES;
const FILE = 'flash-unit';

/** Identities that deployers give out are below; a unit that comes back under its own new one is above. */
const GIVEN_INCARNATIONS = 65536;

/** An identity that no unit at this node ever had: processes are counted even when every device is lost. */
export function freshIncarnation(process: ProcessPort, current: number): number {
  return Math.max(process.incarnation * GIVEN_INCARNATIONS, current + 1);
}

/** A unit about which nothing is known. */
export function strangerState(incarnation: number): UnitState {
  return {
    incarnation,
    admitted: 0,
    minEpoch: 0,
    prefixTrim: 0,
    positionLimit: 0,
    suspectBelow: 0,
    lastResetEpoch: 0,
    logStart: 0,
  };
}

export class UnitStateCell {
  readonly #cell: DurableCell;
  readonly #process: ProcessPort;
  /** The newest state asked for; durable from {@link #durableVersion} on. */
  #wanted: UnitState;
  #wantedVersion = 0;
  #durableVersion = 0;
  #storing: Promise<void> | undefined;

  private constructor(cell: DurableCell, process: ProcessPort, found: UnitState) {
    this.#cell = cell;
    this.#process = process;
    this.#wanted = found;
  }

  /** `found` says whether the disk held a state. A stranger's is not stored until {@link replace}. */
  static async open(
    disk: DiskPort,
    process: ProcessPort,
  ): Promise<{ readonly cell: UnitStateCell; readonly found: 'state' | 'empty' | 'unreadable' }> {
    const { cell, content } = await openDurableCell(disk, FILE, STATE_BYTES);
    if (content instanceof Uint8Array) {
      return { cell: new UnitStateCell(cell, process, decode(content)), found: 'state' };
    }
    if (content === 'io-error') return await process.exit('the disk failed to read the state of the flash unit');
    const stranger = strangerState(freshIncarnation(process, 0));
    return { cell: new UnitStateCell(cell, process, stranger), found: content };
  }

  /** The newest state, which may not be durable yet: to be believed only right after opening or a change. */
  get state(): UnitState {
    return this.#wanted;
  }

  /** Raises one mark to at least `value`; resolves when that is durable. */
  async raise(mark: Mark, value: number): Promise<void> {
    if (value > this.#wanted[mark]) await this.replace({ ...this.#wanted, [mark]: value });
    else await this.#untilDurable(this.#wantedVersion);
  }

  /** Puts `state` in place of everything; resolves when it is durable. */
  async replace(state: UnitState): Promise<void> {
    this.#wanted = state;
    this.#wantedVersion += 1;
    await this.#untilDurable(this.#wantedVersion);
  }

  async #untilDurable(version: number): Promise<void> {
    while (this.#durableVersion < version) {
      this.#storing ??= this.#store();
      await this.#storing;
    }
  }

  /** A unit that cannot keep its promises any more stops making them. */
  async #store(): Promise<void> {
    const version = this.#wantedVersion;
    const outcome = await this.#cell.store(encode(this.#wanted));
    if (outcome !== 'ok') return await this.#process.exit('the disk failed to store the state of the flash unit');
    this.#durableVersion = version;
    this.#storing = undefined;
  }
}

function encode(state: UnitState): Uint8Array {
  const bytes = new Uint8Array(STATE_BYTES);
  fields.forEach((field, index) => writeUint48(bytes, index * FIELD_BYTES, state[field]));
  return bytes;
}

function decode(bytes: Uint8Array): UnitState {
  const values = fields.map((_, index) => readUint48(bytes, index * FIELD_BYTES));
  const [incarnation, admitted, minEpoch, prefixTrim, positionLimit, suspectBelow, lastResetEpoch, logStart] =
    values as [number, number, number, number, number, number, number, number];
  return { incarnation, admitted, minEpoch, prefixTrim, positionLimit, suspectBelow, lastResetEpoch, logStart };
}
