/** Little-endian integers in byte arrays, without the cost of a DataView per record. */

export function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

/** `value` is an integer in [0, 2^48). */
export function writeUint48(bytes: Uint8Array, at: number, value: number): void {
  writeUint32(bytes, at, value % 0x1_0000_0000);
  writeUint16(bytes, at + 4, Math.floor(value / 0x1_0000_0000));
}

export function readUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return (readUint16(bytes, at) | (readUint16(bytes, at + 2) << 16)) >>> 0;
}

export function readUint48(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at) + readUint16(bytes, at + 4) * 0x1_0000_0000;
}
