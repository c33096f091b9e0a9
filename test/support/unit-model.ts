/**
 * What a client may expect of a flash unit: a reference model that knows only what was proved by replies. Each reply is held
 * against what was proved before its request was sent, so operations may overlap in any way.
 */
import type { UnitReply } from '../../src/corfu/unit-messages.ts';
import { payloadOf } from './unit-bench.ts';

export type UnitOperationKind = 'write' | 'fill' | 'read' | 'trim' | 'prefixTrim' | 'seal' | 'tail';

/** What replies have proved so far. */
export interface Proofs {
  readonly values: ReadonlyMap<number, string>;
  readonly trimmed: ReadonlySet<number>;
  readonly prefixTrim: number;
  readonly hwm: number;
  readonly minEpoch: number;
}

export interface UnitOperation {
  readonly what: UnitOperationKind;
  readonly position: number;
  readonly epoch: number;
  readonly writer: number;
  readonly before: Proofs;
}

export class UnitModel {
  values = new Map<number, string>();
  trimmed = new Set<number>();
  prefixTrim = 0;
  hwm = -1;
  minEpoch = 1;
  answered = 0;
  /** The highest mark that a prefix trim asked for. */
  prefixTrimOffered = 0;
  /** The first report of each seal: what is acknowledged to older epochs later is below it. */
  readonly seals = new Map<number, number>();
  /** What was asked for, by position: `junk`, `trim`, or the writer of data. */
  readonly offered = new Map<number, Set<string>>();

  snapshot(): Proofs {
    const { prefixTrim, hwm, minEpoch } = this;
    return { values: new Map(this.values), trimmed: new Set(this.trimmed), prefixTrim, hwm, minEpoch };
  }

  offer(position: number, value: string): void {
    const values = this.offered.get(position) ?? new Set();
    this.offered.set(position, values.add(value));
  }

  /** Checks a reply against what was proved before the request, and adds what it proves. Returns the broken invariant. */
  judge(
    { what, position, epoch, writer, before }: UnitOperation,
    reply: UnitReply,
    corruptible: boolean,
  ): string | undefined {
    this.answered += 1;
    if (reply.epoch < before.minEpoch) return 'U-SealMonotone';
    if (epoch < before.minEpoch && reply.status !== 'sealed') return 'U-NoStaleEpochEffect';
    if (reply.status === 'sealed') return this.#sealed(epoch, reply.minEpoch);
    if (reply.status === 'no-space' || reply.status === 'not-ready') return undefined;
    if (what === 'seal' || what === 'tail') return this.#tailReport(before, reply, what === 'seal' ? epoch : 0);
    if (what === 'prefixTrim') {
      this.prefixTrim = Math.max(this.prefixTrim, position);
      this.#cover(position - 1);
      return 'upTo' in reply && reply.upTo >= Math.max(position, before.prefixTrim) ? undefined : 'U-TrimMonotone';
    }
    const wasTrimmed = position < before.prefixTrim || before.trimmed.has(position);
    if (what === 'trim') {
      this.trimmed.add(position);
      this.#cover(position);
      return reply.status === 'ok' ? undefined : `trim answered ${reply.status}`;
    }
    if (reply.status === 'corrupt') return corruptible ? undefined : 'corrupt without a reason';
    if (wasTrimmed && reply.status !== 'trimmed') return 'U-NoResurrect';
    if (reply.status === 'trimmed') {
      if (position >= reply.upTo) this.trimmed.add(position);
      else this.prefixTrim = Math.max(this.prefixTrim, position + 1);
      return this.#mayBeTrimmed(position) ? undefined : 'trimmed by nobody';
    }
    if (reply.status === 'unwritten') return before.values.has(position) ? 'U-NoFalseUnwritten' : undefined;
    if (reply.status === 'ok') {
      if (this.#isBeyondSeal(position, epoch)) return 'U-HwmCovers: acknowledged beyond the seal';
      if (before.values.has(position)) return 'U-WriteOnce: decided twice';
      return this.#decided(position, what === 'fill' ? 'junk' : String(writer));
    }
    if (reply.status === 'overwritten') {
      return this.#decided(position, reply.stored === 'junk' ? 'junk' : String(reply.writer));
    }
    if (reply.status === 'junk') return this.#decided(position, 'junk');
    const intact = payloadOf(reply.writer, reply.writeNumber).every((byte, at) => reply.payload[at] === byte);
    return intact ? this.#decided(position, String(reply.writer)) : 'U-ChecksumGate';
  }

  #mayBeTrimmed(position: number): boolean {
    return position < this.prefixTrimOffered || this.offered.get(position)?.has('trim') === true;
  }

  #isBeyondSeal(position: number, epoch: number): boolean {
    for (const [sealedAt, hwm] of this.seals) if (epoch < sealedAt && position > hwm) return true;
    return false;
  }

  #sealed(epoch: number, minEpoch: number): string | undefined {
    if (minEpoch <= epoch) return 'sealed for no reason';
    this.minEpoch = Math.max(this.minEpoch, minEpoch);
    return undefined;
  }

  #tailReport(before: Proofs, reply: UnitReply, sealedAt: number): string | undefined {
    if (!('hwm' in reply)) return `tail report without hwm: ${reply.status}`;
    this.minEpoch = Math.max(this.minEpoch, sealedAt);
    if (sealedAt > 0 && !this.seals.has(sealedAt)) this.seals.set(sealedAt, reply.hwm);
    this.#cover(reply.hwm);
    if (reply.upTo < before.prefixTrim) return 'U-TrimMonotone';
    return reply.hwm < before.hwm ? 'U-HwmCovers' : undefined;
  }

  #decided(position: number, value: string): string | undefined {
    if (this.offered.get(position)?.has(value) !== true) return `value ${value} from nowhere`;
    const known = this.values.get(position);
    if (known !== undefined && known !== value) return `U-WriteOnce: ${known} and ${value}`;
    this.values.set(position, value);
    this.#cover(position);
    return undefined;
  }

  #cover(position: number): void {
    this.hwm = Math.max(this.hwm, position);
  }
}
