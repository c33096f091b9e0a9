/**
 * A small disk with named files and a volatile cache. A write is durable only after an `fsync` that was issued after it
 * and answered `ok`; at a crash each unsynced sector is old, new or garbage, independently.
 */
export type DiskOutcome = 'ok' | 'io-error' | 'no-space';

export interface DiskRead {
  readonly status: 'ok' | 'io-error';
  /** Never changes afterwards. Shorter than asked for at the end of the file, empty when the file does not exist. */
  readonly bytes: Uint8Array;
}

export interface DiskPort {
  readonly sectorBytes: number;
  read(file: string, offset: number, length: number): Promise<DiskRead>;
  /** `bytes` is copied before this returns. After an error the content of the touched sectors is undefined. */
  write(file: string, offset: number, bytes: Uint8Array): Promise<DiskOutcome>;
  /** After a failed fsync nothing is known about any unsynced write: the caller must treat it as a crash. */
  fsync(file: string): Promise<DiskOutcome>;
}
