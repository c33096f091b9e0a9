/** The text of a file, or of standard input, in chunks. Read synchronously: it is for a thread that does nothing else. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { InputError, messageOf } from '../model/input-error.ts';

const chunkBytes = 1 << 20;
const standardInput = 0;

/**
 * `path` is `-` for standard input. `onBytes` is told how much was read. Throws an `InputError` when the file cannot be read, or is no text
 * in UTF-8.
 */
export function* fileChunks(path: string, onBytes: (count: number) => void): Generator<string> {
  const file = path === '-' ? standardInput : open(path);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = new Uint8Array(chunkBytes);
  try {
    for (;;) {
      const count = read(file, buffer, path);
      onBytes(count);
      const text = decode(decoder, buffer.subarray(0, count), path);
      if (text !== '') yield text;
      if (count === 0) return;
    }
  } finally {
    if (file !== standardInput) closeSync(file);
  }
}

function open(path: string): number {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new InputError(missing ? `${path}: no such file` : `cannot read the history: ${messageOf(error)}`);
  }
  if (!fstatSync(file).isDirectory()) return file;
  closeSync(file);
  throw new InputError(`${path}: a folder, and no file`);
}

/** 0 at the end. */
function read(file: number, buffer: Uint8Array, path: string): number {
  for (;;) {
    try {
      return readSync(file, buffer);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw new InputError(`cannot read ${path}: ${messageOf(error)}`);
      // A pipe that nobody has written to yet, and that another program has told not to wait.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** No bytes mean the end. */
function decode(decoder: TextDecoder, bytes: Uint8Array, path: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes.length > 0 });
  } catch {
    throw new InputError(`${path}: this is no text in UTF-8`);
  }
}
