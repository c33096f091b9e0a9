import type { NodeId } from './units.ts';

/** What travels between nodes: flat, readonly data; byte arrays are immutable from the moment they are sent. */
export type WireValue = number | string | boolean | null | Uint8Array | readonly WireValue[] | WireRecord;

export interface WireRecord {
  readonly [field: string]: WireValue | undefined;
}

export type DatagramHandler = (from: NodeId, datagram: object) => void;

/**
 * Unreliable datagrams: any of them may be lost, delayed, duplicated or reordered; a corrupted one is dropped by its
 * checksum. `src/rpc` makes calls of them.
 */
export interface NetworkPort {
  /** Sends `datagram`, a plain {@link WireRecord}, which is frozen here. Never fails, never waits. */
  send(to: NodeId, datagram: object): void;
  /** Installs the one receiver of this incarnation. */
  onDatagram(handler: DatagramHandler): void;
}
